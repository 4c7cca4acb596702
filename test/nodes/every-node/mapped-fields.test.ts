/** What holds for the mapped fields of every operation that has some. */
import type { INodeParameters } from 'n8n-workflow';

import { properties as asyncProperties } from '../../../nodes/LeadSquaredAsync/properties';
import { properties as updateProperties } from '../../../nodes/LeadSquaredUpdateOpportunity/properties';
import {
	activityTypes,
	leadFields,
	leadId,
	opportunityId,
	opportunityType,
	users,
} from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { asyncEditor, editor, typeOf } from '../../support/editor-methods';
import { mapped } from '../../support/mapper';
import { asyncType, byId, field, items, runNode, updateType } from '../../support/run-node';
import { useNewSandbox } from '../../support/use-sandbox';

const server = useNewSandbox();

/** With the lead's email where the operation needs one. */
interface Mapping {
	name: string;
	type: string;
	parameters: (fields: INodeParameters) => INodeParameters;
	/** A field of the kind, and another one. */
	id: string;
	label: string;
	other: string;
	/** Fields that the operation needs besides. */
	more?: Record<string, unknown>;
	/** Whose field it is, and the parameter that may be wrong. */
	of: keyof typeof fieldsOf;
	doubt?: string;
}

const homeLoan = typeOf('12000');
const call = typeOf('201');
const email = { EmailAddress: 'asha@example.com' };
const emailRow = { field: [field('EmailAddress', 'asha@example.com')] };
const lead = { searchBy: 'EmailAddress', leadFieldsMode: 'manual', leadFields: emailRow };
const city = { id: 'mx_City', label: 'City (mx_City)', other: 'FirstName', of: 'leads' } as const;
const activityField = {
	id: 'mx_Custom_1',
	label: 'Reference (mx_Custom_1)',
	other: 'mx_Custom_10',
	of: 'activity type 201',
	doubt: 'Activity Type',
} as const;
const opportunityField = {
	id: 'mx_Custom_6',
	label: 'Expected Deal Size (mx_Custom_6)',
	other: 'mx_Custom_1',
	of: 'opportunity type 12000',
	doubt: 'Opportunity Type',
} as const;

const mappings: Mapping[] = [
	{
		name: 'opportunity/update',
		type: updateType,
		parameters: (mappedFields) => ({
			opportunityId: byId(opportunityId(1)),
			opportunityType: homeLoan,
			mappedFields,
		}),
		...opportunityField,
	},
	{
		name: 'opportunity/capture',
		type: asyncType,
		parameters: (mappedFields) => ({
			resource: 'opportunity',
			operation: 'capture',
			...lead,
			opportunityType: homeLoan,
			mappedFields,
		}),
		...opportunityField,
		more: { mx_Custom_1: 'A loan' },
	},
	{
		name: 'lead/capture',
		type: asyncType,
		parameters: (mappedLeadFields) => ({
			resource: 'lead',
			operation: 'capture',
			mappedLeadFields,
		}),
		...city,
		more: email,
	},
	{
		name: 'lead/update',
		type: asyncType,
		parameters: (mappedLeadFields) => ({
			resource: 'lead',
			operation: 'update',
			leadId: leadId(1),
			mappedLeadFields,
		}),
		...city,
	},
	{
		name: 'activity/create',
		type: asyncType,
		parameters: (mappedFields) => ({
			resource: 'activity',
			operation: 'create',
			leadId: leadId(1),
			activityType: call,
			mappedFields,
		}),
		...activityField,
	},
	{
		name: 'activity/createcustom',
		type: asyncType,
		parameters: (mappedFields) => ({
			resource: 'activity',
			operation: 'createWithLead',
			...lead,
			activityType: call,
			mappedFields,
		}),
		...activityField,
	},
];

describe.each(mappings)('$name', ({ type, parameters, id, label, other, more, of, doubt }) => {
	const run = async (
		value: Record<string, unknown>,
		schema: unknown[] = [],
		inputs = items({ Known: '1' }, { Known: '2' }),
	) =>
		await runNode(
			{
				type,
				parameters: parameters(mapped({ ...more, ...value }, schema)),
				credential: credentialFor(server.sandbox),
			},
			inputs,
		);
	const saved = (displayName: string) => [
		{ id, displayName, required: false, defaultMatch: false, display: true, type: 'string' },
	];

	test('hints at a field whose expression gave nothing for any item', async () => {
		const value = { [id]: '={{ $json.Amout }}', [other]: '={{ $json.Known }}' };
		const { error, hints } = await run(value, saved(label));
		expect(error).toBeUndefined();
		expect(hints).toEqual([
			`Not sent, because no item had a value: ${label} = {{ $json.Amout }}. Check the names in the expression`,
		]);
		expect(server.sandbox.requests.size).toBe(2);
	});

	test('has no hint where one item has a value, or where the field was left empty', async () => {
		const value = { [id]: '={{ $json.Some }}', [other]: '={{ $json.Known }}', mx_None: null };
		const { error, hints } = await run(value, [], items({ Known: '1' }, { Known: '2', Some: '3' }));
		expect([error, hints]).toEqual([undefined, []]);
	});

	test('refuses a mapping that was made for a field of another name', async () => {
		const { error } = await run({ [id]: '1' }, saved(`Wrong Name (${id})`));
		expect(error?.message).toContain(`'Wrong Name (${id})' does not fit: for ${of}, ${id} is "`);
		expect(error?.message).toContain('[item 0]');
		expect(error?.description).toContain('open the node and refresh the list of fields');
		if (doubt !== undefined) expect(error?.description).toContain(`check '${doubt}'`);
		expect(server.sandbox.requests.size).toBe(0);
	});

	test("takes a mapping whose names are the account's own, letter case aside", async () => {
		const { error } = await run({ [id]: '1' }, saved(`${label} `.toUpperCase()));
		expect(error).toBeUndefined();
		expect(server.sandbox.requests.size).toBe(2);
	});
});

describe.each(mappings.filter(({ doubt }) => doubt !== undefined))(
	'$name without a type',
	({ type, parameters, doubt }) => {
		// Where nothing at all is chosen, n8n itself says so before it runs a node that needs a type.
		const parameter = doubt === 'Activity Type' ? 'activityType' : 'opportunityType';

		test.each([{}, { mx_Custom_1: 'x' }])(
			'says that no type is chosen, and not that there is no value to send (%o)',
			async (value) => {
				const { error } = await runNode(
					{
						type,
						parameters: { ...parameters(mapped(value)), [parameter]: typeOf('={{ $json.none }}') },
						credential: credentialFor(server.sandbox),
					},
					items({}),
				);
				expect(error?.message).toBe(`'${doubt}' is empty [item 0]`);
				expect(server.sandbox.calls).toEqual([]);
			},
		);
	},
);

/** What the editor calls for the mapper of each. */
const fieldsOf = {
	leads: async (parameters: INodeParameters) =>
		await asyncEditor(credentialFor(server.sandbox), parameters).fields('getLeadFields'),
	'activity type 201': async (parameters: INodeParameters) =>
		await asyncEditor(credentialFor(server.sandbox), parameters).fields('getActivityFields'),
	'opportunity type 12000': async (parameters: INodeParameters) =>
		'resource' in parameters
			? await asyncEditor(credentialFor(server.sandbox), parameters).fields('getOpportunityFields')
			: await editor(credentialFor(server.sandbox), parameters).fields(),
};

test.each(mappings)(
	'saves no name and no email of a user with the mapping of $name',
	async ({ parameters, of }) => {
		const { fields } = await fieldsOf[of](parameters(mapped({})));
		expect(fields.some(({ displayName }) => /owner|handled by/i.test(displayName))).toBe(true);
		const saved = JSON.stringify(fields);
		for (const { firstName, lastName, email: address } of users) {
			for (const part of [firstName, lastName, address].filter(Boolean))
				expect(saved).not.toContain(part);
		}
		expect(server.sandbox.calls.filter(({ path }) => path.endsWith('Users.Get'))).toEqual([]);
	},
);

describe.each(mappings)('a yes/no field of $name', ({ type, parameters, other, more, of }) => {
	const yesNo = 'mx_Yes_No';
	/** The account's own fields, and such a one. */
	beforeEach(() => {
		const call201 = activityTypes.find(({ ActivityEvent }) => ActivityEvent === 201);
		const { Fields = [] } = (of.startsWith('activity') ? call201 : opportunityType(12000)) ?? {};
		const field = {
			...Fields[0],
			SchemaName: yesNo,
			DisplayName: 'Yes or No',
			DataType: 'Boolean',
		};
		server.sandbox.inject({
			path: /LeadsMetaData\.Get|GetOpportunityTypeMetadata|GetActivitySetting/,
			fault: {
				kind: 'reply',
				status: 200,
				body: of === 'leads' ? [...leadFields, field] : { Fields: [...Fields, field] },
			},
		});
	});

	test('is a drop-down in the editor: n8n would draw a switch without a value as on', async () => {
		const { fields } = await fieldsOf[of](parameters(mapped({})));
		expect(fields.filter(({ type: input }) => input === 'boolean')).toEqual([]);
		expect(fields.find(({ id }) => id === yesNo)).toMatchObject({
			type: 'options',
			options: [
				{ name: 'Yes', value: true },
				{ name: 'No', value: false },
			],
		});
	});

	test.each<[string, boolean | null, unknown[], string | undefined]>([
		['a choice', true, [], 'true'],
		["the value of an older mapping's switch", false, [{ id: yesNo, type: 'boolean' }], 'false'],
		[
			'the switch that showed On and had no value',
			null,
			[{ id: yesNo, type: 'boolean' }],
			undefined,
		],
	])('sends %s', async (_, value, schema, expected) => {
		const { error } = await runNode(
			{
				type,
				parameters: parameters(mapped({ [other]: 'A', ...more, [yesNo]: value }, schema)),
				credential: credentialFor(server.sandbox),
			},
			items({}),
		);
		expect(error).toBeUndefined();
		const [request] = server.sandbox.requests.values();
		const [, found] =
			/"(?:SchemaName|Attribute)":"mx_Yes_No","Value":"?(\w+)/.exec(request!.rawBody) ?? [];
		expect(found).toBe(expected);
	});
});

test('says below each mapper how to write values, since the editor does not show its description', () => {
	const found = [...updateProperties, ...asyncProperties].flatMap((property, index, all) =>
		property.type === 'resourceMapper' ? [{ property, next: all[index + 1]! }] : [],
	);
	expect(found.length).toBeGreaterThan(mappings.length - 3);
	for (const { property, next } of found) {
		expect(next).toMatchObject({ type: 'notice', displayOptions: property.displayOptions });
		expect(property.description).toContain(next.displayName);
		expect(next.displayName).toMatch(/date as .+ user as ID or email/);
		// Else the editor would not show its line with Retry.
		expect(property.typeOptions?.resourceMapper).not.toHaveProperty('hideNoDataError', true);
		expect(property.typeOptions?.resourceMapper?.noFieldsError).toMatch(/above, then press$/);
	}
});

test('hints at a row whose expression gave nothing for any item', async () => {
	const { hints } = await runNode(
		{
			type: updateType,
			parameters: {
				opportunityId: byId(opportunityId(1)),
				fields: {
					field: [
						field('mx_Custom_6', '={{ $json.Amout }}'),
						field('mx_Custom_1', '={{ $json.Name }}'),
						field('mx_Custom_2', ''),
					],
				},
			},
			credential: credentialFor(server.sandbox),
		},
		items({ Name: 'a' }, { Name: 'b' }),
	);
	expect(hints).toEqual([
		'Not sent, because no item had a value: mx_Custom_6 = {{ $json.Amout }}. Check the names in the expression',
	]);
});
