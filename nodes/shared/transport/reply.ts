/** The five outcomes of a call. */
import { problem, type Problem } from '../problems/problems';

/** What was read, or why it was not; undefined when the execution was cancelled meanwhile. */
export type Loaded<T> = { ok: true; value: T } | { ok: false; problem: Problem } | undefined;

export function loadedFrom<T>(reply: Reply<T>): Loaded<T> {
	if (reply.kind === 'cancelled') return undefined;
	return reply.kind === 'accepted'
		? { ok: true, value: reply.value }
		: { ok: false, problem: reply.problem };
}

/** What a reply says of a call of which an earlier try may have been accepted. Of an unknown fate it says so itself. */
export function afterUnknown<T>(reply: Reply<T>): Reply<T> {
	if (reply.kind === 'accepted' || fateOf(reply) === 'unknown') return reply;
	if (reply.kind === 'cancelled') return { kind: 'cancelled', fate: 'unknown' };
	const { code, ...facts } = reply.problem;
	const told = problem(code, { ...facts, wasPerhapsTaken: true });
	return reply.kind === 'retryable'
		? { kind: 'retryable', problem: told, fate: 'unknown' }
		: { ...reply, problem: told };
}

export function fateOf(reply: Reply<unknown>): Fate {
	if ('problem' in reply && reply.problem.wasPerhapsTaken) return 'unknown';
	return reply.kind === 'retryable' || reply.kind === 'cancelled' ? reply.fate : 'refused';
}

/** Whether a call that brought no acceptance may have been accepted all the same. */
export type Fate = 'refused' | 'unknown';

export type Reply<T> =
	| { kind: 'accepted'; value: T }
	/** Sending the same again would bring the same answer. */
	| { kind: 'refused'; problem: Problem }
	/** Over the account's limit; LeadSquared did not take the call. */
	| { kind: 'throttled'; problem: Problem; retryAfterMs?: number }
	/** Worth another try later, if the operation may be repeated or the call was certainly not taken. */
	| { kind: 'retryable'; problem: Problem; fate: Fate }
	/** The execution was cancelled, perhaps while the call was under way: then nobody knows its fate. */
	| { kind: 'cancelled'; fate: Fate };
