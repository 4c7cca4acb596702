import { createLimit } from '../../sandbox/rate-limit';
import type { LimitModel } from '../../sandbox/types';
import { meanOf, simulate, usualLatency, windowMs, type Seen } from './limiter-simulation';

describe('250 calls at 25 in 5 seconds, against every kind of limit that LeadSquared may have', () => {
	const exact: LimitModel[] = ['log', 'log+rejected', 'fixed', 'anchored', 'bucket'];
	test.each(exact)('gets no 429 from %s, and ends within 48 s', async (model) => {
		const limit = createLimit(model, 25, windowMs);
		const { throttled, finishedAt } = await simulate({
			limit: 25,
			calls: 250,
			latency: usualLatency(1),
			admit: (now) => limit.admit(now),
		});
		expect(throttled).toBe(0);
		expect(finishedAt).toBeLessThanOrEqual(48_000);
	});

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
