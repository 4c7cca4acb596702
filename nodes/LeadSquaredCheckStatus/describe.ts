/** Turns what was found out about the requests of a run into output items. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { parseEmbedded } from '../shared/lib/json';
import { explainComplaint } from '../shared/problems/explain';
import { inputOf } from '../shared/run/input';
import { nodeOf } from '../shared/run/node';
import { optionsOf } from '../shared/run/parameters';
import { failItem, outputItem } from '../shared/run/output-items';
import { redactDeep, type Redact } from '../shared/transport/redact';
import { simplifiedSince } from './properties';
import type { CheckedItems, TrackedRequest } from './requests';
import type { TaskStatus } from './status/ask-status';
import { resultsOf, type Results } from './status/results';
import { simplified } from './status/simplified';
import { complaintOf, notProcessed, type RequestState } from './status/state';

/** How the checking of a run went. */
export interface Ending {
	/** When the waiting began and ended, on a steady clock. */
	startMs: number;
	endMs: number;
	cancelled: boolean;
}

/** Adds the items of a request; none if a cancelled run did not check it. */
export function describeRequest(
	context: IExecuteFunctions,
	redact: Redact,
	request: TrackedRequest,
	ending: Ending,
	{ items, states }: CheckedItems,
): void {
	const { found, question, itemIndexes } = request;
	const { task, problem } = found;
	if (task === undefined && ending.cancelled) return;
	if (task === undefined && problem !== undefined) {
		const { requestId } = question;
		for (const itemIndex of itemIndexes) {
			items[itemIndex] = failItem(context, problem, { itemIndex, requestId });
		}
		return;
	}
	const isRaw = nodeOf(context).typeVersion < simplifiedSince;
	const { state, json } = describe(request, ending, redact);
	for (const itemIndex of itemIndexes) {
		const options = optionsOf(context, itemIndex);
		const input = options.includeInputFields === true ? inputOf(context, itemIndex) : undefined;
		const own = isRaw || options.simplify === false ? json : simplified(json);
		items[itemIndex] = outputItem(own, itemIndex, input);
		states[itemIndex] = state;
	}
}

/** For a request that was not polled before the deadline: still pending. */
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
	request: TrackedRequest,
	{ startMs, endMs }: Ending,
	redact: Redact,
): { state: RequestState; json: IDataObject } {
	const { question, before, found } = request;
	const { task = neverPolled, reading = notProcessed, checkedAt = null } = found;
	const { state, mayStillRetry } = reading;
	const untilMs = state === 'pending' ? endMs : Math.min(endMs, request.lastMs);
	// Redacted again: a secret may have been hidden behind the escapes of JSON inside JSON.
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
		// n8n would show a key without a value.
		...(hint === undefined ? {} : { Hint: hint }),
		...(found.confirmation === undefined ? {} : { Confirmation: found.confirmation }),
		Operation: question.operation,
		...(request.submittedAt === undefined ? {} : { SubmittedAt: request.submittedAt }),
		CheckedAt: checkedAt,
		Polls: before.polls + request.polls,
		WaitedMs: before.waitedMs + Math.round(untilMs - startMs),
		MayStillRetry: mayStillRetry,
	};
	return { state, json: json as IDataObject };
}

/** What the user should know beyond LeadSquared's own words. */
function hintFor(state: RequestState, results: Results, complaint: string): string | undefined {
	if (results.CaptureStatus === 'partial') {
		return "LeadSquared completed only a part of it: see 'Message', and do not send the whole request again";
	}
	return state === 'failed' ? explainComplaint(complaint) : undefined;
}
