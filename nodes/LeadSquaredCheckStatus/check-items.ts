/** Asks after every request of a run, once or until it is final, and gives every input item its answer. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Client } from '../shared/client';
import { explain } from '../shared/explain';
import { tellAboutRun } from '../shared/hints';
import { failItem, failedItem, outputItem, type ItemReading, type Ready } from '../shared/items';
import { lanesOf, workThrough } from '../shared/lanes';
import { now } from '../shared/limiters';
import { concurrencyOf } from '../shared/options';
import type { Look } from '../shared/poller';
import { redactDeep, type Redact } from '../shared/redact';
import { resultsOf, type Results } from '../shared/results';
import { complaintOf, readState, type RequestState, type StateReading } from '../shared/state';
import { askStatus, type StatusQuestion, type TaskStatus } from '../shared/status';
import { parseEmbedded } from '../shared/text';
import { trackRequests, type TrackedRequest } from './requests';
import { waitForRequests } from './wait';

export interface CheckedItem {
	item: INodeExecutionData;
	/** Undefined for a request that could not be asked about. */
	state?: RequestState;
}

export async function checkItems(
	context: IExecuteFunctions,
	{ client, options }: Ready,
	readings: ReadonlyArray<ItemReading<StatusQuestion>>,
	waits: boolean,
): Promise<CheckedItem[]> {
	const startMs = now();
	const requests = trackRequests(readings, context.getInputData(), startMs);
	const stop = new AbortController();
	const cancel = context.getExecutionCancelSignal();
	const signal = cancel === undefined ? stop.signal : AbortSignal.any([cancel, stop.signal]);
	/** Whose errors end the run; others may have met trouble that would have passed. */
	const hopeless = new Set<TrackedRequest>();
	const look = async (request: TrackedRequest, lookSignal: AbortSignal): Promise<Look> => {
		const result = await lookAt(context, client, request, lookSignal, waits);
		if (result !== 'hopeless') return result;
		if (!context.continueOnFail() && !cancel?.aborted) {
			hopeless.add(request);
			stop.abort();
		}
		return 'settled';
	};
	if (waits) {
		await waitForRequests(context, { client, options }, requests, signal, look);
		tellOutcome(context, requests, now() - startMs);
	} else {
		await workThrough(
			lanesOf(requests.map(() => undefined)),
			concurrencyOf(options),
			async (piece) => {
				const request = requests[piece];
				if (request !== undefined && (await look(request, signal)) !== 'none') request.looks++;
				return !signal.aborted;
			},
		);
	}
	const culprit = requests.find((request) => hopeless.has(request));
	if (culprit?.problem !== undefined) {
		const { itemIndexes, question, problem } = culprit;
		const { requestId } = question;
		failItem(context, problem, { itemIndex: itemIndexes[0], requestId });
	}
	tellAboutRun(context, client, 0);

	const ending: Ending = { startMs, endMs: now(), cancelled: cancel?.aborted === true };
	return answers(
		context,
		client.redact,
		readings,
		requests,
		waits ? ending : { ...ending, endMs: startMs },
	);
}

/** Looks once and notes what it brought. */
async function lookAt(
	context: IExecuteFunctions,
	client: Client,
	request: TrackedRequest,
	signal: AbortSignal,
	waits: boolean,
): Promise<Look | 'hopeless'> {
	const reply = await askStatus(client, request.question, signal);
	if (reply.kind === 'cancelled') return signal.aborted ? 'none' : 'open';
	if (reply.kind !== 'accepted') {
		request.problem = reply.problem;
		// Trouble passes, and the next look may tell; what is refused stays refused.
		return waits && reply.kind !== 'refused' ? 'open' : 'hopeless';
	}
	delete request.problem;
	request.task = reply.value;
	request.checkedAt = new Date().toISOString();
	return stateOf(context, request, reply.value).state === 'pending' ? 'open' : 'settled';
}

function stateOf(
	context: IExecuteFunctions,
	request: TrackedRequest,
	task: TaskStatus,
): StateReading {
	const [itemIndex] = request.itemIndexes;
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	return readState(task, { errorIsFinal: options.errorIsFinal !== false });
}

/** `412 succeeded, 3 failed, 5 still queued after 300 s; looked 1.9 times per request` */
function tellOutcome(
	context: IExecuteFunctions,
	requests: readonly TrackedRequest[],
	waitedMs: number,
): void {
	if (requests.length === 0) return;
	const counts = { succeeded: 0, failed: 0, pending: 0, unknown: 0 };
	let looks = 0;
	for (const request of requests) {
		looks += request.looks;
		if (request.task === undefined) counts[request.problem === undefined ? 'pending' : 'unknown']++;
		else counts[stateOf(context, request, request.task).state]++;
	}
	const parts = [
		`${counts.succeeded} succeeded`,
		`${counts.failed} failed`,
		`${counts.pending} still queued after ${Math.round(waitedMs / 1_000)} s`,
		...(counts.unknown > 0 ? [`${counts.unknown} could not be asked about`] : []),
	];
	const message = `${parts.join(', ')}; looked ${(looks / requests.length).toFixed(1)} times per request`;
	context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
}

interface Ending {
	/** When the waiting began and ended, on a steady clock. */
	startMs: number;
	endMs: number;
	cancelled: boolean;
}

function answers(
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
			const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
			const input = options.includeInputFields === true ? inputs[itemIndex] : undefined;
			checked[itemIndex] = { item: outputItem(answer.json, itemIndex, input), state: answer.state };
		}
	}
	return checked.filter((item) => item !== undefined);
}

/** A request that was not looked at in time: nothing speaks against asking again. */
const notLookedAt: TaskStatus = {
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
	const { question, task = notLookedAt, before } = request;
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
		Polls: before.polls + request.looks,
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
	return state === 'failed' ? explain(complaint) : undefined;
}
