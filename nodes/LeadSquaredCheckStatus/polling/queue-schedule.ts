/** Estimates from a queue's metrics when each request should have been processed. Pure. */
import { timeToProcess, type QueueMetrics } from '../../shared/async-api/metrics-call';
import type { PolledRequest } from './poller';
import { nextPollAt, type PollSchedule } from './schedule';

/**
 * Sets when each request is first polled. Ours are assumed to be the last in the queue, the oldest of them first.
 *
 * The rate is that of the last ten minutes, which says little about a queue that was idle. So the time is bounded by
 * LeadSquared's own estimate of its longest delay, or else by the longest time between two polls.
 *
 * @param nowMs on the clock of the requests
 */
export function scheduleByQueue(
	requests: readonly PolledRequest[],
	metrics: QueueMetrics,
	schedule: PollSchedule,
	nowMs: number,
): void {
	const longestMs = Math.max(schedule.maxDelayMs, metrics.maxDelayInSeconds * 1_000);
	const oldestFirst = [...requests].sort((a, b) => a.sinceMs - b.sinceMs);
	for (const [place, request] of oldestFirst.entries()) {
		const upToThis = metrics.pendingMessages - requests.length + place + 1;
		const inMs = timeToProcess(upToThis, metrics);
		if (inMs === undefined) return;
		request.firstAtMs = Math.max(
			nextPollAt(request, schedule, 0),
			nowMs + Math.min(inMs, longestMs),
		);
	}
}
