/** Asks after every request of a run, once or until it is final, and gives every input item its answer. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { forEachConcurrently } from '../shared/lib/lanes';
import { now } from '../shared/lib/time';
import { addHint, addRunHints } from '../shared/run/hints';
import type { Ready } from '../shared/run/open';
import { concurrencyOf } from '../shared/run/options';
import { failItem } from '../shared/run/output-items';
import type { ItemReading } from '../shared/run/read-items';
import type { Client } from '../shared/transport/client';
import { answers, stateOf, type CheckedItem, type Ending } from './describe';
import type { PollResult } from './polling/poller';
import { trackRequests, type TrackedRequest } from './requests';
import { askStatus, type StatusQuestion } from './status/ask-status';
import { waitForRequests } from './wait';

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
	const permanentFailures = new Set<TrackedRequest>();
	const look = async (request: TrackedRequest, lookSignal: AbortSignal): Promise<PollResult> => {
		const result = await pollRequest(context, client, request, lookSignal, waits);
		if (result !== 'hopeless') return result;
		if (!context.continueOnFail() && !cancel?.aborted) {
			permanentFailures.add(request);
			stop.abort();
		}
		return 'settled';
	};
	if (waits) {
		await waitForRequests(context, { client, options }, requests, signal, look);
		addOutcomeHint(context, requests, now() - startMs);
	} else {
		await forEachConcurrently(requests, concurrencyOf(options), async (request) => {
			if ((await look(request, signal)) !== 'none') request.polls++;
			return !signal.aborted;
		});
	}
	const firstFailure = requests.find((request) => permanentFailures.has(request));
	if (firstFailure?.problem !== undefined) {
		const { itemIndexes, question, problem } = firstFailure;
		const { requestId } = question;
		failItem(context, problem, { itemIndex: itemIndexes[0], requestId });
	}
	addRunHints(context, client, 0);

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
async function pollRequest(
	context: IExecuteFunctions,
	client: Client,
	request: TrackedRequest,
	signal: AbortSignal,
	waits: boolean,
): Promise<PollResult | 'hopeless'> {
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

/** `412 succeeded, 3 failed, 5 still queued after 300 s; looked 1.9 times per request` */
function addOutcomeHint(
	context: IExecuteFunctions,
	requests: readonly TrackedRequest[],
	waitedMs: number,
): void {
	if (requests.length === 0) return;
	const counts = { succeeded: 0, failed: 0, pending: 0, unknown: 0 };
	let looks = 0;
	for (const request of requests) {
		looks += request.polls;
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
	addHint(context, message);
}
