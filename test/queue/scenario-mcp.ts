/** A tool of the MCP Server Trigger where one process talks to the client and a worker calls LeadSquared. */
import { startSandbox } from '../sandbox';
import type { Checks } from '../e2e/checks';
import { credentialData, Fixture } from '../e2e/fixture';
import type { N8nLine } from '../e2e/lines';
import type { N8nClient } from '../e2e/n8n-client';
import type { N8nServer } from '../e2e/n8n-server';
import { checkMcpServer } from '../e2e/scenario-agents';
import { credentialType } from '../e2e/workflows';

export async function checkMcpInQueue(
	checks: Checks,
	client: N8nClient,
	webhook: N8nServer,
	line: N8nLine,
): Promise<void> {
	const sandbox = await startSandbox();
	try {
		const name = 'MCP';
		const id = await client.createCredential(name, credentialType, credentialData(sandbox));
		const fixture = new Fixture(checks, client, sandbox, line, () => webhook.log());
		await checkMcpServer(fixture, { id, name });
	} finally {
		await sandbox.close();
	}
}
