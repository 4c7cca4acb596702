/**
 * What an account's limiter learns from 429s: how long to hold all calls, and which share of the limit to use.
 *
 * A 429 during a burst may only show that bursts are too much: from then on calls are spaced evenly, as fast as the limit
 * allows. A 429 for evenly spaced calls, or when nothing of this limiter counted before the burst, shows that others use
 * the account too: n8n's other workers, each with a limiter of its own, or other programs.
 *
 * Then the limiter knows what it can have: what was accepted of its calls within the last window, since the others had
 * the rest. Its share becomes that and a little less, a large share giving up more than a small one, so that shares come
 * to be equal. From there it grows as in CUBIC (RFC 9438): to the plateau that it had, a while along it, and then steeply,
 * until the next 429. A small share grows sooner. A client that is alone again has the limit back in 27 s on average, in 50 s at most.
 *
 * The constants were chosen on simulated runs, and `npm run bench -- 6` measures them on others; docs/queue-mode.md has the figures.
 * At most about nine limiters settle: with more, the `leastShare` of each adds up to more than the limit.
 *
 * Pure: the caller passes the time, in ms.
 */

/** How long the server's window gets to drain after a 429 without a `Retry-After`. */
const holdMs = 1_000;

/** The same when calls are spaced evenly, in gaps between them. */
const evenHoldGaps = 1.5;

/** For how many windows calls are spaced evenly after a 429. Then bursts are allowed again. */
const evenWindows = 12;

/** Evenly spaced calls are 3 % slower than the limit, so that inexact timing does not exceed it. */
const reserve = 1.03;

/** What a share of the whole limit gives up at a 429; a smaller share gives up less of itself. */
const giving = 0.08;

/** What remains of a share at least: few calls may have been accepted because few were sent. */
const deepestCut = 0.4;

/** In how many windows a share would grow back to its plateau if it had given up the whole limit. */
const returnWindows = 14;

/** In how many windows it grows from the plateau by the whole limit: more for a larger share. */
const growthWindows = (plateau: number) => 6 + 2 * plateau;

/** How flat the growth is at first, and how steep at last. */
const growthPower = 8;

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
	/** When the share was last cut, to what, and around which share it grows slowly. */
	private cutAt = -Infinity;
	private bottom = 1;
	private plateau = 1;

	constructor(private readonly windowMs: number) {}

	throttled(now: number, refusal: Refusal): void {
		const { sentAt, limit, retryAfterMs, accepted, isBusy, isFresh } = refusal;
		// A call that goes as soon as LeadSquared says may find that it still counts the burst.
		const isSettled = retryAfterMs === undefined || sentAt >= this.evenFrom + this.windowMs;
		const wasEven = (sentAt < this.evenUntil && isSettled) || this.share(sentAt) < 1;
		const showsOthers = wasEven || (isFresh && isBusy && retryAfterMs === undefined);
		if (sentAt >= this.holdUntil && showsOthers) {
			this.cutShare(now, limit, isBusy ? accepted.length : limit);
		}
		if (retryAfterMs !== undefined) {
			this.hold(now + retryAfterMs);
		} else {
			// What was accepted is all that fits, until the oldest of it no longer counts.
			const room = showsOthers ? Math.floor(this.bottom * limit) : accepted.length;
			const leavesAt = (accepted.at(-Math.max(1, room)) ?? -Infinity) + this.windowMs;
			const shortestMs = wasEven ? evenHoldGaps * this.evenGapMs(limit, this.bottom) : holdMs;
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

	private evenGapMs(limit: number, share: number): number {
		return (reserve * this.windowMs) / (limit * share);
	}

	private cutShare(now: number, limit: number, accepted: number): void {
		const share = this.share(now);
		const least = Math.max(leastShare, 1 / limit);
		const had = Math.min(share, Math.max(share * deepestCut, accepted / limit));
		this.plateau = Math.max(had, least);
		this.bottom = Math.max(had * (1 - giving * share), least);
		this.cutAt = now;
	}

	private share(now: number): number {
		const untilPlateau = returnWindows * Math.cbrt(this.plateau - this.bottom);
		const windows = (now - this.cutAt) / this.windowMs - untilPlateau;
		const change =
			windows < 0
				? (windows / returnWindows) ** 3
				: (windows / growthWindows(this.plateau)) ** growthPower;
		return Math.min(1, this.plateau + change);
	}
}
