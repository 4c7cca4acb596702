import { Limiter } from '../../../nodes/shared/limit/limiter';
import {
	pollUntilSettled,
	type PolledRequest,
	type PollResult,
	type PollerClock,
} from '../../../nodes/LeadSquaredCheckStatus/polling/poller';
import { VirtualClock } from '../../support/virtual-clock';

interface Job extends PolledRequest {
	name: string;
	/** ms at which it becomes final. */
	doneAt: number;
	looksAt: number[];
}

const job = (name: string, doneAt: number, sinceMs = 0): Job => ({
	name,
	doneAt,
	sinceMs,
	polls: 0,
	lastMs: 0,
	looksAt: [],
});

interface Setting {
	jobs: Job[];
	maxWaitMs?: number;
	limit?: number;
	signal?: AbortSignal;
	/** In place of a look that takes 100 ms. */
	look?: (job: Job, signal: AbortSignal, clock: VirtualClock) => Promise<PollResult>;
}

/** Waits with no jitter; returns the time at which the waiting ended. */
async function run({ jobs, maxWaitMs = 300_000, limit = 1_000, signal, look }: Setting) {
	const clock = new VirtualClock();
	const pollerClock: PollerClock = {
		now: () => clock.now(),
		pause: async (ms, stop) => {
			const end = clock.now() + ms;
			while (clock.now() < end && stop?.aborted !== true) {
				await clock.wait(Math.min(250, end - clock.now()));
			}
			return stop?.aborted !== true;
		},
	};
	const rounds: Array<{ at: number; open: number }> = [];
	let endedAt = -1;
	void pollUntilSettled(jobs, {
		schedule: { firstDelayMs: 2_000, maxDelayMs: 30_000 },
		deadlineMs: maxWaitMs,
		limit: { limit, windowMs: 5_000 },
		concurrency: 25,
		clock: pollerClock,
		random: () => 0.5,
		signal,
		begin: async () => await Promise.resolve(),
		pollOnce: async (one, lookSignal) => {
			if (look !== undefined) return await look(one, lookSignal, clock);
			one.looksAt.push(clock.now());
			await clock.wait(100);
			return one.doneAt <= clock.now() ? 'settled' : 'open';
		},
		onRound: (open) => rounds.push({ at: clock.now(), open }),
	}).then(() => (endedAt = clock.now()));
	await clock.run();
	expect(endedAt).toBeGreaterThanOrEqual(0);
	return { endedAt, rounds };
}

test('all that is pending is looked at in rounds, and what is final no more', async () => {
	const jobs = [job('fast', 1_000), job('slow', 9_000)];
	const { endedAt, rounds } = await run({ jobs });
	expect(jobs.map(({ looksAt }) => looksAt)).toEqual([[2_000], [2_000, 4_100, 7_200, 11_800]]);
	expect(rounds).toEqual([
		{ at: 2_100, open: 1 },
		{ at: 4_200, open: 1 },
		{ at: 7_300, open: 1 },
		{ at: 11_900, open: 0 },
	]);
	expect(endedAt).toBe(11_900);
});

test('the oldest are looked at first', async () => {
	const order: string[] = [];
	const jobs = [job('young', 0, 0), job('old', 0, -9_000), job('older', 0, -10_000)];
	await run({
		jobs,
		look: async ({ name }) => {
			order.push(name);
			return await Promise.resolve('settled');
		},
	});
	expect(order).toEqual(['older', 'old', 'young']);
});

test('the time is kept: a last look just before the deadline, and then it ends', async () => {
	const stuck = job('stuck', Infinity);
	const { endedAt } = await run({ jobs: [stuck], maxWaitMs: 60_000 });
	expect(stuck.looksAt.at(-1)).toBe(59_500);
	expect(endedAt).toBe(59_600);
});

test('a wait that is shorter than the first delay still ends with a look', async () => {
	const one = job('one', 0);
	await run({ jobs: [one], maxWaitMs: 1_000 });
	expect(one.looksAt).toEqual([500]);
});

test('the last round of a large batch begins earlier, so that each has its last look in time', async () => {
	const jobs = Array.from({ length: 100 }, (_, n) => job(String(n), Infinity));
	let free = 0;
	const { endedAt } = await run({
		jobs,
		maxWaitMs: 60_000,
		limit: 25,
		// 25 in 5 seconds, as the limiter lets them go.
		look: async (one, signal, clock) => {
			const at = (free = Math.max(clock.now(), free + 200));
			while (clock.now() < at && !signal.aborted) await clock.wait(Math.min(250, at - clock.now()));
			if (signal.aborted) return 'none';
			one.looksAt.push(clock.now());
			return 'open';
		},
	});
	expect(endedAt).toBeLessThanOrEqual(60_250);
	for (const { looksAt } of jobs)
		expect(looksAt.at(-1)).toBeGreaterThanOrEqual(60_000 - 15_500 - 5_000);
});

test('a look that is under way at the deadline is awaited, one that has not begun is not made', async () => {
	const jobs = [job('slow to answer', 0), job('in line', 0)];
	const begun: string[] = [];
	const { endedAt } = await run({
		jobs,
		maxWaitMs: 10_000,
		look: async (one, signal, clock) => {
			if (one.name === 'in line') {
				while (!signal.aborted) await clock.wait(250);
				return 'none';
			}
			begun.push(one.name);
			await clock.wait(12_000);
			return 'settled';
		},
	});
	expect(begun).toEqual(['slow to answer']);
	expect(endedAt).toBe(14_000);
	expect(jobs.map(({ polls: looks }) => looks)).toEqual([1, 0]);
});

test('the signal ends it within a quarter of a second', async () => {
	const controller = new AbortController();
	const clockless = job('one', Infinity);
	const { endedAt } = await run({
		jobs: [clockless],
		signal: controller.signal,
		look: async (one, _signal, clock) => {
			one.looksAt.push(clock.now());
			void clock.wait(1_000).then(() => controller.abort());
			return await Promise.resolve('open');
		},
	});
	expect(clockless.looksAt).toEqual([2_000]);
	expect(endedAt).toBeLessThanOrEqual(3_250);
});

test('nothing to wait for is no wait', async () => {
	expect((await run({ jobs: [] })).endedAt).toBe(0);
});

/** Mean looks per job and the 95th percentile of the delay until it was noticed, in s. */
function figures(jobs: readonly Job[]) {
	const delays = jobs
		.map(({ looksAt, doneAt }) => looksAt.at(-1)! + 100 - doneAt)
		.sort((a, b) => a - b);
	return {
		looks: jobs.reduce((sum, { looksAt }) => sum + looksAt.length, 0) / jobs.length,
		p95: delays[Math.floor(delays.length * 0.95)]! / 1_000,
	};
}

test('jobs that take 3 s in the mean cost two looks, and 95 of 100 are noticed within 3.5 s', async () => {
	// The quantiles of the exponential distribution in place of random draws.
	const jobs = Array.from({ length: 1_000 }, (_, n) =>
		job(String(n), -3_000 * Math.log(1 - (n + 0.5) / 1_000)),
	);
	await run({ jobs });
	const { looks, p95 } = figures(jobs);
	expect(looks).toBeLessThanOrEqual(2);
	expect(p95).toBeLessThanOrEqual(3.5);
});

describe("under the account's limit of 25 calls in 5 seconds", () => {
	/** Looks through the limiter, each taking 100 ms. */
	function throughLimiter(): NonNullable<Setting['look']> {
		let limiter: Limiter | undefined;
		return async (one, signal, clock) => {
			if (limiter === undefined) {
				limiter = new Limiter(5_000, clock);
				limiter.restrict('credential', 25);
			}
			const permit = await limiter.acquire('run', signal);
			if (permit === undefined) return 'none';
			one.looksAt.push(clock.now());
			await clock.wait(100);
			permit.done();
			return one.doneAt <= clock.now() ? 'settled' : 'open';
		};
	}

	test('100 jobs of 10 s are all noticed within 1.3 times those 10 s and the 15 s that 100 calls take', async () => {
		const jobs = Array.from({ length: 100 }, (_, n) => job(String(n), 10_000));
		const { endedAt } = await run({ jobs, limit: 25, look: throughLimiter() });
		expect(endedAt).toBeLessThanOrEqual(1.3 * 25_000);
	});

	test('1,000 finished jobs are noticed in hardly more than the 195 s that 1,000 calls take', async () => {
		const jobs = Array.from({ length: 1_000 }, (_, n) => job(String(n), 0));
		const { endedAt } = await run({ jobs, limit: 25, look: throughLimiter() });
		expect(jobs.every(({ looksAt }) => looksAt.length === 1)).toBe(true);
		expect(endedAt).toBeLessThanOrEqual(1.06 * 195_000);
	});
});
