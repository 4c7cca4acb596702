import {
	doubling,
	everyFiveSeconds,
	everySecond,
	itemByItem,
	measurePolling,
	ours,
	type PollingResult,
	type Strategy,
} from './polling';
import { doneJobs, fastJobs, pollingCases, tenSecondJobs } from './polling-cases';
import { goal, table } from './report';

const strategies: Array<[string, Strategy]> = [
	['Check Status', ours],
	['every 1 s', everySecond],
	['every 5 s', everyFiveSeconds],
	['1, 2, 4 … 32 s', doubling],
	['item by item, every 1 s', itemByItem],
];

const seconds = (ms: number) => (ms / 1_000).toFixed(1);

export async function pollingCase(): Promise<string> {
	const parts: string[] = [
		"On a virtual clock, because the runs span hours: our poller and schedules that others publish, all behind our limiter, against the mock server's sliding log of 25 calls in 5 s, which also counts refused calls, with 20 to 120 ms each way. Delay: from the end of a request until it is noticed.",
	];
	const results = new Map<string, PollingResult>();
	for (const pollingCase of pollingCases) {
		const rows: string[][] = [];
		for (const [title, strategy] of strategies) {
			const result = await measurePolling(strategy, pollingCase);
			if (strategy === ours) results.set(pollingCase.name, result);
			rows.push([
				title,
				result.looksPerJob.toFixed(2),
				seconds(result.delayP50),
				seconds(result.delayP95),
				seconds(result.totalMs),
				String(result.throttled),
			]);
		}
		const header = [
			'schedule',
			'polls each',
			'delay p50 s',
			'delay p95 s',
			'all noticed s',
			'429s',
		];
		parts.push(`${pollingCase.name}:`, table(header, rows));
	}
	const of = (name: string) => results.get(name) ?? nothing;
	const [fast, ten, done] = [of(fastJobs.name), of(tenSecondJobs.name), of(doneJobs.name)];
	const throttled = [...results.values()].reduce((sum, result) => sum + result.throttled, 0);
	parts.push(
		[
			goal(
				fast.looksPerJob <= 2 && fast.delayP95 <= 3_500,
				`fast requests cost at most 2.0 polls and are noticed within 3.5 s at the 95th percentile (${fast.looksPerJob.toFixed(2)}, ${seconds(fast.delayP95)} s).`,
			),
			goal(
				ten.totalMs <= 1.3 * 25_000,
				`100 requests of 10 s are noticed within 1.3 times the sum of 10 s and the 15 s that 100 calls take (${(ten.totalMs / 25_000).toFixed(2)}).`,
			),
			goal(throttled === 0, `no 429 (${throttled}).`),
			`- 1,000 requests that are already done: ${(done.totalMs / 195_000).toFixed(3)} times the 195 s that 1,000 calls take at minimum.`,
		].join('\n'),
	);
	return parts.join('\n\n');
}

const nothing: PollingResult = {
	looksPerJob: NaN,
	delayP50: NaN,
	delayP95: NaN,
	totalMs: NaN,
	throttled: NaN,
};
