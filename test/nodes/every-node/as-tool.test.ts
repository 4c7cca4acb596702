/** The nodes as tools of an AI agent: n8n's own way from the agent to the tool, with a model that is scripted. */
import type {
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquaredAsync } from '../../../nodes/LeadSquaredAsync/LeadSquaredAsync.node';
import { leadId } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { asyncType, runWorkflow } from '../../support/engine';
import { byId } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
const server = useSandbox();

interface Tool {
	invoke(args: Record<string, string>): Promise<unknown>;
}

/** Calls its tool with each of the given arguments, and hands on what the model would read. */
class Agent {
	description = {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Agent' },
		inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	/** @param calls calls of one step go out at the same time, as an agent's do */
	constructor(
		private readonly calls: Array<Record<string, string> | Array<Record<string, string>>>,
	) {}

	asNode(): INodeType {
		const { calls, description } = this;
		return {
			description,
			async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
				const [tool] = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
				const answers: INodeExecutionData[] = [];
				for (const step of calls) {
					const said = await Promise.all(
						[step]
							.flat()
							.map(async (args) => await tool!.invoke(args).catch((error: Error) => error.message)),
					);
					for (const answer of said)
						answers.push({ json: { answer: String(answer) }, pairedItem: { item: 0 } });
				}
				return [answers];
			},
		} as unknown as INodeType;
	}
}

/** As n8n makes a tool of a node: the same type under another name, with another output. */
function toolOf(node: INodeType): INodeType {
	const tool = Object.create(node) as INodeType;
	tool.description = {
		...node.description,
		name: `${node.description.name}Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
	};
	return tool;
}

const fromAi = (name: string) => `={{ $fromAI('${name}', 'x', 'string') }}`;
const activity: INodeParameters = {
	resource: 'activity',
	operation: 'create',
	leadId: fromAi('Lead'),
	activityType: byId('201'),
	fieldsMode: 'manual',
	note: fromAi('Note'),
};

async function ask(calls: ConstructorParameters<typeof Agent>[0], settings: Partial<INode> = {}) {
	const place = { typeVersion: 1, position: [0, 0] as [number, number] };
	const type = `${asyncType}Tool`;
	const run = await runWorkflow({
		nodes: [
			{ id: '1', name: 'Start', type: 'test.start', parameters: {}, ...place },
			{ id: '2', name: 'Agent', type: 'test.agent', parameters: {}, ...place },
			{
				id: '3',
				name: 'Post Activity',
				type,
				parameters: activity,
				credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
				...place,
				...settings,
			},
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			'Post Activity': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
		items: [{ json: {} }],
		credential: credentialFor(server.sandbox),
		credentialType: new LeadSquaredAsyncApi(),
		nodeTypes: { 'test.agent': new Agent(calls).asNode(), [type]: toolOf(new LeadSquaredAsync()) },
	});
	expect(run.data.resultData.error?.message).toBeUndefined();
	const answers = run.data.resultData.runData.Agent?.[0]?.data?.main?.[0] ?? [];
	return answers.map(({ json }) => String(json.answer));
}

const call = { Lead: leadId(1), Note: 'Called' };
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

test('gives the model the RequestId', async () => {
	const [answer] = await ask([call]);
	const [id] = [...server.sandbox.requests.keys()];
	expect(JSON.parse(answer!)).toMatchObject([{ RequestId: id, Operation: 'activity/create' }]);
});

test('does twice what the model asks for twice', async () => {
	await ask([call, call]);
	expect(server.sandbox.requests.size).toBe(2);
});

describe('a call that LeadSquared accepts and never answers', () => {
	beforeEach(() => {
		server.sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
	});

	test.each([{}, retrying, { onError: 'continueRegularOutput' as const }])(
		'is sent once, whatever n8n and the model repeat: %j',
		async (settings) => {
			const answers = await ask([call, call], settings);
			expect(server.sandbox.requests.size).toBe(1);
			for (const answer of answers) expect(answer).toMatch(/Look in LeadSquared for the activity/);
		},
	);

	test('does not stop other calls', async () => {
		const [, other] = await ask([call, { ...call, Note: 'Another one' }]);
		expect(server.sandbox.requests.size).toBe(2);
		expect(other).toContain('RequestId');
	});
});

test('remembers an unanswered call among simultaneous ones after the others have ended', async () => {
	server.sandbox.inject({
		when: ({ rawBody }) => rawBody.includes('Unanswered'),
		fault: { kind: 'hang', accept: true },
		times: 1,
	});
	const unanswered = { ...call, Note: 'Unanswered' };
	const answers = await ask([[call, unanswered], unanswered], {
		parameters: { ...activity, options: { timeout: 1 } },
	});
	expect(answers[0]).toContain('RequestId');
	expect(server.sandbox.requests.size).toBe(2);
	expect(answers[2]).toMatch(/Look in LeadSquared for the activity/);
});

test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
	'tells the model what is wrong with its input (%s)',
	async (onError) => {
		const [answer] = await ask([{ ...call, Lead: '' }], { onError });
		expect(answer).toMatch(/'Lead ID' is empty \[item 0\]/);
		expect(server.sandbox.calls).toEqual([]);
	},
);
