/** The five outcomes of a call. */
import type { Quota } from '../limit/quota';
import { problem, type Problem } from '../problems/problems';
import { ok, type Result } from '../problems/result';

/** Whether LeadSquared may have accepted a call although no acceptance came back. */
export type Fate = 'refused' | 'unknown';

export type Reply<T> =
	| { kind: 'accepted'; value: T }
	/** Sending the same call again would get the same answer. */
	| { kind: 'refused'; problem: Problem }
	/** Over the account's limit, which LeadSquared may name; it did not accept the call. */
	| { kind: 'throttled'; problem: Problem; retryAfterMs?: number; quota?: Quota }
	/** Worth another attempt later, if the operation may be repeated or the call was certainly not accepted. */
	| { kind: 'retryable'; problem: Problem; fate: Fate }
	/** The execution was cancelled. If the call was in flight, its fate is unknown. */
	| { kind: 'cancelled'; fate: Fate };

/** The value or the problem; undefined if the execution was cancelled. */
export type Loaded<T> = Result<T> | undefined;

export function loadedFrom<T>(reply: Reply<T>): Loaded<T> {
	if (reply.kind === 'cancelled') return undefined;
	return reply.kind === 'accepted' ? ok(reply.value) : { ok: false, problem: reply.problem };
}

/** Marks a reply when an earlier attempt of the same call may have been accepted. A reply of unknown fate already says so. */
export function afterUnknown<T>(reply: Reply<T>): Reply<T> {
	if (reply.kind === 'accepted' || fateOf(reply) === 'unknown') return reply;
	if (reply.kind === 'cancelled') return { kind: 'cancelled', fate: 'unknown' };
	const { code, ...facts } = reply.problem;
	const withDoubt = problem(code, { ...facts, wasPerhapsTaken: true });
	return reply.kind === 'retryable'
		? { kind: 'retryable', problem: withDoubt, fate: 'unknown' }
		: { ...reply, problem: withDoubt };
}

export function fateOf(reply: Reply<unknown>): Fate {
	if ('problem' in reply && reply.problem.wasPerhapsTaken) return 'unknown';
	return reply.kind === 'retryable' || reply.kind === 'cancelled' ? reply.fate : 'refused';
}
