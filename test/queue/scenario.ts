import type { Checks } from '../e2e/checks';
import type { N8nClient } from '../e2e/n8n-client';
import { delay } from '../support/platform';
import { accountFor, allEnded } from './account-for';
import type { Account, Execution } from './account-for';
import type { Cluster } from './cluster';
import { boundSeconds, limit, post, posts, prepareLoad, rowsPerPost, updates } from './load';
import type { Load } from './load';

export interface QueueFixture {
	checks: Checks;
	client: N8nClient;
	cluster: Cluster;
	webhookUrl: string;
}

/** Twice the bound, with room for a slow machine. */
const patienceMs = 2 * boundSeconds * 1_000;
/** n8n considers a job lost after a minute without a heartbeat, and checks every half minute. */
const stalledMs = 120_000;

/** Two workers that each use the account's whole limit, against a limit that counts refused calls too. */
export async function checkTwoWorkers(fixture: QueueFixture): Promise<void> {
	const { checks, client, cluster, webhookUrl } = fixture;
	checks.step(`${posts} webhook calls of ${rowsPerPost} rows, two workers at ${limit} each`);
	const load = await prepareLoad(client, 'two workers', 'log+rejected', limit);
	try {
		await post(webhookUrl, load);
		const listed = await allEnded(client, cluster, load, posts, patienceMs);
		const account = accountFor(load, listed);
		checks.equal('n8n ran each webhook call as one execution', listed.length, posts);
		checks.equal(
			'all executions ended well',
			countBy(listed, ({ status }) => status),
			{
				success: posts,
			},
		);
		checks.equal('every update was accepted exactly once', account.once.length, updates);
		tellAccount(checks, account);
		const share = sharesOf(account);
		checks.that(
			`both workers had their part: ${describe(share)} executions`,
			Object.values(share).length === 2 && Object.values(share).every((part) => part >= posts / 10),
		);
		checks.that(
			`at most ${limit} were accepted in any 5 s (${account.mostInWindow})`,
			account.mostInWindow <= limit,
		);
		checks.that(
			`few 429s: ${account.throttled} of ${account.calls} calls, ${account.throttledLater} after the first 30 s`,
			account.throttled <= updates / 10 && account.throttledLater <= updates / 20,
		);
		checks.that(
			`it took ${times(account)} times the bound of ${boundSeconds} s`,
			account.seconds <= 1.4 * boundSeconds,
		);
		checks.equal('no key travelled where nothing asks for it', load.sandbox.leaks, []);
	} finally {
		await load.sandbox.close();
	}
}

/** The outcome of all updates when a worker was killed. */
export interface Killed {
	account: Account;
	/** Executions that did not succeed. */
	lost: Execution[];
}

/** The same, and one worker is killed hard when two fifths of the updates are accepted. */
export async function checkKilledWorker(fixture: QueueFixture): Promise<Killed> {
	const { checks, client, cluster, webhookUrl } = fixture;
	checks.step('The same, and worker-1 is killed hard in the middle');
	const load = await prepareLoad(client, 'a worker is killed', 'log+rejected', limit);
	try {
		await post(webhookUrl, load);
		await untilAccepted(load, (updates * 2) / 5);
		await cluster.killWorker('worker-1');
		const killedAt = Date.now();
		checks.say(`  killed after ${load.sandbox.requests.size} accepted updates`);
		const listed = await allEnded(client, cluster, load, posts, patienceMs + stalledMs);
		const account = accountFor(load, listed);
		checks.equal('n8n knows each webhook call as one execution', listed.length, posts);
		const lost = account.executions.filter(({ status }) => status !== 'success');
		tellLost(checks, account, lost);
		checks.that(
			`all that did not end well, ${lost.length}, were those of the killed worker`,
			lost.length > 0 && lost.length <= cluster.concurrency && lost.every(isOfKilled),
			lost.map(({ id, status, startedBy }) => ({ id, status, startedBy })),
		);
		checks.equal(
			'nothing was sent twice by the node: what is accepted twice, n8n had run twice',
			account.twice.filter(({ byN8n }) => !byN8n),
			[],
		);
		const lostRows = rowsOf(lost);
		const called = rowsOf(account.executions);
		checks.equal(
			'every update that was never accepted belongs to an execution that n8n lost',
			account.never.filter((id) => called.has(id) && !lostRows.has(id)),
			[],
		);
		const silent = lost.filter(({ rows }) => rows.length === 0).length;
		const uncalled = account.never.filter((id) => !called.has(id)).length;
		checks.that(
			`or to one that it lost before its first call (${silent} such executions)`,
			uncalled <= silent * rowsPerPost,
			uncalled,
		);
		checks.equal(
			'accepted once, accepted again by n8n, and never: that is all of them',
			account.once.length + account.twice.length + account.never.length,
			updates,
		);
		tellAccount(checks, account);
		await checkLost(fixture, load, lost, killedAt);
		checks.that(
			`at most ${limit} were accepted in any 5 s (${account.mostInWindow})`,
			account.mostInWindow <= limit,
		);
		checks.that(
			`the other worker took over: all was sent in ${times(account)} times the bound of ${boundSeconds} s`,
			account.seconds <= 1.4 * boundSeconds,
		);
		return { account, lost };
	} finally {
		await load.sandbox.close();
	}
}

/** How the executions look that the worker took with it. */
async function checkLost(
	{ checks, client }: QueueFixture,
	{ sandbox }: Load,
	lost: readonly Execution[],
	killedAt: number,
): Promise<void> {
	const ends = await Promise.all(lost.map(async ({ id }) => await client.stoppedAt(id)));
	const seconds = ends.map((end) => Math.round((end - killedAt) / 1_000));
	checks.that(
		`n8n shows them as running for ${Math.min(...seconds)} to ${Math.max(...seconds)} s, and then as failed`,
		lost.every(({ status }) => status === 'error') && Math.min(...seconds) > 30,
		lost.map(({ id, status }) => ({ id, status })),
	);
	const [one] = lost;
	if (one === undefined) return;
	const saved = await client.ended(one.id, 0);
	checks.that(
		`it does not name the worker: ${saved.error?.message ?? ''}`,
		/too many times/.test(saved.error?.message ?? ''),
		saved.error,
	);
	checks.equal(
		'it has none of their data, not even the rows',
		[saved.outputs('Webhook'), saved.outputs('Update')],
		[[], []],
	);
	const calls = sandbox.calls.length;
	const retried = await client.retryExecution(one.id);
	checks.equal(
		'and a retry sends nothing',
		[retried.status, sandbox.calls.length - calls],
		['error', 0],
	);
}

/** The opportunities that executions were to update, as far as their calls show. */
export const rowsOf = (executions: readonly Execution[]) =>
	new Set(executions.flatMap(({ rows }) => rows));

const isOfKilled = ({ startedBy }: Execution) =>
	startedBy.length === 1 && startedBy[0] === 'worker-1';

function tellAccount(checks: Checks, { once, twice, never, ...account }: Account): void {
	checks.say(
		`  accepted once ${once.length}, more than once ${twice.length}, never ${never.length}; ` +
			`${account.throttled} 429s in ${account.calls} calls, ${account.throttledLater} after the first 30 s; ` +
			`${account.seconds.toFixed(1)} s`,
	);
}

/** What n8n lost, and not the node. */
function tellLost(checks: Checks, { once, twice, never }: Account, lost: Execution[]): void {
	const rows = rowsOf(lost);
	const before = once.filter(({ id }) => rows.has(id)).length;
	checks.say(
		`  n8n lost ${lost.length} executions with ${rows.size} rows (${describe(countBy(lost, ({ status }) => status))}): ` +
			`${before} rows were accepted before, ${never.length} were never sent`,
	);
	const again = lost.filter(({ startedBy }) => startedBy.length > 1).length;
	checks.say(`  n8n ran ${again} of them again; ${twice.length} updates were accepted twice`);
}

async function untilAccepted({ sandbox }: Load, count: number): Promise<void> {
	const deadline = Date.now() + patienceMs;
	while (sandbox.requests.size < count) {
		if (Date.now() > deadline) throw new Error(`only ${sandbox.requests.size} were accepted`);
		await delay(100);
	}
}

/** Executions by the worker that ran them. */
export function sharesOf({ executions }: Account): Record<string, number> {
	return countBy(
		executions.flatMap(({ startedBy }) => startedBy),
		(worker) => worker,
	);
}

export const times = ({ seconds }: Account) => (seconds / boundSeconds).toFixed(2);

function countBy<T>(values: readonly T[], keyOf: (value: T) => string): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[keyOf(value)] = (counts[keyOf(value)] ?? 0) + 1;
	return counts;
}

export function describe(counts: Record<string, number>): string {
	return Object.entries(counts)
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([key, count]) => `${key} ${count}`)
		.join(', ');
}
