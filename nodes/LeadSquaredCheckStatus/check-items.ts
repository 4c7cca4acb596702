/** Asks after every request of a run once and deals the answers out to the node's outputs. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Client } from '../shared/client';
import { failItem, failedItem, outputItem, type ItemReading } from '../shared/items';
import { redactDeep, type Redact } from '../shared/redact';
import type { Reply } from '../shared/reply';
import { parseEmbedded, readState, type RequestState } from '../shared/state';
import { askStatus, type StatusQuestion, type TaskStatus } from '../shared/status';

export interface CheckedItem {
	item: INodeExecutionData;
	/** Undefined for a request that could not be asked about. */
	state?: RequestState;
}

type Look = Exclude<Reply<TaskStatus>, { kind: 'cancelled' }> & { checkedAt: string };

export async function checkItems(
	context: IExecuteFunctions,
	client: Client,
	readings: ReadonlyArray<ItemReading<StatusQuestion>>,
): Promise<CheckedItem[]> {
	const items = context.getInputData();
	const looks = new Map<string, Look>();
	const checked: CheckedItem[] = [];
	for (const [itemIndex, reading] of readings.entries()) {
		if (!reading.ok) {
			checked.push({ item: failedItem(reading.error, itemIndex) });
			continue;
		}
		const question = reading.value;
		const key = JSON.stringify([question.operation, question.path, question.requestId]);
		const look = looks.get(key) ?? (await lookOnce(context, client, question));
		if (look === undefined) break;
		looks.set(key, look);
		if (look.kind === 'accepted') {
			const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
			const { state, json } = describe(
				question,
				look.value,
				look.checkedAt,
				options,
				client.redact,
			);
			const input = options.includeInputFields === true ? items[itemIndex] : undefined;
			checked.push({ item: outputItem(json, itemIndex, input), state });
			continue;
		}
		const { requestId } = question;
		checked.push({ item: failItem(context, look.problem, { itemIndex, requestId }) });
	}
	return checked;
}

/** Undefined when the execution was cancelled. */
async function lookOnce(
	context: IExecuteFunctions,
	client: Client,
	question: StatusQuestion,
): Promise<Look | undefined> {
	if (context.getExecutionCancelSignal()?.aborted) return undefined;
	const reply = await askStatus(client, question);
	return reply.kind === 'cancelled' ? undefined : { ...reply, checkedAt: new Date().toISOString() };
}

function describe(
	question: StatusQuestion,
	task: TaskStatus,
	checkedAt: string,
	options: IDataObject,
	redact: Redact,
): { state: RequestState; json: IDataObject } {
	const { state, mayStillRetry } = readState(task, {
		errorIsFinal: options.errorIsFinal !== false,
	});
	const json = {
		RequestId: question.requestId,
		State: state,
		Status: task.status,
		StatusReason: task.statusReason,
		TaskType: task.taskType,
		TaskCurrentStep: task.taskCurrentStep,
		TaskLastStep: task.taskLastStep,
		// Redacted once more: a secret may have been hidden behind the escapes of JSON inside JSON.
		RequestBody: redactDeep(parseEmbedded(task.requestBody), redact),
		Message: redactDeep(parseEmbedded(task.message), redact),
		Operation: question.operation,
		CheckedAt: checkedAt,
		Polls: 1,
		WaitedMs: 0,
		MayStillRetry: mayStillRetry,
	};
	return { state, json: json as IDataObject };
}
