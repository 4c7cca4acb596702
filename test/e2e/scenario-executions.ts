import { faults, opportunityId } from '../sandbox';
import { delay } from '../support/platform';
import { acceptances, untilAccepted } from './arrivals';
import { listen, runUpdates, startUpdates } from './fixture';
import type { Fixture, SavedCredential } from './fixture';
import type { WorkflowNode } from './n8n-client';
import type { SavedExecution } from './saved-execution';
import { node, triggerOf, updateWorkflow, withCredential, withNode } from './workflows';
import type { Row } from './workflows';

const path = '/opportunity/update';
/** One after the other, so that the rows after a refused one are not sent. */
const oneByOne = { maxConcurrency: 1 };

function rowsFrom(first: number, last: number): Row[] {
	return Array.from({ length: last - first + 1 }, (_, n) => ({
		opportunityId: opportunityId(first + n),
		title: `Row ${first + n}`,
	}));
}

/** What n8n does around the nodes; the pages in docs/ say what follows from it. */
export async function checkExecutions(
	fixture: Fixture,
	credential: SavedCredential,
): Promise<void> {
	await checkRetryTwice(fixture, credential);
	await checkCallerRetry(fixture, credential);
	await checkStops(fixture, credential);
	await checkErrorWorkflow(fixture, credential);
	await checkFakedSuccess(fixture, credential);
	await checkDisabledStatus(fixture, credential);
}

async function checkRetryTwice(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('"Retry" of a retry that failed too');
	fixture.freshAccount();
	const rows = rowsFrom(1, 6);
	const refuse = (row: number) =>
		sandbox.inject({ path, opportunityId: opportunityId(row), fault: faults.mxException });
	const counts = () => acceptances(sandbox, rows).map((ids) => ids.length);

	let recover = refuse(3);
	const run = { name: 'retried twice', rows, options: oneByOne };
	const first = await runUpdates(fixture, credential, run);
	recover();
	recover = refuse(5);
	const second = await client.retryExecution(first.id);
	recover();
	checks.equal(
		'it fails at the third row, and its retry at the fifth',
		[first.status, second.status, counts()],
		['error', 'error', [1, 1, 1, 1, 0, 0]],
	);
	const third = await client.retryExecution(second.id);
	checks.equal(
		'a retry of the newest sends nothing twice',
		[third.status, counts()],
		['success', [1, 1, 1, 1, 1, 1]],
	);
	const older = await client.retryExecution(first.id);
	checks.equal(
		'n8n retries an older one as well, which knows only what was accepted before it failed',
		[older.status, counts()],
		['success', [1, 1, 2, 2, 2, 2]],
	);
}

async function checkCallerRetry(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, line, sandbox } = fixture;
	checks.step('A called workflow that ends with an error, Retry On Fail of the calling node');
	fixture.freshAccount();
	const rows = rowsFrom(1, 3);
	const refused = opportunityId(3);
	sandbox.inject({ path, opportunityId: refused, times: 1, fault: faults.mxException });
	const plain = updateWorkflow('e2e: called', rows, {}, oneByOne);
	const called = await client.createWorkflow(
		withCredential(
			withNode(plain, 'Start', {
				type: 'n8n-nodes-base.executeWorkflowTrigger',
				typeVersion: 1.1,
				parameters: { inputSource: 'passthrough' },
			}),
			credential.id,
			credential.name,
		),
	);
	// n8n 2 calls nothing else outside of the editor, and a retry is outside.
	if (!line.n8n.startsWith('1.')) await client.activateWorkflow(called);
	const calling = await client.createWorkflow({
		name: 'e2e: calls it',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			{
				...node('Call', 'n8n-nodes-base.executeWorkflow', 1.1, {
					workflowId: { __rl: true, mode: 'id', value: called.id },
					options: {},
				}),
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 100,
			},
		],
		connections: { Start: { main: [[{ node: 'Call', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	const saved = await client.runWorkflow(calling, triggerOf(calling));
	checks.equal(
		'n8n starts the called workflow afresh, which sends what was accepted again',
		[saved.status, acceptances(sandbox, rows).map((ids) => ids.length)],
		['success', [2, 2, 1]],
	);
	sandbox.inject({ path, opportunityId: refused, times: 2, fault: faults.mxException });
	const failed = await client.runWorkflow(calling, triggerOf(calling));
	const before = acceptances(sandbox, rows).map((ids) => ids.length);
	const retried = await client.retryExecution(failed.id);
	checks.equal(
		'so does "Retry" of the execution that calls',
		[failed.status, before, retried.status, acceptances(sandbox, rows).map((ids) => ids.length)],
		['error', [4, 4, 1], 'success', [5, 5, 2]],
	);
	sandbox.inject({ path, opportunityId: refused, times: 2, fault: faults.mxException });
	await client.runWorkflow(calling, triggerOf(calling));
	const [newest = ''] = await client.executionsOf(called, 7);
	const rest = await client.retryExecution(newest);
	checks.equal(
		'"Retry" of the execution that was called sends only the rest',
		[rest.status, acceptances(sandbox, rows).map((ids) => ids.length)],
		['success', [7, 7, 3]],
	);
	// Read, so that their RequestIds are found.
	for (const id of await client.executionsOf(called, 8)) await client.ended(id, 30_000);
}

/** Both at once: n8n's own time-out, and the button "Stop". */
async function checkStops(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('Stopped, and timed out, while the update node runs');
	fixture.freshAccount();
	sandbox.inject({ path, fault: { kind: 'delay', ms: 300 } });
	const [someRows, otherRows] = [rowsFrom(1, 20), rowsFrom(21, 40)];
	const timedOut = await startUpdates(fixture, credential, {
		name: 'timed out',
		rows: someRows,
		options: oneByOne,
		workflowSettings: { executionTimeout: 2 },
	});
	const stopped = await startUpdates(fixture, credential, {
		name: 'stopped',
		rows: otherRows,
		options: oneByOne,
	});
	const accepted = (rows: Row[]) => acceptances(sandbox, rows).flat().length;
	await untilAccepted(sandbox, otherRows, 1);
	await client.stopExecution(stopped);

	for (const [what, id, rows] of [
		['timed out', timedOut, someRows],
		['stopped', stopped, otherRows],
	] as const) {
		const saved = await client.ended(id, 30_000);
		// The call at work may still arrive.
		await delay(600);
		const count = accepted(rows);
		checks.that(
			`${what}, it is canceled in the middle: ${count} of ${rows.length} accepted`,
			saved.status === 'canceled' && count > 0 && count < rows.length,
			saved.status,
		);
		checks.equal(
			'  n8n saves nothing of the node that was at work',
			saved.outputs('Update').flat(),
			[],
		);
		const [line = '', told] =
			new RegExp(
				`^.*: stopped; (\\d+) of ${rows.length} items were accepted(?:, and 1 more may have been)?; execution ${id}".*$`,
				'm',
			).exec(fixture.log()) ?? [];
		checks.that(
			"  n8n's log says at level info how many had been accepted, the call at work aside",
			line.includes('"level":"info"') && [count, count - 1].includes(Number(told)),
			line,
		);
		await delay(900);
		checks.equal('  and the node has stopped sending', accepted(rows), count);
	}
	const timedOutCount = accepted(someRows);
	const retried = await client.retryExecution(timedOut);
	checks.equal(
		"a retry of it, which n8n's editor does not offer, is a success and sends nothing",
		[retried.status, accepted(someRows)],
		['success', timedOutCount],
	);
	fixture.forgetRequests();
}

/** Executions of a webhook: for those of the editor n8n starts no error workflow at all. */
async function checkErrorWorkflow(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('The error workflow of an execution that fails, is stopped, or times out');
	fixture.freshAccount();
	const errorWorkflow = await client.createWorkflow({
		name: 'e2e: error workflow',
		nodes: [node('Start', 'n8n-nodes-base.errorTrigger', 1, {})],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
	if (!fixture.line.n8n.startsWith('1.')) await client.activateWorkflow(errorWorkflow);
	const rows = rowsFrom(1, 20);
	const started = async () => (await client.allExecutionsOf(errorWorkflow)).length;
	const run = async (path: string, settings: Record<string, unknown> = {}) => {
		const workflow = await listen(client, credential, {
			path,
			rows,
			workflowSettings: { errorWorkflow: errorWorkflow.id, ...settings },
		});
		await client.visit(`/webhook/${path}`, {});
		const [id = ''] = await client.executionsOf(workflow, 1);
		return id;
	};
	sandbox.inject({ path, fault: faults.mxException, times: 1 });
	const failed = await client.ended(await run('fails-with-handler'), 30_000);
	await client.executionsOf(errorWorkflow, 1);
	checks.equal('it is started when one fails', [failed.status, await started()], ['error', 1]);

	sandbox.inject({ path, fault: { kind: 'delay', ms: 300 } });
	const timedOut = await run('times-out-with-handler', { executionTimeout: 2 });
	const stopped = await run('is-stopped-with-handler');
	await client.stopExecution(stopped);
	const statuses: string[] = [];
	for (const id of [timedOut, stopped]) statuses.push((await client.ended(id, 30_000)).status);
	await client.executionsOf(errorWorkflow, 3);
	checks.equal(
		'and when one is stopped or times out while the node runs',
		[statuses, await started()],
		[['canceled', 'canceled'], 3],
	);
	fixture.forgetRequests();
}

async function checkFakedSuccess(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, sandbox } = fixture;
	checks.step("'Always Output Data' on Check Status, nothing completed");
	fixture.freshAccount();
	sandbox.inject({
		path: /status$/,
		fault: {
			kind: 'reply',
			status: 200,
			body: { TaskStatus: { TaskType: 'Opportunity Update', Status: 'FAILURE' } },
		},
	});
	const saved = await runWithStatus(fixture, credential, { alwaysOutputData: true });
	checks.equal(
		'n8n puts an empty item on Completed',
		saved.outputs('Check').map((items) => items.map(({ json }) => json.State)),
		[[undefined], ['failed', 'failed'], []],
	);
	checks.equal('it has no field', saved.outputs('Check')[0]?.[0]?.json, {});
}

async function checkDisabledStatus(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, sandbox } = fixture;
	checks.step('Check Status disabled');
	fixture.freshAccount();
	const saved = await runWithStatus(fixture, credential, { disabled: true });
	checks.equal(
		'everything passes through Completed unchecked',
		[
			saved.outputs('Check').map((items) => items.map(({ json }) => typeof json.RequestId)),
			sandbox.calls.filter((call) => call.path.endsWith('/status')).length,
		],
		[[['string', 'string']], 0],
	);
}

/** Two updates and their status; the changes are those of the status node. */
async function runWithStatus(
	{ client }: Fixture,
	credential: SavedCredential,
	changes: Partial<WorkflowNode>,
): Promise<SavedExecution> {
	const plain = updateWorkflow(`e2e: status node, ${Object.keys(changes).join()}`, rowsFrom(1, 2));
	const workflow = await client.createWorkflow(
		withCredential(withNode(plain, 'Check', changes), credential.id, credential.name),
	);
	return await client.runWorkflow(workflow, triggerOf(workflow));
}
