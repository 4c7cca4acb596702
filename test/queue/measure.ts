import { table } from '../bench/report';
import type { LimitModel } from '../sandbox';
import { n8nLines } from '../e2e/lines';
import { fs, os, path, root } from '../support/platform';
import { accountFor, allEnded } from './account-for';
import type { Account } from './account-for';
import { boundSeconds, limit, post, posts, prepareLoad, rowsPerPost, updates } from './load';
import { describe, sharesOf, times } from './story';
import type { QueueScene } from './story';

const page = path.join(root, 'docs', 'queue-mode.md');
const markers = ['<!-- measured -->', '<!-- /measured -->'] as const;

/** What the credential says on two workers: the whole limit, four fifths of it, the half that is each one's part. */
const settings = [25, 20, 12];
const models: LimitModel[] = ['log', 'log+rejected'];
const titles: Partial<Record<LimitModel, string>> = {
	log: 'no',
	'log+rejected': 'yes',
};

/** Measures every setting on both kinds of limit, each with an account of its own, two at a time. */
export async function measure(scene: QueueScene): Promise<void> {
	const { checks } = scene;
	const rows: string[][] = [];
	for (const callsPerWindow of settings) {
		checks.step(`Two workers, 'Calls per 5 Seconds' ${callsPerWindow}`);
		const accounts = await Promise.all(
			models.map(async (model) => await measureOne(scene, model, callsPerWindow)),
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
	const measured = [introduction(), table(header, rows)].join('\n\n');
	checks.say(`\n${measured}`);
	write(measured);
	checks.say(`\nWritten to ${path.relative(root, page)}`);
}

async function measureOne(
	{ client, cluster, webhookUrl }: QueueScene,
	model: LimitModel,
	callsPerWindow: number,
): Promise<Account> {
	const load = await prepareLoad(client, `${model} at ${callsPerWindow}`, model, callsPerWindow);
	try {
		await post(webhookUrl, load);
		const listed = await allEnded(client, load, posts, 3 * boundSeconds * 1_000);
		return await accountFor(client, load, listed, cluster.starts());
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
	return `\`npm run queue -- --measure\` wrote this table on ${date}: n8n ${n8n}, two workers, ${posts} webhook calls of ${rowsPerPost} rows, an account that takes ${limit} calls in any 5 seconds, ${os.cpus().length} cores. The bound is ${boundSeconds} s. Some limits count the calls that they refuse, others do not.`;
}

/** Puts the text between the page's markers. */
function write(text: string): void {
	const [before, after] = markers;
	const old = fs.readFileSync(page, 'utf8');
	const [head, rest] = old.split(before);
	const tail = rest?.split(after)[1];
	if (head === undefined || tail === undefined) throw new Error(`${page} has lost its markers`);
	fs.writeFileSync(page, `${head}${before}\n\n${text}\n\n${after}${tail}`);
}
