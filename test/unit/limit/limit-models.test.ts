import { createLimit } from '../../sandbox/rate-limit';
import type { LimitModel } from '../../sandbox/types';
import {
	meanOf,
	shortLatency,
	simulate,
	usualLatency,
	windowMs,
	type Seen,
	type Simulation,
} from './limiter-simulation';

describe('250 calls at 25 in 5 seconds, against every kind of limit that LeadSquared may have', () => {
	const exact: LimitModel[] = ['log', 'log+rejected', 'fixed', 'anchored', 'bucket'];
	test.each(
		exact.flatMap((model) => [
			{ model, when: 'later', isTried: true, seconds: 48 },
			{ model, when: 'as the first calls of a process', isTried: false, seconds: 49 },
		]),
	)(
		'gets no 429 from $model, and ends within $seconds s $when',
		async ({ model, isTried, seconds }) => {
			const limit = createLimit(model, 25, windowMs);
			const { throttled, finishedAt } = await simulate({
				limit: 25,
				calls: 250,
				latency: usualLatency(1),
				admit: (now) => limit.admit(now),
				isTried,
			});
			expect(throttled).toBe(0);
			expect(finishedAt).toBeLessThanOrEqual(seconds * 1_000);
		},
	);

	test('settles with few 429s from counter, which forbids bursts, in the mean of 12 phases', async () => {
		const runs: Seen[] = [];
		for (let phase = 0; phase < 12; phase++) {
			const limit = createLimit('counter', 25, windowMs);
			const shift = (phase * windowMs) / 12;
			runs.push(
				await simulate({
					limit: 25,
					calls: 250,
					latency: usualLatency(phase),
					admit: (now) => limit.admit(now + shift),
				}),
			);
		}
		expect(meanOf(runs.map(({ throttled }) => throttled))).toBeLessThanOrEqual(10);
		expect(meanOf(runs.map(({ finishedAt }) => finishedAt))).toBeLessThanOrEqual(55_000);
	});

	test.each<LimitModel>(['log', 'log+rejected', 'counter'])(
		'gets all calls through %s beside another client of 2 calls a second, without a storm of 429s',
		async (model) => {
			const limit = createLimit(model, 25, windowMs);
			const { throttled, finishedAt } = await simulate({
				limit: 25,
				calls: 250,
				latency: usualLatency(2),
				admit: (now) => limit.admit(now),
				otherCallsEveryMs: 500,
			});
			expect(throttled).toBeLessThanOrEqual(150);
			expect(finishedAt).toBeLessThanOrEqual(180_000);
		},
	);
});

/** The mean of six runs; each begins at another time of the server's window. */
async function meanRun(
	model: LimitModel,
	quota: { calls: number; windowMs: number },
	work: Omit<Simulation, 'latency' | 'limit' | 'admit'>,
	latency = shortLatency,
): Promise<{ ms: number; refused: number; mostTries: number }> {
	const runs: Seen[] = [];
	for (let seed = 0; seed < 6; seed++) {
		const limit = createLimit(model, quota.calls, quota.windowMs);
		const shift = (seed * quota.windowMs) / 6;
		runs.push(
			await simulate({
				limit: 25,
				latency: latency(seed),
				admit: (now) => limit.admit(now + shift),
				...work,
			}),
		);
	}
	return {
		ms: meanOf(runs.map(({ finishedAt }) => finishedAt)),
		refused: meanOf(runs.map(({ throttled }) => throttled)),
		mostTries: Math.max(...runs.map(({ mostTries }) => mostTries)),
	};
}

describe('the credential says 25 in 5 seconds, the account allows fewer, and LeadSquared says how many', () => {
	const models: LimitModel[] = ['log', 'log+rejected', 'fixed', 'anchored', 'bucket'];
	test.each(
		models.flatMap((model) => [
			{ model, allowed: 10, calls: 60, times: 1.06, refused: 6 },
			{ model, allowed: 20, calls: 100, times: 1.07, refused: 4 },
			{ model, allowed: 5, calls: 30, times: 1.05, refused: 8 },
		]),
	)(
		'$calls calls at $allowed against $model take at most $times times the bound, with at most $refused 429s',
		async ({ model, allowed, calls, times, refused }) => {
			const quota = { calls: allowed, windowMs };
			const seen = await meanRun(model, quota, { calls, inRuns: true, says: { quota } });
			expect(seen.ms).toBeLessThanOrEqual(times * windowMs * (calls / allowed - 1));
			expect(seen.refused).toBeLessThanOrEqual(refused);
			expect(seen.mostTries).toBe(2);
		},
	);

	test('calls that all leave at once are refused once each at most', async () => {
		const quota = { calls: 10, windowMs };
		const seen = await meanRun('log+rejected', quota, { calls: 60, says: { quota } });
		expect(seen.ms).toBeLessThanOrEqual(1.12 * windowMs * 5);
		expect(seen.refused).toBeLessThanOrEqual(5);
		expect(seen.mostTries).toBe(2);
	});

	test('a limit of 10 in 2 seconds is kept by its own window', async () => {
		const quota = { calls: 10, windowMs: 2_000 };
		const seen = await meanRun('log+rejected', quota, { calls: 60, inRuns: true, says: { quota } });
		// The bound is 10 s. The refused calls take room in the credential's window, which is longer.
		expect(seen.ms).toBeLessThanOrEqual(13_500);
		expect(seen.refused).toBeLessThanOrEqual(8);
	});
});

test.each([
	// One call at a time that obeys, as other nodes have it, takes 6.3 s with 4 refused, and 14.8 s with 10.
	{ calls: 30, ms: 6_600 },
	{ calls: 60, ms: 13_000 },
])(
	'a limit of 10 in 2 seconds that is never named, and a Retry-After of a second, cost $calls calls four 429s',
	async ({ calls, ms }) => {
		const quota = { calls: 10, windowMs: 2_000 };
		const work = { calls, inRuns: true, says: { retryAfterMs: 1_000 } };
		const seen = await meanRun('log', quota, work);
		expect(seen.ms).toBeLessThanOrEqual(ms);
		expect(seen.refused).toBeLessThanOrEqual(4);
	},
);

test.each([
	['short', shortLatency],
	['usual', usualLatency],
])(
	'to begin with few calls at a time costs 250 calls at most 1 %%, with %s latency',
	async (_, latency) => {
		const quota = { calls: 25, windowMs };
		const all = await meanRun('log', quota, { calls: 250, atOnce: 25 }, latency);
		const few = await meanRun('log', quota, { calls: 250, inRuns: true }, latency);
		expect(few.ms / all.ms).toBeLessThanOrEqual(1.01);
		expect(few.refused).toBe(0);
	},
);
