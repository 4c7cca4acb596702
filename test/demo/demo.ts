/**
 * The main job, end to end: a CSV file goes through examples/update-and-check.json on n8n's engine.
 *
 *   npm run demo                                             against the embedded sandbox
 *   npm run demo -- --keys my.local.json --csv my.csv        against LeadSquared
 */
import '../support/setup';

import { parse } from 'csv-parse/sync';
import type { ICredentialType, INodeExecutionData, INodeType } from 'n8n-workflow';

import { checkType, runWorkflow, updateType, type RunSetup } from '../support/engine';
import { fs, parseArgs, path, proc, root } from '../support/platform';
import { realAccount, sandboxAccount, type DemoAccount } from './account';
import { standIns } from './stand-ins';
import { outcomeOf, summary } from './summary';

const say = (text: string) => proc.stdout.write(`${text}\n`);

function readRows(file: string): INodeExecutionData[] {
	const records = parse(fs.readFileSync(file), {
		columns: true,
		bom: true,
		skip_empty_lines: true,
	});
	return (records as Array<Record<string, string>>).map((json) => ({ json }));
}

/** A class as it was built and as it ships, not its source. */
function built<T>(folder: string, name: string, kind: 'node' | 'credentials'): T {
	const file = path.join(root, 'dist', folder, `${name}.${kind}.js`);
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is made at run time
	const exported = require(file) as Record<string, new () => T>;
	const Class = exported[name];
	if (Class === undefined) throw new Error(`${file} has no class ${name}`);
	return new Class();
}

const builtNode = (name: string) => built<INodeType>(path.join('nodes', name), name, 'node');

async function run(account: DemoAccount, csv: string): Promise<boolean> {
	const rows = readRows(csv);
	say(`${rows.length} rows of ${path.relative(root, csv)} go to ${account.title}\n`);
	const workflow = JSON.parse(
		fs.readFileSync(path.join(root, 'examples', 'update-and-check.json'), 'utf8'),
	) as Pick<RunSetup, 'nodes' | 'connections'>;
	const ours = new Set([updateType, checkType]);
	const started = Date.now();
	const done = await runWorkflow({
		nodes: workflow.nodes.map((node) =>
			ours.has(node.type)
				? { ...node, credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } } }
				: node,
		),
		connections: workflow.connections,
		items: [{ json: {} }],
		credential: account.credential,
		credentialType: built<ICredentialType>('credentials', 'LeadSquaredAsyncApi', 'credentials'),
		nodeTypes: {
			...standIns(rows),
			[updateType]: builtNode('LeadSquaredUpdateOpportunity'),
			[checkType]: builtNode('LeadSquaredCheckStatus'),
		},
		onNodeDone: (name) => {
			const seconds = ((Date.now() - started) / 1_000).toFixed(1).padStart(6);
			const calls = account.calls();
			say(`${seconds} s  ${name}${calls === undefined ? '' : ` (${calls} calls so far)`}`);
		},
	});
	const outcome = outcomeOf(done, rows.length);
	say(`\n${summary(outcome, account.calls(), (Date.now() - started) / 1_000)}`);
	const { error } = done.data.resultData;
	if (error) say(`\nThe workflow stopped: ${error.message}\n${error.description ?? ''}`);
	return error === undefined && outcome.accepted.length > 0;
}

async function main(): Promise<number> {
	const { values } = parseArgs({ options: { keys: { type: 'string' }, csv: { type: 'string' } } });
	if (values.keys !== undefined && values.csv === undefined) {
		// The example's rows are nobody's: they have no business in a real account.
		say('Name your own file with --csv when you run against a real account.');
		return 2;
	}
	const csv = path.resolve(values.csv ?? path.join(root, 'examples', 'opportunity-updates.csv'));
	const account = values.keys === undefined ? await sandboxAccount(say) : realAccount(values.keys);
	try {
		return (await run(account, csv)) ? 0 : 1;
	} finally {
		await account.close();
	}
}

void main().then((code) => proc.exit(code));
