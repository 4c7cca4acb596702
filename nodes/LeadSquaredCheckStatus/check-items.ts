/** Checks every request of a run, once or until it is final, and gives every input item its outcome. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { forEachConcurrently } from '../shared/lib/lanes';
import { now } from '../shared/lib/time';
import { addHint, addRunHints, counted } from '../shared/run/hints';
import { continuesOnFail } from '../shared/run/node';
import type { Ready } from '../shared/run/open';
import { concurrencyOf } from '../shared/run/options';
import { failItem } from '../shared/run/output-items';
import type { ItemReading } from '../shared/run/read-items';
import type { Client } from '../shared/transport/client';
import { confirmRequests } from './confirming/confirm-requests';
import { answeredItems, describeRequests } from './describe';
import type { PollResult } from './polling/poller';
import type { ItemQuestion } from './read-item';
import { trackRequests, type CheckedItem, type TrackedRequest } from './requests';
import { askStatus } from './status/ask-status';
import { readState, type RequestState } from './status/state';
import { maxWaitMsOf, waitForRequests } from './wait';

export async function checkItems(
	context: IExecuteFunctions,
	{ client, options }: Ready,
	readings: ReadonlyArray<ItemReading<ItemQuestion | undefined>>,
	waits: boolean,
): Promise<CheckedItem[]> {
	const startMs = now();
	const requests = trackRequests(readings, context.getInputData(), startMs);
	const stop = new AbortController();
	const cancel = context.getExecutionCancelSignal();
	const signal = cancel === undefined ? stop.signal : AbortSignal.any([cancel, stop.signal]);
	/** Their errors end the run; the errors of others may be temporary. */
	const permanentFailures = new Set<TrackedRequest>();
	const poll = async (request: TrackedRequest, pollSignal: AbortSignal): Promise<PollResult> => {
		const result = await pollRequest(client, request, pollSignal, waits);
		if (result !== 'permanentFailure') return result;
		if (!continuesOnFail(context) && !cancel?.aborted) {
			permanentFailures.add(request);
			stop.abort();
		}
		return 'settled';
	};
	if (waits) {
		await waitForRequests(context, { client, options }, requests, signal, poll);
		addOutcomeHint(context, readings, requests, now() - startMs);
	} else {
		await forEachConcurrently(requests, concurrencyOf(options), async (request) => {
			if ((await poll(request, signal)) !== 'none') request.polls++;
			if (request.found.task !== undefined && !request.question.confirms) {
				const ending = { startMs, endMs: startMs, cancelled: false };
				request.items = answeredItems(context, client.redact, request, ending);
				request.found = {};
			}
			return !signal.aborted;
		});
		addAllPendingHint(context, requests);
	}
	const endMs = waits ? now() : startMs;
	const firstFailure = requests.find((request) => permanentFailures.has(request));
	const problem = firstFailure?.found.problem;
	if (firstFailure !== undefined && problem !== undefined) {
		const { itemIndexes, question } = firstFailure;
		failItem(context, problem, { itemIndex: itemIndexes[0], requestId: question.requestId });
	}
	await confirmRequests(requests, {
		context,
		client,
		concurrency: concurrencyOf(options),
		untilMs: waits ? startMs + maxWaitMsOf(options) : Infinity,
	});
	addRunHints(context, client);
	addNothingSentHint(context, readings);

	return describeRequests(context, client.redact, readings, requests, {
		startMs,
		endMs,
		cancelled: cancel?.aborted === true,
	});
}

function addNothingSentHint(
	context: IExecuteFunctions,
	readings: ReadonlyArray<ItemReading<ItemQuestion | undefined>>,
): void {
	const unsent = readings.filter((reading) => reading.ok && reading.value === undefined).length;
	if (unsent === 0) return;
	addHint(
		context,
		`Nothing to look up for ${counted(unsent, 'item')}: 'Check Only' is on in the node before, so nothing was sent`,
	);
}

/** Polls once and notes what it found. */
async function pollRequest(
	client: Client,
	request: TrackedRequest,
	signal: AbortSignal,
	waits: boolean,
): Promise<PollResult | 'permanentFailure'> {
	const reply = await askStatus(client, request.question, signal);
	if (reply.kind === 'cancelled') return signal.aborted ? 'none' : 'open';
	if (reply.kind !== 'accepted') {
		request.found = { ...request.found, problem: reply.problem };
		// Other errors may pass before the next poll; a refusal is permanent.
		return waits && reply.kind !== 'refused' ? 'open' : 'permanentFailure';
	}
	request.found = { task: reply.value, checkedAt: new Date().toISOString() };
	return readState(reply.value, request.question).state === 'pending' ? 'open' : 'settled';
}

/** `412 succeeded, 3 failed, 5 still queued after 300 s; checked 1.9 times per request`. The numbers are items. */
function addOutcomeHint(
	context: IExecuteFunctions,
	readings: ReadonlyArray<ItemReading<ItemQuestion | undefined>>,
	requests: readonly TrackedRequest[],
	waitedMs: number,
): void {
	if (requests.length === 0) return;
	const unreadable = readings.filter((reading) => !reading.ok).length;
	const counts = { succeeded: 0, failed: 0, pending: 0, unknown: unreadable };
	let polls = 0;
	for (const request of requests) {
		polls += request.polls;
		counts[outcomeOf(request)] += request.itemIndexes.length;
	}
	const parts = [
		`${counts.succeeded} succeeded`,
		`${counts.failed} failed`,
		`${counts.pending} still queued after ${Math.round(waitedMs / 1_000)} s`,
		...(counts.unknown > 0 ? [`${counts.unknown} could not be checked`] : []),
	];
	const message = `${parts.join(', ')}; checked ${(polls / requests.length).toFixed(1)} times per request`;
	addHint(context, message);
}

function outcomeOf({ found, question, items }: TrackedRequest): RequestState | 'unknown' {
	const [described] = items ?? [];
	if (described?.state !== undefined) return described.state;
	const { task, problem } = found;
	if (task !== undefined) return readState(task, question).state;
	return problem === undefined ? 'pending' : 'unknown';
}

/** The usual first result, a moment after the submit, which looks as if nothing worked. */
function addAllPendingHint(context: IExecuteFunctions, requests: readonly TrackedRequest[]): void {
	const areAllPending = requests.every((request) => outcomeOf(request) === 'pending');
	if (requests.length === 0 || !areAllPending || context.getExecutionCancelSignal()?.aborted)
		return;
	addHint(
		context,
		"All requests are still in LeadSquared's queue, which is usual in the first seconds. Switch on 'Wait for Completion', or check again later, for example after a Wait node",
	);
}
