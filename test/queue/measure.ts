import { table } from '../bench/report';
import { between } from '../docs/markers';
import type { LimitModel } from '../sandbox';
import { n8nLines } from '../e2e/lines';
import { fs, os, path, root } from '../support/platform';
import { accountFor, allEnded } from './account-for';
import type { Account } from './account-for';
import { boundSeconds, limit, post, posts, prepareLoad, rowsPerPost, updates } from './load';
import { checkKilledWorker, describe, rowsOf, sharesOf, times } from './scenario';
import type { Killed, QueueFixture } from './scenario';

const page = path.join(root, 'docs', 'queue-mode.md');

/** What the credential says on two workers: the whole limit, four fifths of it, the half that is each one's part. */
const settings = [25, 20, 12];
const models: LimitModel[] = ['log', 'log+rejected'];
const titles: Partial<Record<LimitModel, string>> = {
	log: 'no',
	'log+rejected': 'yes',
};

/** Measures every setting on both kinds of limit, each with an account of its own, two at a time. */
export async function measure(fixture: QueueFixture): Promise<void> {
	const { checks } = fixture;
	const rows: string[][] = [];
	for (const callsPerWindow of settings) {
		checks.step(`Two workers, 'Calls per 5 Seconds' ${callsPerWindow}`);
		const accounts = await Promise.all(
			models.map(async (model) => await measureOne(fixture, model, callsPerWindow)),
		);
		for (const [n, account] of accounts.entries()) {
			const model = models[n] ?? 'off';
			rows.push(rowOf(model, callsPerWindow, account));
			checks.equal(`${model}: every update was accepted once`, account.once.length, updates);
		}
	}
	const header = [
		'Calls per 5 Seconds',
		'refused calls count',
		'seconds',
		'over the bound',
		'429s',
		'429s after 30 s',
		'never',
		'twice',
		'executions of each worker',
	];
	const killed = await checkKilledWorker(fixture);
	const parts = {
		measured: [introduction(), table(header, rows)].join('\n\n'),
		killed: tableOfKilled(killed),
	};
	// First, so that figures of so long a run are not lost if the page cannot be written.
	for (const text of Object.values(parts)) checks.say(`\n${text}`);
	for (const [part, text] of Object.entries(parts)) write(part, text);
	checks.say(`\nWritten to ${path.relative(root, page)}`);
}

function tableOfKilled({ account, lost }: Killed): string {
	const { once, twice, never, executions, throttled } = account;
	const lostRows = rowsOf(lost);
	const sentBefore = once.filter(({ id }) => lostRows.has(id)).length;
	const byUs = twice.filter(({ byN8n }) => !byN8n).length;
	return table(
		['outcome', 'number'],
		[
			['executions', String(executions.length)],
			['of these, lost by n8n with the worker', String(lost.length)],
			['updates', String(updates)],
			['accepted exactly once', String(once.length)],
			['of these, in a lost execution before the worker died', String(sentBefore)],
			['never sent: the rest of the lost executions', String(never.length)],
			['accepted twice because n8n reran an execution', String(twice.length - byUs)],
			['accepted twice by the nodes', String(byUs)],
			['429s', String(throttled)],
			[`seconds, bound ${boundSeconds}`, account.seconds.toFixed(1)],
		],
	);
}

async function measureOne(
	{ client, cluster, webhookUrl }: QueueFixture,
	model: LimitModel,
	callsPerWindow: number,
): Promise<Account> {
	const load = await prepareLoad(client, `${model} at ${callsPerWindow}`, model, callsPerWindow);
	try {
		await post(webhookUrl, load);
		const listed = await allEnded(client, cluster, load, posts, 3 * boundSeconds * 1_000);
		return accountFor(load, listed);
	} finally {
		await load.sandbox.close();
	}
}

function rowOf(model: LimitModel, callsPerWindow: number, account: Account): string[] {
	const parts = describe(sharesOf(account)).replace(/worker-\d /g, '');
	return [
		String(callsPerWindow),
		titles[model] ?? model,
		account.seconds.toFixed(1),
		times(account),
		String(account.throttled),
		String(account.throttledLater),
		String(account.never.length),
		String(account.twice.length),
		parts,
	];
}

function introduction(): string {
	const n8n = n8nLines[0]?.n8n ?? '';
	const date = new Date().toISOString().slice(0, 10);
	return `\`npm run queue -- --measure\` wrote this table on ${date}: n8n ${n8n}, two workers, ${posts} webhook calls of ${rowsPerPost} rows, an account that accepts ${limit} calls in any 5 seconds, ${os.cpus().length} cores. The bound is ${boundSeconds} s. Some limits also count refused calls, others do not.`;
}

function write(part: string, text: string): void {
	fs.writeFileSync(page, between(fs.readFileSync(page, 'utf8'), part, text));
}
