/** The trigger where one process creates the webhook, another receives the calls, and a third runs the workflow. */
import { startSandbox } from '../sandbox';
import type { Checks } from '../e2e/checks';
import { credentialData, Fixture } from '../e2e/fixture';
import type { N8nLine } from '../e2e/lines';
import type { N8nClient } from '../e2e/n8n-client';
import type { N8nServer } from '../e2e/n8n-server';
import { checkLife } from '../e2e/scenario-trigger';
import { Trigger } from '../e2e/trigger';
import { credentialType } from '../e2e/workflows';

export async function checkTriggerInQueue(
	checks: Checks,
	client: N8nClient,
	webhook: N8nServer,
	line: N8nLine,
): Promise<void> {
	const sandbox = await startSandbox({ webhooks: { handshake: 'HEAD' } });
	try {
		const name = 'trigger';
		const id = await client.createCredential(name, credentialType, credentialData(sandbox));
		const fixture = new Fixture(checks, client, sandbox, line, () => webhook.log());
		await checkLife(new Trigger(fixture, { id, name }));
		checks.that(
			'the calls went to the webhook processor',
			webhook.log().includes('Received webhook \\"POST\\"'),
		);
	} finally {
		await sandbox.close();
	}
}
