import { opportunityId } from '../sandbox';
import { startChatServer } from '../support/chat-server';
import { check, other, read, update } from './names';
import type { Fixture } from './fixture';

const agent = 'AI Agent';
const model = 'OpenAI Chat Model';
const trigger = 'When clicking ‘Execute workflow’';

/** An agent with its chat model, as in any template. */
const agentOnCanvas = {
	nodes: [
		{
			id: '1',
			name: trigger,
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			parameters: {},
			position: [0, 0],
		},
		{
			id: '2',
			name: agent,
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 2.2,
			parameters: {
				promptType: 'define',
				text: 'The loan of Priya Nair is sanctioned. Note that.',
				options: {},
			},
			position: [220, 0],
		},
		{
			id: '3',
			name: model,
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			// The last version without the Responses API.
			typeVersion: 1.2,
			parameters: { model: { __rl: true, mode: 'id', value: 'gpt-4.1-mini' }, options: {} },
			position: [100, 220],
		},
	],
	connections: {
		[trigger]: { main: [[{ node: agent, type: 'main', index: 0 }]] },
		[model]: { ai_languageModel: [[{ node: agent, type: 'ai_languageModel', index: 0 }]] },
	},
};

/** The nodes as tools of an agent that really calls one. */
export async function checkAgent(fixture: Fixture): Promise<void> {
	const { checks, editor, sandbox } = fixture;
	const { canvas, credential, details, panel } = editor;
	const note = 'Sanctioned, says the agent';
	const chat = await startChatServer({ Opportunity: opportunityId(1), Note: note });
	try {
		checks.step('A tool of an agent');
		sandbox.reset();
		await credential.create('OpenAI');
		await credential.enter('apiKey', 'none');
		await credential.enter('url', chat.url);
		checks.equal('the stand-in for a chat model is there', await credential.save(), 'OK');
		await credential.close();

		await editor.newWorkflow();
		await canvas.paste(agentOnCanvas);
		await canvas.open(model);
		await details.chooseCredential('OpenAi account');
		await details.close();

		for (const name of [check, update]) {
			await canvas.toolPlus(agent);
			await panel.search('LeadSquared');
			checks.equal(
				'all four nodes are offered as tools',
				(await panel.found('LeadSquared')).map((text) => text.replace(/ Tool$/, '')).sort(),
				[other.inPanel, check.inPanel, read.inPanel, update.inPanel].sort(),
			);
			await panel.addTool(name.inPanel);
			await details.parameters().waitFor();
			if (name !== check) continue;
			await details.letModelDecide('requestId');
			await details.close();
		}

		checks.step('What the model decides');
		await details.chooseFromList('opportunityType', 'Home Loan (12000)');
		await details.letModelDecide('opportunityId');
		await details.letModelDecide('note');
		await details.loadFields();
		checks.that(
			'the fields of the chosen type can be added, and nothing asks for a type',
			!(await details
				.parameters()
				.getByText(/Choose 'Opportunity Type'/)
				.isVisible()),
		);
		await fixture.look('agent-tool-node', details.root());
		await details.close();

		checks.step('Running the agent');
		await fixture.sends('agent', async () =>
			checks.equal('it goes well', await editor.runWorkflow(), 'success'),
		);
		checks.equal(
			'LeadSquared got the update',
			[...sandbox.requests.values()].map(({ body }) => body),
			[{ ProspectOpportunityId: opportunityId(1), OpportunityNote: note, Fields: [] }],
		);
		const [id] = [...sandbox.requests.keys()];
		checks.that(
			'and the model saw its RequestId',
			id !== undefined && chat.results.some((result) => result.includes(id)),
			chat.results,
		);
		await canvas.tidy();
		// n8n puts them so close together that their names overlap.
		await canvas.move(model, -120);
		await canvas.move(update.onCanvas, 120);
		await canvas.fit();
		await fixture.look('agent-tool', await canvas.area());
	} finally {
		await chat.close();
	}
}
