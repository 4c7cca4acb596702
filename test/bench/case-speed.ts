import { otherCheckout, titles, type Contestant } from './contestants';
import { measure, type Machine, type Result } from './measure';
import { goal, median, table } from './report';

const rounds = 5;
const perSecond = (count: number, { seconds }: Result) => count / seconds;

/** Limited only by n8n and this machine. */
export async function ceilingCase(machine: Machine): Promise<string> {
	const count = 2_000;
	const contestants: Contestant[] = ['helper', 'helper, one expression', 'ours', 'http'];
	if (otherCheckout !== undefined) contestants.push('ours, other build');
	const results = new Map<Contestant, Result[]>(contestants.map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const contestant of contestants) {
			results.get(contestant)?.push(await measure(machine, { contestant, count, server: 'bare' }));
		}
	}
	const speed = (name: Contestant) =>
		median((results.get(name) ?? []).map((result) => perSecond(count, result)));
	// Runs next to each other are compared, so that a slow moment of the machine affects both.
	const share = (name: Contestant, ceiling: Contestant = 'helper') =>
		median(
			(results.get(name) ?? []).map((result, round) => {
				const beside = results.get(ceiling)?.[round];
				return beside === undefined ? NaN : beside.seconds / result.seconds;
			}),
		);
	const rows = contestants.map((name) => [
		titles[name],
		speed(name).toFixed(0),
		share(name).toFixed(2),
		median((results.get(name) ?? []).map(({ peakMb }) => peakMb)).toFixed(0),
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

interface Growth {
	name: Contestant;
	count: number;
	result: Result;
}

const msPerItem = ({ count, result }: Growth) => (result.seconds * 1_000) / count;
const heldOf = ({ result }: Growth) => result.heldPerItem / 1_024;
const peakOf = ({ result }: Growth) => result.peakMb;

/** What a node may need at most, compared with a bare loop. */
const most = { peak: 1.15, held: 1.2, time: 1.25 };

const compared = (own: Growth, loop: Growth) => ({
	peak: peakOf(own) / peakOf(loop),
	held: heldOf(own) / heldOf(loop),
	time: msPerItem(own) / msPerItem(loop),
});

export async function growthCase(machine: Machine): Promise<string> {
	const rows: Growth[] = [];
	const measureOne = async (name: Contestant, count: number): Promise<Growth> => {
		const result = await measure(machine, { contestant: name, count, server: 'bare' });
		const row = { name, count, result };
		rows.push(row);
		return row;
	};
	for (const count of [1_000, 10_000]) {
		await measureOne('ours', count);
		await measureOne('helper, one expression', count);
	}
	const goals: string[] = [];
	const count = 100_000;
	for (const { ours, beside, bare, title } of nodes) {
		const [own, loop] = [await measureOne(ours, count), await measureOne(bare, count)];
		const other = otherCheckout === undefined ? undefined : await measureOne(beside, count);
		const { peak, held, time } = compared(own, loop);
		const before = other && compared(other, loop);
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
		'Memory held is what the process still holds when the run has ended, beyond what it held before: the input items and the results. The bare loop reads the ID of each item with an expression and sends the same calls.',
		growthTable(rows),
		goals.join('\n'),
	].join('\n\n');
}

/** In a process with no setting of memory: n8n's own default is that of Node. */
export async function manyCase(machine: Machine): Promise<string> {
	const count = 250_000;
	const rows: Growth[] = [];
	for (const { ours: name } of nodes) {
		rows.push({
			name,
			count,
			result: await measure(machine, { contestant: name, count, server: 'bare' }),
		});
	}
	const [{ result: first } = { result: undefined }] = rows;
	const limitMb = first?.heapLimitMb ?? NaN;
	return [
		`n8n sets no limit of its own, so the heap has Node's default, on this machine ${limitMb.toFixed(0)} MB.`,
		growthTable(rows),
		goal(
			rows.every(({ result }) => result.withRequestId === count),
			`${count.toLocaleString('en')} items run within it, and every one comes out.`,
		),
	].join('\n\n');
}

function growthTable(rows: readonly Growth[]): string {
	return table(
		['method', 'items', 'ms per item', 'KB held per item', 'peak memory in MB'],
		rows.map((row) => [
			titles[row.name],
			row.count.toLocaleString('en'),
			msPerItem(row).toFixed(2),
			heldOf(row).toFixed(2),
			peakOf(row).toFixed(0),
		]),
	);
}
