/** Checks every request of a run, once or until it is final, and gives every input item its outcome. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { forEachConcurrently } from '../shared/lib/lanes';
import { now } from '../shared/lib/time';
import { addHint, addRunHints, counted } from '../shared/run/hints';
import { continuesOnFail } from '../shared/run/node';
import type { Ready } from '../shared/run/open';
import { concurrencyOf } from '../shared/run/options';
import { failedItem, failItem } from '../shared/run/output-items';
import type { ItemReading } from '../shared/run/read-items';
import type { Client } from '../shared/transport/client';
import { confirmRequests } from './confirming/confirm-requests';
import { describeRequest } from './describe';
import type { PollResult } from './polling/poller';
import type { ItemQuestion } from './read-item';
import { trackRequests, type CheckedItems, type TrackedRequest } from './requests';
import { askStatus } from './status/ask-status';
import { readState, type RequestState } from './status/state';
import { maxWaitMsOf, waitForRequests } from './wait';

/** @param readings emptied before the first call */
export async function checkItems(
	context: IExecuteFunctions,
	{ client, options }: Ready,
	readings: Array<ItemReading<ItemQuestion | undefined>>,
	waits: boolean,
): Promise<CheckedItems> {
	const startMs = now();
	const checked: CheckedItems = {
		items: readings.map((reading, itemIndex) =>
			reading.ok ? undefined : failedItem(context, reading.error, itemIndex),
		),
		states: readings.map(() => undefined),
	};
	const unreadable = readings.filter((reading) => !reading.ok).length;
	const unsent = readings.filter((reading) => reading.ok && reading.value === undefined).length;
	const tracked = trackRequests(readings, context.getInputData(), startMs);
	readings.length = 0;
	/** The same list, in which a request is replaced once its items are known: LeadSquared's answers are large. */
	const open: Array<TrackedRequest | undefined> = tracked;
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
		await waitForRequests(context, { client, options }, tracked, signal, poll);
		addOutcomeHint(context, tracked, unreadable, now() - startMs);
	} else {
		const ending = { startMs, endMs: startMs, cancelled: false };
		let areAllPending = tracked.length > 0;
		await forEachConcurrently(tracked, concurrencyOf(options), async (request, index) => {
			if ((await poll(request, signal)) !== 'none') request.polls++;
			areAllPending &&= outcomeOf(request) === 'pending';
			if (request.found.task !== undefined && !request.question.confirms) {
				describeRequest(context, client.redact, request, ending, checked);
				open[index] = undefined;
			}
			return !signal.aborted;
		});
		if (areAllPending && !cancel?.aborted) addAllPendingHint(context);
	}
	const endMs = waits ? now() : startMs;
	const requests = open.filter((request) => request !== undefined);
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
	addNothingSentHint(context, unsent);

	const ending = { startMs, endMs, cancelled: cancel?.aborted === true };
	for (const request of requests) {
		describeRequest(context, client.redact, request, ending, checked);
	}
	return checked;
}

function addNothingSentHint(context: IExecuteFunctions, unsent: number): void {
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
	const reading = readState(reply.value, request.question);
	request.found = { task: reply.value, reading, checkedAt: new Date().toISOString() };
	return reading.state === 'pending' ? 'open' : 'settled';
}

/** `412 succeeded, 3 failed, 5 still queued after 300 s; checked 1.9 times per request`. The numbers are items. */
function addOutcomeHint(
	context: IExecuteFunctions,
	requests: readonly TrackedRequest[],
	unreadable: number,
	waitedMs: number,
): void {
	if (requests.length === 0) return;
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

function outcomeOf({ found }: TrackedRequest): RequestState | 'unknown' {
	return found.reading?.state ?? (found.problem === undefined ? 'pending' : 'unknown');
}

/** The usual first result, a moment after the submit, which looks as if nothing worked. */
function addAllPendingHint(context: IExecuteFunctions): void {
	addHint(
		context,
		"All requests are still in LeadSquared's queue, which is usual in the first seconds. Switch on 'Wait for Completion', or check again later, for example after a Wait node",
	);
}
