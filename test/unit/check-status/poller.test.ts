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
	polledAt: number[];
}

const job = (name: string, doneAt: number, sinceMs = 0): Job => ({
	name,
	doneAt,
	sinceMs,
	polls: 0,
	lastMs: 0,
	polledAt: [],
});

interface Setting {
	jobs: Job[];
	maxWaitMs?: number;
	limit?: number;
	signal?: AbortSignal;
	/** Replaces a poll that takes 100 ms. */
	poll?: (job: Job, signal: AbortSignal, clock: VirtualClock) => Promise<PollResult>;
}

/** Waits without jitter; returns the time at which the waiting ended. */
async function run({ jobs, maxWaitMs = 300_000, limit = 1_000, signal, poll }: Setting) {
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
		pollOnce: async (one, pollSignal) => {
			if (poll !== undefined) return await poll(one, pollSignal, clock);
			one.polledAt.push(clock.now());
			await clock.wait(100);
			return one.doneAt <= clock.now() ? 'settled' : 'open';
		},
		onRound: (open) => rounds.push({ at: clock.now(), open }),
	}).then(() => (endedAt = clock.now()));
	await clock.run();
	expect(endedAt).toBeGreaterThanOrEqual(0);
	return { endedAt, rounds };
}

test('polls all that is pending in rounds, and what is final no more', async () => {
	const jobs = [job('fast', 1_000), job('slow', 9_000)];
	const { endedAt, rounds } = await run({ jobs });
	expect(jobs.map(({ polledAt }) => polledAt)).toEqual([[2_000], [2_000, 4_100, 7_200, 11_800]]);
	expect(rounds).toEqual([
		{ at: 2_100, open: 1 },
		{ at: 4_200, open: 1 },
		{ at: 7_300, open: 1 },
		{ at: 11_900, open: 0 },
	]);
	expect(endedAt).toBe(11_900);
});

test('polls the oldest requests first', async () => {
	const order: string[] = [];
	const jobs = [job('young', 0, 0), job('old', 0, -9_000), job('older', 0, -10_000)];
	await run({
		jobs,
		poll: async ({ name }) => {
			order.push(name);
			return await Promise.resolve('settled');
		},
	});
	expect(order).toEqual(['older', 'old', 'young']);
});

test('polls once more just before the deadline, then stops', async () => {
	const stuck = job('stuck', Infinity);
	const { endedAt } = await run({ jobs: [stuck], maxWaitMs: 60_000 });
	expect(stuck.polledAt.at(-1)).toBe(59_500);
	expect(endedAt).toBe(59_600);
});

test('polls once at the end of a wait that is shorter than the first delay', async () => {
	const one = job('one', 0);
	await run({ jobs: [one], maxWaitMs: 1_000 });
	expect(one.polledAt).toEqual([500]);
});

test('begins the last round of a large batch earlier, so that each request is polled in time', async () => {
	const jobs = Array.from({ length: 100 }, (_, n) => job(String(n), Infinity));
	let free = 0;
	const { endedAt } = await run({
		jobs,
		maxWaitMs: 60_000,
		limit: 25,
		// 25 in 5 seconds, as the limiter does it.
		poll: async (one, signal, clock) => {
			const at = (free = Math.max(clock.now(), free + 200));
			while (clock.now() < at && !signal.aborted) await clock.wait(Math.min(250, at - clock.now()));
			if (signal.aborted) return 'none';
			one.polledAt.push(clock.now());
			return 'open';
		},
	});
	expect(endedAt).toBeLessThanOrEqual(60_250);
	for (const { polledAt } of jobs)
		expect(polledAt.at(-1)).toBeGreaterThanOrEqual(60_000 - 15_500 - 5_000);
});

test('awaits a poll that is under way at the deadline, and starts no other', async () => {
	const jobs = [job('slow to answer', 0), job('in line', 0)];
	const begun: string[] = [];
	const { endedAt } = await run({
		jobs,
		maxWaitMs: 10_000,
		poll: async (one, signal, clock) => {
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
	expect(jobs.map(({ polls }) => polls)).toEqual([1, 0]);
});

test('ends within a quarter of a second of the signal', async () => {
	const controller = new AbortController();
	const clockless = job('one', Infinity);
	const { endedAt } = await run({
		jobs: [clockless],
		signal: controller.signal,
		poll: async (one, _signal, clock) => {
			one.polledAt.push(clock.now());
			void clock.wait(1_000).then(() => controller.abort());
			return await Promise.resolve('open');
		},
	});
	expect(clockless.polledAt).toEqual([2_000]);
	expect(endedAt).toBeLessThanOrEqual(3_250);
});

test('does not wait for an empty batch', async () => {
	expect((await run({ jobs: [] })).endedAt).toBe(0);
});

/** Mean polls per job, and the 95th percentile of the delay until its end was noticed, in s. */
function figures(jobs: readonly Job[]) {
	const delays = jobs
		.map(({ polledAt, doneAt }) => polledAt.at(-1)! + 100 - doneAt)
		.sort((a, b) => a - b);
	return {
		polls: jobs.reduce((sum, { polledAt }) => sum + polledAt.length, 0) / jobs.length,
		p95: delays[Math.floor(delays.length * 0.95)]! / 1_000,
	};
}

test('polls jobs of 3 s in the mean twice, and notices 95 of 100 within 3.5 s', async () => {
	// The quantiles of the exponential distribution in place of random draws.
	const jobs = Array.from({ length: 1_000 }, (_, n) =>
		job(String(n), -3_000 * Math.log(1 - (n + 0.5) / 1_000)),
	);
	await run({ jobs });
	const { polls, p95 } = figures(jobs);
	expect(polls).toBeLessThanOrEqual(2);
	expect(p95).toBeLessThanOrEqual(3.5);
});

describe("under the account's limit of 25 calls in 5 seconds", () => {
	/** Polls through the limiter, each taking 100 ms. */
	function throughLimiter(): NonNullable<Setting['poll']> {
		let limiter: Limiter | undefined;
		return async (one, signal, clock) => {
			if (limiter === undefined) {
				limiter = new Limiter(5_000, clock);
				limiter.restrict('credential', 25);
			}
			const permit = await limiter.acquire('run', signal);
			if (permit === undefined) return 'none';
			one.polledAt.push(clock.now());
			await clock.wait(100);
			permit.done();
			return one.doneAt <= clock.now() ? 'settled' : 'open';
		};
	}

	test('notices 100 jobs of 10 s within 1.3 times those 10 s and the 15 s that 100 calls take', async () => {
		const jobs = Array.from({ length: 100 }, (_, n) => job(String(n), 10_000));
		const { endedAt } = await run({ jobs, limit: 25, poll: throughLimiter() });
		expect(endedAt).toBeLessThanOrEqual(1.3 * 25_000);
	});

	test('notices 1,000 finished jobs in hardly more than the 195 s that 1,000 calls take', async () => {
		const jobs = Array.from({ length: 1_000 }, (_, n) => job(String(n), 0));
		const { endedAt } = await run({ jobs, limit: 25, poll: throughLimiter() });
		expect(jobs.every(({ polledAt }) => polledAt.length === 1)).toBe(true);
		expect(endedAt).toBeLessThanOrEqual(1.06 * 195_000);
	});
});
