/**
 * What it costs to wait for many requests, and how late their end is noticed: our poller beside the schedules that
 * others publish. On a virtual clock, with our limiter and the sandbox's strictest limit for all of them, so that
 * only the schedules differ, hours pass in a moment and every run is the same.
 */
import { Limiter } from '../../nodes/shared/limit/limiter';
import type { QueueMetrics } from '../../nodes/shared/async-api/metrics-call';
import {
	pollUntilSettled,
	type PolledRequest,
} from '../../nodes/LeadSquaredCheckStatus/polling/poller';
import { scheduleByQueue } from '../../nodes/LeadSquaredCheckStatus/polling/queue-schedule';
import { createLimit } from '../sandbox';
import { randomFrom } from '../support/random';
import { VirtualClock } from '../support/virtual-clock';

const limit = 25;
const windowMs = 5_000;
const plan = { firstDelayMs: 2_000, maxDelayMs: 30_000 };

export interface PollingCase {
	name: string;
	/** When each job is final, in ms after all were submitted. */
	doneAt: readonly number[];
	/** Waits for each job separately, so that the limit does not matter. */
	alone?: boolean;
	/** What LeadSquared's queue says at the start. */
	metrics?: QueueMetrics;
}

export interface PollingResult {
	looksPerJob: number;
	/** ms from the end of a job until it was noticed. */
	delayP50: number;
	delayP95: number;
	/** ms until the last one was noticed. */
	totalMs: number;
	throttled: number;
}

interface Job extends PolledRequest {
	doneAt: number;
	noticedAt: number;
}

/** One account: its jobs, its limit and how to poll a job. */
class Account {
	readonly clock = new VirtualClock();
	readonly jobs: Job[];
	readonly random: () => number;
	calls = 0;
	throttled = 0;
	private readonly limiter = new Limiter(windowMs, this.clock);
	private readonly server = createLimit('log+rejected', limit, windowMs);

	constructor(doneAt: readonly number[], seed: number) {
		this.random = randomFrom(seed);
		this.limiter.restrict('account', limit);
		this.jobs = doneAt.map((at) => ({
			doneAt: at,
			noticedAt: Infinity,
			sinceMs: 0,
			polls: 0,
			lastMs: 0,
		}));
	}

	/** True if the job is final. The call takes 20 to 120 ms to arrive, and so does its answer. */
	async look(job: Job, signal?: AbortSignal): Promise<boolean> {
		const permit = await this.limiter.acquire('run', signal);
		if (permit === undefined) return false;
		await this.clock.wait(20 + this.random() * 100);
		const arrivedAt = this.clock.now();
		const admitted = this.server.admit(arrivedAt);
		await this.clock.wait(20 + this.random() * 100);
		this.calls++;
		if (admitted) {
			permit.done();
		} else {
			this.throttled++;
			permit.throttled();
		}
		if (!admitted || job.doneAt > arrivedAt) return false;
		job.noticedAt = this.clock.now();
		return true;
	}

	async pause(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
		const end = this.clock.now() + ms;
		while (this.clock.now() < end && signal?.aborted !== true) {
			await this.clock.wait(Math.min(250, end - this.clock.now()));
		}
		return signal?.aborted !== true;
	}
}

export type Strategy = (account: Account, metrics: QueueMetrics | undefined) => Promise<void>;

/** As Check Status waits. */
export const ours: Strategy = async (account, metrics) => {
	const { clock, jobs } = account;
	await pollUntilSettled(jobs, {
		schedule: plan,
		deadlineMs: 12 * 3_600_000,
		limit: { limit, windowMs },
		concurrency: 25,
		clock: { now: () => clock.now(), pause: async (ms, signal) => await account.pause(ms, signal) },
		random: account.random,
		signal: undefined,
		begin: async () => {
			if (metrics === undefined || jobs.length <= limit) return;
			// The question costs a call as well.
			await account.look({ ...jobs[0]!, doneAt: Infinity });
			scheduleByQueue(jobs, metrics, plan, clock.now());
		},
		pollOnce: async (job, signal) => ((await account.look(job, signal)) ? 'settled' : 'open'),
		onRound: () => undefined,
	});
};

/** Each job has its own loop, which pauses before each poll. */
const loops =
	(pauseMs: (look: number) => number): Strategy =>
	async (account) => {
		await Promise.all(
			account.jobs.map(async (job) => {
				for (let look = 0; ; look++) {
					await account.clock.wait(pauseMs(look));
					if (await account.look(job)) return;
				}
			}),
		);
	};

export const everySecond = loops(() => 1_000);
export const everyFiveSeconds = loops(() => 5_000);
/** 1, 2, 4 … 32 s. */
export const doubling = loops((look) => 1_000 * 2 ** Math.min(5, look));

/** One job after the other, as nodes do that wait inside the loop over their items; every second. */
export const itemByItem: Strategy = async (account) => {
	for (const job of account.jobs) {
		while (!(await account.look(job))) await account.clock.wait(1_000);
	}
};

export async function measurePolling(
	strategy: Strategy,
	pollingCase: PollingCase,
): Promise<PollingResult> {
	const { doneAt, alone, metrics } = pollingCase;
	// Seeds far apart, or the generator's first numbers would hardly differ.
	const accounts =
		alone === true
			? doneAt.map((at, n) => new Account([at], (n + 1) * 1_000_003))
			: [new Account(doneAt, 1)];
	for (const account of accounts) {
		void strategy(account, metrics);
		await account.clock.run();
	}
	const jobs = accounts.flatMap((account) => account.jobs);
	const delays = jobs.map(({ noticedAt, doneAt: at }) => noticedAt - at).sort((a, b) => a - b);
	const percentile = (share: number) => delays[Math.floor((delays.length - 1) * share)] ?? NaN;
	const sum = (count: (account: Account) => number) =>
		accounts.reduce((total, account) => total + count(account), 0);
	return {
		looksPerJob: sum(({ calls }) => calls) / jobs.length,
		delayP50: percentile(0.5),
		delayP95: percentile(0.95),
		totalMs: Math.max(...jobs.map(({ noticedAt }) => noticedAt)),
		throttled: sum(({ throttled }) => throttled),
	};
}
