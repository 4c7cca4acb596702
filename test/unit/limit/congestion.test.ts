import fc from 'fast-check';

import { CongestionControl } from '../../../nodes/shared/limit/congestion';
import { createLimit } from '../../sandbox/rate-limit';
import type { LimitModel } from '../../sandbox/types';
import {
	meanOf,
	simulate,
	usualLatency,
	windowMs,
	type Seen,
	type Simulation,
} from './limiter-simulation';

const limits = fc.integer({ min: 1, max: 40 });
/** 429s, each some time after the one before. */
const refusals = fc.array(
	fc.record({
		afterMs: fc.integer({ min: 0, max: 60_000 }),
		sentBeforeMs: fc.integer({ min: 0, max: 10_000 }),
		retryAfterMs: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
		acceptedBeforeMs: fc.array(fc.integer({ min: 0, max: windowMs - 1 }), { maxLength: 40 }),
		isBusy: fc.boolean(),
		isFresh: fc.boolean(),
	}),
	{ minLength: 1, maxLength: 30 },
);

test('whatever is refused, calls are never faster than the limit, never stop, and are free again in two minutes', () => {
	fc.assert(
		fc.property(limits, refusals, (limit, all) => {
			const congestion = new CongestionControl(windowMs);
			const evenMs = windowMs / limit;
			let now = 0;
			for (const { afterMs, sentBeforeMs, acceptedBeforeMs, ...rest } of all) {
				now += afterMs;
				const accepted = acceptedBeforeMs.sort((a, b) => b - a).map((ms) => now - ms);
				const heldBefore = congestion.holdUntil;
				congestion.throttled(now, { sentAt: now - sentBeforeMs, limit, accepted, ...rest });
				expect(congestion.holdUntil).toBeGreaterThanOrEqual(now + (rest.retryAfterMs ?? 0));
				// A Retry-After is at most a minute; without one, a tenth of the limit and one and a half gaps.
				expect(congestion.holdUntil).toBeLessThanOrEqual(
					Math.max(heldBefore, now + Math.max(rest.retryAfterMs ?? 0, 16 * evenMs, 2 * windowMs)),
				);
				const gapMs = congestion.gapMs(now, limit);
				expect(gapMs).toBeGreaterThan(evenMs);
				expect(gapMs).toBeLessThanOrEqual(1.03 * Math.min(windowMs, 10 * evenMs) + 1e-6);
			}
			const end = congestion.holdUntil + 120_000;
			expect(congestion.gapMs(end, limit)).toBeUndefined();
		}),
	);
});

test('a share is never cut by more than three fifths at once', () => {
	fc.assert(
		fc.property(limits, fc.integer({ min: 0, max: 40 }), fc.boolean(), (limit, count, isBusy) => {
			const congestion = new CongestionControl(windowMs);
			const accepted = Array.from({ length: count }, () => 0);
			const facts = { limit, retryAfterMs: undefined, accepted, isBusy, isFresh: true };
			congestion.throttled(0, { sentAt: 0, ...facts });
			const gapMs = congestion.gapMs(0, limit) ?? 0;
			// Spaced evenly, a share is used but for 6 %, and 3 % are kept back.
			expect(gapMs).toBeLessThanOrEqual((1.03 / (0.4 * 0.94)) * (windowMs / limit) + 1e-6);
		}),
	);
});

/** Every worker of n8n has its own limiter, and learns of the others only by their 429s. */
describe('several limiters of 25 in 5 seconds share an account of 25 in 5 seconds', () => {
	const models: LimitModel[] = ['log', 'log+rejected', 'fixed', 'anchored', 'bucket', 'counter'];
	const boundMs = windowMs * (1_000 / 25 - 1);
	/** Before that, limiters collide for the first time and cannot know of each other. */
	const settledAfterMs = 30_000;

	async function share(
		model: LimitModel,
		seed: number,
		work: Pick<Simulation, 'calls' | 'processes' | 'apartMs'>,
	) {
		const limit = createLimit(model, 25, windowMs);
		return await simulate({
			limit: 25,
			latency: usualLatency(seed),
			admit: (now) => limit.admit(now + (seed * windowMs) / 3),
			// Ten executions of five items at a time, as a worker of n8n has them.
			atOnce: 50,
			apartMs: 137,
			...work,
		});
	}
	const acceptedIn = (seen: Seen, process: number, from: number, to: number) =>
		seen.accepted.filter((one) => one.process === process && one.at >= from && one.at < to).length;

	test.each(
		models.flatMap((model) => [
			{ model, processes: 2, times: 1.2, refused: 20 },
			{ model, processes: 3, times: 1.25, refused: 30 },
			{ model, processes: 5, times: 1.35, refused: 50 },
		]),
	)(
		'$processes limiters settle against $model, and 1,000 calls take at most $times times the bound',
		async ({ model, processes, times, refused }) => {
			const runs: Seen[] = [];
			for (let seed = 0; seed < 6; seed++) {
				runs.push(await share(model, seed, { calls: 1_000, processes }));
			}
			for (const seen of runs) {
				// No call fails because of 429s that other n8n workers cause: 'Max Tries' is 5.
				expect(seen.mostTries).toBeLessThanOrEqual(5);
				// None starves: in each minute each gets at least a sixth of an equal share.
				for (let from = settledAfterMs; from < 150_000; from += 60_000) {
					for (let process = 0; process < processes; process++) {
						const equal = (60_000 / windowMs) * (25 / processes);
						expect(acceptedIn(seen, process, from, from + 60_000)).toBeGreaterThan(equal / 6);
					}
				}
			}
			const finished = runs.map(({ finishedAt }) => finishedAt);
			expect(meanOf(finished)).toBeLessThanOrEqual(times * boundMs);
			const late = runs.map(({ refusals }) => refusals.filter((at) => at > settledAfterMs).length);
			expect(meanOf(late)).toBeLessThanOrEqual(refused);
		},
	);

	test.each(models)('one that joins later gets its share against %s', async (model) => {
		const seen = await share(model, 1, { calls: [700, 300], apartMs: 60_000 });
		expect(seen.mostTries).toBeLessThanOrEqual(5);
		const [from, to] = [60_000 + settledAfterMs, 150_000];
		const equal = ((to - from) / windowMs) * (25 / 2);
		expect(acceptedIn(seen, 1, from, to)).toBeGreaterThan(equal / 6);
	});

	test.each(models)(
		'one has the full rate against %s 50 s after the other has gone',
		async (model) => {
			const seen = await share(model, 1, { calls: [1_400, 200] });
			const goneAt = Math.max(
				...seen.accepted.filter((one) => one.process === 1).map(({ at }) => at),
			);
			const from = goneAt + 50_000;
			expect(seen.finishedAt).toBeGreaterThan(from + 4 * windowMs);
			// Evenly spaced calls leave 2 % of the limit unused, and the first burst after them may be refused.
			expect(acceptedIn(seen, 0, from, from + 4 * windowMs)).toBeGreaterThanOrEqual(4 * 25 * 0.9);
		},
	);

	test('five calls with five tries each end within a minute at an account that refuses everything', async () => {
		let arrived = 0;
		const seen = await simulate({
			limit: 25,
			calls: 5,
			latency: usualLatency(1),
			// From then on calls get through, since simulated calls never give up.
			admit: () => ++arrived > 5 * 5,
		});
		expect(seen.refusals.at(-1)).toBeLessThanOrEqual(60_000);
	});
});
