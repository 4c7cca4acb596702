/** examples/update-and-check.json with the rows of a CSV file, on n8n's engine. */
import { parse } from 'csv-parse/sync';
import type { INodeExecutionData } from 'n8n-workflow';

import { runWorkflow, type RunSetup } from '../support/engine';
import { forReal, readExample } from '../support/examples';
import { fs, path, root } from '../support/platform';
import type { DemoAccount } from './account';
import { standIns, type Pause } from './stand-ins';
import { outcomeOf, summary } from './summary';

function readRows(file: string): INodeExecutionData[] {
	const records = parse(fs.readFileSync(file), {
		columns: true,
		bom: true,
		skip_empty_lines: true,
	});
	return (records as Array<Record<string, string>>).map((json) => ({ json }));
}

/** Prints what happens; true if the workflow succeeded and LeadSquared accepted something. */
export async function runExample(
	account: DemoAccount,
	csv: string,
	{ nodeTypes, credentialType }: Pick<RunSetup, 'nodeTypes' | 'credentialType'>,
	say: (text: string) => void,
	pause?: Pause,
): Promise<boolean> {
	const rows = readRows(csv);
	say(`${rows.length} rows of ${path.relative(root, csv)} go to ${account.title}\n`);
	const workflow = forReal(
		readExample<Pick<RunSetup, 'nodes' | 'connections'>>('update-and-check'),
	);
	const started = Date.now();
	const done = await runWorkflow({
		nodes: workflow.nodes.map((node) =>
			node.type in nodeTypes
				? { ...node, credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } } }
				: node,
		),
		connections: workflow.connections,
		items: [{ json: {} }],
		credential: account.credential,
		credentialType,
		nodeTypes: { ...standIns(rows, pause), ...nodeTypes },
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
