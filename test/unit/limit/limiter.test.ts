import fc from 'fast-check';

import type { Limiter } from '../../../nodes/shared/limit/limiter';
import { createLimit, type LimitModel } from '../../sandbox';
import { VirtualClock } from '../../support/virtual-clock';
import {
	limiterOf,
	simulate,
	usualLatency,
	windowMs,
	type Seen,
	type Simulation,
} from './limiter-simulation';

function meanOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function mostInAnyWindow(arrivals: readonly number[]): number {
	const sorted = [...arrivals].sort((a, b) => a - b);
	return sorted.reduce((most, start, i) => {
		const end = sorted.findIndex((at, j) => j >= i && at - start >= windowMs);
		return Math.max(most, (end === -1 ? sorted.length : end) - i);
	}, 0);
}

test('whatever the latency, never more than the limit arrives in any window, and every call gets through', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 25 }),
			fc.array(fc.tuple(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 4_000 })), {
				minLength: 1,
				maxLength: 80,
			}),
			async (limit, latencies) => {
				const { arrivals } = await simulate({
					limit,
					calls: latencies.length,
					latency: (n) => latencies[n] ?? [0, 0],
				});
				expect(arrivals).toHaveLength(latencies.length);
				expect(mostInAnyWindow(arrivals)).toBeLessThanOrEqual(limit);
			},
		),
		{ numRuns: 60 },
	);
});

/** Calls of several executions that come when they like, some of which nobody waits for any more. */
const plannedCalls = fc.array(
	fc.record({
		execution: fc.constantFrom('a', 'b', 'c'),
		comesAt: fc.integer({ min: 0, max: 12_000 }),
		there: fc.integer({ min: 0, max: 3_000 }),
		back: fc.integer({ min: 0, max: 3_000 }),
		/** 429, or the answer that it would have been; a time-out gives its slot back like any other. */
		throttled: fc.boolean(),
		/** After how long the caller gives up waiting for its turn. */
		givesUpAfter: fc.option(fc.integer({ min: 0, max: 9_000 }), { nil: undefined }),
	}),
	{ minLength: 1, maxLength: 60 },
);

test('whoever gives up, fails or is throttled: the bound holds, no slot is lost and nobody waits for ever', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 8 }), plannedCalls, async (limit, planned) => {
			const clock = new VirtualClock();
			const limiter = limiterOf(limit, clock);
			const arrivals: number[] = [];
			let settled = 0;
			const one = async (call: (typeof planned)[number]) => {
				await clock.wait(call.comesAt);
				const controller = new AbortController();
				const { givesUpAfter } = call;
				if (givesUpAfter !== undefined) {
					void clock.wait(givesUpAfter).then(() => controller.abort());
				}
				const permit = await limiter.acquire(call.execution, controller.signal);
				if (permit !== undefined) {
					await clock.wait(call.there);
					arrivals.push(clock.now());
					await clock.wait(call.back);
					if (call.throttled) permit.throttled();
					else permit.done();
				} else {
					expect(givesUpAfter).toBeDefined();
				}
				settled++;
			};
			for (const call of planned) void one(call);
			await clock.run();
			expect(settled).toBe(planned.length);
			expect(mostInAnyWindow(arrivals)).toBeLessThanOrEqual(limit);

			// Long after, every slot is there again: as many calls as the limit leave at once, and no more.
			void clock.wait(20 * windowMs);
			await clock.run();
			const quietAt = clock.now();
			const granted: number[] = [];
			for (let n = 0; n <= limit; n++) {
				void limiter.acquire('last').then(() => granted.push(clock.now()));
			}
			await clock.run(quietAt + 2 * windowMs);
			expect(granted).toEqual(Array.from({ length: limit }, () => quietAt));
		}),
		{ numRuns: 150 },
	);
});

test('executions take turns: none goes twice while another one waits', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 5 }),
			fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 6 }),
			async (limit, sizes) => {
				const clock = new VirtualClock();
				const limiter = limiterOf(limit, clock);
				const turns: number[] = [];
				for (const [execution, size] of sizes.entries()) {
					for (let n = 0; n < size; n++) {
						void limiter.acquire(String(execution)).then(async (permit) => {
							turns.push(execution);
							await clock.wait(50);
							permit?.done();
						});
					}
				}
				await clock.run();
				expect(turns).toHaveLength(sizes.reduce((sum, size) => sum + size, 0));
				// The free slots are granted before another execution has come.
				for (let from = limit; from < turns.length; from++) {
					const to = turns.indexOf(turns[from]!, from + 1);
					if (to === -1) continue;
					const between = turns.slice(from + 1, to);
					for (const waiting of new Set(turns.slice(to + 1))) {
						if (waiting !== turns[from]) expect(between).toContain(waiting);
					}
				}
			},
		),
		{ numRuns: 60 },
	);
});

describe('250 calls at 25 in 5 seconds, against every kind of limit that LeadSquared may have', () => {
	const exact: LimitModel[] = ['log', 'log+rejected', 'fixed', 'anchored', 'bucket'];
	test.each(exact)('%s: no 429, within 48 s', async (model) => {
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

	test('counter, which forbids bursts: it settles, with few 429s in the mean of 12 phases', async () => {
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
		'%s, beside another client that makes 2 calls a second: all get through, without a storm',
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

/** Every worker of n8n has a limiter of its own, and knows of the others by the 429s alone. */
describe('several limiters of 25 in 5 seconds share an account of 25 in 5 seconds', () => {
	const models: LimitModel[] = ['log', 'log+rejected', 'fixed', 'anchored', 'bucket', 'counter'];
	const boundMs = windowMs * (1_000 / 25 - 1);
	/** What arrives before that is the first collision, in which none can know of the others. */
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
			{ model, processes: 2, times: 1.25, refused: 20 },
			{ model, processes: 3, times: 1.25, refused: 30 },
			{ model, processes: 5, times: 1.4, refused: 50 },
		]),
	)(
		'$model, $processes of them: they settle, and 1,000 calls take at most $times times the bound',
		async ({ model, processes, times, refused }) => {
			const runs: Seen[] = [];
			for (let seed = 0; seed < 3; seed++) {
				runs.push(await share(model, seed, { calls: 1_000, processes }));
			}
			for (const seen of runs) {
				// No call fails for the 429s that n8n's other workers cause: 'Max Tries' is 5.
				expect(seen.mostTries).toBeLessThanOrEqual(5);
				// None starves: in each minute each has at least a sixth of an equal part.
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

	test.each(models)('%s: one that comes later gets its part', async (model) => {
		const seen = await share(model, 1, { calls: [700, 300], apartMs: 60_000 });
		expect(seen.mostTries).toBeLessThanOrEqual(5);
		const [from, to] = [60_000 + settledAfterMs, 150_000];
		const equal = ((to - from) / windowMs) * (25 / 2);
		expect(acceptedIn(seen, 1, from, to)).toBeGreaterThan(equal / 6);
	});

	test.each(models)(
		'%s: 100 s after the other one has gone, the rate is full again',
		async (model) => {
			const seen = await share(model, 1, { calls: [1_400, 200] });
			const goneAt = Math.max(
				...seen.accepted.filter((one) => one.process === 1).map(({ at }) => at),
			);
			const from = goneAt + 100_000;
			expect(seen.finishedAt).toBeGreaterThan(from + 4 * windowMs);
			// Even calls leave 2 % of the limit unused, and the first burst after them may be refused.
			expect(acceptedIn(seen, 0, from, from + 4 * windowMs)).toBeGreaterThanOrEqual(4 * 25 * 0.9);
		},
	);

	test('an account that refuses everything: five calls with five tries each end within a minute', async () => {
		let arrived = 0;
		const seen = await simulate({
			limit: 25,
			calls: 5,
			latency: usualLatency(1),
			// From then on the simulated calls, which never give up, may get through.
			admit: () => ++arrived > 5 * 5,
		});
		expect(seen.refusals.at(-1)).toBeLessThanOrEqual(60_000);
	});
});

describe('who may go', () => {
	/** Takes a slot and gives it back after 100 ms. */
	async function call(
		limiter: Limiter,
		clock: VirtualClock,
		execution: string,
		signal?: AbortSignal,
	) {
		const permit = await limiter.acquire(execution, signal);
		if (permit === undefined) return undefined;
		const at = clock.now();
		await clock.wait(100);
		permit.done();
		return at;
	}

	test('a large run does not keep a small one waiting: its turn comes within two windows', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(25, clock);
		for (let n = 0; n < 5_000; n++) void call(limiter, clock, 'large');
		const small = call(limiter, clock, 'small');
		await clock.run(2 * windowMs);
		expect(await small).toBeLessThanOrEqual(2 * windowMs);
	});

	test('within a run, first come is first served', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(2, clock);
		const order: number[] = [];
		for (let n = 0; n < 6; n++) void call(limiter, clock, 'run').then(() => order.push(n));
		await clock.run();
		expect(order).toEqual([0, 1, 2, 3, 4, 5]);
	});

	test('a cancelled call leaves the line within a quarter of a second and takes no slot', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(1, clock);
		const controller = new AbortController();
		const first = call(limiter, clock, 'run');
		const cancelled = call(limiter, clock, 'run', controller.signal);
		const third = call(limiter, clock, 'run');
		controller.abort();
		await clock.run(250);
		expect(await cancelled).toBeUndefined();
		await clock.run();
		expect(await first).toBe(0);
		expect(await third).toBe(100 + windowMs + 1);
		expect(await call(limiter, clock, 'run', controller.signal)).toBeUndefined();
	});

	test('a slot that is given back twice is one slot', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(1, clock);
		const permit = await limiter.acquire('run');
		permit?.done();
		permit?.done();
		const times = [call(limiter, clock, 'run'), call(limiter, clock, 'run')];
		await clock.run();
		expect(await Promise.all(times)).toEqual([windowMs + 1, 2 * windowMs + 102]);
	});

	test('the slot of a call that never left is free at once, and only once', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(1, clock);
		const first = await limiter.acquire('run');
		first?.unused();
		first?.done();
		const second = await limiter.acquire('run');
		expect(clock.now()).toBe(0);
		second?.done();
		const third = limiter.acquire('run');
		await clock.run();
		expect(await third).toBeDefined();
		expect(clock.now()).toBeGreaterThan(windowMs);
	});

	test('after a 429 all wait as long as LeadSquared says, then go evenly', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(25, clock);
		(await limiter.acquire('run'))?.throttled(3_000);
		const times = await (async () => {
			const calls = [1, 2, 3].map(() => call(limiter, clock, 'run'));
			await clock.run();
			return await Promise.all(calls);
		})();
		expect(times).toEqual([3_000, 3_204, 3_408]);
	});

	test('the smallest limit of two credentials holds, until the credential that named it is corrected', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(25, clock);
		limiter.restrict('other', 1);
		expect(limiter.namedLimits()).toEqual([1, 25]);
		const times = [1, 2, 3].map(() => call(limiter, clock, 'run'));
		await clock.run(windowMs + 200);
		limiter.restrict('other', 25);
		expect(limiter.namedLimits()).toEqual([25]);
		await clock.run();
		const [first, second, third] = await Promise.all(times);
		expect([first, second]).toEqual([0, 100 + windowMs + 1]);
		// At once, although the one slot of before is still cooling.
		expect(third).toBeLessThan(windowMs + 500);
	});

	test('a credential that moved to another account leaves its limit to its runs, and to none of another credential', () => {
		const limiter = limiterOf(2, new VirtualClock());
		limiter.movedAway('someone');
		limiter.movedAway('credential');
		expect(limiter.namedLimits()).toEqual([2]);
		limiter.restrict('other', 25);
		expect(limiter.namedLimits()).toEqual([25]);
		limiter.restrict('credential', 10);
		limiter.movedAway('other');
		expect(limiter.namedLimits()).toEqual([10]);
	});
});
