export const T: Record<string, number> = { hold: 1000, evenHold: 400, holdCap: 5000, even: 12, reserve: 1.02, K: 7, power: 3, least: 0.1, kept: 0.95, min: 0.5, max: 0.95, below: 1, cap: 5, capStep: 1e9, ...(JSON.parse((globalThis as any).process.env.T ?? '{}')) };
export class CongestionControl {
	/** No call is sent before this time. */
	holdUntil = -Infinity;
	private evenFrom = -Infinity;
	private evenUntil = -Infinity;
	/** When the share was last cut, to what, and around which share it grows slowly. */
	private cutAt = -Infinity;
	private bottom = 1;
	private plateau = 1;

	constructor(private readonly windowMs: number) {}

	throttled(now: number, sentAt: number, limit: number, retryAfterMs: number | undefined, delivered: number, leavesAt: (calls: number) => number): void {
		// A call that goes as soon as LeadSquared says may find that it still counts the burst.
		const isSettled = retryAfterMs === undefined || sentAt >= this.evenFrom + this.windowMs;
		const wasEven = (sentAt < this.evenUntil && isSettled) || this.share(sentAt) < 1;
		if (sentAt >= this.holdUntil && wasEven) this.cutShare(now, limit, delivered);
		const room = wasEven ? Math.floor(this.bottom * limit) : delivered;
		const drained = Math.min(now + T.holdCap!, leavesAt(Math.max(1, room)));
		this.hold(retryAfterMs === undefined ? Math.max(drained, now + (wasEven ? T.evenHold! : T.hold!)) : now + retryAfterMs);
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

	private cutShare(now: number, limit: number, delivered: number): void {
		const share = this.share(now);
		const proven = Math.min(T.max! * share, Math.max(T.min! * share, (T.kept! * delivered) / limit));
		this.bottom = Math.max(proven, T.least!, 1 / limit);
		const plateau = proven / T.kept! * T.below!;
		this.plateau = Math.max(plateau, this.bottom);
		this.cutAt = now;
	}

	private share(now: number): number {
		const windows = (now - this.cutAt) / this.windowMs;
		const untilPlateau = T.K! * Math.cbrt(this.plateau - this.bottom);
		const x = (windows - untilPlateau) / T.K!;
		return Math.min(1, this.plateau + (x < 0 ? x ** 3 : x ** T.power!));
	}
}
