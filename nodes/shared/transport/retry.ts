/**
 * Whether a call is attempted again, and after how long. Pure.
 * A call that LeadSquared refused is never repeated. A call that it may have accepted is repeated only if that does no
 * harm.
 */
import type { Reply } from './reply';

export interface RetryPolicy {
	/** Attempts of one call, including the first. */
	maxAttempts: number;
	/** Whether the same call may reach LeadSquared twice without harm. */
	repeatable: boolean;
	/** Whether to try again if no answer came. */
	retryOnNetworkFailure: boolean;
}

/** Doubled after each attempt: short enough for a brief interruption, and with five attempts at most 15 s in total. */
const firstPauseMs = 1_000;

/** With many attempts, longer pauses would only delay the run. */
const longestPauseMs = 30_000;

/**
 * Milliseconds until the next attempt; undefined if there is none.
 * Exponential backoff, shortened at random by up to one half, so that calls that failed together are not sent again
 * together.
 *
 * @param attempts how many were made so far
 * @param random a number in [0, 1)
 */
export function pauseBeforeRetry(
	reply: Reply<unknown>,
	attempts: number,
	policy: RetryPolicy,
	random: number,
): number | undefined {
	if (attempts >= policy.maxAttempts) return undefined;
	// The limiter holds all calls after a 429, so the call only has to queue again.
	if (reply.kind === 'throttled') return 0;
	if (reply.kind !== 'retryable') return undefined;
	if (reply.fate === 'unknown' && !policy.repeatable) return undefined;
	// No status means that no answer came at all.
	if (reply.problem.httpStatus === undefined && !policy.retryOnNetworkFailure) return undefined;
	const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
	return pause * (1 - random / 2);
}
