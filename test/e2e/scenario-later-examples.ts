/** The example workflows that learn the outcome of a request later: by waiting, by asking again, by sweeping a table. */
import { exampleFile } from '../support/examples';
import { fs } from '../support/platform';
import { imported, outcomes, tried } from './example-runs';
import type { Fixture, SavedCredential } from './fixture';
import type { Workflow } from './n8n-client';
import { exampleWorkflow, triggerOf, withNode } from './workflows';

/** The example rows: two opportunities that exist, and one unknown to LeadSquared. */
const rows = 3;
const dataTable = 'n8n-nodes-base.dataTable';
export const shortWait = { parameters: { amount: 1, unit: 'seconds' } };

/** The Data Table of sweep-pending, imported from its CSV file as n8n's dialog does it. */
export async function tableFor({ client }: Fixture, name: string): Promise<string | undefined> {
	if (name !== 'sweep-pending') return undefined;
	const csv = fs.readFileSync(exampleFile('sweep-pending.csv'));
	return await client.importDataTable(`LeadSquared requests ${tables++}`, csv);
}

let tables = 1;

export function withTable(workflow: Workflow, id: string | undefined): Workflow {
	if (id === undefined) return workflow;
	const dataTableId = { __rl: true, mode: 'id', value: id };
	return workflow.nodes
		.filter(({ type }) => type === dataTable)
		.reduce((all, { name }) => withNode(all, name, { parameters: { dataTableId } }), workflow);
}

export async function checkWaiting(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks } = fixture;
	const saved = await tried(fixture, credential, 'submit-and-wait');
	checks.equal('two are completed, one failed, none is left', outcomes(saved), [2, 1, 0]);
	checks.that(
		'the failed row comes out with its own columns and the reason',
		/does not exist/.test(String(saved.outputs('Rows to Correct')[0]?.[0]?.json.Reason)) &&
			saved.outputs('Rows to Correct')[0]?.[0]?.json.Customer === 'Nobody',
		saved.outputs('Rows to Correct'),
	);
}

export async function checkAskingLater(
	fixture: Fixture,
	credential: SavedCredential,
): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step(
		'Example: submit-and-ask-later, with a wait of a second and LeadSquared undecided at first',
	);
	fixture.freshAccount();
	// No request is final for as long as this holds; the queue itself is left alone.
	let undecided = 9;
	const release = sandbox.inject({
		path: /status$/,
		when: () => undecided-- > 0,
		fault: {
			kind: 'reply',
			status: 200,
			body: { TaskStatus: { TaskType: 'Opportunity Update', Status: 'In-Queue' } },
		},
	});
	const example = exampleWorkflow('submit-and-ask-later');
	const short = withNode(example, 'Wait 5 Minutes', shortWait);
	const workflow = await imported(fixture, credential, short);
	const saved = await client.runWorkflow(workflow, triggerOf(workflow));
	checks.equal('it runs to its end', [saved.status, saved.error?.message], ['success', undefined]);
	const last = saved.outputs('Check Status');
	checks.equal(
		'after three rounds without an answer the fourth has all',
		[...outcomes(saved), ...new Set(last.flat().map(({ json }) => json.Polls))],
		[2, 1, 0, 4],
	);

	undecided = Infinity;
	const all = await client.runWorkflow(workflow, triggerOf(workflow));
	release();
	checks.equal(
		'what stays queued is asked about twelve times, and the execution says so',
		[all.status, all.error?.message],
		[
			'error',
			`${rows} updates are still queued after 12 checks. Do not send them again. Their RequestIds are in the output of Checked 12 Times?.`,
		],
	);
	const looks = sandbox.calls.filter(({ path }) => path.endsWith('/status')).length;
	checks.equal('and not once more', looks, rows * (4 + 12));
	checks.equal('each opportunity was submitted once in each run', sandbox.requests.size, 2 * rows);
}

export async function checkSweeping(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('Example: sweep-pending, with a Data Table');
	fixture.freshAccount();
	sandbox.inject({
		path: '/opportunity/update',
		opportunityId: 'HL-1002',
		fault: { kind: 'reply', status: 400, body: { ExceptionType: 'MXE', ExceptionMessage: 'No.' } },
	});
	const id = String(await tableFor(fixture, 'sweep-pending'));
	const workflow = await imported(
		fixture,
		credential,
		withTable(exampleWorkflow('sweep-pending'), id),
	);
	await client.runWorkflow(workflow, triggerOf(workflow));
	const saved = async () =>
		(await client.dataTableRows(id)).filter(({ State }) => State !== 'example');
	const kept = await saved();
	checks.equal(
		'each request is kept as pending, and what was not accepted with its reason',
		kept.map(({ State, Reason }) => [State, /MXE: No\./.test(String(Reason))]),
		[
			['pending', false],
			['pending', false],
			['not accepted', true],
		],
	);
	const release = sandbox.inject({
		path: /status$/,
		when: ({ query }) => query.RequestID === kept[0]?.RequestId,
		fault: { kind: 'reply', status: 404, body: 'Not Found' },
	});
	const swept = await client.runWorkflow(workflow, 'Every 15 Minutes');
	release();
	checks.equal(
		'the sweep runs to its end',
		[swept.status, swept.error?.message],
		['success', undefined],
	);
	const [unasked] = await saved();
	checks.that(
		'what could not be asked about stays pending, counted and with the reason',
		unasked?.State === 'pending' && unasked.Polls === 1 && /404/.test(String(unasked.Reason)),
		unasked,
	);
	await client.runWorkflow(workflow, 'Every 15 Minutes');
	const done = await saved();
	checks.equal(
		'it keeps the outcome of each',
		done.map(({ State, Polls }) => [State, Polls]),
		[
			['succeeded', 2],
			['failed', 1],
			['not accepted', 0],
		],
	);
	checks.that(
		"and LeadSquared's reason",
		String(done[1]?.Reason).includes('MXInvalidEntityReferenceException'),
		done[1],
	);
	const again = await client.runWorkflow(workflow, 'Every 15 Minutes');
	checks.equal('what is final is not asked about again', again.outputs('Check Status'), []);
}
