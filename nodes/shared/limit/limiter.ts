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
 * What happens after a 429 is in `congestion.ts`; a 429 that names a lower limit than the credentials' is believed.
 */
import { CongestionControl } from './congestion';

/** Milliseconds on any steady clock, and a way to wait for some of them. */
export interface Clock {
	now(): number;
	wait(ms: number): Promise<void>;
}

/** What a 429 says. */
export interface Refusal {
	/** Its `Retry-After`. */
	retryAfterMs?: number | undefined;
	/** The limit that it names. */
	allowance?: Allowance | undefined;
}

/** So many calls in so many ms. */
export interface Allowance {
	calls: number;
	windowMs: number;
}

export interface Permit {
	/** The response is here, or none will come. Later calls of any of these methods do nothing. */
	done(): void;
	/** The call was never sent: its slot is free at once. */
	unused(): void;
	/** The call got a 429. */
	throttled(refusal?: Refusal): void;
}

/** An allowance in force, lower than the credentials' limit. */
interface Belief {
	allowance: Allowance;
	/** The allowance in calls per window. */
	limit: number;
	/** Since when: earlier calls were sent by a limit that was too high, so their 429s show nothing else. */
	since: number;
	isTold: boolean;
}

/** Added to the window, because clocks may tick in whole milliseconds. */
const tickMs = 1;

/**
 * Calls that reuse slots are at least W/L/15 apart. Without this gap they are sent in clumps, and a server that counts
 * approximately refuses a whole clump before its first 429 arrives here. Measured on the models of
 * `test/unit/limit/limit-models.test.ts`: 11.1 429s in 250 calls without the gap and 9.2 with it, for 0.13 s of 48 s.
 */
const spreadSteps = 15;

/** Longest single sleep. A sleep cannot be ended, so whenever something changes, the rest of one lingers. */
const longestNapMs = 250;

interface Waiter {
	grant: (permit: Permit | undefined) => void;
	signal: AbortSignal | undefined;
}

export class Limiter {
	private inFlight = 0;
	/** When each slot is free again whose response has come, oldest first. */
	private readonly cooling: number[] = [];
	private readonly congestion: CongestionControl;
	private lastSent = -Infinity;
	/** When a slot last became free again. */
	private lastFreed = -Infinity;
	/** Waiting calls by execution, in the order of the executions' turns. */
	private readonly queues = new Map<string, Waiter[]>();
	private pumping = false;
	private wake: () => void = () => undefined;
	/** The signals that wake the loop. */
	private readonly heard = new WeakSet<AbortSignal>();

	/** Calls per window by credential: the smallest applies. */
	private readonly limits = new Map<string, number>();
	/** The credentials among them that now belong to another account. */
	private readonly movedCredentials = new Set<string>();
	private limit = Infinity;
	private belief: Belief | undefined;

	constructor(
		private readonly windowMs: number,
		private readonly clock: Clock,
	) {
		this.congestion = new CongestionControl(windowMs);
	}

	/**
	 * Sets a credential's calls per window. If the credentials of an account differ, the smallest limit applies. A
	 * credential whose limit was edited registers again and replaces its old limit; LeadSquared may then say again what it
	 * allows.
	 */
	restrict(credential: string, limit: number): void {
		if ((this.limits.get(credential) ?? limit) !== limit) this.belief = undefined;
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
		this.limit = Math.min(...this.limits.values(), this.belief?.limit ?? Infinity);
		this.wake();
	}

	/** Calls per window at most: the smallest of the credentials' limits, or less if LeadSquared allows less. */
	get inForce(): number {
		return this.limit;
	}

	/** The credentials' limits, smallest first. */
	namedLimits(): number[] {
		return [...new Set(this.limits.values())].sort((a, b) => a - b);
	}

	/** What LeadSquared allows if it is less than the credentials' limit; only on the first call after it has said so. */
	newAllowance(): (Allowance & { limit: number }) | undefined {
		if (this.belief === undefined || this.belief.isTold) return undefined;
		this.belief.isTold = true;
		return { ...this.belief.allowance, limit: this.belief.limit };
	}

	/**
	 * Takes note of what a 429 says that the account allows. Only less than the limit in use is believed, and at least one
	 * call per window: a wrong sentence can slow calls down, but neither stop nor hurry them.
	 */
	private believe(allowance: Allowance): void {
		const limit = Math.max(1, Math.floor((allowance.calls * this.windowMs) / allowance.windowMs));
		if (!(limit < this.limit)) return;
		this.belief = { allowance, limit, since: this.clock.now(), isTold: false };
		this.settleLimit();
	}

	/**
	 * Waits for a slot. Executions take turns, so that a large one does not hold up a small one; within an execution it is
	 * first come, first served. Returns undefined as soon as the signal aborts.
	 */
	async acquire(execution: string, signal?: AbortSignal): Promise<Permit | undefined> {
		if (signal?.aborted) return undefined;
		if (signal !== undefined && !this.heard.has(signal)) {
			this.heard.add(signal);
			signal.addEventListener('abort', () => this.wake(), { once: true });
		}
		return await new Promise((grant) => {
			const waiter: Waiter = { grant, signal };
			const queue = this.queues.get(execution);
			if (queue === undefined) this.queues.set(execution, [waiter]);
			else queue.push(waiter);
			void this.pump();
		});
	}

	/** Grants slots as long as a call is waiting. Only one such loop runs at a time. */
	private async pump(): Promise<void> {
		if (this.pumping) return;
		this.pumping = true;
		while (this.queues.size > 0) {
			const now = this.clock.now();
			const at = this.nextAt(now);
			if (at <= now) {
				const waiter = this.next();
				waiter?.grant(waiter.signal?.aborted ? undefined : this.permit(now));
				continue;
			}
			const changed = new Promise<void>((resolve) => (this.wake = resolve));
			await Promise.race([this.clock.wait(Math.min(at - now, longestNapMs)), changed]);
			this.dismissAborted();
		}
		this.pumping = false;
	}

	private dismissAborted(): void {
		for (const [execution, queue] of this.queues) {
			if (!queue.some(({ signal }) => signal?.aborted)) continue;
			const rest = queue.filter(({ signal }) => !signal?.aborted);
			if (rest.length === 0) this.queues.delete(execution);
			else this.queues.set(execution, rest);
			for (const { grant, signal } of queue) if (signal?.aborted) grant(undefined);
		}
	}

	/** When the next call may be sent; Infinity while every slot is in flight. */
	private nextAt(now: number): number {
		for (let [free] = this.cooling; free !== undefined && free <= now; [free] = this.cooling) {
			this.lastFreed = free;
			this.cooling.shift();
		}
		const taken = this.inFlight + this.cooling.length - this.limit;
		// That many slots must cool down before the one that the call gets.
		const slot = taken < 0 ? now : (this.cooling[taken] ?? Infinity);
		return Math.max(slot, this.lastSent + this.gapMs(now), this.congestion.holdUntil);
	}

	/** The time between two calls: none at first, a little for calls that reuse slots, more after a 429. */
	private gapMs(now: number): number {
		// The limit of a shorter window forbids bursts that ours allows.
		const isEven = (this.belief?.allowance.windowMs ?? Infinity) < this.windowMs;
		const paced = this.congestion.gapMs(now, this.limit, isEven);
		if (paced !== undefined) return paced;
		const reuses = now - this.lastFreed < this.windowMs;
		return reuses ? this.windowMs / this.limit / spreadSteps : 0;
	}

	/** The first call of the execution whose turn it is; then the execution goes to the end of the line. */
	private next(): Waiter | undefined {
		const [turn] = this.queues;
		if (turn === undefined) return undefined;
		const [execution, queue] = turn;
		const waiter = queue.shift();
		this.queues.delete(execution);
		if (queue.length > 0) this.queues.set(execution, queue);
		return waiter;
	}

	private permit(now: number): Permit {
		this.inFlight++;
		this.lastSent = now;
		let open = true;
		const unused = () => {
			if (!open) return;
			open = false;
			this.inFlight--;
			this.wake();
		};
		const free = (afterMs: number) => {
			if (open) insert(this.cooling, this.clock.now() + afterMs);
			unused();
		};
		const coolMs = this.windowMs + tickMs;
		const throttled = ({ retryAfterMs, allowance }: Refusal = {}) => {
			if (!open) return;
			// Before the slot is released, or a waiting call would slip through.
			if (allowance !== undefined) this.believe(allowance);
			const isExplained = now <= (this.belief?.since ?? -Infinity);
			if (isExplained) this.congestion.hold(this.clock.now() + (retryAfterMs ?? 0));
			else this.congestion.throttled(this.clock.now(), now, this.limit, retryAfterMs);
			// LeadSquared did not accept the call, so its own word on when to come again is enough.
			free(Math.min(coolMs, retryAfterMs ?? coolMs));
		};
		const done = () => {
			if (open) this.congestion.passed(this.clock.now());
			free(coolMs);
		};
		return { done, unused, throttled };
	}
}

/** Keeps the times in ascending order. */
function insert(times: number[], time: number): void {
	let at = times.length;
	while (at > 0 && (times[at - 1] ?? time) > time) at--;
	times.splice(at, 0, time);
}
