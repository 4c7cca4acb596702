import { leadId } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { startChatServer } from '../support/chat-server';
import { delay } from '../support/platform';
import type { Fixture, SavedCredential } from './fixture';
import { McpClient } from './mcp-client';
import type { Workflow, WorkflowNode } from './n8n-client';
import type { SavedExecution } from './saved-execution';
import { asyncType, credentialType, node } from './workflows';

const agent = 'AI Agent';
const model = 'Model';
const tool = 'Post Activity';

/** What the agent works on: not for LeadSquared, and not for the model. */
const row = { Lead: 'a lead of the row', Phone: '+91-9000000009' };

const call = { Lead: leadId(1), Note: 'Called back' };
const nobody = { ...call, Lead: '' };

const loseAnswer = (sandbox: Sandbox) =>
	sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });

/** Every kind of n8n's root nodes that calls a tool in a way of its own. */
export async function checkAgents(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const is1 = fixture.line.n8n.startsWith('1.');
	for (const version of is1 ? [2.2, 3] : [2.2, 3, 3.1]) {
		await checkAgent(fixture, credential, version);
	}
	await checkMcpServer(fixture, credential);
}

async function checkAgent(
	fixture: Fixture,
	credential: SavedCredential,
	version: number,
): Promise<void> {
	const { checks, sandbox } = fixture;
	checks.step(`A tool of AI Agent ${version}`);

	const good = await ask(fixture, credential, version, [call]);
	const [requestId] = [...sandbox.requests.keys()];
	checks.that(
		'the model reads the RequestId, and nothing of the row that the agent works on',
		requestId !== undefined &&
			good.results.length === 1 &&
			good.results[0]?.includes(requestId) === true &&
			!good.results[0].includes(row.Phone),
		good.results,
	);

	const lost = await ask(fixture, credential, version, [call, call, call], {}, loseAnswer);
	checks.equal(
		'an activity whose answer is lost, and for which the model asks three times, arrives once',
		[lost.saved.status, lost.results.length, sandbox.requests.size],
		['success', 3, 1],
	);
	fixture.forgetRequests();
	checks.that(
		'each time the model reads where to look',
		lost.results.every((text) => text.includes('Look in LeadSquared for the activity')),
		lost.results,
	);

	const wrong = await ask(fixture, credential, version, [nobody]);
	checks.that(
		'the model reads what is wrong and what to do, and the run goes on',
		wrong.saved.status === 'success' &&
			/'Lead ID' is empty.+Enter the lead's ID/.test(wrong.results.join()),
		[wrong.saved.status, wrong.saved.error?.message, wrong.results],
	);
	checks.equal('nothing was sent', sandbox.calls, []);

	if (version < 3) return;
	const unread = await ask(fixture, credential, version, [call], {
		onError: 'continueErrorOutput',
	});
	checks.equal(
		'with an error output n8n gives the model an empty text, although the activity was accepted',
		[unread.results, sandbox.requests.size],
		[['""'], 1],
	);
	fixture.forgetRequests();
}

/** Runs an agent over one row; its model calls the tool once with each of the arguments. */
async function ask(
	fixture: Fixture,
	credential: SavedCredential,
	version: number,
	calls: ReadonlyArray<Record<string, unknown>>,
	settings: Partial<WorkflowNode> = {},
	prepare: (sandbox: Sandbox) => void = () => undefined,
): Promise<{ saved: SavedExecution; results: string[] }> {
	const { client } = fixture;
	fixture.freshAccount();
	prepare(fixture.sandbox);
	const chat = await startChatServer(...calls);
	try {
		const name = `OpenAI ${chat.url}`;
		const id = await client.createCredential(name, 'openAiApi', { apiKey: 'none', url: chat.url });
		const workflow = await client.createWorkflow(
			agentWorkflow(version, { id, name }, { ...toolNode(credential), ...settings }),
		);
		const saved = await client.runWorkflow(workflow, 'Start');
		return { saved, results: chat.results };
	} finally {
		await chat.close();
	}
}

function toolNode(credential: SavedCredential): WorkflowNode {
	return {
		...node(tool, `${asyncType}Tool`, 1, {
			resource: 'activity',
			operation: 'create',
			leadId: "={{ $fromAI('Lead', 'The lead', 'string') }}",
			activityType: { __rl: true, mode: 'id', value: '201' },
			fieldsMode: 'manual',
			note: "={{ $fromAI('Note', 'What was said', 'string') }}",
			options: { includeInputFields: true },
		}),
		credentials: { [credentialType]: credential },
	};
}

function agentWorkflow(version: number, openAi: SavedCredential, toolNode: WorkflowNode): Workflow {
	const itsRow = { mode: 'raw', jsonOutput: JSON.stringify(row), options: {} };
	return {
		name: `e2e: tool of AI Agent ${version}`,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Row', 'n8n-nodes-base.set', 3.4, itsRow),
			node(agent, '@n8n/n8n-nodes-langchain.agent', version, {
				promptType: 'define',
				text: 'Note that the lead was called back.',
				options: {},
			}),
			{
				// The last version without the Responses API.
				...node(model, '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
					model: { __rl: true, mode: 'id', value: 'gpt-4.1-mini' },
					options: {},
				}),
				credentials: { openAiApi: openAi },
			},
			toolNode,
		],
		connections: {
			Start: { main: [[{ node: 'Row', type: 'main', index: 0 }]] },
			Row: { main: [[{ node: agent, type: 'main', index: 0 }]] },
			[model]: { ai_languageModel: [[{ node: agent, type: 'ai_languageModel', index: 0 }]] },
			[tool]: { ai_tool: [[{ node: agent, type: 'ai_tool', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
}

/** In queue mode, one worker must be the only one: each remembers for itself what was never answered. */
export async function checkMcpServer(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('A tool of the MCP Server Trigger');
	const path = 'e2e-leadsquared';
	const trigger = 'MCP Server Trigger';
	const workflow = await client.createWorkflow({
		name: 'e2e: tool of an MCP server',
		nodes: [
			{
				...node(trigger, '@n8n/n8n-nodes-langchain.mcpTrigger', 2, {
					authentication: 'none',
					path,
				}),
				webhookId: path,
			},
			toolNode(credential),
		],
		connections: { [tool]: { ai_tool: [[{ node: trigger, type: 'ai_tool', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	await client.activateWorkflow(workflow);
	const mcp = new McpClient(`${client.url}/mcp/${path}`);
	await mcp.connect();
	const [name = ''] = await mcp.toolNames();
	checks.equal('it is offered', name, 'Post_Activity');

	fixture.freshAccount();
	const good = await mcp.callTool(name, call);
	const [requestId] = [...sandbox.requests.keys()];
	checks.that(
		'the caller reads the RequestId',
		!good.isError && requestId !== undefined && good.text.includes(requestId),
		good,
	);

	fixture.forgetRequests();

	fixture.freshAccount();
	loseAnswer(sandbox);
	const first = await mcp.callTool(name, call);
	checks.that(
		'of a call whose answer is lost, the caller reads where to look',
		first.isError && first.text.includes('Look in LeadSquared for the activity'),
		first,
	);
	const again = await mcp.callTool(name, call);
	checks.that(
		'the same call made again, which n8n runs as a new execution, is not sent, and the caller reads what to do',
		again.isError &&
			/in the last few minutes .+ make the same call again in 5 minutes/s.test(again.text) &&
			sandbox.requests.size === 1,
		[again, sandbox.requests.size],
	);
	const other = await mcp.callTool(name, { ...call, Note: 'Called back twice' });
	checks.equal(
		'a call with other values is sent at once',
		[other.isError, sandbox.requests.size],
		[false, 2],
	);
	fixture.forgetRequests();

	fixture.freshAccount();
	sandbox.inject({ fault: { kind: 'delay', ms: 3_000 }, times: 1 });
	const slow = { ...call, Note: 'Called back slowly' };
	const atOnce = mcp.callTool(name, slow);
	await delay(500);
	const [one, two] = await Promise.all([atOnce, mcp.callTool(name, slow)]);
	checks.that(
		'the same call made again while the first is under way is not sent, and both have its RequestId',
		!one.isError && two.text === one.text && sandbox.requests.size === 1,
		[one, two, sandbox.requests.size],
	);
	fixture.forgetRequests();

	fixture.freshAccount();
	const wrong = await mcp.callTool(name, nobody);
	checks.that(
		'the caller reads that it is an error, what is wrong and what to do',
		wrong.isError && /'Lead ID' is empty.+Enter the lead's ID/s.test(wrong.text),
		wrong,
	);
	checks.equal('nothing was sent', sandbox.calls, []);
}
