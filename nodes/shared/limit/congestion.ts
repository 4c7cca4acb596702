/**
 * What an account's limiter learns from 429s: how long to hold, and how large a part of the limit is its own.
 *
 * A 429 that meets a burst only says that bursts are too much: calls leave evenly from then on, as fast as the
 * limit allows. A 429 that meets even calls says that others use the account too: n8n's other workers, each
 * with a limiter of its own, or other programs. Then the share is cut, and grows back as in CUBIC (RFC 9438):
 * soon to near where the trouble came, slowly there, and faster the longer all goes well. So those who share an
 * account come to share its limit, and whoever is alone again has all of it back within 100 s.
 *
 * Measured on the models of `test/unit/limit/congestion.test.ts`, 1,000 calls of limiters that each believe the limit
 * theirs, six runs each: 2 of them take 1.02 to 1.17 times the bound of one that has it alone, 3 take 1.03 to 1.22,
 * 5 take 1.09 to 1.25; of the calls 1, 2 and 3.5 % are refused after the first 30 s; the shares of 2 differ by up to
 * 2 to 1 in a minute. Without shares, where refused calls count, 2 took 1.62 times and 484 429s, and 5 never ended.
 * About ten are the most that settle: with `leastShare` each, more of them exceed the limit.
 *
 * Pure: whoever asks brings the time, in ms.
 */

/** Time for the server's window to drain after a 429 that names no time. */
const holdMs = 1_000;

/** For how many windows calls leave evenly after bursts were too much, and how much slower than the limit. */
const evenWindows = 12;

const reserve = 1.02;

/**
 * What a cut leaves of the share. The first ones, and those that follow soon, leave less: far from the true share,
 * small steps take so many 429s that a call may use up its tries.
 */
const cut = 0.8;

const quickCut = 0.6;

const soonWindows = 3;

/** In how many windows a share grows by a whole limit, counted from where the trouble came: all is back within 20. */
const growthWindows = 14;

/** The least that a share can be, beside one call in a window: an account that refuses all is given up in time. */
const leastShare = 0.1;

export class CongestionControl {
	/** No call leaves before. */
	holdUntil = -Infinity;
	private evenUntil = -Infinity;
	/** When the share was cut last, to what, and where it grows slowly. */
	private cutAt = -Infinity;
	private bottom = 1;
	private plateau = 1;

	constructor(private readonly windowMs: number) {}

	/**
	 * A call was refused for the limit.
	 *
	 * @param sentAt when it left: calls that left before the last hold tell nothing new
	 * @param limit calls that a window may have
	 * @param retryAfterMs what LeadSquared said, if it did
	 */
	throttled(now: number, sentAt: number, limit: number, retryAfterMs = holdMs): void {
		const wasEven = sentAt < this.evenUntil || this.share(sentAt) < 1;
		if (sentAt >= this.holdUntil && wasEven) this.cutShare(now, limit);
		this.holdUntil = Math.max(this.holdUntil, now + retryAfterMs);
		this.evenUntil = Math.max(this.evenUntil, this.holdUntil + evenWindows * this.windowMs);
	}

	/** The time between two calls; undefined where calls need not leave evenly. */
	gapMs(now: number, limit: number): number | undefined {
		const share = this.share(now);
		if (share === 1 && now >= this.evenUntil) return undefined;
		return (reserve * this.windowMs) / (limit * share);
	}

	private cutShare(now: number, limit: number): void {
		const share = this.share(now);
		const isQuick = share === 1 || now - this.cutAt < soonWindows * this.windowMs;
		this.bottom = Math.max(share * (isQuick ? quickCut : cut), leastShare, 1 / limit);
		// Trouble below the last plateau: somebody new is there, for whom room is left.
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
