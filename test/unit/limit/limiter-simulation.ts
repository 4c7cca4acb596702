import { lanesOf, runLanes } from '../../../nodes/shared/lib/lanes';
import { Limiter, type Clock } from '../../../nodes/shared/limit/limiter';
import type { Quota } from '../../../nodes/shared/limit/quota';
import { randomFrom } from '../../support/random';
import { VirtualClock } from '../../support/virtual-clock';

export const windowMs = 5_000;

export function limiterOf(
	limit: number,
	clock: VirtualClock,
	Kind: LimiterKind = Limiter,
): Limiter {
	const limiter = new Kind(windowMs, clock);
	limiter.restrict('credential', limit);
	return limiter;
}

/** What LeadSquared saw of the simulated processes. */
export interface Seen {
	/** When each call arrived. */
	arrivals: number[];
	accepted: Array<{ at: number; process: number }>;
	/** When calls arrived that were refused. */
	refusals: number[];
	throttled: number;
	/** The largest number of attempts of any call. */
	mostTries: number;
	finishedAt: number;
}

export interface Simulation {
	/** What each process takes for the account's limit. */
	limit: number;
	/** How many calls there are to make; a list says how many each process has of its own. */
	calls: number | readonly number[];
	/** How many processes share the calls. */
	processes?: number;
	/** Latency of call n to the server and back, in ms. */
	latency: (n: number) => [number, number];
	admit?: (now: number) => boolean;
	/** Another client that keeps to no limit: the time between its calls, or a draw of it. */
	otherCallsEveryMs?: number | (() => number);
	/** How much later each process starts than the one before. */
	apartMs?: number;
	/** What each 429 says. */
	says?: { retryAfterMs?: number; quota?: Quota };
	/** Whether each process makes its calls as a node does, in a run that begins with few at a time. */
	inRuns?: boolean;
	/** Whether the account has accepted as many calls as the limit before, long ago. */
	isTried?: boolean;
	/** How many calls of a process wait or are in flight at a time; all of them if left out. */
	atOnce?: number;
	/** The last process is killed once so many calls were accepted; the calls that it has taken on are lost. */
	killedAfter?: number;
	/** The limiter to try; ours if left out. */
	Kind?: LimiterKind;
}

export type LimiterKind = new (windowMs: number, clock: Clock) => Limiter;

/** The limiter's first calls, all accepted; then two quiet windows. */
export async function tryOut(limiter: Limiter, limit: number, clock: VirtualClock): Promise<void> {
	for (let n = 0; n < limit; n++) {
		void limiter.acquire('before').then((permit) => permit?.done());
	}
	void clock.wait(3 * windowMs);
	await clock.run();
}

/** Sends calls until each is accepted, as the client does: limiter, call, 429, limiter again. */
export async function simulate({
	limit,
	calls,
	processes = 1,
	latency,
	admit = () => true,
	otherCallsEveryMs,
	apartMs = 0,
	says = {},
	inRuns = false,
	isTried = false,
	atOnce = Infinity,
	killedAfter = Infinity,
	Kind = Limiter,
}: Simulation): Promise<Seen> {
	const clock = new VirtualClock();
	const seen: Seen = {
		arrivals: [],
		accepted: [],
		refusals: [],
		throttled: 0,
		mostTries: 0,
		finishedAt: 0,
	};
	const common = { toCome: typeof calls === 'number' ? calls : 0 };
	const stocks =
		typeof calls === 'number'
			? Array.from({ length: processes }, () => common)
			: calls.map((toCome) => ({ toCome }));
	let left = [...new Set(stocks)].reduce((sum, { toCome }) => sum + toCome, 0);
	let count = 0;
	let startedAt = 0;
	const isKilled = (process: number) =>
		process === processes - 1 && seen.accepted.length >= killedAfter;
	/** Whether the call was accepted. */
	const one = async (limiter: Limiter, process: number, n: number) => {
		for (let tries = 1; ; tries++) {
			const permit = await limiter.acquire('run');
			if (permit === undefined) throw new Error('nobody cancelled');
			if (isKilled(process)) {
				permit.unused();
				break;
			}
			const [there, back] = latency(n);
			await clock.wait(there);
			const at = clock.now();
			seen.arrivals.push(at);
			const isAccepted = admit(at);
			if (isAccepted) seen.accepted.push({ at, process });
			else seen.refusals.push(at);
			await clock.wait(back);
			seen.mostTries = Math.max(seen.mostTries, tries);
			if (isAccepted || isKilled(process)) {
				permit.done();
				break;
			}
			seen.throttled++;
			permit.throttled(says.retryAfterMs, says.quota);
		}
		left--;
		if (!isKilled(process)) seen.finishedAt = clock.now();
	};
	const other = async (everyMs: () => number) => {
		while (left > 0) {
			await clock.wait(everyMs());
			admit(clock.now());
		}
	};
	for (const [process, stock] of stocks.entries()) {
		const limiter = limiterOf(limit, clock, Kind);
		if (isTried) {
			await tryOut(limiter, limit, clock);
			startedAt = clock.now();
		}
		if (inRuns) {
			const lanes = lanesOf(Array.from({ length: stock.toCome }, () => undefined));
			void runLanes(lanes, 25, async () => {
				await one(limiter, process, count++);
				return true;
			});
			continue;
		}
		const lane = async () => {
			if (process > 0) await clock.wait(process * apartMs);
			while (!isKilled(process) && stock.toCome-- > 0) await one(limiter, process, count++);
		};
		const lanes = Math.min(atOnce, stock.toCome);
		for (let n = 0; n < lanes; n++) void lane();
	}
	if (typeof otherCallsEveryMs === 'number') void other(() => otherCallsEveryMs);
	else if (otherCallsEveryMs !== undefined) void other(otherCallsEveryMs);
	await clock.run(3_600_000);
	seen.finishedAt -= startedAt;
	if (left !== 0) throw new Error(`${left} calls never ended`);
	return seen;
}

/** 20 to 120 ms in all, as the sandbox answers. */
export function shortLatency(seed: number): (n: number) => [number, number] {
	const random = randomFrom(seed);
	return () => [10 + random() * 50, 10 + random() * 50];
}

/** 20 to 120 ms there and 70 to 270 ms back. */
export function usualLatency(seed: number): (n: number) => [number, number] {
	const random = randomFrom(seed);
	return () => [20 + random() * 100, 70 + random() * 200];
}

export function meanOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
