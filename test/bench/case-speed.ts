import { otherCheckout, titles, type Contestant } from './contestants';
import { measure, type Machine, type Result } from './measure';
import { goal, median, table } from './report';

const perSecond = (count: number, { seconds }: Result) => count / seconds;

/** The contestants take turns, so that a slow moment of the machine affects all of them. Gives one result per round. */
async function inTurn(
	machine: Machine,
	contestants: readonly Contestant[],
	count: number,
	rounds: number,
): Promise<(name: Contestant) => readonly Result[]> {
	const results = new Map<Contestant, Result[]>(contestants.map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const contestant of contestants) {
			results.get(contestant)?.push(await measure(machine, { contestant, count, server: 'bare' }));
		}
	}
	return (name) => results.get(name) ?? [];
}

const medianOf = (results: readonly Result[], figure: (result: Result) => number) =>
	median(results.map(figure));

/** Median of the ratios of runs next to each other. */
function ratioOf(
	own: readonly Result[],
	beside: readonly Result[],
	figure: (result: Result) => number,
): number {
	return median(
		own.map((result, round) => {
			const other = beside[round];
			return other === undefined ? NaN : figure(result) / figure(other);
		}),
	);
}

const secondsOf = ({ seconds }: Result) => seconds;
const peakOf = ({ peakMb }: Result) => peakMb;
const heldOf = ({ heldPerItem }: Result) => heldPerItem / 1_024;

/** Limited only by n8n and this machine. */
export async function ceilingCase(machine: Machine): Promise<string> {
	const count = 2_000;
	const contestants: Contestant[] = ['helper', 'helper, one expression', 'ours', 'http'];
	if (otherCheckout !== undefined) contestants.push('ours, other build');
	const rounds = 5;
	const results = await inTurn(machine, contestants, count, rounds);
	const speed = (name: Contestant) => medianOf(results(name), (result) => perSecond(count, result));
	const share = (name: Contestant, ceiling: Contestant = 'helper') =>
		ratioOf(results(ceiling), results(name), secondsOf);
	const rows = contestants.map((name) => [
		titles[name],
		speed(name).toFixed(0),
		share(name).toFixed(2),
		medianOf(results(name), peakOf).toFixed(0),
	]);
	return [
		`${count} items, no limit, a server that answers immediately; medians of ${rounds} alternating rounds.`,
		table(['method', 'items per second', 'of the ceiling', 'peak memory in MB'], rows),
		[
			goal(
				share('ours') >= 0.95,
				`at least 0.95 of the ceiling (${share('ours').toFixed(2)}; ${share('ours', 'helper, one expression').toFixed(2)} of the loop that reads the ID with an expression, as every node must).`,
			),
			goal(
				speed('ours') >= speed('http'),
				`no slower than the HTTP Request node (${(speed('ours') / speed('http')).toFixed(2)} times as fast).`,
			),
			...(otherCheckout === undefined
				? []
				: [
						goal(
							share('ours', 'ours, other build') >= 0.97,
							`at least 0.97 of the other build's throughput (${share('ours', 'ours, other build').toFixed(3)}).`,
						),
					]),
		].join('\n'),
	].join('\n\n');
}

/** Ours, the other build if there is one, and the bare loop that reads the ID with an expression and sends the same calls. */
const nodes: Array<{ ours: Contestant; beside: Contestant; bare: Contestant; title: string }> = [
	{
		ours: 'ours',
		beside: 'ours, other build',
		bare: 'helper, one expression',
		title: 'update',
	},
	{
		ours: 'capture',
		beside: 'capture, other build',
		bare: 'helper, capture',
		title: 'capture',
	},
	{ ours: 'check', beside: 'check, other build', bare: 'helper, check', title: 'Check Status' },
];

/** How a contestant did with so many items, in each round. */
interface Growth {
	name: Contestant;
	count: number;
	results: readonly Result[];
}

/** What a node may need at most, compared with a bare loop. */
const most = { peak: 1.15, held: 1.2, time: 1.25 };

export async function growthCase(machine: Machine): Promise<string> {
	const rows: Growth[] = [];
	const measureAll = async (contestants: Contestant[], count: number, rounds: number) => {
		const results = await inTurn(machine, contestants, count, rounds);
		rows.push(...contestants.map((name) => ({ name, count, results: results(name) })));
		return results;
	};
	for (const count of [1_000, 10_000]) {
		await measureAll(['ours', 'helper, one expression'], count, 1);
	}
	const goals: string[] = [];
	const count = 100_000;
	// The peak of one run varies by a twelfth.
	const rounds = 3;
	for (const { ours, beside, bare, title } of nodes) {
		const all = otherCheckout === undefined ? [ours, bare] : [ours, bare, beside];
		const results = await measureAll(all, count, rounds);
		const besideLoop = (name: Contestant) => ({
			peak: ratioOf(results(name), results(bare), peakOf),
			held: ratioOf(results(name), results(bare), heldOf),
			time: ratioOf(results(name), results(bare), secondsOf),
		});
		const { peak, held, time } = besideLoop(ours);
		const before = otherCheckout === undefined ? undefined : besideLoop(beside);
		const than = (ratio: number | undefined) =>
			ratio === undefined ? '' : `, other build ${ratio.toFixed(2)}`;
		goals.push(
			goal(
				peak <= most.peak && held <= most.held && time <= most.time,
				`${title}, ${count.toLocaleString('en')} items, compared with the bare loop: ${peak.toFixed(2)} times its peak (at most ${most.peak}${than(before?.peak)}), ${held.toFixed(2)} times what it holds (at most ${most.held}${than(before?.held)}), ${time.toFixed(2)} times its time (at most ${most.time}${than(before?.time)}).`,
			),
		);
	}
	return [
		`Memory held is what the process still holds when the run has ended, beyond what it held before: the input items and the results. The bare loop reads the ID of each item with an expression and sends the same calls. With ${count.toLocaleString('en')} items, medians of ${rounds} alternating rounds; a ratio is the median of those of runs next to each other.`,
		growthTable(rows),
		goals.join('\n'),
	].join('\n\n');
}

/** In a process with no setting of memory: n8n's own default is that of Node. */
export async function manyCase(machine: Machine): Promise<string> {
	const count = 250_000;
	const rows: Growth[] = [];
	for (const { ours: name } of nodes) {
		const result = await measure(machine, { contestant: name, count, server: 'bare' });
		rows.push({ name, count, results: [result] });
	}
	const all = rows.flatMap(({ results }) => results);
	const limitMb = all[0]?.heapLimitMb ?? NaN;
	return [
		`n8n sets no limit of its own, so the heap has Node's default, on this machine ${limitMb.toFixed(0)} MB.`,
		growthTable(rows),
		goal(
			all.every(({ withRequestId }) => withRequestId === count),
			`${count.toLocaleString('en')} items run within it, and every one comes out.`,
		),
	].join('\n\n');
}

function growthTable(rows: readonly Growth[]): string {
	return table(
		['method', 'items', 'ms per item', 'KB held per item', 'peak memory in MB'],
		rows.map(({ name, count, results }) => [
			titles[name],
			count.toLocaleString('en'),
			((medianOf(results, secondsOf) * 1_000) / count).toFixed(2),
			medianOf(results, heldOf).toFixed(2),
			medianOf(results, peakOf).toFixed(0),
		]),
	);
}
