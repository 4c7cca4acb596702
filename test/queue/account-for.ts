import type { RecordedCall, Sandbox } from '../sandbox';
import { opportunityOf } from '../e2e/arrivals';
import type { N8nClient } from '../e2e/n8n-client';
import { delay } from '../support/platform';
import type { Cluster } from './cluster';
import { ids, postOf, windowMs } from './load';
import type { Load } from './load';

/** The outcome of one execution of n8n. */
export interface Execution {
	id: string;
	status: string;
	/** The workers that started it, once for each start. */
	startedBy: string[];
	/** The opportunities that it was to update, according to its calls; none if it made no call. */
	rows: string[];
}

/** The outcome of one update. */
export interface Update {
	id: string;
	/** The executions whose calls were accepted, in order. */
	acceptedFrom: string[];
}

/** An update that was accepted more than once, and who sent it again. */
export interface Twice extends Update {
	/** n8n ran its execution again, or gave the row to two of them; otherwise the node did it. */
	byN8n: boolean;
}

export interface Account {
	executions: Execution[];
	once: Update[];
	twice: Twice[];
	never: string[];
	calls: number;
	throttled: number;
	/** 429s from half a minute after the first call on. */
	throttledLater: number;
	/** The most accepted calls in any window. */
	mostInWindow: number;
	/** s from the first arrival to the last acceptance. */
	seconds: number;
}

const finals = new Set(['success', 'error', 'crashed', 'canceled']);

/**
 * Waits until this many executions have ended; those that have not in time are returned as they are.
 *
 * The workers' logs say which executions there are. n8n's list (2.41) is incomplete: it sorts by start time and
 * pages by id, so that it leaves out executions that did not start in order.
 */
export async function allEnded(
	client: N8nClient,
	cluster: Cluster,
	load: Load,
	count: number,
	timeoutMs: number,
): Promise<Execution[]> {
	const deadline = Date.now() + timeoutMs;
	const statuses = new Map<string, string>();
	for (;;) {
		const starts = cluster.starts(load.workflow.id);
		const known = new Set([...starts.values()].flatMap((counts) => [...counts.keys()]));
		for (const id of known) {
			if (!finals.has(statuses.get(id) ?? '')) statuses.set(id, await client.executionStatus(id));
		}
		const ended = [...statuses.values()].filter((status) => finals.has(status));
		if (ended.length === count || Date.now() > deadline) {
			return executionsOf(load, starts, statuses);
		}
		await delay(2_000);
	}
}

function executionsOf(
	{ sandbox }: Load,
	starts: ReadonlyMap<string, ReadonlyMap<string, number>>,
	statuses: ReadonlyMap<string, string>,
): Execution[] {
	const rows = rowsByExecution(updateCalls(sandbox));
	return [...statuses].map(([id, status]) => ({
		id,
		status,
		startedBy: [...starts].flatMap(([worker, counts]) =>
			Array.from({ length: counts.get(id) ?? 0 }, () => worker),
		),
		rows: rows.get(id) ?? [],
	}));
}

const updateCalls = (sandbox: Sandbox) =>
	sandbox.calls.filter(({ path }) => path === '/opportunity/update');

export function accountFor({ sandbox }: Load, executions: Execution[]): Account {
	const calls = updateCalls(sandbox);
	const accepted = acceptedCalls(sandbox);
	const all = ids.map((id) => ({ id, acceptedFrom: accepted.get(id) ?? [] }));
	const startedAt = calls[0]?.at ?? 0;
	const refused = calls.filter(({ rejectedByLimit }) => rejectedByLimit);
	const arrivals = calls.filter((call) => !call.rejectedByLimit).map(({ at }) => at);
	return {
		executions,
		once: all.filter(({ acceptedFrom }) => acceptedFrom.length === 1),
		never: all.filter(({ acceptedFrom }) => acceptedFrom.length === 0).map(({ id }) => id),
		twice: all
			.filter(({ acceptedFrom }) => acceptedFrom.length > 1)
			.map((update) => ({ ...update, byN8n: isRepeatedByN8n(update, executions) })),
		calls: calls.length,
		throttled: refused.length,
		throttledLater: refused.filter(({ at }) => at > startedAt + 30_000).length,
		mostInWindow: mostInAnyWindow(arrivals),
		seconds: ((arrivals.at(-1) ?? 0) - startedAt) / 1_000,
	};
}

/** Every call names its execution, accepted or not, and n8n gives an execution all rows of one webhook call. */
function rowsByExecution(calls: readonly RecordedCall[]): Map<string, string[]> {
	return new Map(calls.map(({ body }) => [noteOf(body), postOf(String(opportunityOf(body)))]));
}

/** By opportunity, the executions whose calls were accepted. */
function acceptedCalls(sandbox: Sandbox): Map<string, string[]> {
	const accepted = new Map<string, string[]>();
	for (const { body } of sandbox.requests.values()) {
		const id = String(opportunityOf(body));
		accepted.set(id, [...(accepted.get(id) ?? []), noteOf(body)]);
	}
	return accepted;
}

function noteOf(body: unknown): string {
	return typeof body === 'object' && body !== null
		? String(Reflect.get(body, 'OpportunityNote'))
		: '';
}

/** Two acceptances of one execution that was started once are the node's own doing. */
function isRepeatedByN8n({ acceptedFrom }: Update, executions: readonly Execution[]): boolean {
	return [...new Set(acceptedFrom)].every((id) => {
		const sent = acceptedFrom.filter((each) => each === id).length;
		const started = executions.find((each) => each.id === id)?.startedBy.length ?? 0;
		return sent <= started;
	});
}

/** For arrivals in order. */
function mostInAnyWindow(arrivals: readonly number[]): number {
	let most = 0;
	for (let first = 0, last = 0; last < arrivals.length; last++) {
		while ((arrivals[first] ?? 0) <= (arrivals[last] ?? 0) - windowMs) first++;
		most = Math.max(most, last - first + 1);
	}
	return most;
}
