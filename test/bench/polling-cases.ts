import type { PollingCase } from './polling';

const count = 100;
const numbers = Array.from({ length: count }, (_, n) => n);
const drainedPerMinute = 24.8;

export const pollingCases: PollingCase[] = [
	{
		// The quantiles of the exponential distribution in place of draws.
		name: '1,000 fast jobs, each by itself (exponential, 3 s in the mean)',
		doneAt: Array.from({ length: 1_000 }, (_, n) => -3_000 * Math.log(1 - (n + 0.5) / 1_000)),
		alone: true,
	},
	{ name: '100 jobs that all take 10 s', doneAt: numbers.map(() => 10_000) },
	{
		name: `100 jobs drained at ${drainedPerMinute} a minute`,
		doneAt: numbers.map((n) => ((n + 1) / drainedPerMinute) * 60_000),
		metrics: {
			pendingMessages: count,
			maxDelayInSeconds: Math.round((count / drainedPerMinute) * 60),
			processingRatePerMinute: drainedPerMinute,
		},
	},
	{
		// The fourth of LeadSquared's own retries: 30 s, 2, 7 and 15 minutes after one another.
		name: '1 job that succeeds at the fourth retry (1,470 s)',
		doneAt: [1_470_000],
	},
	{ name: '1,000 jobs that are done', doneAt: Array.from({ length: 1_000 }, () => 0) },
];
