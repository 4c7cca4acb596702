import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { LeadSquaredUpdateOpportunity } from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { opportunityId, startSandbox, user, users, type Sandbox } from '../../sandbox';
import { automatic, mapped, mappedIn, updateOf } from '../../support/mapper';
import { credentialFor } from '../../support/credential';
import { items, runNode, runUpdate, updateType } from '../../support/run-node';

let sandbox: Sandbox;
beforeEach(async () => {
	// A new address is a new account, so that nothing is known of it from the test before.
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

/** The one opportunity of the type that has a field of every kind. */
const id = opportunityId(300);
const code = '12002';

const run = async (
	parameters: INodeParameters,
	inputs?: INodeExecutionData[],
	settings?: Partial<INode>,
) => await runUpdate(sandbox, parameters, inputs, settings);

const map = async (
	value: Record<string, unknown>,
	options?: INodeParameters,
	inputs?: INodeExecutionData[],
) => await run(updateOf(id, code, mapped(value), options), inputs);

const callsTo = (name: string) => sandbox.calls.filter(({ path }) => path.endsWith(name));
const sent = () =>
	callsTo('/opportunity/update').map(({ body }) => (body as { Fields: unknown[] }).Fields);

test('mapping is the default', () => {
	const { properties } = new LeadSquaredUpdateOpportunity().description;
	expect(properties.find(({ name }) => name === 'fieldsMode')?.default).toBe('mapped');
});

describe('a round trip', () => {
	/** What a person maps, and what LeadSquared stores of it. The workflow's zone is Asia/Kolkata. */
	const values: Record<string, [given: unknown, stored: string]> = {
		ActivityEvent_Note: ['Called', 'Called'],
		Status: ['Won', 'Won'],
		Owner: [users[1]!.id, users[1]!.id],
		mx_Custom_1: ['=Flat {{ 4 }}B', 'Flat 4B'],
		mx_Custom_2: ['={{ "Closed" }}', 'Closed'],
		mx_Custom_3: ['Anything at all', 'Anything at all'],
		mx_Custom_5: ['नया विवरण', 'नया विवरण'],
		mx_Custom_6: [1250000, '1250000'],
		mx_Custom_7: ['={{ "12,50,000.75" }}', '1250000.75'],
		mx_Custom_8: ['2026-11-24T18:30:00', '2026-11-24 13:00:00'],
		mx_Custom_9: [
			"={{ DateTime.fromISO('2026-11-24T09:00', { zone: 'America/New_York' }) }}",
			'2026-11-24 14:00:00',
		],
		mx_Custom_20: ['8.40', '8.40'],
		mx_Custom_21: [true, 'true'],
		mx_Custom_22: ['1990-02-28', '1990-02-28 00:00:00'],
		mx_Custom_23: ['+91-9999999999', '+91-9999999999'],
		mx_Custom_24: ['guarantor@example.com', 'guarantor@example.com'],
		mx_Custom_25: ['https://example.com/flat?id=4', 'https://example.com/flat?id=4'],
		// By email, in another letter case.
		mx_Custom_26: ['={{ "RAVI.menon@example.com" }}', users[1]!.id],
		mx_Custom_27: ["={{ ['PAN', 'Form 16'] }}", 'PAN;Form 16'],
		mx_Custom_28: ['P1', 'P1'],
		mx_Custom_29: ['Price', 'Price'],
		mx_Custom_30: ['Typed', 'Typed'],
		mx_Custom_31: ['={{ "Word of mouth" }}', 'Word of mouth'],
		mx_Custom_32: ['19.07,72.87', '19.07,72.87'],
		mx_Custom_139: ['the last of all', 'the last of all'],
		'mx_Custom_4~mx_CustomObject_1': ['Builder & Sons', 'Builder & Sons'],
		'mx_Custom_4~mx_CustomObject_3': ['={{ 400001 }}', '400001'],
		'mx_Custom_36~mx_CustomObject_1': [90000, '90000'],
		'mx_Custom_36~mx_CustomObject_2': ["={{ '2020-01-01' }}", '2019-12-31 18:30:00'],
	};

	test('every type is mapped, sent and stored equal', async () => {
		const given = Object.fromEntries(
			Object.entries(values).map(([name, [value]]) => [name, value]),
		);
		const { status, error, outputs } = await run(
			updateOf(id, code, await mappedIn(sandbox, code, given)),
		);
		expect([status, error]).toEqual(['success', undefined]);
		expect(outputs[0]).toHaveLength(1);
		sandbox.process();
		const [request] = [...sandbox.requests.values()];
		expect([request?.state, request?.reason]).toEqual(['Success', expect.anything()]);

		const { fields } = sandbox.opportunities.get(id)!;
		const sets = Object.fromEntries(
			['mx_Custom_4', 'mx_Custom_36'].map((set) => [set, JSON.parse(fields[set] ?? '{}')]),
		) as Record<string, Record<string, string>>;
		for (const [name, [, stored]] of Object.entries(values)) {
			const [set = '', part] = name.split('~');
			expect([name, part === undefined ? fields[name] : sets[set]?.[part]]).toEqual([name, stored]);
		}
		expect(sandbox.leaks).toEqual([]);
	});
});

describe('5,000 items', () => {
	test('cost one call for the fields', async () => {
		const inputs = items(
			...Array.from({ length: 5_000 }, (_, index) => ({
				id: opportunityId((index % 199) + 1),
				amount: index,
				owner: users[1]!.email,
			})),
		);
		const { outputs } = await run(
			updateOf(
				'={{ $json.id }}',
				'12000',
				mapped({ mx_Custom_6: '={{ $json.amount }}', Owner: '={{ $json.owner }}' }),
				{ maxConcurrency: 100 },
			),
			inputs,
		);
		expect(outputs[0]).toHaveLength(5_000);
		expect(callsTo('GetOpportunityTypeMetadata')).toHaveLength(1);
		expect(callsTo('Users.Get')).toHaveLength(1);
		expect(callsTo('/opportunity/update')).toHaveLength(5_000);
	}, 120_000);

	test('of two types two, and a second run none', async () => {
		const inputs = items(
			{ id: opportunityId(1), code: '12000' },
			{ id: opportunityId(201), code: 12001 },
		);
		const parameters = updateOf(
			'={{ $json.id }}',
			'={{ $json.code }}',
			mapped({ mx_Custom_5: 'x' }),
		);
		await Promise.all([run(parameters, inputs), run(parameters, inputs)]);
		await run(parameters, inputs);
		expect(
			callsTo('GetOpportunityTypeMetadata')
				.map(({ query }) => query.code)
				.sort(),
		).toEqual(['12000', '12001']);
		expect(sandbox.requests.size).toBe(6);
	});
});

describe('values that LeadSquared would not take', () => {
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
			'commas in odd places',
			'mx_Custom_6',
			'1,2,3',
			`'Expected Deal Size (mx_Custom_6)' must be a number; "1,2,3" is not`,
		],
		[
			'a blank for a number',
			'mx_Custom_6',
			' ',
			`'Expected Deal Size (mx_Custom_6)' must be a number; "" is not`,
		],
		[
			'a switch for a number',
			'mx_Custom_6',
			'={{ true }}',
			`'Expected Deal Size (mx_Custom_6)' must be a number; "true" is not`,
		],
		[
			'a number that loses digits',
			'mx_Custom_6',
			'={{ 2 ** 60 }}',
			`'Expected Deal Size (mx_Custom_6)' is 1152921504606847000, which is a number that cannot be sent exactly (1152921504606847000)`,
		],
		[
			'a day that no month has',
			'mx_Custom_8',
			'2026-02-30',
			`'Expected Closure Date (mx_Custom_8)' must be a date; "2026-02-30" is not`,
		],
		[
			'a month that no year has',
			'mx_Custom_8',
			'2026-13-01',
			`'Expected Closure Date (mx_Custom_8)' must be a date; "2026-13-01" is not`,
		],
		[
			'an hour that no day has',
			'mx_Custom_8',
			'2026-11-24 25:00',
			`'Expected Closure Date (mx_Custom_8)' must be a date; "2026-11-24 25:00" is not`,
		],
		[
			'a date that two countries read in two ways',
			'mx_Custom_8',
			'03/04/2026',
			`'Expected Closure Date (mx_Custom_8)' must be a date; "03/04/2026" is not`,
		],
		[
			'a DateTime that is none',
			'mx_Custom_8',
			"={{ DateTime.fromISO('2026-13-45') }}",
			`'Expected Closure Date (mx_Custom_8)' must be a date; "null" is not`,
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
		['one in another letter case', 'Status', 'won', `'Status' does not list "won"`],
		[
			'one of several',
			'mx_Custom_27',
			'PAN; Passport',
			`'Documents Received (mx_Custom_27)' does not list "Passport"`,
		],
		[
			'neither true nor false',
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
			'a field that LeadSquared writes',
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

	test.each(cases)('%s is named, and nothing is sent', async (_name, field, value, message) => {
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

	test('where the node goes on, each bad item fails and the others are sent', async () => {
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

	test('an unlisted value can be sent as it is', async () => {
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

	test('the message says how LeadSquared writes it', async () => {
		const { error } = await run(
			updateOf(opportunityId(1), '12000', mapped({ mx_Custom_2: 'invalid/junk' })),
		);
		expect(error?.description).toContain('LeadSquared spells it "Invalid/ Junk"');
		const other = await run(updateOf(opportunityId(1), '12000', mapped({ mx_Custom_2: 'Nope' })));
		expect(other.error?.description).toContain(
			'LeadSquared lists: Prospecting; Documents Collected; Sanctioned; Disbursed; Invalid/ Junk',
		);
	});

	test('the words that a person reads stand for the value', async () => {
		await map({ mx_Custom_28: '={{ "High" }}' });
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_28', Value: 'P1' }]]);
	});

	test('without a list of users an email cannot be looked up, but an ID can be sent', async () => {
		sandbox.inject({
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

describe('dates on the clocks of the workflow, Asia/Kolkata', () => {
	test.each([
		['without a zone', '2026-11-24 18:30', '2026-11-24 13:00:00'],
		['as the editor’s date picker writes it', '2026-11-24T18:30:00', '2026-11-24 13:00:00'],
		['a day is its first minute', '2026-11-24', '2026-11-23 18:30:00'],
		['in UTC', '2026-11-24T18:30:00Z', '2026-11-24 18:30:00'],
		['with an offset', '2026-11-24T18:30:00.123-05:00', '2026-11-24 23:30:00'],
		[
			'a DateTime of the workflow',
			"={{ DateTime.fromISO('2026-11-24T18:30') }}",
			'2026-11-24 13:00:00',
		],
		[
			'a DateTime of another zone',
			"={{ DateTime.fromISO('2026-07-01T00:30', { zone: 'Europe/London' }) }}",
			'2026-06-30 23:30:00',
		],
		['a Date', "={{ new Date('2026-11-24T18:30:00+05:30') }}", '2026-11-24 13:00:00'],
	])('%s', async (_name, value, Value) => {
		await run(updateOf(id, code, await mappedIn(sandbox, code, { mx_Custom_8: value })));
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_8', Value }]]);
	});

	test.each([
		['a day', '2026-11-24', '2026-11-24 00:00:00'],
		['the day of a time', '2026-11-24T23:30:00', '2026-11-24 00:00:00'],
		[
			'the day that a DateTime shows',
			"={{ DateTime.fromISO('2026-11-24T23:30', { zone: 'America/New_York' }) }}",
			'2026-11-24 00:00:00',
		],
		[
			'the day of a Date in the workflow',
			"={{ new Date('2026-11-24T20:00:00Z') }}",
			'2026-11-25 00:00:00',
		],
	])('a field without a time keeps its day: %s', async (_name, value, Value) => {
		await map({ mx_Custom_22: value });
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_22', Value }]]);
	});
});

describe('values left empty', () => {
	const empties = {
		mx_Custom_5: null,
		mx_Custom_6: '={{ $json.none }}',
		mx_Custom_8: '={{ "" }}',
		mx_Custom_27: '={{ [] }}',
		'mx_Custom_4~mx_CustomObject_1': '={{ null }}',
		mx_Custom_3: 'kept',
	};

	test('are not sent', async () => {
		const { error } = await run(updateOf(id, code, await mappedIn(sandbox, code, empties)));
		expect(error).toBeUndefined();
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_3', Value: 'kept' }]]);
	});

	test('are cleared when that is chosen', async () => {
		await map(empties, { emptyValues: 'clear' });
		expect(sent()).toEqual([
			[
				{ SchemaName: 'mx_Custom_5', Value: '' },
				{ SchemaName: 'mx_Custom_6', Value: '' },
				{ SchemaName: 'mx_Custom_8', Value: '' },
				{ SchemaName: 'mx_Custom_27', Value: '' },
				{
					SchemaName: 'mx_Custom_4',
					Value: '',
					Fields: [{ SchemaName: 'mx_CustomObject_1', Value: '' }],
				},
				{ SchemaName: 'mx_Custom_3', Value: 'kept' },
			],
		]);
	});

	test('what the person removed from the mapper is neither sent nor cleared', async () => {
		const schema = ['mx_Custom_5', 'mx_Custom_21'].map((name) => ({
			id: name,
			removed: true,
			type: 'string',
			display: true,
		}));
		await run(
			updateOf(
				id,
				code,
				mapped({ mx_Custom_5: null, mx_Custom_21: false, mx_Custom_3: 'x' }, schema),
				{
					emptyValues: 'clear',
				},
			),
		);
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_3', Value: 'x' }]]);
	});

	test('a mandatory field cannot be cleared', async () => {
		const { error } = await map({ mx_Custom_1: null, mx_Custom_3: 'x' }, { emptyValues: 'clear' });
		expect(error?.message).toBe(
			"'Opportunity Name (mx_Custom_1)' is mandatory in LeadSquared and cannot be cleared [item 0]",
		);
	});

	test('and need not be sent', async () => {
		await map({ mx_Custom_3: 'x' });
		expect(sent()).toHaveLength(1);
	});

	test('nothing at all is named', async () => {
		const { error } = await map({ mx_Custom_3: null });
		expect(error?.message).toBe(
			"'Fields to Update' has no value to send, and 'Note' is empty [item 0]",
		);
	});

	test('a note alone needs neither a field nor a type', async () => {
		await run({ ...updateOf(id, '', mapped({})), note: 'only a note' });
		expect(sandbox.calls.map(({ body }) => body)).toEqual([
			{ ProspectOpportunityId: id, OpportunityNote: 'only a note', Fields: [] },
		]);
	});
});

describe('Map Automatically', () => {
	const auto = async (...jsons: INodeExecutionData['json'][]) =>
		await run(updateOf(id, code, automatic), items(...jsons));

	test('takes schema names, and display names in any letter case', async () => {
		const { hints, error } = await auto({
			mx_Custom_6: 5,
			'expected CLOSURE date': '2026-11-24 18:30',
			STATUS: 'Lost',
			'Property: Builder': 'Sons',
			'mx_custom_4~mx_CustomObject_2': 'Tower',
		});
		expect([error, hints]).toEqual([undefined, []]);
		expect(sent()).toEqual([
			[
				{ SchemaName: 'mx_Custom_6', Value: '5' },
				{ SchemaName: 'mx_Custom_8', Value: '2026-11-24 13:00:00' },
				{ SchemaName: 'Status', Value: 'Lost' },
				{
					SchemaName: 'mx_Custom_4',
					Value: '',
					Fields: [
						{ SchemaName: 'mx_CustomObject_1', Value: 'Sons' },
						{ SchemaName: 'mx_CustomObject_2', Value: 'Tower' },
					],
				},
			],
		]);
	});

	test('names what it ignored, once', async () => {
		const { hints } = await auto(
			{
				id,
				row_number: 2,
				mx_Custom_3: 'a',
				Remarks: 'two fields have this name',
				'Created On': '2026-01-01',
			},
			{ id, mx_Custom_3: 'b', Score: 3 },
		);
		expect(hints).toEqual([
			'Map Automatically ignored input fields that LeadSquared does not have or does not let you set: id, row_number, Remarks, Created On, Score',
		]);
		expect(sent()).toHaveLength(2);
	});

	test('of two keys for one field the schema name counts', async () => {
		const { hints } = await auto({ Source: 'display name', mx_Custom_3: 'schema name' });
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_3', Value: 'schema name' }]]);
		expect(hints).toEqual([expect.stringMatching(/: Source$/)]);
	});

	test('of two keys that differ in letter case only the first one counts', async () => {
		const { hints } = await auto({ Source: 'first', SOURCE: 'second' });
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_3', Value: 'first' }]]);
		expect(hints).toEqual([expect.stringMatching(/: SOURCE$/)]);
	});

	test('checks values as any mapping does', async () => {
		const { error } = await auto({ 'Expected Deal Size': 'much' });
		expect(error?.message).toBe(
			`'Expected Deal Size (mx_Custom_6)' must be a number; "much" is not [item 0]`,
		);
	});

	test('an item of which nothing matches is named', async () => {
		const { error } = await auto({ foo: 1 });
		expect(error?.message).toMatch(/^'Fields to Update' has no value to send/);
	});
});

describe('when the fields cannot be read', () => {
	const refuse = () =>
		sandbox.inject({
			path: /GetOpportunityTypeMetadata$/,
			fault: {
				kind: 'reply',
				status: 500,
				body: {
					Status: 'Error',
					ExceptionType: 'MXInvalidInputException',
					ExceptionMessage: 'Not today',
				},
			},
		});
	const message =
		'The fields of opportunity type 12002 could not be read, so no value can be checked. LeadSquared refused Get Opportunity Type Metadata: MXInvalidInputException: Not today (HTTP 500)';

	test('the run ends with the reason, and nothing is sent', async () => {
		refuse();
		const { error } = await map({ mx_Custom_3: 'x' });
		expect(error?.message).toBe(`${message} [item 0]`);
		expect(callsTo('/opportunity/update')).toEqual([]);
	});

	test('where the node goes on, each item of that type fails, and others are sent', async () => {
		refuse();
		const { outputs } = await run(
			updateOf('={{ $json.id }}', code, mapped({ mx_Custom_3: '={{ $json.source }}' })),
			items({ id, source: 'x' }, { id: '', source: 'y' }),
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0]!.map(({ json }) => String(json.error))).toEqual([
			expect.stringContaining(message),
			expect.stringContaining("'Opportunity' is empty [item 1]"),
		]);
	});

	test('the next run asks again', async () => {
		const mend = refuse();
		await map({ mx_Custom_3: 'x' });
		mend();
		await map({ mx_Custom_3: 'x' });
		expect(sent()).toHaveLength(1);
	});

	test.each([
		['no type', '', "'Opportunity Type' is empty [item 0]"],
		['a name for a type', 'Home Loan', "'Opportunity Type' is not an event code [item 0]"],
	])('%s is named before any call', async (_name, type, said) => {
		const { error } = await run(updateOf(id, type, mapped({ mx_Custom_3: 'x' })));
		expect(error?.message).toBe(said);
		expect(sandbox.calls).toEqual([]);
	});

	test('fields by hand and as JSON need no call but the update', async () => {
		await run({
			...updateOf(id, '', mapped({})),
			fieldsMode: 'json',
			fieldsJson: '{ "mx_Custom_3": "x" }',
		});
		expect(sandbox.calls.map(({ path }) => path)).toEqual(['/opportunity/update']);
	});
});

test('cancelling while the fields are read ends the run, and nothing is sent', async () => {
	let cancelRun = () => {};
	sandbox.inject({
		when: () => {
			cancelRun();
			return true;
		},
		fault: { kind: 'hang' },
	});
	const { status } = await runNode(
		{
			type: updateType,
			parameters: updateOf(id, code, mapped({ mx_Custom_3: 'x' })),
			credential: credentialFor(sandbox),
			onStarted: (cancel) => {
				cancelRun = cancel;
			},
		},
		items({}),
	);
	expect(status).toBe('canceled');
	expect(sandbox.calls).toHaveLength(1);
});

test('Retry On Fail sends what was not accepted, and asks for the fields once', async () => {
	sandbox.inject({
		opportunityId: opportunityId(2),
		times: 1,
		fault: { kind: 'reply', status: 400, body: {} },
	});
	const inputs = items({ id: opportunityId(1) }, { id: opportunityId(2) });
	const { status } = await run(
		updateOf('={{ $json.id }}', '12000', mapped({ mx_Custom_3: 'x' }), { maxConcurrency: 1 }),
		inputs,
		{ retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
	);
	expect(status).toBe('success');
	expect(sent()).toHaveLength(3);
	expect(sandbox.requests.size).toBe(2);
	expect(callsTo('GetOpportunityTypeMetadata')).toHaveLength(1);
});

test('a schema name twice, in two letter cases, is named', async () => {
	const { error } = await map({ mx_Custom_3: 'x', MX_CUSTOM_3: 'y' });
	expect(error?.message).toBe(
		"'Fields to Update' contains the schema name mx_Custom_3 twice [item 0]",
	);
});

test('an expression that cannot be evaluated is named with its field', async () => {
	const { error } = await map({ mx_Custom_3: "={{ $('Nowhere').item.json.x }}" });
	expect(error?.message).toMatch(
		/^'mappedFields\.value\["mx_Custom_3"\]' contains an expression that cannot be evaluated/,
	);
	expect(sandbox.calls).toEqual([]);
});

/** The expression of a value that a case gives as n8n would save it. */
function source(value: unknown): string {
	return typeof value === 'string' && value.startsWith('={{')
		? `(${value.slice(3, -2)})`
		: JSON.stringify(value);
}
