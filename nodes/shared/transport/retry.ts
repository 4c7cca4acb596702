/**
 * Whether a call is tried again, and after how long. Pure.
 * What LeadSquared refused for good is never repeated; a call that it may have accepted is repeated only
 * where that does no harm.
 */
import type { Reply } from './reply';

export interface RetryPolicy {
	/** Tries of one call, the first included. */
	maxAttempts: number;
	/** Whether the same call may reach LeadSquared twice without harm. */
	repeatable: boolean;
	/** Whether to try again when no answer came. */
	retryOnNetworkFailure: boolean;
}

const firstPauseMs = 1_000;

const longestPauseMs = 30_000;

/**
 * Milliseconds until the next try; undefined when there is none.
 * Exponential backoff, of which a random part of up to one half is left out, so that calls that failed
 * together do not come back together.
 *
 * @param attempts how often the call was tried so far
 * @param random a number in [0, 1)
 */
export function pauseBeforeRetry(
	reply: Reply<unknown>,
	attempts: number,
	policy: RetryPolicy,
	random: number,
): number | undefined {
	if (attempts >= policy.maxAttempts) return undefined;
	// The limiter holds all calls after a 429, so the call need only queue up again.
	if (reply.kind === 'throttled') return 0;
	if (reply.kind !== 'retryable') return undefined;
	if (reply.fate === 'unknown' && !policy.repeatable) return undefined;
	// Without a status no answer came at all.
	if (reply.problem.httpStatus === undefined && !policy.retryOnNetworkFailure) return undefined;
	const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
	return pause * (1 - random / 2);
}
