/**
 * One limiter for each account in this process: all nodes, workflows and executions that use the account
 * share it. n8n's other processes (workers) have their own.
 */
import { sleep } from 'n8n-workflow';

import { windowMs, type Account } from './account';
import { Limiter, type Clock } from './limiter';

const clock: Clock = {
	// Steady, unlike the time of day.
	now: () => performance.now(),
	wait: async (ms) => await sleep(ms),
};

const limiters = new Map<string, Limiter>();

export interface SharedLimiter {
	limiter: Limiter;
	/** Another credential of the same account has another limit; the smaller one holds. */
	limitsDiffer: boolean;
}

/** An account is its host and access key, of which only a digest is kept. */
export async function limiterFor(account: Account): Promise<SharedLimiter> {
	const name = new TextEncoder().encode(`${account.asyncOrigin} ${account.accessKey}`);
	const digest = Buffer.from(await crypto.subtle.digest('SHA-256', name)).toString('hex');
	const known = limiters.get(digest);
	if (known !== undefined) {
		return { limiter: known, limitsDiffer: known.restrictTo(account.callsPerWindow) };
	}
	const limiter = new Limiter(account.callsPerWindow, windowMs, clock);
	limiters.set(digest, limiter);
	return { limiter, limitsDiffer: false };
}
