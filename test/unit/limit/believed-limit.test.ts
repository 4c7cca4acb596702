import fc from 'fast-check';

import type { LimitModel } from '../../sandbox/types';
import { createLimit } from '../../sandbox/rate-limit';
import { VirtualClock } from '../../support/virtual-clock';
import {
	benchLatency,
	limiterOf,
	meanOf,
	mostInAnyWindow,
	simulate,
	usualLatency,
	windowMs,
	type Seen,
	type Simulation,
} from './limiter-simulation';

/** 429s that name the limit, in LeadSquared's words. */
const named = (calls: number, inMs = windowMs) => ({ allowance: { calls, windowMs: inMs } });

async function inSixPhases(
	model: LimitModel,
	[calls, inMs]: [number, number],
	simulation: Omit<Simulation, 'limit' | 'latency' | 'admit'>,
): Promise<Seen[]> {
	const runs: Seen[] = [];
	for (let phase = 0; phase < 6; phase++) {
		const limit = createLimit(model, calls, inMs);
		const admit = (now: number) => limit.admit(now + (phase * inMs) / 6);
		runs.push(await simulate({ limit: 25, latency: benchLatency(phase), admit, ...simulation }));
	}
	return runs;
}

const exact: LimitModel[] = ['log', 'log+rejected', 'fixed', 'anchored', 'bucket'];

test.each(
	exact.flatMap((model) => [
		{ model, allowed: 10, calls: 60, times: 1.12, refused: 16 },
		{ model, allowed: 20, calls: 100, times: 1.1, refused: 6 },
	]),
)(
	'a limit of 25 where $model allows $allowed costs $calls calls at most $refused 429s, and $times times the bound',
	async ({ model, allowed, calls, times, refused }) => {
		const runs = await inSixPhases(model, [allowed, windowMs], {
			calls,
			atOnce: 25,
			beginWith: 5,
			refusal: named(allowed),
		});
		const boundMs = windowMs * (calls / allowed - 1);
		expect(meanOf(runs.map(({ finishedAt }) => finishedAt))).toBeLessThanOrEqual(times * boundMs);
		for (const { throttled } of runs) expect(throttled).toBeLessThanOrEqual(refused);
	},
);

test.each<LimitModel>(['log', 'log+rejected', 'fixed'])(
	'a Retry-After of 1 s is enough at an account that allows 10 calls in 2 s by %s and names no limit',
	async (model) => {
		const runs = await inSixPhases(model, [10, 2_000], {
			calls: 100,
			atOnce: 25,
			beginWith: 5,
			refusal: { retryAfterMs: 1_000 },
		});
		// One after the other, waiting a second after each 429, they get 11 to 20 429s.
		expect(meanOf(runs.map(({ throttled }) => throttled))).toBeLessThanOrEqual(10);
		expect(meanOf(runs.map(({ finishedAt }) => finishedAt))).toBeLessThanOrEqual(1.35 * 18_000);
	},
);

test('whatever 429s name, calls go on, and no more arrive in any window than the credential allows', async () => {
	const sentence = fc.option(
		fc.record({
			calls: fc.integer({ min: 1, max: 1_000_000 }),
			windowMs: fc.integer({ min: 1, max: 3_600_000 }),
		}),
		{ nil: undefined },
	);
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 25 }),
			fc.array(sentence, { maxLength: 20 }),
			async (limit, sentences) => {
				const waiting = [...sentences];
				const { arrivals } = await simulate({
					limit,
					calls: 40,
					latency: usualLatency(1),
					admit: () => waiting.length === 0,
					refusal: () => ({ allowance: waiting.shift() }),
				});
				// At worst one call gets through in each window.
				expect(arrivals.at(-1)).toBeLessThanOrEqual((40 + sentences.length + 1) * 2 * windowMs);
				expect(mostInAnyWindow(arrivals)).toBeLessThanOrEqual(limit);
			},
		),
		{ numRuns: 60 },
	);
});

test('from the second window on, no more calls arrive in any window than a 429 has named', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 24 }),
			fc.constantFrom(1_000, windowMs, 60_000),
			async (calls, inMs) => {
				const named = { calls: Math.ceil((calls * inMs) / windowMs), windowMs: inMs };
				const limit = createLimit('log', named.calls, inMs);
				const { arrivals, refusals } = await simulate({
					limit: 25,
					calls: 60,
					latency: () => [50, 50],
					admit: (now) => limit.admit(now),
					refusal: { allowance: named },
				});
				const [first] = refusals;
				if (first === undefined) return;
				const later = arrivals.filter((at) => at > first + windowMs);
				const perWindow = Math.floor((named.calls * windowMs) / inMs);
				expect(mostInAnyWindow(later)).toBeLessThanOrEqual(Math.min(25, perWindow));
			},
		),
		{ numRuns: 40 },
	);
});

describe('newAllowance', () => {
	const refused = async (calls: number, inMs = windowMs) => {
		const limiter = limiterOf(25, new VirtualClock());
		(await limiter.acquire('run'))?.throttled(named(calls, inMs));
		return limiter;
	};

	test('is given once, in the units of the 429', async () => {
		const limiter = await refused(240, 60_000);
		expect(limiter.newAllowance()).toEqual({ calls: 240, windowMs: 60_000, limit: 20 });
		expect(limiter.newAllowance()).toBeUndefined();
	});

	test.each([
		[25, windowMs],
		[50, windowMs],
		[5, 1_000],
	])('is none if a 429 names %i calls in %i ms, which is not less', async (calls, inMs) => {
		expect((await refused(calls, inMs)).newAllowance()).toBeUndefined();
	});

	test('is forgotten when the credential gets another limit, but not when it registers again', async () => {
		const limiter = await refused(10);
		limiter.restrict('credential', 25);
		expect(limiter.newAllowance()).toBeDefined();
		limiter.restrict('credential', 20);
		(await limiter.acquire('run'))?.throttled(named(10));
		expect(limiter.newAllowance()).toMatchObject({ calls: 10 });
	});
});
