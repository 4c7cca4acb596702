import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { parseEmbedded } from '../shared/lib/json';
import { explainComplaint } from '../shared/problems/explain';
import { optionsOf } from '../shared/run/options';
import { failedItem, failItem, outputItem } from '../shared/run/output-items';
import type { ItemReading } from '../shared/run/read-items';
import { redactDeep, type Redact } from '../shared/transport/redact';
import type { TrackedRequest } from './requests';
import type { StatusQuestion, TaskStatus } from './status/ask-status';
import { resultsOf, type Results } from './status/results';
import { complaintOf, readState, type RequestState, type StateReading } from './status/state';

export interface CheckedItem {
	item: INodeExecutionData;
	/** Undefined for a request that could not be asked about. */
	state?: RequestState;
}

export function stateOf(
	context: IExecuteFunctions,
	request: TrackedRequest,
	task: TaskStatus,
): StateReading {
	const [itemIndex] = request.itemIndexes;
	const options = optionsOf(context, itemIndex);
	return readState(task, { errorIsFinal: options.errorIsFinal !== false });
}

export interface Ending {
	/** When the waiting began and ended, on a steady clock. */
	startMs: number;
	endMs: number;
	cancelled: boolean;
}

export function answers(
	context: IExecuteFunctions,
	redact: Redact,
	readings: ReadonlyArray<ItemReading<StatusQuestion>>,
	requests: readonly TrackedRequest[],
	ending: Ending,
): CheckedItem[] {
	const inputs = context.getInputData();
	const checked: Array<CheckedItem | undefined> = readings.map((reading, itemIndex) =>
		reading.ok ? undefined : { item: failedItem(context, reading.error, itemIndex) },
	);
	for (const request of requests) {
		const { question, task, problem } = request;
		const answer =
			task !== undefined || (problem === undefined && !ending.cancelled)
				? describe(context, request, ending, redact)
				: undefined;
		for (const itemIndex of request.itemIndexes) {
			if (answer === undefined) {
				if (problem === undefined) continue;
				const { requestId } = question;
				checked[itemIndex] = { item: failItem(context, problem, { itemIndex, requestId }) };
				continue;
			}
			const options = optionsOf(context, itemIndex);
			const input = options.includeInputFields === true ? inputs[itemIndex] : undefined;
			checked[itemIndex] = { item: outputItem(answer.json, itemIndex, input), state: answer.state };
		}
	}
	return checked.filter((item) => item !== undefined);
}

/** A request that was not looked at in time: nothing speaks against asking again. */
const neverPolled: TaskStatus = {
	status: '',
	statusReason: null,
	taskType: null,
	taskCurrentStep: null,
	taskLastStep: null,
	requestBody: null,
	message: null,
};

function describe(
	context: IExecuteFunctions,
	request: TrackedRequest,
	{ startMs, endMs }: Ending,
	redact: Redact,
): { state: RequestState; json: IDataObject } {
	const { question, task = neverPolled, before } = request;
	const { state, mayStillRetry } = stateOf(context, request, task);
	const untilMs = state === 'pending' ? endMs : Math.min(endMs, request.lastMs);
	// Redacted once more: a secret may have been hidden behind the escapes of JSON inside JSON.
	const requestBody = redactDeep(parseEmbedded(task.requestBody), redact);
	const message = redactDeep(parseEmbedded(task.message), redact);
	const complaint = complaintOf(task);
	const results = resultsOf(question.operation, message, complaint);
	const hint = hintFor(state, results, complaint);
	const json = {
		RequestId: question.requestId,
		State: state,
		Status: task.status,
		StatusReason: task.statusReason,
		TaskType: task.taskType,
		TaskCurrentStep: task.taskCurrentStep,
		TaskLastStep: task.taskLastStep,
		RequestBody: requestBody,
		Message: message,
		...results,
		...(hint === undefined ? {} : { Hint: hint }),
		Operation: question.operation,
		...(request.submittedAt === undefined ? {} : { SubmittedAt: request.submittedAt }),
		CheckedAt: request.checkedAt ?? null,
		Polls: before.polls + request.polls,
		WaitedMs: before.waitedMs + Math.round(untilMs - startMs),
		MayStillRetry: mayStillRetry,
	};
	return { state, json: json as IDataObject };
}

/** What a person may want to know beyond LeadSquared's own words. */
function hintFor(state: RequestState, results: Results, complaint: string): string | undefined {
	if (results.CaptureStatus === 'partial') {
		return "LeadSquared did a part of it: see 'Message', and do not send the whole again";
	}
	return state === 'failed' ? explainComplaint(complaint) : undefined;
}
