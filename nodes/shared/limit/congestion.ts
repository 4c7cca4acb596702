/**
 * What an account's limiter learns from 429s: how long to hold all calls, and which share of the limit to use.
 *
 * A 429 during a burst may only show that bursts are too much: from then on calls are spaced evenly, as fast as the limit
 * allows. A 429 for evenly spaced calls, or when nothing of this limiter counted before the burst, shows that others use
 * the account too: n8n's other workers, each with a limiter of its own, or other programs.
 *
 * Then the limiter knows what it can have: what was accepted of its calls within the last window, since the others had
 * the rest. If that is about its share, the 429 may only be due to another limiter that tried for more: the share gives
 * up a little, and an attempt of its own at most what it had added. If it is clearly less, the share becomes that.
 *
 * The share then stays as it is for some windows, a small one for fewer, so that shares come to be equal. After that it
 * grows, little at first, since it takes time to see a limit that is exceeded by little, and then threefold in each window,
 * until the next 429. What is refused in vain, again and again, waits longer and longer.
 *
 * The constants were chosen on simulated runs, and `npm run bench -- 6` measures them on others; docs/queue-mode.md has the figures.
 * At most about nine limiters settle: with more, the `leastShare` of each adds up to more than the limit.
 *
 * Pure: the caller passes the time, in ms.
 */

/** How long the server's window gets to drain after a 429 without a `Retry-After`. */
const holdMs = 1_000;

/**
 * When calls are spaced evenly, it gets one gap between them, and twice as long each time that nothing was accepted since
 * the last 429, up to so many windows.
 */
const longestEvenHold = 0.4;

/** For how many windows calls are spaced evenly after a 429. Then bursts are allowed again. */
const evenWindows = 12;

/**
 * Evenly spaced calls are 3 % slower than the limit, so that inexact timing does not exceed it. For a share 2 % do: those of
 * all who use the account seldom add up to the whole limit.
 */
const reserve = { ofLimit: 1.03, ofShare: 1.02 };

/**
 * What a share gives up at least at a 429, as a part of itself. A large one gives up more, so that shares come to be equal;
 * much more if it is above half, which is unfair to whoever else uses the account.
 */
const smallestCut = (share: number) => 0.06 + 0.3 * Math.max(0, share - 0.55);

/** So much of the share must be accepted for the 429 to be due to others that try for more. Counts vary by a call or two. */
const aboutAll = 0.8;

/** What remains of a share at least: few calls may have been accepted because few were sent. */
const deepestCut = 0.4;

/** For how many windows a share stays as it is after a 429. */
const quietWindows = (share: number) => 5.5 + 5 * share;

/** How it grows then: by 0.03 of the limit in the first window, by 0.12 in two and by 0.39 in three. */
const growth = (windows: number) => 0.015 * (3 ** windows - 1);

/** Half a call is a large part of a small share. */
const mostRounding = 0.06;

/** The smallest share, though at least one call per window, so that calls fail in time if LeadSquared refuses them all. */
const leastShare = 0.105;

/** A 429, and what is known of the limiter's own calls. */
export interface Refusal {
	/** When the call was sent: a call from before the last hold shows nothing new. */
	sentAt: number;
	/** Calls per window. */
	limit: number;
	/** From the reply, if it says so. */
	retryAfterMs: number | undefined;
	/** When the calls of the last window were accepted, oldest first. */
	accepted: readonly number[];
	/** Whether more calls wait. Otherwise few were accepted because few were sent. */
	isBusy: boolean;
	/** Whether LeadSquared counted none of the limiter's calls before those. */
	isFresh: boolean;
}

export class CongestionControl {
	/** No call is sent before this time. */
	holdUntil = -Infinity;
	private evenFrom = -Infinity;
	private evenUntil = -Infinity;
	/** When the share was last cut, and to what. */
	private cutAt = -Infinity;
	private base = 1;
	/** How many 429s led to a cut since a call was last accepted. */
	private inVain = 0;

	constructor(private readonly windowMs: number) {}

	throttled(now: number, refusal: Refusal): void {
		const { sentAt, limit, retryAfterMs, accepted, isBusy, isFresh } = refusal;
		// A call that goes as soon as LeadSquared says may find that it still counts the burst.
		const isSettled = retryAfterMs === undefined || sentAt >= this.evenFrom + this.windowMs;
		const wasEven = (sentAt < this.evenUntil && isSettled) || this.share(sentAt) < 1;
		const showsOthers = wasEven || (isFresh && isBusy && retryAfterMs === undefined);
		if (sentAt >= this.holdUntil && showsOthers) {
			const isInVain = (accepted.at(-1) ?? -Infinity) <= this.cutAt;
			this.inVain = isInVain ? this.inVain + 1 : 0;
			this.cutShare(now, limit, isBusy ? accepted.length : limit);
		}
		if (retryAfterMs !== undefined) {
			this.hold(now + retryAfterMs);
		} else {
			// What was accepted is all that fits, until the oldest of it no longer counts.
			const room = showsOthers ? Math.floor(this.base * limit) : accepted.length;
			const leavesAt = (accepted.at(-Math.max(1, room)) ?? -Infinity) + this.windowMs;
			const shortestMs = wasEven ? this.evenHoldMs(limit) : holdMs;
			this.hold(Math.max(leavesAt, now + shortestMs));
		}
		if (now >= this.evenUntil) this.evenFrom = now;
		this.evenUntil = Math.max(this.evenUntil, this.holdUntil + evenWindows * this.windowMs);
	}

	/** No call is sent before this time, or a later one that was already set. */
	hold(until: number): void {
		this.holdUntil = Math.max(this.holdUntil, until);
	}

	/** The time between two calls; undefined if they need not be spaced evenly. */
	gapMs(now: number, limit: number): number | undefined {
		const share = this.share(now);
		if (share === 1 && now >= this.evenUntil) return undefined;
		return this.evenGapMs(limit, share);
	}

	/**
	 * A share of the limit is used in whole calls. With 12.4 calls per window, some windows have 13: others have to leave
	 * room for 13, and part of it goes unused. A small share is not rounded down by more than `mostRounding`.
	 */
	private evenGapMs(limit: number, share: number): number {
		if (share === 1) return (reserve.ofLimit * this.windowMs) / limit;
		const least = Math.max(share * (1 - mostRounding), leastShare) * limit;
		const calls = Math.max(Math.round(share * limit), least, 1);
		return (reserve.ofShare * this.windowMs) / Math.min(calls, limit);
	}

	private evenHoldMs(limit: number): number {
		const gapMs = this.evenGapMs(limit, this.base);
		return Math.max(gapMs, Math.min(gapMs * 2 ** this.inVain, longestEvenHold * this.windowMs));
	}

	private cutShare(now: number, limit: number, accepted: number): void {
		const share = this.share(now);
		// Calls that were held within the last window would have been accepted.
		const heldMs = Math.max(0, this.holdUntil - Math.max(this.cutAt, now - this.windowMs));
		const had = accepted / limit + (this.base * heldMs) / this.windowMs;
		const kept =
			had < aboutAll * this.base ? Math.max(had, share * deepestCut) : Math.max(had, this.base);
		this.base = Math.max(Math.min(kept, share * (1 - smallestCut(share))), leastShare, 1 / limit);
		this.cutAt = now;
	}

	private share(now: number): number {
		const windows = (now - this.cutAt) / this.windowMs - quietWindows(this.base);
		return windows < 0 ? this.base : Math.min(1, this.base + growth(windows));
	}
}
