import { opportunityId, startSandbox } from '../sandbox';
import type { LimitModel, Sandbox } from '../sandbox';
import { deliver } from '../e2e/deliver';
import type { N8nClient, SavedWorkflow, Workflow } from '../e2e/n8n-client';
import { credentialData } from '../e2e/fixture';
import { credentialType, node, updateType } from '../e2e/workflows';

/** The load: webhook calls of some rows each, every row for a different opportunity. */
export const posts = 200;
export const rowsPerPost = 5;
export const updates = posts * rowsPerPost;
/** The account's limit. */
export const limit = 25;
export const windowMs = 5_000;
/** s: no client can do it faster when at most 25 calls may arrive in any 5 s. */
export const boundSeconds = (windowMs / 1_000) * (Math.ceil(updates / limit) - 1);

/** From a call's arrival to its answer, so that a killed worker has calls in flight. */
const answerMs = 100;

export const ids = Array.from({ length: updates }, (_, n) => opportunityId(n + 1));

/** The rows of the webhook call that brought a row. */
export function postOf(id: string): string[] {
	const first = Math.floor(ids.indexOf(id) / rowsPerPost) * rowsPerPost;
	return ids.slice(first, first + rowsPerPost);
}

/** An account with a limit, and an active workflow that updates it. */
export interface Load {
	sandbox: Sandbox;
	workflow: SavedWorkflow;
	/** Path of the webhook, below the address of the process that receives it. */
	path: string;
}

/** @param callsPerWindow the limit in the credential, which all workers share */
export async function prepareLoad(
	client: N8nClient,
	name: string,
	model: LimitModel,
	callsPerWindow: number,
): Promise<Load> {
	const sandbox = await startSandbox({
		limit: { model, calls: limit, windowMs },
		opportunities: updates,
	});
	sandbox.inject({ fault: { kind: 'delay', ms: answerMs } });
	const data = { ...credentialData(sandbox), callsPerWindow };
	const credential = { id: await client.createCredential(name, credentialType, data), name };
	const path = name.replace(/\W+/g, '-');
	const workflow = await client.createWorkflow(webhookWorkflow(name, path, credential));
	await client.activateWorkflow(workflow);
	return { sandbox, workflow, path };
}

function webhookWorkflow(
	name: string,
	path: string,
	credential: { id: string; name: string },
): Workflow {
	const nodes = [
		{
			...node('Webhook', 'n8n-nodes-base.webhook', 2, {
				httpMethod: 'POST',
				path,
				// The answer does not wait for the updates, since many senders do not wait either.
				responseMode: 'onReceived',
				options: {},
			}),
			webhookId: path,
		},
		node('Rows', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.rows', options: {} }),
		{
			...node('Update', updateType, 1, {
				opportunityId: { __rl: true, mode: 'id', value: '={{ $json.opportunityId }}' },
				fieldsMode: 'manual',
				fields: { field: [{ schemaName: 'mx_Custom_1', value: '={{ $json.title }}' }] },
				// Says afterwards which execution sent a call.
				note: '={{ $execution.id }}',
				options: {},
			}),
			credentials: { [credentialType]: credential },
		},
	];
	const connections = {
		Webhook: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] },
		Rows: { main: [[{ node: 'Update', type: 'main', index: 0 }]] },
	};
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

/** Makes all webhook calls, ten at a time; n8n answers each before its updates are made. */
export async function post(webhookUrl: string, { path }: Load): Promise<void> {
	const waiting = Array.from({ length: posts }, (_, n) => postOf(ids[n * rowsPerPost] ?? ''));
	const sender = async () => {
		for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
			const rows = batch.map((id) => ({ opportunityId: id, title: `Changed ${id.slice(-4)}` }));
			await deliver(`${webhookUrl}/webhook/${path}`, { rows });
		}
	};
	await Promise.all(Array.from({ length: 10 }, sender));
}
