/** Waits until the requests of a run are final: turns the node's options into the poller's, and logs the progress. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { windowMs } from '../shared/account/account';
import { metricsCall } from '../shared/async-api/metrics-call';
import { now, pause } from '../shared/lib/time';
import type { Ready } from '../shared/run/open';
import { concurrencyOf, positiveOption } from '../shared/run/options';
import type { Client } from '../shared/transport/client';
import { pollUntilSettled, type PollResult } from './polling/poller';
import { scheduleByQueue } from './polling/queue-schedule';
import type { PollSchedule } from './polling/schedule';
import {
	defaultFirstDelaySeconds,
	defaultMaxDelaySeconds,
	defaultMaxWaitSeconds,
} from './properties';
import type { TrackedRequest } from './requests';

/** How long the node waits in total: ms. */
export function maxWaitMsOf({ maxWait }: IDataObject): number {
	return positiveOption(maxWait, defaultMaxWaitSeconds) * 1_000;
}

export async function waitForRequests(
	context: IExecuteFunctions,
	{ client, options }: Ready,
	requests: readonly TrackedRequest[],
	signal: AbortSignal,
	pollOnce: (request: TrackedRequest, signal: AbortSignal) => Promise<PollResult>,
): Promise<void> {
	const schedule: PollSchedule = {
		firstDelayMs: positiveOption(options.firstDelay, defaultFirstDelaySeconds) * 1_000,
		maxDelayMs: positiveOption(options.maxDelay, defaultMaxDelaySeconds) * 1_000,
	};
	const startMs = now();
	const deadlineMs = startMs + maxWaitMsOf(options);
	const limit = { limit: client.report().limit, windowMs };
	await pollUntilSettled(requests, {
		schedule,
		deadlineMs,
		limit,
		concurrency: concurrencyOf(options),
		clock: { now, pause },
		random: Math.random,
		signal,
		begin: async (beginSignal) => {
			if (requests.length > limit.limit) {
				await scheduleByMetrics(client, requests, schedule, beginSignal);
			}
		},
		pollOnce,
		onRound: (open) =>
			context.logger.info(
				[
					`LeadSquared: waited ${Math.round((now() - startMs) / 1_000)} s: ${requests.length - open} of ${requests.length} requests are final, ${open} ${open === 1 ? 'is' : 'are'} queued`,
					`execution ${context.getExecutionId() || 'none'}`,
					new Date().toISOString(),
				].join('; '),
			),
	});
}

/** Polling more requests than fit in one window takes time; the queue's metrics say when it is worth it. */
async function scheduleByMetrics(
	client: Client,
	requests: readonly TrackedRequest[],
	schedule: PollSchedule,
	signal: AbortSignal,
): Promise<void> {
	const operations = new Set(requests.map(({ question }) => question.operation));
	for (const operation of operations) {
		const reply = await client.send(metricsCall(operation), signal);
		if (reply.kind !== 'accepted') continue;
		const ofOperation = requests.filter(({ question }) => question.operation === operation);
		scheduleByQueue(ofOperation, reply.value, schedule, now());
	}
}
