/** What the metrics of a queue say about when a request should have had its turn. Pure. */
import { timeToProcess, type QueueMetrics } from '../../shared/async-api/metrics-call';
import type { PolledRequest } from './poller';
import { nextPollAt, type PollSchedule } from './schedule';

/**
 * Sets when each request is first looked at. The queue is taken to hold ours last, the oldest of them first.
 *
 * The rate is that of the last ten minutes, which says little of a queue that was idle. So LeadSquared's own estimate
 * of its longest delay bounds the time, or else the longest time between two looks.
 *
 * @param nowMs on the clock of the requests
 */
export function scheduleByQueue(
	requests: readonly PolledRequest[],
	metrics: QueueMetrics,
	plan: PollSchedule,
	nowMs: number,
): void {
	const longestMs = Math.max(plan.maxDelayMs, metrics.maxDelayInSeconds * 1_000);
	const oldestFirst = [...requests].sort((a, b) => a.sinceMs - b.sinceMs);
	for (const [place, request] of oldestFirst.entries()) {
		const uptoThis = metrics.pendingMessages - requests.length + place + 1;
		const inMs = timeToProcess(uptoThis, metrics);
		if (inMs === undefined) return;
		request.firstAtMs = Math.max(nextPollAt(request, plan, 0), nowMs + Math.min(inMs, longestMs));
	}
}
