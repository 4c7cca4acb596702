/** The nodes as tools: n8n's own way from the agent, or the MCP server, to the tool. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquaredAsync } from '../../../nodes/LeadSquaredAsync/LeadSquaredAsync.node';
import { leadId, opportunityId } from '../../sandbox';
import { askTool, type Asking } from '../../support/ask-tool';
import {
	agent2,
	agent3,
	callers,
	itemsOf,
	mcpCallers,
	toolOf,
	type Caller,
	type Step,
} from '../../support/callers';
import { credentialFor } from '../../support/credential';
import { typeOf } from '../../support/editor-methods';
import { asyncType, checkType, readType, runWorkflow, updateType } from '../../support/engine';
import { mapped } from '../../support/mapper';
import { inALoop, placed, roundsOf } from '../../support/rounds';
import { byId } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
const server = useSandbox();

const fromAi = (name: string) => `={{ $fromAI('${name}', 'x', 'string') }}`;
const activity: INodeParameters = {
	resource: 'activity',
	operation: 'create',
	leadId: fromAi('Lead'),
	activityType: byId('201'),
	fieldsMode: 'manual',
	note: fromAi('Note'),
};

/** The row that the caller works on. */
const row = {
	Lead: 'a lead of the row',
	Phone: '+91-9000000009',
	mx_Custom_1: 'a value of the row',
	Operation: 'lead/capture',
};

/** @returns what the model read for each call */
const ask = async (caller: Caller, steps: readonly Step[], asking: Partial<Asking> = {}) =>
	await askTool(server.sandbox, caller, steps, {
		type: asyncType,
		parameters: activity,
		row,
		...asking,
	});

const call = { Lead: leadId(1), Note: 'Called' };
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const everySetting = [{}, retrying, { onError: 'continueRegularOutput' as const }];

describe.each(callers)('$name', (caller) => {
	test('gives the model the RequestId', async () => {
		const [answer] = await ask(caller, [call]);
		const [id] = [...server.sandbox.requests.keys()];
		expect(itemsOf(answer)).toMatchObject([{ RequestId: id, Operation: 'activity/create' }]);
	});

	test('does twice what the model asks for twice', async () => {
		await ask(caller, [call, call]);
		expect(server.sandbox.requests.size).toBe(2);
	});

	test.each(everySetting)(
		'tells the model what is wrong with its input, and what to do: %j',
		async (settings) => {
			const [answer] = await ask(caller, [{ ...call, Lead: '' }], { settings });
			expect(answer).toMatch(/'Lead ID' is empty \[item 0\]/);
			expect(answer).toContain("Enter the lead's ID (ProspectID)");
			expect(server.sandbox.calls).toEqual([]);
		},
	);

	test('does not take the columns of the row for fields', async () => {
		await ask(caller, [{ Opportunity: opportunityId(1), Note: 'From the model' }], {
			type: updateType,
			parameters: {
				opportunityId: byId(fromAi('Opportunity')),
				opportunityType: typeOf('12000'),
				mappedFields: { ...mapped({}, []), mappingMode: 'autoMapInputData' },
				note: fromAi('Note'),
			},
		});
		expect([...server.sandbox.requests.values()].map(({ body }) => body)).toEqual([
			{ ProspectOpportunityId: opportunityId(1), OpportunityNote: 'From the model', Fields: [] },
		]);
	});

	test('adds to the answer what the model gave, and not the row', async () => {
		const [answer] = await ask(caller, [call], {
			parameters: { ...activity, options: { includeInputFields: true } },
		});
		expect(itemsOf(answer)).toMatchObject([call]);
		for (const key of ['Phone', 'mx_Custom_1', 'toolCallId']) expect(answer).not.toContain(key);
	});

	test('does not take the kind of a request from the row', async () => {
		const [submitted] = await ask(caller, [{ Opportunity: opportunityId(1), Note: 'x' }], {
			type: updateType,
			parameters: {
				opportunityId: byId(fromAi('Opportunity')),
				fieldsMode: 'manual',
				note: fromAi('Note'),
			},
		});
		const [{ RequestId = '' } = {}] = itemsOf(submitted);
		const [status] = await ask(caller, [{ Request: RequestId }], {
			type: checkType,
			parameters: { requestId: fromAi('Request') },
		});
		expect(itemsOf(status)).toMatchObject([{ RequestId, Operation: 'opportunity/update' }]);
	});
});

// Not the MCP server: n8n runs each call of its clients as an execution of its own.
describe.each([agent2, agent3])('$name', (caller) => {
	describe('a call that LeadSquared accepts and never answers', () => {
		beforeEach(() => {
			server.sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
		});

		test.each(everySetting)(
			'is sent once, whatever n8n and the model repeat: %j',
			async (settings) => {
				const answers = await ask(caller, [call, call, call], { settings });
				expect(server.sandbox.requests.size).toBe(1);
				for (const answer of answers)
					expect(answer).toMatch(/Look in LeadSquared for the activity/);
			},
		);

		test('is sent once where n8n evaluates a value anew for every call', async () => {
			const parameters = { ...activity, note: `${fromAi('Note')} {{ Math.random() }}` };
			await ask(caller, [call, call], { parameters });
			expect(server.sandbox.requests.size).toBe(1);
		});

		test('does not stop other calls', async () => {
			const [, other] = await ask(caller, [call, { ...call, Note: 'Another one' }]);
			expect(server.sandbox.requests.size).toBe(2);
			expect(other).toContain('RequestId');
		});
	});

	test('does twice what the model asks for twice at once, unless the first call is never answered', async () => {
		await ask(caller, [[call, call, call]]);
		expect(server.sandbox.requests.size).toBe(3);
		server.sandbox.reset();
		server.sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
		const answers = await ask(caller, [[call, call, call]]);
		expect(server.sandbox.requests.size).toBe(1);
		for (const answer of answers) expect(answer).toMatch(/Look in LeadSquared for the activity/);
	});

	test('is not taken for an unanswered call of an earlier round with the same words', async () => {
		server.sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
		const rounds = [1, 2].map((n) => [{ json: { Lead: leadId(n) } }]);
		const said = [{ json: { chatInput: 'The lead was called' } }];
		const run = await runWorkflow({
			nodes: [
				placed('Start', 'test.start'),
				placed('Again', 'test.again'),
				placed('Text', 'test.text'),
				placed('Caller', caller.type),
				placed('Tool', `${asyncType}Tool`, {
					parameters: { ...activity, leadId: "={{ $('Again').last().json.Lead }}" },
					credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
				}),
			],
			connections: {
				...inALoop(['Start', 'Again', 'Text', 'Caller']),
				Tool: { ai_tool: [[{ node: 'Caller', type: 'ai_tool', index: 0 }]] },
			},
			items: [{ json: {} }],
			credential: credentialFor(server.sandbox),
			credentialType: new LeadSquaredAsyncApi(),
			nodeTypes: {
				'test.again': roundsOf(rounds),
				'test.text': roundsOf([said, said]),
				[caller.type]: caller.node([{ Note: 'Called' }, { Note: 'Called' }]),
				[`${asyncType}Tool`]: toolOf(new LeadSquaredAsync()),
			},
		});
		expect(run.status).toBe('success');
		expect(run.data.resultData.runData.Caller?.length).toBeGreaterThanOrEqual(2);
		const leads = server.sandbox.calls.map(({ rawBody }) => JSON.parse(rawBody) as IDataObject);
		// In the first round the second call is not sent.
		expect(leads.map(({ RelatedProspectId }) => RelatedProspectId)).toEqual(
			[1, 2, 2].map((n) => leadId(n)),
		);
	});

	test('tells the model what only a user can do about an unanswered call', async () => {
		server.sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
		const [first, second] = await ask(caller, [call, call]);
		for (const answer of [first, second]) {
			expect(answer).toContain(
				"If it is not there, tell the user: the same call is sent again only in a new execution, or with 'Repeat When Unanswered' on in the options of the tool",
			);
		}
		expect(second).toContain('was sent in an earlier call of this run and never answered');
	});

	test('remembers an unanswered call among simultaneous ones after the others have ended', async () => {
		server.sandbox.inject({
			when: ({ rawBody }) => rawBody.includes('Unanswered'),
			fault: { kind: 'hang', accept: true },
			times: 1,
		});
		const unanswered = { ...call, Note: 'Unanswered' };
		const answers = await ask(caller, [[call, unanswered], unanswered], {
			parameters: { ...activity, options: { timeout: 1 } },
		});
		expect(answers.filter((answer) => answer.includes('RequestId'))).toHaveLength(1);
		expect(server.sandbox.requests.size).toBe(2);
		expect(answers[2]).toMatch(/Look in LeadSquared for the activity/);
	});
});

test('AI Agent 3.1 reads nothing of a tool with an error output, whatever the tool outputs', async () => {
	const settings = { onError: 'continueErrorOutput' as const };
	expect(await ask(agent3, [call], { settings })).toEqual(['""']);
	expect(server.sandbox.requests.size).toBe(1);
});

interface Tool {
	type: string;
	parameters: INodeParameters;
	/** The input that it lacks, as the message says. */
	empty: [INodeParameters, RegExp];
	/** Of a node that has operations. */
	unknown?: INodeParameters;
}

/** Each of the nodes, with a call that works. */
const tools: Record<string, Tool> = {
	'LeadSquared Async': {
		type: asyncType,
		parameters: activity,
		empty: [{ ...activity, leadId: '' }, /^'Lead ID' is empty/],
		unknown: { ...activity, operation: 'remove' },
	},
	'LeadSquared Update Opportunity': {
		type: updateType,
		parameters: { opportunityId: byId(opportunityId(1)), fieldsMode: 'manual', note: 'x' },
		empty: [{ opportunityId: byId(''), fieldsMode: 'manual' }, /^'Opportunity' is empty/],
	},
	'LeadSquared Check Status': {
		type: checkType,
		parameters: { requestId: 'c1f1c7d0-0000-4000-8000-000000000001' },
		empty: [{ requestId: '' }, /^'Request ID' is empty/],
	},
	LeadSquared: {
		type: readType,
		parameters: { resource: 'lead', operation: 'get', leadBy: 'id', leadValue: leadId(1) },
		empty: [
			{ resource: 'lead', operation: 'get', leadBy: 'id', leadValue: '' },
			/^'Value' is empty/,
		],
		unknown: { resource: 'lead', operation: 'remove' },
	},
};

type Wrong = [what: string, says: RegExp, asking: Partial<Asking>];

function wrongIn({ type, parameters, empty: [without, saysEmpty], unknown }: Tool): Wrong[] {
	return [
		['an empty input', saysEmpty, { type, parameters: without }],
		[
			'an expression that cannot be evaluated',
			/cannot be evaluated/,
			{
				type,
				parameters: { ...parameters, options: { timeout: '={{ DateTime.fromNowhere() }}' } },
			},
		],
		[
			'a credential without a key',
			/^'Secret Key' of the LeadSquared credential is empty/,
			{ type, parameters, credential: { secretKey: '' } },
		],
		['a refusal by LeadSquared', /\(HTTP 401\)/, { type, parameters }],
		...(unknown === undefined
			? []
			: ([
					['an unknown operation', /^'Operation' is remove, which/, { type, parameters: unknown }],
				] satisfies Wrong[])),
	];
}

describe.each(Object.entries(tools))('%s', (_, tool) => {
	describe.each(wrongIn(tool))('%s', (what, says, asking) => {
		beforeEach(() => {
			if (what === 'a refusal by LeadSquared')
				server.sandbox.inject({ fault: { kind: 'reply', status: 401, body: {} } });
		});

		test.each([agent2, agent3])('is an item that $name reads, with advice', async (caller) => {
			const [answer] = await ask(caller, [call], asking);
			expect(itemsOf(answer)).toEqual([{ error: expect.stringMatching(says) }]);
			expect(String(itemsOf(answer)[0]?.error)).toMatch(/\. [A-Z'].+/);
		});

		test.each(mcpCallers)('is an error to a client of $name, with advice', async (caller) => {
			const [answer = ''] = await ask(caller, [call], asking);
			expect(answer).toMatch(/^isError: /);
			const said = answer.replace(/^isError: /, '');
			expect(said).toMatch(says);
			const [, advice = ''] = /\. ([A-Z'].{10,})/s.exec(said) ?? [];
			expect(advice).not.toBe('');
			expect(said.split(advice)).toHaveLength(2);
		});
	});
});

describe.each(mcpCallers)('a call of a client of $name, accepted and never answered,', (caller) => {
	/** n8n runs each as an execution of its own. */
	const callTool = async (args: Step, options: INodeParameters = {}, note = fromAi('Note')) => {
		const [answer = ''] = await ask(caller, [args], {
			parameters: { ...activity, note, options },
		});
		return answer;
	};

	beforeEach(() => {
		server.sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
	});

	test('is not sent again when it is made again at once, and the client reads what to do', async () => {
		const unanswered = { ...call, Note: `Made again: ${caller.name}` };
		const first = await callTool(unanswered);
		expect(first).toMatch(/^isError: .+Look in LeadSquared for the activity/s);
		for (const answer of [first, await callTool(unanswered), await callTool(unanswered)]) {
			if (answer !== first)
				expect(answer).toMatch(
					/^isError: Post Activity on Lead was sent in the last few minutes with the same/,
				);
			expect(answer).toContain(
				'Look in LeadSquared for the activity on its lead. If it is not there',
			);
			expect(answer).toContain('make the same call again in 5 minutes');
			expect(answer).not.toContain('options');
		}
		expect(server.sandbox.requests.size).toBe(1);
	});

	test('is not sent again where n8n evaluates a value anew for every call', async () => {
		const note = `${fromAi('Note')} {{ Math.random() }}`;
		await callTool({ ...call, Note: `Evaluated anew: ${caller.name}` }, {}, note);
		await callTool({ ...call, Note: `Evaluated anew: ${caller.name}` }, {}, note);
		expect(server.sandbox.requests.size).toBe(1);
	});

	test('does not stop calls with other values', async () => {
		await callTool({ ...call, Note: `The first: ${caller.name}` });
		expect(await callTool({ ...call, Note: `Another one: ${caller.name}` })).toContain('RequestId');
		expect(server.sandbox.requests.size).toBe(2);
	});

	test("is sent again with 'Repeat When Unanswered'", async () => {
		await callTool({ ...call, Note: `May be repeated: ${caller.name}` });
		const repeating = { repeatWhenUnanswered: true };
		expect(
			await callTool({ ...call, Note: `May be repeated: ${caller.name}` }, repeating),
		).toContain('RequestId');
		expect(server.sandbox.requests.size).toBe(2);
	});
});

test.each(mcpCallers)(
	'$name marks an error as one, and not where the node continues',
	async (caller) => {
		const wrong = { ...call, Lead: '' };
		const [thrown] = await ask(caller, [wrong]);
		expect(thrown).toMatch(/^isError: 'Lead ID' is empty/);
		const [item] = await ask(caller, [wrong], {
			settings: { onError: 'continueRegularOutput' },
		});
		expect(itemsOf(item)).toEqual([{ error: expect.stringContaining("Enter the lead's ID") }]);
	},
);
