import { createNodeAsTool } from 'n8n-core/dist/execution-engine/node-execution-context/utils/create-node-as-tool';
import type { INode, INodeParameters, INodeType } from 'n8n-workflow';
import { z } from 'zod';

import { LeadSquaredUpdateOpportunity } from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { opportunityId, users } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { updateType } from '../../support/engine';
import { editor, typeOf } from '../../support/editor-methods';
import { mapped } from '../../support/mapper';
import { items, runUpdate } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';

const server = useSandbox();

const nodeType: INodeType = new LeadSquaredUpdateOpportunity();
const describedAs = (name: string): string =>
	nodeType.description.properties.find((property) => property.name === name)?.description ?? '';

/** The name of an argument that n8n's editor derives from the parameter's display name. */
const argument = (displayName: string) => displayName.replace(/[^a-zA-Z0-9-]/g, '_').slice(0, 63);
const fromAi = (displayName: string, description: string, type = 'string') =>
	`={{ $fromAI('${argument(displayName)}', \`${description}\`, '${type}') }}`;

function toolFor(parameters: INodeParameters) {
	const node: INode = {
		id: '1',
		name: 'Update Opportunity',
		type: `${updateType}Tool`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const { response } = createNodeAsTool({
		node,
		nodeType,
		handleToolInvocation: async () => await Promise.resolve('done'),
	});
	return response;
}

/** What a model sees: the description of the tool and of each argument. */
function seen(parameters: INodeParameters) {
	const tool = toolFor(parameters);
	const shape = (tool.schema as unknown as z.ZodObject<z.ZodRawShape>).shape;
	return {
		description: tool.description,
		arguments: Object.fromEntries(
			Object.entries(shape).map(([name, type]) => [name, type.description ?? '']),
		),
	};
}

const id = opportunityId(300);

test('describes the JSON form to a model, and sends what the model fills in', async () => {
	const parameters: INodeParameters = {
		opportunityId: {
			__rl: true,
			mode: 'id',
			value: fromAi('Opportunity', 'ID of the opportunity'),
		},
		fieldsMode: 'json',
		fieldsJson: fromAi('Fields (JSON)', describedAs('fieldsJson'), 'json'),
	};
	const { description, arguments: args } = seen(parameters);
	expect(description).toMatch(/^Updates opportunities through LeadSquared's Async API/);
	expect(Object.keys(args)).toEqual(['Opportunity', 'Fields__JSON_']);
	expect(args.Fields__JSON_).toMatch(/JSON object of schema names and values/);
	expect(args.Fields__JSON_).toMatch(/YYYY-MM-DD HH:mm:ss in UTC/);
	expect(args.Fields__JSON_).toMatch(/mx_Custom_4~mx_CustomObject_1/);

	server.sandbox.reset();
	const answer = {
		Opportunity: id,
		Fields__JSON_: { mx_Custom_6: '5', 'mx_Custom_4~mx_CustomObject_1': 'B' },
	};
	await runUpdate(server.sandbox, parameters, items({ query: answer }));
	expect(server.sandbox.calls.at(-1)?.body).toEqual({
		ProspectOpportunityId: id,
		Fields: [
			{ SchemaName: 'mx_Custom_6', Value: '5' },
			{
				SchemaName: 'mx_Custom_4',
				Value: '',
				Fields: [{ SchemaName: 'mx_CustomObject_1', Value: 'B' }],
			},
		],
	});
});

describe('mapped fields of a tool', () => {
	const load = async () =>
		(await editor(credentialFor(server.sandbox), { opportunityType: typeOf('12002') }).fields())
			.fields;

	test('describes each field to a model by its display name, and checks what the model fills in', async () => {
		const fields = await load();
		const chosen = ['mx_Custom_8', 'mx_Custom_6', 'mx_Custom_26', 'mx_Custom_2'];
		const value = Object.fromEntries(
			chosen.map((name) => {
				const label = fields.find((field) => field.id === name)?.displayName ?? '';
				return [name, fromAi(label, describedAs('mappedFields'))];
			}),
		);
		const parameters: INodeParameters = {
			opportunityId: { __rl: true, mode: 'id', value: id },
			opportunityType: typeOf('12002'),
			mappedFields: mapped(value, fields),
		};
		const { arguments: args } = seen(parameters);
		expect(Object.keys(args)).toEqual([
			'Expected_Closure_Date__mx_Custom_8_',
			'Expected_Deal_Size__mx_Custom_6_',
			'Relationship_Manager__mx_Custom_26_',
			'Stage__mx_Custom_2_',
		]);
		for (const description of Object.values(args)) {
			expect(description).toMatch(/date as 2026-11-24 or 2026-11-24 18:30/);
			expect(description).toMatch(/number as plain digits/);
			expect(description).toMatch(/drop-down value as listed/);
			expect(description).toMatch(/user as ID or email/);
		}

		server.sandbox.reset();
		const answer = {
			Expected_Closure_Date__mx_Custom_8_: '2026-11-24 18:30',
			Expected_Deal_Size__mx_Custom_6_: '1250000',
			Relationship_Manager__mx_Custom_26_: users[1]!.email,
			Stage__mx_Custom_2_: 'Closed',
		};
		await runUpdate(server.sandbox, parameters, items({ query: answer }));
		expect(server.sandbox.calls.at(-1)?.body).toEqual({
			ProspectOpportunityId: id,
			Fields: [
				{ SchemaName: 'mx_Custom_8', Value: '2026-11-24 13:00:00' },
				{ SchemaName: 'mx_Custom_6', Value: '1250000' },
				{ SchemaName: 'mx_Custom_26', Value: users[1]!.id },
				{ SchemaName: 'mx_Custom_2', Value: 'Closed' },
			],
		});

		const wrong = { ...answer, Stage__mx_Custom_2_: 'Nearly closed' };
		const { error } = await runUpdate(server.sandbox, parameters, items({ query: wrong }));
		expect(error?.message).toContain('does not list "Nearly closed"');
	});

	test('makes a tool that n8n accepts of all fields at once', async () => {
		const fields = await load();
		const value = Object.fromEntries(
			fields.map(({ id: name, displayName }) => [name, fromAi(displayName, 'x')]),
		);
		const { arguments: args } = seen({ mappedFields: mapped(value, fields) });
		expect(Object.keys(args)).toHaveLength(fields.length);
	});
});
