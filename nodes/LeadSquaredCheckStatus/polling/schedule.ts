/**
 * When to look at a request that is waited for. Pure: all times are ms on one clock, which the caller reads.
 *
 * Fast requests are noticed soon and slow ones cost few looks: after the second look the time between looks grows by
 * half each time, up to a limit. LeadSquared tries again by itself at documented times (https://apidocs.leadsquared.com/async-api/),
 * so a look follows each of them.
 */

export interface PollSchedule {
	/** From the submission to the first look, and from there to the second. */
	firstDelayMs: number;
	/** The longest time between looks. */
	maxDelayMs: number;
}

export interface PollHistory {
	/** When the request was submitted or, where that is not known, when the waiting began. */
	sinceMs: number;
	/** How often it was looked at in this waiting. */
	polls: number;
	/** When it was looked at last; when the waiting began, while it was not. */
	lastMs: number;
}

const growth = 1.5;

/** Each time between looks is up to so much longer or shorter, so that many waits do not fall into step. */
const jitter = 0.2;

/** Even a request that is looked at without any delay is not asked about in a row. */
const shortestGapMs = 500;

/** After its submission, LeadSquared tries a request again after 30 s, 2, 7, 15, 30, 45, 60, 90, 120 and 180 minutes more. */
const retriesAfterMs = [0.5, 2, 7, 15, 30, 45, 60, 90, 120, 180].reduce<number[]>(
	(times, minutes) => [...times, (times.at(-1) ?? 0) + minutes * 60_000],
	[],
);

/** @param random a number in [0, 1) */
export function nextPollAt(looked: PollHistory, plan: PollSchedule, random: number): number {
	const { sinceMs, polls: looks, lastMs } = looked;
	if (looks === 0) return Math.max(lastMs, sinceMs + plan.firstDelayMs);
	const gap = Math.max(
		shortestGapMs,
		Math.min(plan.maxDelayMs, plan.firstDelayMs * growth ** (looks - 1)) *
			(1 + jitter * (2 * random - 1)),
	);
	const planned = lastMs + gap;
	// Like a new submission: LeadSquared needs a moment for what it tries again.
	const afterRetry = retriesAfterMs
		.map((after) => sinceMs + after + plan.firstDelayMs)
		.find((at) => at > lastMs);
	return Math.min(planned, afterRetry ?? Infinity);
}

/** Time that a last look may take before the deadline. */
const reserveMs = 500;

/**
 * When the last look at a batch begins, so that it is done by the deadline.
 *
 * @param pending how many requests the batch has
 * @param limit calls that leave in each window
 */
export function lastPollAt(
	deadlineMs: number,
	pending: number,
	{ limit, windowMs }: { limit: number; windowMs: number },
): number {
	return deadlineMs - reserveMs - (Math.ceil(pending / limit) - 1) * windowMs;
}
