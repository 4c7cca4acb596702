/**
 * The one door through which every call to LeadSquared leaves. A call goes in,
 * a typed result comes out; nothing is thrown, and nothing that comes out holds a secret.
 */
import { credentialName, readAccount, type Account } from '../account/account';
import { now, pause, Stopwatch } from '../lib/time';
import { limiterFor } from '../limit/account-limiter';
import type { Limiter } from '../limit/limiter';
import { problem, type Problem } from '../problems/problems';
import { quotable } from '../problems/quote';
import { attempt, type ClientContext, type Attempt } from './attempt';
import type { Call, ClientOptions } from './call';
import { Secrets, type Redact } from './redact';
import { afterUnknown, fateOf, type Reply } from './reply';
import { pauseBeforeRetry } from './retry';
import { verdictOf } from './trace';

export interface Client {
	account: Account;
	redact: Redact;
	/** Fires when the execution is cancelled; the editor's calls have none. */
	cancel: AbortSignal | undefined;
	/**
	 * Ends with `cancelled` when the execution is cancelled, or the signal fires before the call left or before it is
	 * tried again. A call that is under way when the signal fires is awaited.
	 *
	 * @param signal one that fires with the execution's own signal too, which it stands in for
	 */
	send<T>(call: Call<T>, signal?: AbortSignal): Promise<Reply<T>>;
	report(): RunReport;
}

/** How the account's limit bore on the calls of a run. */
export interface RunReport {
	/** How long calls waited for their turn; waits at the same time count once. */
	waitedMs: number;
	/** Replies that said that the limit was exceeded. */
	throttled: number;
	/** Calls per window as the account's credentials name them, smallest first. */
	limits: number[];
}

export type Opened = { ok: true; client: Client } | { ok: false; problem: Problem };

/** Reads the node's credential and opens the door, or says what is wrong with the credential. */
export async function openClient(context: ClientContext, options: ClientOptions): Promise<Opened> {
	let credential: Record<string, unknown>;
	try {
		credential = await context.getCredentials(credentialName);
	} catch (error) {
		const reason = quotable(error instanceof Error ? error.message : String(error));
		return { ok: false, problem: problem('noCredential', { reason }) };
	}
	const reading = readAccount(credential);
	if (!reading.ok) {
		return { ok: false, problem: problem('badCredential', reading) };
	}
	const { account } = reading;
	const secrets = new Secrets(account);
	const { redact } = secrets;
	const credentialId = context.getNode().credentials?.[credentialName]?.id ?? '';
	const limiter = await limiterFor(account, credentialId);
	const waits = new Stopwatch(now);
	let throttled = 0;
	const cancel = context.getExecutionCancelSignal?.();
	const send = async <T>(call: Call<T>, signal = cancel): Promise<Reply<T>> => {
		const reply = await sendWithin(context, limiter, waits, call, options, signal, async () => {
			const attempted = await attempt(context, account, secrets, call, options);
			if (attempted.reply.kind === 'throttled') throttled++;
			return attempted;
		});
		return cancel?.aborted && reply.kind !== 'accepted'
			? { kind: 'cancelled', fate: fateOf(reply) }
			: reply;
	};
	const report = () => ({
		waitedMs: waits.elapsedMs(),
		throttled,
		limits: limiter.namedLimits(),
	});
	return { ok: true, client: { account, redact, cancel, send, report } };
}

/** One call with its tries, each of which waits for its turn. */
async function sendWithin<T>(
	context: ClientContext,
	limiter: Limiter,
	waits: Stopwatch,
	call: Call<T>,
	{ maxAttempts, retryOnNetworkFailure }: ClientOptions,
	signal: AbortSignal | undefined,
	attemptOnce: () => Promise<Attempt<T>>,
): Promise<Reply<T>> {
	const policy = { maxAttempts, retryOnNetworkFailure, repeatable: call.repeatable };
	let reply: Reply<T> = { kind: 'cancelled', fate: 'refused' };
	for (let attempts = 1; ; attempts++) {
		const askedAt = now();
		const permit = await waits.during(limiter.acquire(context.getExecutionId(), signal));
		if (permit === undefined) return { kind: 'cancelled', fate: fateOf(reply) };
		const sentAt = now();
		const tried = await attemptOnce();
		const endedAt = now();
		const isOpen: boolean = call.purpose === 'submit' && fateOf(reply) === 'unknown';
		reply = isOpen ? afterUnknown(tried.reply) : tried.reply;
		if (!tried.hasLeft) permit.unused();
		else if (reply.kind === 'throttled') permit.throttled(reply.retryAfterMs);
		else permit.done();
		const pauseMs = pauseBeforeRetry(reply, attempts, policy, Math.random());
		context.logger.debug(
			[
				`LeadSquared: ${call.label}: ${verdictOf(tried)} in ${Math.round(endedAt - sentAt)} ms`,
				`${call.method} ${tried.target}`,
				`try ${attempts} of ${maxAttempts}`,
				`waited ${Math.round(sentAt - askedAt)} ms for its turn`,
				...(pauseMs === undefined ? [] : [`again after ${Math.round(pauseMs)} ms`]),
				// The editor's own calls belong to none.
				`execution ${context.getExecutionId() || 'none'}`,
			].join('; '),
		);
		if (pauseMs === undefined) return reply;
		if (!(await pause(pauseMs, signal))) return { kind: 'cancelled', fate: fateOf(reply) };
	}
}
