/**
 * Keeps an account's calls below its limit: at most L arrivals at LeadSquared in any window W.
 *
 * A sliding-window log of L slots. A slot is taken when a call is sent, and is free again one window after its
 * *response* came. The call arrived before its response, and the next one arrives after it is sent, so the bound holds at
 * LeadSquared's end whatever the latency. For example, with 25 calls per 5 s:
 *
 * - 25 calls are sent at 0 ms, and their responses come at 200 ms. The next call is sent at 5,201 ms.
 * - Counted from when calls are sent, the next 25 could go at 5,000 ms. If the first 25 took 190 ms to arrive and the next
 *   25 take 10 ms, LeadSquared gets all 50 within 4,820 ms.
 *
 * LeadSquared documents neither the kind of its window nor a header. What is safe for a sliding log is also safe for fixed
 * windows and token buckets.
 *
 * What happens after a 429 is in `congestion.ts`.
 */
import { onAbort } from '../lib/abort';
import { CongestionControl, type Refusal } from './congestion';
import { callsIn, implies, type Quota } from './quota';

/** Milliseconds on any steady clock, and a way to wait for some of them. */
export interface Clock {
	now(): number;
	wait(ms: number): Promise<void>;
}

export interface Permit {
	/** The response is here, or none will come. Later calls of any of these methods do nothing. */
	done(): void;
	/** The call was never sent: its slot is free at once. */
	unused(): void;
	/** The call got a 429, perhaps with a `Retry-After` or with the account's limit. */
	throttled(retryAfterMs?: number, quota?: Quota): void;
}

/** Added to the window, because clocks may tick in whole milliseconds. */
const tickMs = 1;

/**
 * Calls that reuse slots are at least W/L/15 apart. Without this gap they are sent in clumps, and a server that counts
 * approximately refuses a whole clump before its first 429 arrives here. Measured on the models of
 * `test/unit/limit/limit-models.test.ts`: 11.1 429s in 250 calls without the gap and 9.2 with it, for 0.13 s of 48 s.
 */
const spreadSteps = 15;

/**
 * Until the account has accepted as many calls in a row as the limit, no more than L/5 are in flight, and they are W/L/6
 * apart. A limit that is set too high, or that others use too, shows before many calls are refused.
 */
const firstAtOnce = 1 / 5;
const firstSteps = 6;

/** Longest single sleep. n8n 1.x cannot end one, so when something changes earlier, the rest of it goes on unheard. */
const longestNapMs = 250;

type Grant = (permit: Permit | undefined) => void;

export class Limiter {
	private inFlight = 0;
	/** When the responses came of the calls that still count, oldest first. */
	private readonly answered: number[] = [];
	/** When the calls of the last window were accepted, oldest first. */
	private readonly accepted: number[] = [];
	/** How many calls were accepted since the last 429. */
	private inARow = 0;
	private readonly congestion: CongestionControl;
	private lastSent = -Infinity;
	/** When a slot last became free again. */
	private lastFreed = -Infinity;
	/** Waiting calls by execution, in the order of the executions' turns. */
	private readonly queues = new Map<string, Grant[]>();
	private pumping = false;
	private wake: () => void = () => undefined;

	/** Calls per window by credential: the smallest applies. */
	private readonly limits = new Map<string, number>();
	/** The credentials among them that now belong to another account. */
	private readonly movedCredentials = new Set<string>();
	/** The credentials' limit, and LeadSquared's own numbers where they are lower, until the process ends. */
	private quotas: [Quota, ...Quota[]];
	/** When the last of LeadSquared's numbers came. */
	private learnedAt = -Infinity;
	private untold: Quota | undefined;

	constructor(
		private readonly windowMs: number,
		private readonly clock: Clock,
	) {
		this.congestion = new CongestionControl(windowMs);
		this.quotas = [{ calls: Infinity, windowMs }];
	}

	/**
	 * Sets a credential's calls per window. If the credentials of an account differ, the smallest limit applies. A
	 * credential whose limit was edited registers again and replaces its old limit.
	 */
	restrict(credential: string, limit: number): void {
		this.limits.set(credential, limit);
		this.movedCredentials.delete(credential);
		this.settleLimit();
	}

	/**
	 * Takes note that the credential now belongs to another account. Its limit applies until another credential registers:
	 * runs that started with it may still be in progress.
	 */
	movedAway(credential: string): void {
		if (!this.limits.has(credential)) return;
		this.movedCredentials.add(credential);
		this.settleLimit();
	}

	private settleLimit(): void {
		if (this.movedCredentials.size < this.limits.size) {
			for (const credential of this.movedCredentials) this.limits.delete(credential);
			this.movedCredentials.clear();
		}
		const [, ...stated] = this.quotas;
		const calls = Math.min(...this.limits.values());
		this.quotas = [{ calls, windowMs: this.windowMs }, ...stated];
		this.wake();
	}

	/** A number of LeadSquared's that is not lower than what applies changes nothing. */
	private believe(quota: Quota): void {
		if (this.quotas.some((known) => implies(known, quota))) return;
		const [ofCredentials, ...stated] = this.quotas;
		const others = stated.filter((known) => !implies(quota, known));
		this.quotas = [ofCredentials, ...others, quota];
		this.learnedAt = this.clock.now();
		this.untold = quota;
	}

	/** LeadSquared's number if it is lower than the credentials' and was not taken before: a user is told once. */
	takeUntold(): Quota | undefined {
		const quota = this.untold;
		this.untold = undefined;
		return quota && !implies(this.quotas[0], quota) ? quota : undefined;
	}

	/** How many calls fit in a window in the long run; may be a fraction. */
	callsPerWindow(): number {
		return Math.min(...this.quotas.map((quota) => callsIn(this.windowMs, quota)));
	}

	/** The credentials' limits, smallest first. */
	namedLimits(): number[] {
		return [...new Set(this.limits.values())].sort((a, b) => a - b);
	}

	/**
	 * Waits for a slot. Executions take turns, so that a large one does not hold up a small one; within an execution it is
	 * first come, first served. Returns undefined as soon as the signal aborts.
	 */
	async acquire(execution: string, signal?: AbortSignal): Promise<Permit | undefined> {
		if (signal?.aborted) return undefined;
		let forget: () => void = () => undefined;
		const permit = await new Promise<Permit | undefined>((grant) => {
			const queue = this.queues.get(execution);
			if (queue === undefined) this.queues.set(execution, [grant]);
			else queue.push(grant);
			if (signal !== undefined) forget = onAbort(signal, () => this.dismiss(execution, grant));
			void this.pump();
		});
		forget();
		return permit;
	}

	/** Grants slots as long as a call is waiting. Only one such loop runs at a time. */
	private async pump(): Promise<void> {
		if (this.pumping) return;
		this.pumping = true;
		while (this.queues.size > 0) {
			const now = this.clock.now();
			const at = this.nextAt(now);
			if (at <= now) {
				this.next()?.(this.permit(now));
				continue;
			}
			const changed = new Promise<void>((resolve) => (this.wake = resolve));
			await Promise.race([this.clock.wait(Math.min(at - now, longestNapMs)), changed]);
		}
		this.pumping = false;
	}

	private dismiss(execution: string, grant: Grant): void {
		const queue = this.queues.get(execution);
		const at = queue?.indexOf(grant) ?? -1;
		// It may have been granted just before.
		if (at === -1) return;
		queue?.splice(at, 1);
		if (queue?.length === 0) this.queues.delete(execution);
		grant(undefined);
	}

	/** When the next call may be sent; Infinity while every slot is in flight. */
	private nextAt(now: number): number {
		const longestMs = Math.max(...this.quotas.map((quota) => quota.windowMs)) + tickMs;
		for (
			let [at] = this.answered;
			at !== undefined && at + longestMs <= now;
			[at] = this.answered
		) {
			this.lastFreed = at + longestMs;
			this.answered.shift();
		}
		if (this.isUntried() && this.inFlight >= Math.max(1, this.callsPerWindow() * firstAtOnce)) {
			return Infinity;
		}
		const slots = this.quotas.map((quota) => this.slotAt(quota));
		return Math.max(now, ...slots, this.lastSent + this.gapMs(now), this.congestion.holdUntil);
	}

	/** When a limit leaves room for another call. */
	private slotAt({ calls, windowMs }: Quota): number {
		const taken = this.inFlight + this.answered.length - calls;
		// That many must cease to count before the one whose slot the call gets.
		return taken < 0 ? -Infinity : (this.answered[taken] ?? Infinity) + windowMs + tickMs;
	}

	private isUntried(): boolean {
		return this.inARow < this.callsPerWindow();
	}

	/** The time between two calls: a little at first and for calls that reuse slots, more after a 429. */
	private gapMs(now: number): number {
		const limit = this.callsPerWindow();
		const paced = this.congestion.gapMs(now, limit);
		if (paced !== undefined) return paced;
		if (this.isUntried()) return this.windowMs / limit / firstSteps;
		const reuses = now - this.lastFreed < this.windowMs;
		return reuses ? this.windowMs / limit / spreadSteps : 0;
	}

	/** The first call of the execution whose turn it is; then the execution goes to the end of the line. */
	private next(): Grant | undefined {
		const [turn] = this.queues;
		if (turn === undefined) return undefined;
		const [execution, queue] = turn;
		const grant = queue.shift();
		this.queues.delete(execution);
		if (queue.length > 0) this.queues.set(execution, queue);
		return grant;
	}

	private permit(now: number): Permit {
		const sentBefore = this.lastSent;
		this.inFlight++;
		this.lastSent = now;
		let open = true;
		const free = () => {
			if (!open) return;
			open = false;
			this.inFlight--;
			this.wake();
		};
		const unused = () => {
			// The next call need not keep a distance from it.
			if (open && this.lastSent === now) this.lastSent = sentBefore;
			free();
		};
		const done = () => {
			if (open) this.accept();
			free();
		};
		const throttled = (retryAfterMs?: number, quota?: Quota) => {
			if (!open) return;
			const answeredAt = this.clock.now();
			this.inARow = 0;
			if (quota !== undefined) this.believe(quota);
			// Before the slot is released, or a waiting call would slip through.
			// The new limit explains the 429 of a call that was sent before it was known.
			if (now <= this.learnedAt) this.congestion.hold(answeredAt + (retryAfterMs ?? 0));
			else this.congestion.throttled(answeredAt, this.refusal(now, retryAfterMs));
			// If LeadSquared says when to come back, and no limit, a refused call need not count for a whole window.
			if (retryAfterMs === undefined || quota !== undefined) this.answered.push(answeredAt);
			free();
		};
		return { done, unused, throttled };
	}

	private accept(): void {
		const now = this.clock.now();
		this.answered.push(now);
		this.accepted.push(now);
		this.inARow++;
		this.forgetAccepted(now);
	}

	private forgetAccepted(now: number): void {
		while ((this.accepted[0] ?? now) <= now - this.windowMs) this.accepted.shift();
	}

	private refusal(sentAt: number, retryAfterMs: number | undefined): Refusal {
		const now = this.clock.now();
		this.forgetAccepted(now);
		return {
			sentAt,
			limit: this.callsPerWindow(),
			retryAfterMs,
			accepted: this.accepted,
			isBusy: this.queues.size > 0,
			isFresh: now - this.lastFreed > this.windowMs,
		};
	}
}
