/** The tables of docs/run-again.md: what the tests of `test/nodes/every-node/run-again.test.ts` see. */
import { operations } from '../../nodes/shared/async-api/operations';
import { outcomes, ways, type Outcome, type Way } from '../nodes/every-node/run-again';

const labels = (repeatable: boolean) =>
	Object.values(operations)
		.filter((operation) => operation.repeatable === repeatable)
		.map(({ label }) => label)
		.join(', ');

function cell(way: Way, kind: 'repeatable' | 'once', outcome: Outcome): string {
	const then = way[kind][outcome];
	if (then === 'kept' && way.how === 'calledMeanwhile') return 'not sent; gets the same RequestId';
	if (then === 'kept') return 'not sent; keeps its RequestId';
	if (then === 'stopped') return 'not sent; the message says what to look for';
	if (way.how === 'retryAnotherAccount') return 'sent to that account';
	if (way.how === 'retryOtherOperation') return 'sent as that operation';
	const isAgain = outcome !== 'refused' || way.how === 'retrySecondTime';
	return [isAgain && kind === 'once' ? '⚠ ' : '', 'sent', isAgain ? ' again' : ''].join('');
}

function table(kind: 'repeatable' | 'once'): string {
	const heads = ['who runs it again, and how', 'accepted', 'refused', 'never answered'];
	const rows = ways.map((way) => [
		way.title,
		...outcomes.map((outcome) => cell(way, kind, outcome)),
	]);
	return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

export function runAgainTables(): string {
	return [
		`**Updates** (${labels(true)}). Sent twice, an update sets the same values twice.`,
		table('repeatable'),
		`**Everything else** (${labels(false)}). Sent twice, it is created twice.`,
		table('once'),
	].join('\n\n');
}
