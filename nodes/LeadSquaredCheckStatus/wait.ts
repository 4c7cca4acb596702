/** Waits until the requests of a run are final: what the node's options mean for the poller, and what it tells meanwhile. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { windowMs } from '../shared/account';
import type { Client } from '../shared/client';
import { now } from '../shared/limiters';
import { nextLookAt, type LookPlan } from '../shared/look-plan';
import { metricsCall, timeToProcess } from '../shared/metrics';
import { concurrencyOf, positiveOption, runOptions } from '../shared/options';
import { pause } from '../shared/pause';
import { poll, type Look } from '../shared/poller';
import type { TrackedRequest } from './requests';

export const defaultMaxWaitSeconds = 300;
export const defaultFirstDelaySeconds = 2;
export const defaultMaxDelaySeconds = 30;

export async function waitForRequests(
	context: IExecuteFunctions,
	client: Client,
	requests: readonly TrackedRequest[],
	signal: AbortSignal,
	look: (request: TrackedRequest, signal: AbortSignal) => Promise<Look>,
): Promise<void> {
	const options = runOptions(context);
	const plan: LookPlan = {
		firstDelayMs: positiveOption(options.firstDelay, defaultFirstDelaySeconds) * 1_000,
		maxDelayMs: positiveOption(options.maxDelay, defaultMaxDelaySeconds) * 1_000,
	};
	const startMs = now();
	const deadlineMs = startMs + positiveOption(options.maxWait, defaultMaxWaitSeconds) * 1_000;
	const limit = { limit: client.report().limits[0] ?? 1, windowMs };
	await poll(requests, {
		plan,
		deadlineMs,
		limit,
		concurrency: concurrencyOf(context),
		clock: { now, pause },
		random: Math.random,
		signal,
		begin: async (beginSignal) => {
			if (requests.length > limit.limit) await askTheQueue(client, requests, plan, beginSignal);
		},
		look,
		onRound: (open) =>
			context.logger.info(
				`LeadSquared: waited ${Math.round((now() - startMs) / 1_000)} s: ${requests.length - open} of ${requests.length} requests are final, ${open} are queued`,
			),
	});
}

/**
 * A batch of more than one window of calls costs time to look at. Where the queue tells how fast it is, a request is
 * first looked at when its turn should have come. The rate is that of the last ten minutes and says little of a queue
 * that was idle; so LeadSquared's own estimate of its longest delay bounds the time, or else the plan's longest one.
 */
async function askTheQueue(
	client: Client,
	requests: readonly TrackedRequest[],
	plan: LookPlan,
	signal: AbortSignal,
): Promise<void> {
	const operations = new Set(requests.map(({ question }) => question.operation));
	for (const operation of operations) {
		const reply = await client.send(metricsCall(operation), signal);
		if (reply.kind !== 'accepted') continue;
		const { pendingMessages, maxDelayInSeconds } = reply.value;
		const longestMs = Math.max(plan.maxDelayMs, maxDelayInSeconds * 1_000);
		const ours = requests
			.filter(({ question }) => question.operation === operation)
			.sort((a, b) => a.sinceMs - b.sinceMs);
		for (const [place, request] of ours.entries()) {
			// The queue holds ours last.
			const ahead = pendingMessages - ours.length + place + 1;
			const inMs = timeToProcess(ahead, reply.value);
			if (inMs === undefined) continue;
			const planned = nextLookAt(request, plan, 0);
			request.firstAtMs = Math.max(planned, now() + Math.min(inMs, longestMs));
		}
	}
}
