/**
 * Keeps an account's calls below its limit: at most L arrivals at LeadSquared in any window W.
 *
 * A sliding-window log of L slots. A slot is taken when a call leaves and is free again one window after
 * its *response* came: the call arrived before that, and the next one arrives after it leaves, so
 * the bound holds at LeadSquared's end whatever the latency. LeadSquared documents neither the kind
 * of its window nor a header; what is safe for a sliding log is safe for fixed windows and token buckets too.
 *
 * What happens after a 429 is in `congestion.ts`.
 */
import { CongestionControl } from './congestion';

/** Milliseconds on any steady clock, and a way to wait for some of them. */
export interface Clock {
	now(): number;
	wait(ms: number): Promise<void>;
}

export interface Permit {
	/** Tells that the response is here, or that none will come. Whatever is told after that does nothing. */
	done(): void;
	/** Gives the slot back for a call that never left. */
	unused(): void;
	/** Tells that the call was refused for the limit, and for how long if LeadSquared said so. */
	throttled(retryAfterMs?: number): void;
}

/** One more than the window, since clocks tick in whole milliseconds. */
const tickMs = 1;

/**
 * Into how many steps of W/L the calls that reuse slots are spread. Without a step they leave in clumps, and a
 * server that counts approximately refuses a whole clump before its first 429 is here. Measured on the models of
 * `test/unit/limit/limit-models.test.ts`: 11.1 429s of 250 without, 9.2 with it, for 0.13 s of 48 s.
 */
const spreadSteps = 15;

/** Between naps the signals of those who wait are looked at: n8n 1.x cannot end a sleep early. */
const longestNapMs = 250;

interface Waiter {
	grant: (permit: Permit | undefined) => void;
	signal: AbortSignal | undefined;
}

export class Limiter {
	private inFlight = 0;
	/** When each slot that a response gave back is free again, oldest first. */
	private readonly cooling: number[] = [];
	private readonly congestion: CongestionControl;
	private lastSent = -Infinity;
	/** When a slot last became free again. */
	private lastFreed = -Infinity;
	/** Waiting calls by execution, in the order in which the executions take turns. */
	private readonly queues = new Map<string, Waiter[]>();
	private pumping = false;
	private wake: () => void = () => undefined;

	/** Calls per window by who names it: the smallest holds. */
	private readonly limits = new Map<string, number>();
	/** Of those, the credentials that are of another account now. */
	private readonly movedCredentials = new Set<string>();
	private limit = Infinity;

	constructor(
		private readonly windowMs: number,
		private readonly clock: Clock,
	) {
		this.congestion = new CongestionControl(windowMs);
	}

	/**
	 * Says how many calls a window may have. Credentials of one account may differ, and the smallest limit
	 * holds; a credential that is corrected names itself again, so that its old limit is forgotten.
	 */
	restrict(credential: string, limit: number): void {
		this.limits.set(credential, limit);
		this.movedCredentials.delete(credential);
		this.settleLimit();
	}

	/**
	 * Says that the credential is of another account now. Its limit holds until another credential names one: runs
	 * that began with it may still be under way.
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
		this.limit = Math.min(...this.limits.values());
		this.wake();
	}

	/** The limits that were named, smallest first. */
	namedLimits(): number[] {
		return [...new Set(this.limits.values())].sort((a, b) => a - b);
	}

	/**
	 * Waits for a slot. Executions take turns, so that a small one is not kept waiting by a large one;
	 * within an execution it is first come, first served. Undefined, at most a quarter of a second later, when the
	 * signal fired first.
	 */
	async acquire(execution: string, signal?: AbortSignal): Promise<Permit | undefined> {
		if (signal?.aborted) return undefined;
		return await new Promise((grant) => {
			const waiter: Waiter = { grant, signal };
			const queue = this.queues.get(execution);
			if (queue === undefined) this.queues.set(execution, [waiter]);
			else queue.push(waiter);
			void this.pump();
		});
	}

	/** Grants slots for as long as anybody waits. One such loop at a time. */
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

	/** When the next call may leave; Infinity while every slot is in flight. */
	private nextAt(now: number): number {
		for (let [free] = this.cooling; free !== undefined && free <= now; [free] = this.cooling) {
			this.lastFreed = free;
			this.cooling.shift();
		}
		const taken = this.inFlight + this.cooling.length - this.limit;
		// With `taken` slots too many, the call must wait for that many more to cool down.
		const slot = taken < 0 ? now : (this.cooling[taken] ?? Infinity);
		return Math.max(slot, this.lastSent + this.gapMs(now), this.congestion.holdUntil);
	}

	/** The time between two calls: none for the first ones, a little for those that reuse slots, more after a 429. */
	private gapMs(now: number): number {
		const paced = this.congestion.gapMs(now, this.limit);
		if (paced !== undefined) return paced;
		const reuses = now - this.lastFreed < this.windowMs;
		return reuses ? this.windowMs / this.limit / spreadSteps : 0;
	}

	/** The first call of the execution whose turn it is; the execution goes to the end of the line. */
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
		const done = () => {
			if (open) this.cooling.push(this.clock.now() + this.windowMs + tickMs);
			unused();
		};
		const throttled = (retryAfterMs?: number) => {
			if (!open) return;
			// Before the slot is given back, or a waiting call would slip through.
			this.congestion.throttled(this.clock.now(), now, this.limit, retryAfterMs);
			done();
		};
		return { done, unused, throttled };
	}
}
