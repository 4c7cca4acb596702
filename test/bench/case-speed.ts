import { otherCheckout, titles, type Contestant } from './contestants';
import { measure, type Machine, type Result } from './measure';
import { goal, median, table } from './report';

const rounds = 5;
const perSecond = (count: number, { seconds }: Result) => count / seconds;

/** Limited only by n8n and this machine. */
export async function ceilingCase(machine: Machine): Promise<string> {
	const count = 2_000;
	const compared: Contestant[] = ['helper', 'helper, one expression', 'ours', 'http'];
	if (otherCheckout !== undefined) compared.push('ours, other build');
	const results = new Map<Contestant, Result[]>(compared.map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const contestant of compared) {
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
	const rows = compared.map((name) => [
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

export async function growthCase(machine: Machine): Promise<string> {
	const counts = [1_000, 10_000, 100_000];
	const growing: Contestant[] = ['ours', 'helper'];
	if (otherCheckout !== undefined) growing.push('ours, other build');
	const rows: Array<{ name: Contestant; count: number; result: Result }> = [];
	for (const count of counts) {
		for (const name of growing) {
			rows.push({
				name,
				count,
				result: await measure(machine, { contestant: name, count, server: 'bare' }),
			});
		}
	}
	const msPerItem = ({ count, result }: (typeof rows)[number]) => (result.seconds * 1_000) / count;
	const heldOf = ({ result }: (typeof rows)[number]) => result.heldPerItem / 1_024;
	const ours = rows.filter(({ name }) => name === 'ours');
	// The memory held can be negative if the run freed more than it kept.
	const isFlat = (values: number[]) =>
		Math.min(...values) > 0 && Math.max(...values) <= 1.15 * Math.min(...values);
	const list = (values: number[]) => values.map((value) => value.toFixed(2)).join(', ');
	const [times, held] = [ours.map(msPerItem), ours.map(heldOf)];
	return [
		'Memory held is what the process still holds when the run has ended, beyond what it held before: the input items and the results.',
		table(
			['method', 'items', 'ms per item', 'KB held per item', 'peak memory in MB'],
			rows.map((row) => [
				titles[row.name],
				row.count.toLocaleString('en'),
				msPerItem(row).toFixed(2),
				heldOf(row).toFixed(2),
				row.result.peakMb.toFixed(0),
			]),
		),
		[
			goal(
				isFlat(times),
				`time per item within 15 % from 1,000 to 100,000 items (${list(times)} ms).`,
			),
			goal(isFlat(held), `memory per item within 15 % (${list(held)} KB).`),
		].join('\n'),
	].join('\n\n');
}
