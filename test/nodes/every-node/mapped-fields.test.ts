/** What holds for the mapped fields of every operation that has some. */
import type { INodeParameters } from 'n8n-workflow';

import { leadId, opportunityId } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { typeOf } from '../../support/editor-methods';
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
	of: string;
	doubt?: string;
}

const homeLoan = typeOf('12000');
const call = typeOf('201');
const email = { EmailAddress: 'asha@example.com' };
const emailRow = { field: [field('EmailAddress', 'asha@example.com')] };
const lead = { searchBy: 'EmailAddress', leadFieldsMode: 'manual', leadFields: emailRow };
const city = { id: 'mx_City', label: 'City (mx_City)', other: 'FirstName', of: 'leads' };
const activityField = {
	id: 'mx_Custom_1',
	label: 'Reference (mx_Custom_1)',
	other: 'mx_Custom_10',
	of: 'activity type 201',
	doubt: 'Activity Type',
};
const opportunityField = {
	id: 'mx_Custom_6',
	label: 'Expected Deal Size (mx_Custom_6)',
	other: 'mx_Custom_1',
	of: 'opportunity type 12000',
	doubt: 'Opportunity Type',
};

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
