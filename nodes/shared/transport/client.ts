/**
 * The only way out: every call to LeadSquared goes through this client. It takes a call and returns a typed reply.
 * It never throws, and nothing that it returns contains a key.
 */
import { credentialName, readAccount, type Account } from '../account/account';
import { now, pause, Stopwatch } from '../lib/time';
import { limiterFor } from '../limit/account-limiter';
import type { Limiter } from '../limit/limiter';
import type { Quota } from '../limit/quota';
import { problem, type Problem } from '../problems/problems';
import { quotable } from '../problems/quote';
import { ok, type Result } from '../problems/result';
import { attempt, type Attempt, type ClientContext } from './attempt';
import type { Call, ClientOptions } from './call';
import { Secrets, type Redact } from './redact';
import { afterUnknown, fateOf, type Reply } from './reply';
import { pauseBeforeRetry } from './retry';
import { traceLine } from './trace';

/** What the rate limit did to this run. */
export interface RunReport {
	/** How long calls waited for their turn; waits at the same time count once. */
	waitedMs: number;
	/** Replies that said that the limit was exceeded. */
	throttled: number;
	/** Calls per window as the account's credentials set them, smallest first. */
	limits: number[];
	/** Calls per window that apply: the smallest of those, or fewer if LeadSquared says so. */
	limit: number;
}

/** A client with the node's credential, or what is wrong with the credential. */
export async function openClient(
	context: ClientContext,
	options: ClientOptions,
): Promise<Result<Client>> {
	let credential: Record<string, unknown>;
	try {
		credential = await context.getCredentials(credentialName);
	} catch (error) {
		const reason = quotable(error instanceof Error ? error.message : String(error));
		return { ok: false, problem: problem('noCredential', { reason }) };
	}
	const account = readAccount(credential);
	if (!account.ok) return { ok: false, problem: problem('badCredential', account.problem) };
	const credentialId = context.getNode().credentials?.[credentialName]?.id ?? '';
	const limiter = await limiterFor(account.value, credentialId);
	return ok(new Client(context, account.value, limiter, options));
}

export class Client {
	/** Hides the keys in text that others wrote. */
	readonly redact: Redact;
	/** Fires when the execution is cancelled; the editor's calls have none. */
	readonly cancel: AbortSignal | undefined;
	private readonly secrets: Secrets;
	private readonly waits = new Stopwatch(now);
	private throttled = 0;
	/** What LeadSquared said when the account's calls for the day were used up. */
	private dayLimit: Problem | undefined;

	constructor(
		private readonly context: ClientContext,
		readonly account: Account,
		private readonly limiter: Limiter,
		private readonly options: ClientOptions,
	) {
		this.secrets = new Secrets(account);
		this.redact = this.secrets.redact;
		this.cancel = context.getExecutionCancelSignal?.();
	}

	/**
	 * Ends with `cancelled` when the execution is cancelled, or when the signal fires before the call is sent or retried.
	 * A call in flight when the signal fires is awaited.
	 *
	 * @param signal used in place of the execution's own; it must fire with that one too
	 */
	async send<T>(call: Call<T>, signal = this.cancel): Promise<Reply<T>> {
		const reply = await this.sendWithRetries(call, signal);
		return this.cancel?.aborted && reply.kind !== 'accepted'
			? { kind: 'cancelled', fate: fateOf(reply) }
			: reply;
	}

	/** From now on, replies that repeat this text are shown without it. */
	hide(secret: string): void {
		this.secrets.addTexts([secret]);
	}

	report(): RunReport {
		return {
			waitedMs: this.waits.elapsedMs(),
			throttled: this.throttled,
			limits: this.limiter.namedLimits(),
			limit: Math.max(1, Math.floor(this.limiter.callsPerWindow())),
		};
	}

	/** The account's limit in LeadSquared's words, if it is lower than the credentials' and nobody was told of it yet. */
	takeLowerLimit(): Quota | undefined {
		return this.limiter.takeUntold();
	}

	/** All attempts of one call; each waits for its turn. */
	private async sendWithRetries<T>(
		call: Call<T>,
		signal: AbortSignal | undefined,
	): Promise<Reply<T>> {
		const { maxAttempts, retryOnNetworkFailure } = this.options;
		const policy = { maxAttempts, retryOnNetworkFailure, repeatable: call.repeatable };
		const executionId = this.context.getExecutionId();
		let reply: Reply<T> = { kind: 'cancelled', fate: 'refused' };
		for (let number = 1; ; number++) {
			const askedAt = now();
			const permit = await this.waits.during(this.limiter.acquire(executionId, signal));
			if (permit === undefined) return { kind: 'cancelled', fate: fateOf(reply) };
			const sentAt = now();
			const attempted = await this.attemptOnce(call);
			const tookMs = now() - sentAt;
			const mayBeAccepted: boolean = call.purpose === 'submit' && fateOf(reply) === 'unknown';
			reply = mayBeAccepted ? afterUnknown(attempted.reply) : attempted.reply;
			if (!attempted.hasLeft) permit.unused();
			else if (reply.kind === 'throttled') permit.throttled(reply.retryAfterMs, reply.quota);
			else permit.done();
			const pauseMs = pauseBeforeRetry(reply, number, policy, Math.random());
			const waitedMs = sentAt - askedAt;
			this.context.logger.debug(
				traceLine({
					call,
					attempt: attempted,
					number,
					maxAttempts,
					waitedMs,
					tookMs,
					pauseMs,
					executionId,
				}),
			);
			if (pauseMs === undefined) return reply;
			if (!(await pause(pauseMs, signal))) return { kind: 'cancelled', fate: fateOf(reply) };
		}
	}

	private async attemptOnce<T>(call: Call<T>): Promise<Attempt<T>> {
		const { context, account, secrets } = this;
		const { timeoutMs } = this.options;
		if (this.dayLimit !== undefined) return notSentToday(call, this.dayLimit);
		const attempted = await attempt(call, { context, account, secrets, timeoutMs });
		if (attempted.reply.kind === 'throttled') this.throttled++;
		if (attempted.reply.kind === 'refused' && attempted.reply.problem.code === 'dayLimit') {
			this.dayLimit = attempted.reply.problem;
		}
		return attempted;
	}
}

/** Every further call would be refused too, and count. */
function notSentToday<T>(call: Call<T>, { code, ...facts }: Problem): Attempt<T> {
	const { label, purpose, advice } = call;
	const ownFacts = { ...facts, ...advice, label, purpose };
	return {
		reply: { kind: 'refused', problem: problem(code, ownFacts) },
		target: call.path,
		hasLeft: false,
	};
}
