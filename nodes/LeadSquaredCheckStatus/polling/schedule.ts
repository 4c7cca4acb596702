/**
 * When to poll a request. Pure: all times are ms on one clock, which the caller reads.
 *
 * Fast requests are noticed soon and slow ones cost few polls: after the second poll, the time between polls grows by
 * half each time, up to a limit. LeadSquared itself retries at documented times (https://apidocs.leadsquared.com/async-api/),
 * so a poll follows each of them.
 */

export interface PollSchedule {
	/** From the submission to the first poll, and from there to the second. */
	firstDelayMs: number;
	/** The longest time between polls. */
	maxDelayMs: number;
}

export interface PollHistory {
	/** When the request was submitted or, if that is unknown, when the waiting began. */
	sinceMs: number;
	/** How often it was polled in this wait. */
	polls: number;
	/** When it was last polled; until then, when the waiting began. */
	lastMs: number;
}

const growth = 1.5;

/** Each time between polls is up to this share longer or shorter, so that many waits do not fall into step. */
const jitter = 0.2;

/** Shortest gap between two polls of one request, even with a delay of 0. */
const shortestGapMs = 500;

/** LeadSquared retries a request 30 s after its submission, then after another 2, 7, 15, 30, 45, 60, 90, 120 and 180 minutes. */
const retriesAfterMs = [0.5, 2, 7, 15, 30, 45, 60, 90, 120, 180].reduce<number[]>(
	(times, minutes) => [...times, (times.at(-1) ?? 0) + minutes * 60_000],
	[],
);

/** @param random a number in [0, 1) */
export function nextPollAt(history: PollHistory, schedule: PollSchedule, random: number): number {
	const { sinceMs, polls, lastMs } = history;
	if (polls === 0) return Math.max(lastMs, sinceMs + schedule.firstDelayMs);
	const gap = Math.max(
		shortestGapMs,
		Math.min(schedule.maxDelayMs, schedule.firstDelayMs * growth ** (polls - 1)) *
			(1 + jitter * (2 * random - 1)),
	);
	const planned = lastMs + gap;
	// Like a new submission: LeadSquared needs a moment to process the retry.
	const afterRetry = retriesAfterMs
		.map((after) => sinceMs + after + schedule.firstDelayMs)
		.find((at) => at > lastMs);
	return Math.min(planned, afterRetry ?? Infinity);
}

/** Time for the last poll before the deadline. */
const reserveMs = 500;

/**
 * When the last poll of a batch must begin to be done by the deadline.
 *
 * @param pending how many requests the batch has
 * @param limit calls that may be sent in each window
 */
export function lastPollAt(
	deadlineMs: number,
	pending: number,
	{ limit, windowMs }: { limit: number; windowMs: number },
): number {
	return deadlineMs - reserveMs - (Math.ceil(pending / limit) - 1) * windowMs;
}
