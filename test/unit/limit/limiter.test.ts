import fc from 'fast-check';

import type { Limiter } from '../../../nodes/shared/limit/limiter';
import { VirtualClock } from '../../support/virtual-clock';
import { limiterOf, simulate, tryOut, windowMs } from './limiter-simulation';

function mostInAnyWindow(arrivals: readonly number[]): number {
	const sorted = [...arrivals].sort((a, b) => a - b);
	return sorted.reduce((most, start, i) => {
		const end = sorted.findIndex((at, j) => j >= i && at - start >= windowMs);
		return Math.max(most, (end === -1 ? sorted.length : end) - i);
	}, 0);
}

test('lets every call through, and never more than the limit arrive in any window, whatever the latency', async () => {
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

test('until the account has accepted as many calls in a row as the limit, few are in flight and none are lost', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 60 }),
			fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.boolean()), {
				minLength: 1,
				maxLength: 60,
			}),
			async (limit, planned) => {
				const clock = new VirtualClock();
				const limiter = limiterOf(limit, clock);
				let inARow = 0;
				let inFlight = 0;
				let ended = 0;
				for (const [latency, isRefused] of planned) {
					void limiter.acquire('run').then(async (permit) => {
						inFlight++;
						if (inARow < limit) expect(inFlight).toBeLessThanOrEqual(Math.ceil(limit / 5));
						await clock.wait(latency);
						inFlight--;
						inARow = isRefused ? 0 : inARow + 1;
						if (isRefused) permit?.throttled();
						else permit?.done();
						ended++;
					});
				}
				await clock.run();
				expect(ended).toBe(planned.length);
			},
		),
		{ numRuns: 60 },
	);
});

/** Calls of several executions at any time. Some callers stop waiting. */
const plannedCalls = fc.array(
	fc.record({
		execution: fc.constantFrom('a', 'b', 'c'),
		comesAt: fc.integer({ min: 0, max: 12_000 }),
		there: fc.integer({ min: 0, max: 3_000 }),
		back: fc.integer({ min: 0, max: 3_000 }),
		/** Whether the answer is a 429. A time-out gives its slot back like any answer. */
		throttled: fc.boolean(),
		/** After how long the caller stops waiting for its turn. */
		givesUpAfter: fc.option(fc.integer({ min: 0, max: 9_000 }), { nil: undefined }),
	}),
	{ minLength: 1, maxLength: 60 },
);

test('keeps the bound, loses no slot and lets everyone go after abandoned, failed and throttled calls', async () => {
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

			// Long after, every slot is free again. The account accepts as many calls as the limit in a row; after that
			// they are sent at once, and no more.
			await tryOut(limiter, limit, clock);
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

test('lets executions take turns: none goes twice while another one waits', async () => {
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
				// The free slots are granted before another execution arrives.
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

describe('whose turn it is', () => {
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

	test('gives a small run its turn within two windows beside a large one', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(25, clock);
		for (let n = 0; n < 5_000; n++) void call(limiter, clock, 'large');
		const small = call(limiter, clock, 'small');
		await clock.run(2 * windowMs);
		expect(await small).toBeLessThanOrEqual(2 * windowMs);
	});

	test('serves the calls of a run first come, first served', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(2, clock);
		const order: number[] = [];
		for (let n = 0; n < 6; n++) void call(limiter, clock, 'run').then(() => order.push(n));
		await clock.run();
		expect(order).toEqual([0, 1, 2, 3, 4, 5]);
	});

	test('dismisses a cancelled call at once, without taking a slot', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(1, clock);
		const controller = new AbortController();
		const first = call(limiter, clock, 'run');
		const cancelled = call(limiter, clock, 'run', controller.signal);
		const third = call(limiter, clock, 'run');
		controller.abort();
		expect(await cancelled).toBeUndefined();
		expect(clock.now()).toBe(0);
		await clock.run();
		expect(await first).toBe(0);
		expect(await third).toBe(100 + windowMs + 1);
		expect(await call(limiter, clock, 'run', controller.signal)).toBeUndefined();
	});

	test('counts a slot that is given back twice as one slot', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(1, clock);
		const permit = await limiter.acquire('run');
		permit?.done();
		permit?.done();
		const times = [call(limiter, clock, 'run'), call(limiter, clock, 'run')];
		await clock.run();
		expect(await Promise.all(times)).toEqual([windowMs + 1, 2 * windowMs + 102]);
	});

	test('frees the slot of a call that was never sent at once, and only once', async () => {
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

	test('makes all calls wait after a 429 as long as LeadSquared says, then spaces them evenly', async () => {
		const clock = new VirtualClock();
		const limiter = limiterOf(25, clock);
		(await limiter.acquire('run'))?.throttled(3_000);
		const times = await (async () => {
			const calls = [1, 2, 3].map(() => call(limiter, clock, 'run'));
			await clock.run();
			return await Promise.all(calls);
		})();
		expect(times).toEqual([3_000, 3_206, 3_412]);
	});

	test('keeps to the smallest limit of two credentials until that credential is corrected', async () => {
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
		// At once, although the one slot in use before is still cooling.
		expect(third).toBeLessThan(windowMs + 500);
	});

	test('forgets the limit of a credential that moved to another account once another credential names one', () => {
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
