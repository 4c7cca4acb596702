import type { LimitModel } from '../sandbox';
import { titles, type Contestant } from './contestants';
import { measure, type Machine, type Result, type Setting } from './measure';
import { goal, table } from './report';

/** s: no client can do it faster when at most 25 calls may arrive in any 5 s. */
const bound = (count: number) => 5 * (Math.ceil(count / 25) - 1);
const exact: LimitModel[] = ['log', 'log+rejected', 'fixed', 'anchored', 'bucket'];

interface Row extends Setting {
	title: string;
	runs: number;
	result: Result;
}

const ratioOf = ({ count, runs, result }: Row) => result.seconds / bound(count * runs);
const lostOf = ({ count, runs, result }: Row) => count * runs - result.opportunities;
const twiceOf = ({ result }: Row) => result.accepted - result.opportunities;

function tableOf(first: string, rows: readonly Row[]): string {
	return table(
		[first, 'items', 'seconds', 'over the bound', '429s', 'lost', 'twice'],
		rows.map((row) => [
			row.title,
			row.runs > 1 ? `${row.runs} × ${row.count}` : String(row.count),
			row.result.seconds.toFixed(1),
			ratioOf(row).toFixed(3),
			String(row.result.throttled),
			String(lostOf(row)),
			String(twiceOf(row)),
		]),
	);
}

async function measureAll(
	machine: Machine,
	settings: ReadonlyArray<Setting & { title: string }>,
): Promise<Row[]> {
	// They wait most of the time, and each has an account of its own.
	return await Promise.all(
		settings.map(async (setting) => ({
			runs: 1,
			...setting,
			result: await measure(machine, setting),
		})),
	);
}

export async function limitCase(machine: Machine): Promise<string> {
	const compared: Contestant[] = ['ours', 'http', 'http batched', 'loop and wait'];
	const peers = await measureAll(
		machine,
		[100, 250].flatMap((count) =>
			compared.map((contestant) => ({
				title: titles[contestant],
				contestant,
				count,
				server: 'log+rejected',
			})),
		),
	);
	const models = await measureAll(
		machine,
		exact.map((server) => ({ title: server, contestant: 'ours', count: 250, server })),
	);
	const kept = models.every(
		(row) => ratioOf(row) <= 1.06 && row.result.throttled === 0 && lostOf(row) === 0,
	);
	return [
		'The bound is `5 s × (⌈N / 25⌉ − 1)`: no client can be faster if at most 25 calls may arrive in any 5 seconds. Time is that of the whole run. Lost: items whose update was never accepted. The nodes continue on error; otherwise n8n would drop their results.',
		'With a sliding-log limit that also counts refused calls:',
		tableOf('method', peers),
		'Our node with every exact model of a limit:',
		tableOf('model', models),
		goal(
			kept,
			`250 items take at most 1.06 times the bound on every exact model (worst ${Math.max(...models.map(ratioOf)).toFixed(3)}), no 429, nothing lost.`,
		),
	].join('\n\n');
}

export async function companyCase(machine: Machine): Promise<string> {
	const server = 'log+rejected';
	const rows = await measureAll(machine, [
		{ title: 'two runs at once', contestant: 'ours', count: 125, runs: 2, server },
		{
			title: 'with 2 foreign calls a second',
			contestant: 'ours',
			count: 250,
			foreign: 2,
			server,
		},
	]);
	return [
		'Two runs share one limiter, so together they stay within the limit. A foreign client shows only through the 429s it causes; it takes 10 of the 25 calls in 5 seconds, and more while ours wait.',
		tableOf('situation', rows),
		goal(
			rows.every((row) => lostOf(row) === 0 && twiceOf(row) === 0),
			'nothing lost and nothing sent twice when the limit is shared.',
		),
	].join('\n\n');
}
