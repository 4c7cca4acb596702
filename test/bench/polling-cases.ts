import type { PollingCase } from './polling';

const count = 100;
const numbers = Array.from({ length: count }, (_, n) => n);
const drainedPerMinute = 24.8;

export const fastJobs: PollingCase = {
	name: '1,000 fast requests, each waited for separately (exponential, mean 3 s)',
	// The quantiles of the distribution in place of draws.
	doneAt: Array.from({ length: 1_000 }, (_, n) => -3_000 * Math.log(1 - (n + 0.5) / 1_000)),
	alone: true,
};

export const tenSecondJobs: PollingCase = {
	name: '100 requests that all take 10 s',
	doneAt: numbers.map(() => 10_000),
};

export const doneJobs: PollingCase = {
	name: '1,000 requests that are already done',
	doneAt: Array.from({ length: 1_000 }, () => 0),
};

export const pollingCases: PollingCase[] = [
	fastJobs,
	tenSecondJobs,
	{
		name: `100 requests in a queue that drains at ${drainedPerMinute} a minute`,
		doneAt: numbers.map((n) => ((n + 1) / drainedPerMinute) * 60_000),
		metrics: {
			pendingMessages: count,
			maxDelayInSeconds: Math.round((count / drainedPerMinute) * 60),
			processingRatePerMinute: drainedPerMinute,
		},
	},
	{
		// LeadSquared's own retries come 30 s, 2, 7 and 15 minutes after one another.
		name: '1 request that succeeds at the fourth retry, after 1,470 s',
		doneAt: [1_470_000],
	},
	doneJobs,
];
