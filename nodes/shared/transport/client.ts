/**
 * The only way out: every call to LeadSquared goes through this client. It takes a call and returns a typed reply.
 * It never throws, and nothing that it returns contains a key.
 */
import { credentialName, readAccount, type Account } from '../account/account';
import { now, pause, Stopwatch } from '../lib/time';
import { limiterFor } from '../limit/account-limiter';
import type { Limiter, Permit } from '../limit/limiter';
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
	const limiter = await limiterFor(account.value, credentialIdOf(context));
	return ok(new Client(context, account.value, limiter, options));
}

function credentialIdOf(context: ClientContext): string {
	return context.getNode().credentials?.[credentialName]?.id ?? '';
}

export class Client {
	/** Hides the keys in text that others wrote. */
	readonly redact: Redact;
	/** Fires when the execution is cancelled; the editor's calls have none. */
	readonly cancel: AbortSignal | undefined;
	private readonly secrets: Secrets;
	private readonly waits = new Stopwatch(now);
	private throttled = 0;
	private lastSigner: Account;
	/** How many attempts were begun, and how many when the last one whose keys are known was. */
	private begun = 0;
	private signedAt = 0;
	/** What LeadSquared said when the account's calls for the day were used up. */
	private dayLimit: Problem | undefined;

	constructor(
		private readonly context: ClientContext,
		readonly account: Account,
		private limiter: Limiter,
		private readonly options: ClientOptions,
	) {
		this.lastSigner = account;
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

	/**
	 * The keys that the last call was signed with: the credential may be edited during the run. The same object for as long
	 * as they are the same.
	 */
	get signer(): Account {
		return this.lastSigner;
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
			const permit = await this.waits.during(this.turn(executionId, signal));
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

	/** A turn at the limit; undefined if the signal aborts. */
	private async turn(
		executionId: string,
		signal: AbortSignal | undefined,
	): Promise<Permit | undefined> {
		for (;;) {
			const { limiter } = this;
			const permit = await limiter.acquire(executionId, signal);
			if (permit === undefined || limiter === this.limiter) return permit;
			// The keys were renewed meanwhile.
			permit.unused();
		}
	}

	/** From now on calls are counted where those of all other runs with these keys are, under the limit set with them. */
	private async follow(signer: Account | undefined, begun: number): Promise<void> {
		// Several are under way: an older one says nothing new.
		if (signer === undefined || begun < this.signedAt) return;
		this.signedAt = begun;
		const { accessKey, apiKey, callsPerWindow } = this.lastSigner;
		const isLimitedAlike =
			signer.accessKey === accessKey && signer.callsPerWindow === callsPerWindow;
		if (isLimitedAlike && signer.apiKey === apiKey) return;
		this.lastSigner = signer;
		if (isLimitedAlike) return;
		this.limiter = await limiterFor(signer, credentialIdOf(this.context));
	}

	private async attemptOnce<T>(call: Call<T>): Promise<Attempt<T>> {
		const { context, account, lastSigner, secrets } = this;
		const { timeoutMs } = this.options;
		if (this.dayLimit !== undefined) return notSentToday(call, this.dayLimit);
		const begun = ++this.begun;
		const attempted = await attempt(call, { context, account, lastSigner, secrets, timeoutMs });
		await this.follow(attempted.signer, begun);
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
