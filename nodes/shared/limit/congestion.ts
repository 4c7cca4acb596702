export const T: Record<string, number> = { hold: 1000, even: 12, reserve: 1.03, sreserve: 1.02, holdGaps: 1.5, drain: 1, fresh: 0, victim: 0, again: 1, K: 7, power: 8, pre: 14, least: 0.1, kept: 0.95, max: 0.95, min: 0.4, plus: 0, cap: 5, p: 35, rej: 1, mid: .5, slack: 20, jit: 0, gain: 1, ...(JSON.parse((globalThis as any).process.env.T ?? '{}')) };
export class CongestionControl {
	/** No call is sent before this time. */
	holdUntil = -Infinity;
	private evenFrom = -Infinity;
	private evenUntil = -Infinity;
	private cutAt = -Infinity;
	private lastAt = -Infinity;
	private bottom = 1;
	private plateau = 1;
	private k = 1;

	constructor(private readonly windowMs: number) {}

	throttled(now: number, sentAt: number, limit: number, retryAfterMs: number | undefined, delivered: number, leavesAt: (calls: number) => number, isFresh: boolean): void {
		// A call that goes as soon as LeadSquared says may find that it still counts the burst.
		const isSettled = retryAfterMs === undefined || sentAt >= this.evenFrom + this.windowMs;
		const wasEven = (sentAt < this.evenUntil && isSettled) || this.share(sentAt) < 1 || (T.fresh === 1 && isFresh && retryAfterMs === undefined);
		const isNew = sentAt >= this.holdUntil;
		if (retryAfterMs !== undefined) this.hold(now + retryAfterMs);
		else if (!wasEven) this.hold(Math.max(leavesAt(Math.max(1, delivered)), now + T.hold!));
		if (isNew && wasEven) { this.settle(now, limit, delivered); if (retryAfterMs === undefined) { this.hold(Math.max(now, now + (T.holdGaps! * this.windowMs) / (limit * this.bottom), T.drain ? leavesAt(Math.max(1, Math.floor(this.bottom * limit))) : 0)); } }
		if (now >= this.evenUntil) this.evenFrom = now;
		this.evenUntil = Math.max(this.evenUntil, this.holdUntil + T.even! * this.windowMs);
	}

	/** No call is sent before this time, or a later one that was already set. */
	hold(until: number): void {
		this.holdUntil = Math.max(this.holdUntil, until);
	}

	/** The time between two calls; undefined if they need not be spaced evenly. */
	gapMs(now: number, limit: number): number | undefined {
		const share = this.share(now);
		if (share === 1 && now >= this.evenUntil) return undefined;
		return (T.reserve! * this.windowMs) / (limit * share);
	}

	slots(now: number, limit: number): number { return limit; }

	private settle(now: number, limit: number, delivered: number): void {
		const share = this.share(now);
		if (T.victim && share <= this.plateau && this.plateau < 1 && now - this.lastAt > T.again! * this.windowMs) {
			this.bottom = this.plateau = share;
		} else {
			const got = (delivered + T.plus!) / limit;
			const base = this.plateau < 1 && got > this.plateau ? this.plateau + T.gain! * (got - this.plateau) : got;
			const proven = Math.min(T.max! * share, Math.max(T.min! * share, T.kept! * base));
			this.bottom = Math.max(proven, T.least!, 1 / limit);
			this.plateau = Math.max(proven / T.kept!, this.bottom);
		}
		this.lastAt = now;
		this.cutAt = now;
		this.k = 1 - T.jit! / 2 + T.jit! * ((now * 0.618034) % 1);
	}

	private share(now: number): number {
		const windows = (now - this.cutAt) / this.windowMs;
		const untilPlateau = T.pre! * Math.cbrt(this.plateau - this.bottom);
		const x = (windows - untilPlateau);
		return Math.min(1, this.plateau + (x < 0 ? (x / T.pre!) ** 3 : (x / T.K! / this.k) ** T.power!));
	}
}
