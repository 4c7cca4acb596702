/**
 * How many items fit into an hour at each limit: the nodes' own limiter on a virtual clock, with answers that take as
 * long as in the benchmark. The number of polls and the memory come from docs/benchmarks.md.
 */
import { windowMs } from '../../nodes/shared/account/account';
import { Limiter } from '../../nodes/shared/limit/limiter';
import { table } from '../bench/report';
import { fs, path, root } from '../support/platform';
import { randomFrom } from '../support/random';
import { VirtualClock } from '../support/virtual-clock';

/** Calls per 5 seconds of LeadSquared's plans, and one for an account that other programs use too. */
const limits = [25, 20, 10, 5];

/** A tenth of an hour, measured after a minute: from then on, each minute is like the one before. */
const [fromMs, untilMs, tenths] = [60_000, 420_000, 10];

/** Calls that are answered within an hour, with 25 under way at most. */
async function callsPerHour(limit: number): Promise<number> {
	const clock = new VirtualClock();
	const limiter = new Limiter(windowMs, clock);
	limiter.restrict('credential', limit);
	const random = randomFrom(1);
	let answered = 0;
	const worker = async () => {
		while (clock.now() < untilMs) {
			const permit = await limiter.acquire('run');
			await clock.wait(20 + random() * 100);
			permit?.done();
			if (clock.now() > fromMs && clock.now() <= untilMs) answered++;
		}
	};
	for (let n = 0; n < 25; n++) void worker();
	await clock.run();
	return answered * tenths;
}

const benchmarks = () => fs.readFileSync(path.join(root, 'docs', 'benchmarks.md'), 'utf8');

/** Polls per request until it is final, from the first table of the benchmark's part on waiting. */
function pollsPerRequest(): number {
	const polls = /\| Check Status +\| +([\d.]+) \|/.exec(benchmarks())?.[1];
	if (polls === undefined)
		throw new Error('docs/benchmarks.md does not say how many polls a request takes');
	return Number(polls);
}

/** Peak memory of the largest run of the benchmark's part on growth, in MB: of the node, and of a bare loop. */
function peakMemory(): [string, string] {
	const peaks = benchmarks().matchAll(/\| 100,000 \|.*\| +(\d+) \|$/gm);
	const [node, loop] = [...peaks].map(([, peak]) => peak);
	if (node === undefined || loop === undefined) {
		throw new Error('docs/benchmarks.md does not say what 100,000 items take');
	}
	return [node, loop];
}

export function memoryLine(): string {
	const [node, loop] = peakMemory();
	return `Memory: 100,000 items in one run used ${node} MB at peak, of which a bare loop over n8n's HTTP helper uses ${loop} MB ([benchmarks](benchmarks.md), part 4). 250,000 items run within Node's default heap (part 7). For more, split the input across several executions.`;
}

/** Two significant figures; the rest is noise. */
function rounded(value: number): string {
	const step = 10 ** (Math.floor(Math.log10(value)) - 1);
	return (Math.floor(value / step) * step).toLocaleString('en-US');
}

export async function sizingTable(): Promise<string> {
	const polls = pollsPerRequest();
	const rows = await Promise.all(
		limits.map(async (limit) => {
			const calls = await callsPerHour(limit);
			const perHour = (callsPerItem: number) => rounded(calls / callsPerItem);
			return [`${limit}`, perHour(1), perHour(2), perHour(2), perHour(1 + polls)];
		}),
	);
	return table(
		[
			'Calls per 5 Seconds',
			'updates only',
			"updates, found by the lead's email",
			'update, then one status check',
			`update, then Wait for Completion (${polls} polls each)`,
		],
		rows,
	);
}
