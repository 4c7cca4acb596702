import type { INodeParameters } from 'n8n-workflow';

import { formerUsers, opportunityId, user } from '../../sandbox';
import { mapped, updateOf } from '../../support/mapper';
import { items } from '../../support/run-node';
import { code, id, useMappedUpdates } from './mapped-updates';

const { server, run, map, callsTo, sent } = useMappedUpdates();

describe('mapped values that LeadSquared would not take', () => {
	const cases: Array<[name: string, field: string, value: unknown, message: string]> = [
		[
			'words for a number',
			'mx_Custom_6',
			'twelve',
			`'Expected Deal Size (mx_Custom_6)' must be a number; "twelve" is not`,
		],
		[
			'a number with a unit',
			'mx_Custom_6',
			'12 lakh',
			`'Expected Deal Size (mx_Custom_6)' must be a number; "12 lakh" is not`,
		],
		[
			'a number with misplaced commas',
			'mx_Custom_6',
			'1,2,3',
			`'Expected Deal Size (mx_Custom_6)' must be a number; "1,2,3" is not`,
		],
		[
			'a Boolean for a number',
			'mx_Custom_6',
			'={{ true }}',
			`'Expected Deal Size (mx_Custom_6)' must be a number; "true" is not`,
		],
		[
			'a number that loses digits',
			'mx_Custom_6',
			'={{ 2 ** 60 }}',
			`'Expected Deal Size (mx_Custom_6)' is a number that cannot be sent exactly (1152921504606847000)`,
		],
		[
			'a day that the month does not have',
			'mx_Custom_8',
			'2026-02-30',
			`'Expected Closure Date (mx_Custom_8)' must be a date; "2026-02-30" is not`,
		],
		[
			'a 13th month',
			'mx_Custom_8',
			'2026-13-01',
			`'Expected Closure Date (mx_Custom_8)' must be a date; "2026-13-01" is not`,
		],
		[
			'a 25th hour',
			'mx_Custom_8',
			'2026-11-24 25:00',
			`'Expected Closure Date (mx_Custom_8)' must be a date; "2026-11-24 25:00" is not`,
		],
		[
			'a span of time, whose end looks like an offset',
			'mx_Custom_8',
			'2026-11-24 18:30-19:30',
			`'Expected Closure Date (mx_Custom_8)' must be a date; "2026-11-24 18:30-19:30" is not`,
		],
		[
			'a year that a format has read from two digits',
			'mx_Custom_8',
			"={{ DateTime.fromFormat('24/11/26', 'd/M/y') }}",
			`'Expected Closure Date (mx_Custom_8)' is a date before the year 1000`,
		],
		[
			'an object inside a text',
			'mx_Custom_5',
			'={{ "" + { city: "Pune" } }}',
			`'Description (mx_Custom_5)' is the word "[object Object]", which stands for an object`,
		],
		[
			'a phone that a spreadsheet has shortened',
			'mx_Custom_23',
			'9.84501E+09',
			`'Phone of Guarantor (mx_Custom_23)' is a number that has lost its last digits: "9.84501E+09"`,
		],
		[
			'an ambiguous date',
			'mx_Custom_8',
			'03/04/2026',
			`'Expected Closure Date (mx_Custom_8)' must be a date; "03/04/2026" is not`,
		],
		[
			'an invalid DateTime',
			'mx_Custom_8',
			"={{ DateTime.fromISO('2026-13-45') }}",
			`'Expected Closure Date (mx_Custom_8)' must be a date; it is an Invalid DateTime (unit out of range: you specified 13 (of type number) as a month, which is invalid)`,
		],
		[
			'words for a day',
			'mx_Custom_22',
			'tomorrow',
			`'Date of Birth (mx_Custom_22)' must be a date; "tomorrow" is not`,
		],
		[
			'a date within a field set',
			'mx_Custom_36~mx_CustomObject_2',
			'soon',
			`'Co-Applicant: Since (mx_Custom_36~mx_CustomObject_2)' must be a date; "soon" is not`,
		],
		[
			'a text that is too long',
			'mx_Custom_1',
			`${'x'.repeat(201)}`,
			`'Opportunity Name (mx_Custom_1)' takes at most 200 characters; "${'x'.repeat(80)}…" has 201`,
		],
		[
			'a phone that is too long',
			'mx_Custom_23',
			'+91-9999999999-9999999',
			`'Phone of Guarantor (mx_Custom_23)' takes at most 20 characters; "+91-9999999999-9999999" has 22`,
		],
		[
			'a value that the drop-down does not list',
			'mx_Custom_2',
			'Lost in space',
			`'Stage (mx_Custom_2)' does not list "Lost in space"`,
		],
		['a listed value with a letter too many', 'Status', 'wonn ', `'Status' does not list "wonn␠"`],
		[
			'a choice that is not listed',
			'mx_Custom_27',
			'PAN; Passport',
			`'Documents Received (mx_Custom_27)' does not list "Passport"`,
		],
		[
			'a word for a Boolean',
			'mx_Custom_21',
			'maybe',
			`'Documents Complete (mx_Custom_21)' must be true or false; "maybe" is neither`,
		],
		[
			'a user that the account does not have',
			'Owner',
			'nobody@example.com',
			`'Owner' must be a LeadSquared user; the account has no user with the email "nobody@example.com"`,
		],
		[
			'a user who is no longer active',
			'Owner',
			formerUsers[1]!.email,
			`'Owner' must be an active LeadSquared user; the user with the email "meera@example.com" is inactive`,
		],
		[
			'a name for a user',
			'Owner',
			'Asha',
			`'Owner' must be a LeadSquared user; "Asha" is neither a user ID nor an email`,
		],
		[
			'an object for a text',
			'mx_Custom_5',
			'={{ { a: 1 } }}',
			`'Description (mx_Custom_5)' takes one value; "{"a":1}" is an object`,
		],
		[
			'a list for one choice',
			'mx_Custom_2',
			"={{ ['Open', 'Closed'] }}",
			`'Stage (mx_Custom_2)' takes one value; "["Open","Closed"]" is a list`,
		],
		[
			'a field that LeadSquared writes itself',
			'mx_Custom_35',
			'5',
			`'Score (mx_Custom_35)' is written by LeadSquared itself and cannot be set`,
		],
		[
			'a system field',
			'ModifiedBy',
			user.id,
			`'Modified By (ModifiedBy)' is written by LeadSquared itself and cannot be set`,
		],
		[
			'a field of another type',
			'mx_Custom_999',
			'x',
			`'Fields to Update' contains mx_Custom_999, which is not a field of this opportunity type`,
		],
	];

	test.each(cases)('names %s, and sends nothing', async (_name, field, value, message) => {
		const { status, error } = await map(
			{ [field]: `={{ $itemIndex === 1 ? ${source(value)} : null }}`, mx_Custom_3: 'x' },
			{},
			items({}, {}, {}),
		);
		expect(status).toBe('error');
		expect(error?.message).toBe(`${message} [item 1]`);
		expect(error?.description).toMatch(/Nothing of this run was sent$/);
		expect(error?.context?.itemIndex).toBe(1);
		expect(callsTo('/opportunity/update')).toEqual([]);
	});

	test('fails each invalid item and sends the others where the node continues on error', async () => {
		const inputs = items(...cases.map(() => ({})), {});
		const lists = cases.map(([, , value]) => source(value)).join(', ');
		const names = JSON.stringify(cases.map(([, field]) => field));
		const { outputs } = await run(
			{
				...updateOf(id, code, mapped({})),
				mappedFields: {
					...mapped({}),
					value: `={{ $itemIndex < ${cases.length} ? { [${names}[$itemIndex]]: [${lists}][$itemIndex] } : { mx_Custom_3: 'fine' } }}`,
				} as INodeParameters,
			},
			inputs,
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0]).toHaveLength(cases.length + 1);
		for (const [index, [, , , message]] of cases.entries()) {
			expect(outputs[0]![index]!.pairedItem).toEqual({ item: index });
			expect(String(outputs[0]![index]!.json.error)).toContain(`${message} [item ${index}]`);
		}
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_3', Value: 'fine' }]]);
	});

	test('sends an unlisted value as it is if the user chooses so', async () => {
		await map(
			{ mx_Custom_2: 'Lost in space', mx_Custom_27: 'PAN;Passport', Owner: 'nobody@example.com' },
			{ unlistedValues: 'send' },
		);
		expect(sent()).toEqual([
			[
				{ SchemaName: 'mx_Custom_2', Value: 'Lost in space' },
				{ SchemaName: 'mx_Custom_27', Value: 'PAN;Passport' },
				{ SchemaName: 'Owner', Value: 'nobody@example.com' },
			],
		]);
	});

	test('says how LeadSquared spells a value, or which values it lists', async () => {
		const { error } = await run(
			updateOf(opportunityId(1), '12000', mapped({ mx_Custom_2: 'invalid-junk' })),
		);
		expect(error?.description).toContain('LeadSquared spells it "Invalid/ Junk"');
		const other = await run(updateOf(opportunityId(1), '12000', mapped({ mx_Custom_2: 'Nope' })));
		expect(other.error?.description).toContain(
			'LeadSquared lists: Prospecting; Documents Collected; Sanctioned; Disbursed; Invalid/ Junk',
		);
	});

	test('sends the value of a choice that is given by its displayed text', async () => {
		await map({ mx_Custom_28: '={{ "High" }}' });
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_28', Value: 'P1' }]]);
	});

	test('sends the ID of a user, but no email, where the list of users cannot be read', async () => {
		server.sandbox.inject({
			path: /Users\.Get$/,
			fault: { kind: 'reply', status: 403, body: { message: 'no' } },
		});
		const { error } = await map({ Owner: user.email });
		expect(error?.message).toMatch(
			/^'Owner' must be a LeadSquared user; the ID of "asha@example.com" could not be looked up: LeadSquared does not allow Get Users/,
		);
		await map({ Owner: user.id });
		expect(sent()).toEqual([[{ SchemaName: 'Owner', Value: user.id }]]);
	});
});

test('names a schema name that occurs twice, in two letter cases', async () => {
	const { error } = await map({ mx_Custom_3: 'x', MX_CUSTOM_3: 'y' });
	expect(error?.message).toBe(
		"'Fields to Update' contains the schema name mx_Custom_3 twice [item 0]",
	);
});

test.each([
	['a list', "={{ [{ SchemaName: 'mx_Custom_3', Value: 'x' }] }}"],
	['JSON as text', '={{ \'{"mx_Custom_3":"x"}\' }}'],
	['a number', '={{ 5 }}'],
])('refuses %s where one expression gives all values', async (_name, value) => {
	const mappedFields = { ...mapped({}), value } as INodeParameters;
	const { error } = await run({ ...updateOf(id, code, mapped({})), mappedFields, note: 'x' });
	expect(error?.message).toMatch(
		/^'Fields to Update' must be an object of schema names and values; ".+" is not \[item 0\]$/,
	);
	expect(server.sandbox.calls).toEqual([]);
});

test('names the field of an expression that cannot be evaluated', async () => {
	const { error } = await map({ mx_Custom_3: "={{ $('Nowhere').item.json.x }}" });
	expect(error?.message).toMatch(/^'mx_Custom_3' contains an expression that cannot be evaluated/);
	expect(server.sandbox.calls).toEqual([]);
});

/** A case's value as an expression. Cases hold values in the form in which n8n saves them. */
function source(value: unknown): string {
	return typeof value === 'string' && value.startsWith('={{')
		? `(${value.slice(3, -2)})`
		: JSON.stringify(value);
}
