/**
 * One limiter for each account in this process, shared by all nodes, workflows and executions that use the account.
 * n8n's other processes (workers) have their own.
 */
import { sleep } from 'n8n-workflow';

import { windowMs, type Account } from '../account/account';
import { digestOf } from '../lib/digest';
import { now } from '../lib/time';
import { Limiter, type Clock } from './limiter';

const clock: Clock = {
	now,
	wait: async (ms) => await sleep(ms),
};

const limiters = new Map<string, Limiter>();

/**
 * The account's limiter, with this credential's limit registered. An account is identified by its host and access key;
 * only a digest of them is kept.
 */
export async function limiterFor(account: Account, credential: string): Promise<Limiter> {
	const digest = await digestOf(`${account.asyncOrigin} ${account.accessKey}`);
	let limiter = limiters.get(digest);
	if (limiter === undefined) {
		limiter = new Limiter(windowMs, clock);
		limiters.set(digest, limiter);
	}
	for (const other of limiters.values()) if (other !== limiter) other.movedAway(credential);
	limiter.restrict(credential, account.callsPerWindow);
	return limiter;
}
