/** The limiter beside others, on a virtual clock: many runs with other latencies and phases of the server's window. */
import { randomFrom } from '../support/random';
import { createLimit } from '../sandbox/rate-limit';
import type { LimitModel } from '../sandbox/types';
import {
	meanOf,
	shortLatency,
	simulate,
	usualLatency,
	windowMs,
	type LimiterKind,
	type Seen,
	type Simulation,
} from '../unit/limit/limiter-simulation';

const limit = 25;

/** Not 0 to 7, on which the constants of the limiter were chosen. */
export const seedsToShow = Array.from({ length: 24 }, (_, n) => 1_000 + n);

export interface Situation {
	title: string;
	models: LimitModel[];
	/** In s: no client can do it faster; after Retry-After alone, the time of one that calls one by one and obeys. */
	bound: (seen: Seen) => number;
	work: Omit<Simulation, 'latency' | 'limit' | 'admit'>;
	quota?: { calls: number; windowMs: number };
	foreign?: (seed: number) => () => number;
	latency?: (seed: number) => (n: number) => [number, number];
	/** In s: when one of the limiters is alone again after the other has gone. */
	aloneAfter?: (seen: Seen) => number;
}

const both: LimitModel[] = ['log', 'log+rejected'];
const others: LimitModel[] = ['fixed', 'anchored', 'bucket', 'counter'];
const share = ({ accepted }: Seen) => (windowMs / 1_000) * (accepted.length / limit - 1);
const besideForeign = ({ accepted }: Seen) => (windowMs / 1_000) * (accepted.length / 15 - 1);
const oneByOne = (seconds: number) => () => seconds;
const worker = { atOnce: 50, apartMs: 137 };

/** ms between two calls. */
function spread(seed: number, least: number, most: number): () => number {
	const random = randomFrom(seed);
	return () => least + (most - least) * random();
}

/** s from the last call of the first other until the rate of two windows is nine tenths of the limit. */
function aloneAfter({ accepted }: Seen): number {
	const of = (process: number) => accepted.filter((one) => one.process === process);
	const goneAt = Math.max(...of(1).map(({ at }) => at));
	const times = of(0).map(({ at }) => at);
	const from = times.find((time) => {
		const inTime = times.filter((at) => at >= time && at < time + 2 * windowMs).length;
		return time >= goneAt && inTime >= 0.9 * 2 * limit;
	});
	return ((from ?? Infinity) - goneAt) / 1_000;
}

export const situations: Situation[] = [
	{
		title: 'alone, 250 calls of a run',
		models: both,
		bound: share,
		work: { calls: 250, inRuns: true },
	},
	{
		title: 'alone, 250 calls of many runs',
		models: both,
		bound: share,
		work: { calls: 250, atOnce: 50 },
	},
	{
		title: 'one worker',
		models: both,
		bound: share,
		work: { calls: 1_000, ...worker },
	},
	{
		title: 'two workers',
		models: both,
		bound: share,
		work: { calls: 1_000, processes: 2, ...worker },
	},
	{
		title: 'two workers, one starts 3 s later',
		models: both,
		bound: share,
		work: { calls: 1_000, processes: 2, ...worker, apartMs: 3_000 },
	},
	{
		title: 'two workers, other limits',
		models: others,
		bound: share,
		work: { calls: 1_000, processes: 2, ...worker },
	},
	{
		title: 'two workers, one is killed',
		models: both,
		bound: share,
		work: { calls: 1_000, processes: 2, killedAfter: 400, ...worker },
	},
	{
		title: 'three workers',
		models: both,
		bound: share,
		work: { calls: 1_000, processes: 3, ...worker },
	},
	{
		title: 'five workers',
		models: both,
		bound: share,
		work: { calls: 1_000, processes: 5, ...worker },
	},
	{
		title: 'five workers, other limits',
		models: others,
		bound: share,
		work: { calls: 1_000, processes: 5, ...worker },
	},
	{
		title: 'alone again',
		models: both,
		bound: share,
		work: { calls: [1_400, 300], processes: 2, ...worker },
		aloneAfter,
	},
	{
		title: 'beside 2 foreign calls a second',
		models: both,
		bound: besideForeign,
		work: { calls: 250, inRuns: true },
		foreign: (seed) => spread(seed, 400, 600),
		latency: shortLatency,
	},
	{
		title: 'the same, at very uneven times',
		models: both,
		bound: besideForeign,
		work: { calls: 250, inRuns: true },
		foreign: (seed) => spread(seed, 0, 1_000),
		latency: shortLatency,
	},
	{
		title: 'Retry-After alone, 30 calls',
		models: ['log'],
		bound: oneByOne(6.3),
		work: { calls: 30, inRuns: true, says: { retryAfterMs: 1_000 } },
		quota: { calls: 10, windowMs: 2_000 },
		latency: shortLatency,
	},
	{
		title: 'Retry-After alone, 60 calls',
		models: ['log'],
		bound: oneByOne(14.8),
		work: { calls: 60, inRuns: true, says: { retryAfterMs: 1_000 } },
		quota: { calls: 10, windowMs: 2_000 },
		latency: shortLatency,
	},
];

export interface Figures {
	seconds: number;
	ratio: number;
	refused: number;
	mostTries: number;
	alone: number[];
}

export async function figuresOf(
	{ work, bound, quota, foreign, latency = usualLatency, aloneAfter: alone }: Situation,
	model: LimitModel,
	seeds: readonly number[],
	Kind: LimiterKind,
): Promise<Figures> {
	const runs: Seen[] = [];
	const { calls, windowMs: ms } = quota ?? { calls: limit, windowMs };
	for (const seed of seeds) {
		const server = createLimit(model, calls, ms);
		const shift = (seed * 0.382 * ms) % ms;
		runs.push(
			await simulate({
				limit,
				latency: latency(seed),
				admit: (now) => server.admit(now + shift),
				Kind,
				...(foreign && { otherCallsEveryMs: foreign(seed) }),
				...work,
			}),
		);
	}
	const ratios = runs.map((seen) => seen.finishedAt / 1_000 / bound(seen));
	return {
		seconds: meanOf(runs.map(({ finishedAt }) => finishedAt)) / 1_000,
		ratio: meanOf(ratios),
		refused: meanOf(runs.map(({ throttled }) => throttled)),
		mostTries: Math.max(...runs.map(({ mostTries }) => mostTries)),
		alone: alone === undefined ? [] : runs.map(alone),
	};
}
