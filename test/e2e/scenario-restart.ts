import type { InstalledN8n } from './install';
import { N8nServer } from './n8n-server';
import type { SavedCredential, Fixture } from './fixture';
import { exampleWorkflow, triggerOf, withCredential, withNode } from './workflows';

/** n8n keeps a wait of less than 65 s in memory and saves the execution for a longer one. */
const waitSeconds = 66;
/** n8n checks once a minute for executions whose wait is over. */
const patienceMs = (waitSeconds + 60 + 30) * 1_000;

/**
 * n8n is stopped hard while the execution of submit-and-ask-later waits, and started again, with the expression engine
 * of n8n 1.x.
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

	await server.killHard();
	checks.that('n8n is gone', server.isGone());
	// n8n 1.x has no other engine, and ignores the setting.
	const again = await N8nServer.start(n8n, server.userFolder, {
		command: 'start',
		name: 'n8n',
		environment: { DB_TYPE: 'sqlite', N8N_EXPRESSION_ENGINE: 'legacy' },
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
	checks.equal('each opportunity was submitted once', sandbox.requests.size, 3);
}
