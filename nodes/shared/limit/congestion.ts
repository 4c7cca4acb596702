/**
 * What an account's limiter learns from 429s: how long to hold all calls, and which share of the limit to use.
 *
 * A 429 during a burst only shows that bursts are too much: from then on calls are spaced evenly, as fast as the limit
 * allows. A 429 for evenly spaced calls shows that others use the account too: n8n's other workers, each with a limiter
 * of its own, or other programs. Then the share is cut, and grows back as in CUBIC (RFC 9438): quickly to the plateau
 * near which the 429 came, slowly around it, and faster again while no 429 comes. In this way the clients of an account
 * come to share its limit, and a client that is alone again has the whole limit within 100 s.
 *
 * Measured on the models of `test/unit/limit/congestion.test.ts`, with 1,000 calls of limiters that each assume the whole
 * limit, six runs each: 2 limiters take 1.02 to 1.17 times the least time that one alone needs, 3 take 1.03 to 1.22 times and 5
 * take 1.09 to 1.25 times; after the first 30 s, 1, 2 and 3.5 % of the calls are refused; the shares of 2 differ by up
 * to 2 to 1 in a minute. Without shares, if refused calls count, 2 took 1.62 times as long with 484 429s, and 5 never
 * finished. At most about ten limiters settle: with more, the `leastShare` of each adds up to more than the limit.
 *
 * Pure: the caller passes the time, in ms.
 */

/** How long the server's window gets to drain after a 429 without a `Retry-After`. */
const holdMs = 1_000;

/** For how many windows calls are spaced evenly after a 429. Then bursts are allowed again. */
const evenWindows = 12;

/** Evenly spaced calls are 2 % slower than the limit, so that inexact timing does not exceed it. */
const reserve = 1.02;

/** What remains of the share after a cut. */
const cut = 0.8;

/**
 * What remains after the first cut, and after one that follows within `soonWindows`. Far from the fair share, small cuts
 * would cause so many 429s that a call may use up its attempts.
 */
const quickCut = 0.6;

const soonWindows = 3;

/** In how many windows a share grows from the plateau by a whole limit. The whole limit is back within 20 windows. */
const growthWindows = 14;

/** The smallest share, though at least one call per window, so that calls fail in time if LeadSquared refuses them all. */
const leastShare = 0.1;

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

	/**
	 * Takes note of a 429.
	 *
	 * @param sentAt when the call was sent: a call from before the last hold shows nothing new
	 * @param limit calls per window
	 * @param retryAfterMs from the reply, if it says so
	 */
	throttled(now: number, sentAt: number, limit: number, retryAfterMs?: number): void {
		// A call that goes as soon as LeadSquared says may find that it still counts the burst.
		const isSettled = retryAfterMs === undefined || sentAt >= this.evenFrom + this.windowMs;
		const wasEven = (sentAt < this.evenUntil && isSettled) || this.share(sentAt) < 1;
		if (sentAt >= this.holdUntil && wasEven) this.cutShare(now, limit);
		this.hold(now + (retryAfterMs ?? holdMs));
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
		return (reserve * this.windowMs) / (limit * share);
	}

	private cutShare(now: number, limit: number): void {
		const share = this.share(now);
		const isQuick = share === 1 || now - this.cutAt < soonWindows * this.windowMs;
		this.bottom = Math.max(share * (isQuick ? quickCut : cut), leastShare, 1 / limit);
		// A 429 below the last plateau means that another client has joined: aim lower to leave it room.
		const plateau = share < this.plateau ? (share * (1 + cut)) / 2 : share;
		this.plateau = Math.max(plateau, this.bottom);
		this.cutAt = now;
	}

	private share(now: number): number {
		const windows = (now - this.cutAt) / this.windowMs;
		const untilPlateau = growthWindows * Math.cbrt(this.plateau - this.bottom);
		return Math.min(1, this.plateau + ((windows - untilPlateau) / growthWindows) ** 3);
	}
}
