/** One measurement in its own process, so that none inherits the memory of another. Reads and prints JSON. */
import '../support/setup';

import { opportunityId } from '../sandbox';
import { collectGarbage, later, proc, v8 } from '../support/platform';
import { loadNodes, runContestant, type Contestant, type Target } from './contestants';

export interface Task {
	contestant: Contestant;
	count: number;
	target: Target;
	/** This many runs at once, each with its own opportunities. */
	runs: number;
}

export interface Measured {
	seconds: number;
	/** MB: the most that the process held, and what it held before. */
	peakMb: number;
	startMb: number;
	/** MB: how large the heap may become. */
	heapLimitMb: number;
	/** Bytes per item that are still held after the run, its results included. */
	heldPerItem: number;
	/** Items in the output with a RequestId, or with a status. */
	withRequestId: number;
}

async function measure({ contestant, count, target, runs }: Task): Promise<Measured> {
	const idsOf = (run: number) =>
		Array.from({ length: count }, (_, n) => opportunityId(run * count + n + 1));
	const nodeTypes = loadNodes(contestant, target);
	const send = async (ids: readonly string[]) =>
		await runContestant(contestant, target, nodeTypes, ids);
	// The first calls of a process are slow. Where a limit is measured, each would count.
	if (target.callsPerWindow > 25) await send(idsOf(0).slice(0, 50));
	const all = Array.from({ length: runs }, (_, run) => idsOf(run));
	collectGarbage?.();
	const before = proc.memoryUsage();
	let peak = before.rss;
	let running = true;
	const sample = () => {
		peak = Math.max(peak, proc.memoryUsage().rss);
		if (running) later(sample, 20);
	};
	sample();
	const startedAt = performance.now();
	const results = await Promise.all(all.map(send));
	const seconds = (performance.now() - startedAt) / 1_000;
	running = false;
	collectGarbage?.();
	const after = proc.memoryUsage();
	const outputs = results.flatMap(({ data }) =>
		Object.entries(data.resultData.runData)
			.filter(([name]) => name !== 'Start' && name !== 'Loop' && name !== 'Wait')
			.flatMap(([, tasks]) => tasks.flatMap((task) => task.data?.main?.[0] ?? [])),
	);
	const megabyte = 2 ** 20;
	return {
		seconds,
		peakMb: peak / megabyte,
		startMb: before.rss / megabyte,
		heapLimitMb: v8.getHeapStatistics().heap_size_limit / megabyte,
		heldPerItem: (after.heapUsed - before.heapUsed) / (count * runs),
		withRequestId: outputs.filter(
			({ json }) => json.RequestId !== undefined || json.RequestID !== undefined,
		).length,
	};
}

void measure(JSON.parse(proc.argv[2] ?? '') as Task).then((measured) => {
	proc.stdout.write(`\n${JSON.stringify(measured)}\n`);
	proc.exit(0);
});
