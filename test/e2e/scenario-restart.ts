import { opportunityId } from '../sandbox';
import { acceptances, untilAccepted } from './arrivals';
import type { InstalledN8n } from './install';
import type { Workflow } from './n8n-client';
import { N8nServer } from './n8n-server';
import { listen } from './fixture';
import type { SavedCredential, Fixture } from './fixture';
import { exampleWorkflow, node, triggerOf, withCredential, withNode } from './workflows';
import type { Row } from './workflows';

/** More than are sent before n8n is stopped. */
const crashRows: Row[] = Array.from({ length: 20 }, (_, n) => ({
	opportunityId: opportunityId(50 + n),
	title: `Crashed ${n}`,
}));

/** n8n keeps a wait of less than 65 s in memory and saves the execution for a longer one. */
const waitSeconds = 66;
/** n8n checks once a minute for executions whose wait is over. */
const patienceMs = (waitSeconds + 60 + 30) * 1_000;

/**
 * n8n is stopped hard while the execution of submit-and-ask-later waits and another one submits, and started again, with
 * the expression engine of n8n 1.x and one execution at a time.
 *
 * @param started called with the n8n that runs from then on
 */
export async function checkRestart(
	fixture: Fixture,
	credential: SavedCredential,
	server: N8nServer,
	n8n: InstalledN8n,
	started: (server: N8nServer) => void,
): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step(`Stopped hard while submit-and-ask-later waits, with a wait of ${waitSeconds} s`);
	fixture.freshAccount();
	const example = withNode(exampleWorkflow('submit-and-ask-later'), 'Wait 5 Minutes', {
		parameters: { amount: waitSeconds, unit: 'seconds' },
	});
	const workflow = await client.createWorkflow(
		withCredential(example, credential.id, credential.name),
	);
	const id = await client.startWorkflow(workflow, triggerOf(workflow));
	const waiting = await client.waits(id, 60_000);
	checks.equal(
		'all is submitted and the execution waits',
		[waiting.status, sandbox.requests.size],
		['waiting', 3],
	);

	const hurry = sandbox.inject({ path: '/opportunity/update', fault: { kind: 'delay', ms: 300 } });
	const crashing = await listen(client, credential, { path: 'crashes', rows: crashRows });
	await client.visit('/webhook/crashes', {});
	const [crashed = ''] = await client.executionsOf(crashing, 1);
	await untilAccepted(sandbox, crashRows, 2);
	await server.killHard();
	const acceptedBefore = acceptances(sandbox, crashRows);
	hurry();
	checks.that('n8n is gone', server.isGone());
	// n8n 1.x has no other engine, and ignores the setting.
	const again = await N8nServer.start(n8n, server.userFolder, {
		command: 'start',
		name: 'n8n',
		environment: {
			DB_TYPE: 'sqlite',
			N8N_EXPRESSION_ENGINE: 'legacy',
			N8N_CONCURRENCY_PRODUCTION_LIMIT: '1',
		},
	});
	started(again);
	client.moveTo(again.url);
	const saved = await client.ended(id, patienceMs);
	checks.equal(
		'started again, it runs to its end',
		[saved.status, saved.error?.message],
		['success', undefined],
	);
	checks.equal(
		'the outcome is complete: two completed, one failed',
		saved.outputs('Check Status').map((items) => items.length),
		[2, 1, 0],
	);
	checks.equal(
		'each opportunity was submitted once',
		sandbox.requests.size - acceptedBefore.flat().length,
		3,
	);

	checks.step('"Retry" of an execution that crashed while the update node ran');
	const lost = await client.ended(crashed, patienceMs);
	checks.equal(
		'it is crashed, and n8n has nothing of the node that was at work',
		[lost.status, lost.outputs('Update').flat()],
		['crashed', []],
	);
	fixture.forgetRequests(acceptedBefore.flat());
	const retried = await client.retryExecution(crashed);
	const twice = acceptances(sandbox, crashRows).filter((ids) => ids.length > 1).length;
	checks.equal(
		`its retry sends all again, ${twice} of ${crashRows.length} for the second time`,
		[retried.status, acceptances(sandbox, crashRows).map((ids) => ids.length)],
		['success', acceptedBefore.map((ids) => ids.length + 1)],
	);
	await checkConcurrencyLimit(fixture, credential);
}

/** n8n runs one execution of a trigger at a time, and a wait in a node holds its place. */
async function checkConcurrencyLimit(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, line, sandbox } = fixture;
	checks.step(
		'N8N_CONCURRENCY_PRODUCTION_LIMIT=1, two callers of a webhook that responds immediately',
	);
	fixture.freshAccount();
	sandbox.inject({ path: '/opportunity/update', fault: { kind: 'delay', ms: 2_000 } });
	const workflow = await listen(client, credential, {
		path: 'one-at-a-time',
		rows: crashRows.slice(0, 1),
	});
	await client.visit('/webhook/one-at-a-time', {});
	const [first = ''] = await client.executionsOf(workflow, 1);
	checks.equal(
		'the first caller has its answer while its execution runs',
		await client.executionStatus(first),
		'running',
	);
	await client.visit('/webhook/one-at-a-time', {});
	const status = await client.executionStatus(first);
	if (line.n8n.startsWith('1.'))
		checks.equal('1.x answers the second meanwhile, too', status, 'running');
	else checks.equal('2.x answers the second only after that execution', status, 'success');
	// Read, so that their RequestIds are found.
	for (const id of await client.executionsOf(workflow, 2)) await client.ended(id, 30_000);
	checks.equal('both were sent', sandbox.requests.size, 2);

	const parked = await client.createWorkflow(parkedWorkflow);
	await client.activateWorkflow(parked);
	await client.visit('/webhook/parked', {});
	const [waiting = ''] = await client.executionsOf(parked, 1);
	await client.waits(waiting, 30_000);
	await client.visit('/webhook/one-at-a-time', {});
	const [newest = ''] = await client.executionsOf(workflow, 3);
	const third = await client.ended(newest, 30_000);
	checks.equal(
		'an execution in a Wait node, which n8n has saved, keeps no other one waiting',
		[third.status, await client.executionStatus(waiting)],
		['success', 'waiting'],
	);
}

const parkedWorkflow: Workflow = {
	name: 'e2e: parked',
	nodes: [
		{
			...node('Start', 'n8n-nodes-base.webhook', 2, {
				httpMethod: 'POST',
				path: 'parked',
				responseMode: 'onReceived',
				options: {},
			}),
			webhookId: 'parked',
		},
		node('Wait', 'n8n-nodes-base.wait', 1.1, { amount: 1, unit: 'hours' }),
	],
	connections: { Start: { main: [[{ node: 'Wait', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};
