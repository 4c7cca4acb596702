/** One record in one shape, whatever call it came from and however the account answers. */
import {
	activityId,
	activityTypes,
	autoId,
	formerUsers,
	leadFields,
	leadId,
	opportunityId,
	taskId,
	TRAIL,
	user,
	users,
	type ReadingQuirks,
	type SandboxOptions,
} from '../../sandbox';
import type { INodeParameters } from 'n8n-workflow';

import { byId, items } from '../../support/run-node';
import { useVirtualTime } from '../../support/virtual-time';
import { column, pathsOf, read, useAccounts } from './reading';

useVirtualTime();

const account = useAccounts();

const byKey = (value: string) => ({ __rl: true, mode: 'key', value });
const all = { returnAll: true };

const home = {
	opportunityId: opportunityId(1),
	typeCode: 12000,
	leadId: leadId(1),
	createdOn: '2026-01-05T04:31:00Z',
	modifiedOn: '2026-01-05T04:31:00Z',
	name: 'Home Loan 1',
	status: 'Open',
	stage: 'Prospecting',
	ownerId: user.id,
	note: null,
};

describe('an opportunity is the same record', () => {
	const variants: Array<[string, SandboxOptions]> = [
		...(['plain', 'millis', 'us', 'dotNet'] as const).map((rowDates): [string, SandboxOptions] => [
			`dates: ${rowDates}`,
			{ rowDates },
		]),
		['a bare list', { reading: { lists: 'bare' } }],
		['a count of the page', { reading: { recordCount: 'page' } }],
		['no count', { reading: { recordCount: 'none' } }],
		['no order', { reading: { changedOrder: 'ofCreation' }, rowOrder: 'ofCreation' }],
		['pages of 25', { reading: { pageCap: 25 } }],
		['other calls for what changed', { reading: { changedOpportunities: 'otherShape' } }],
		['no call for what changed', { reading: { changedOpportunities: 'refused' } }],
	];
	test.each(variants)('in every list: %s', async (_, options) => {
		const sandbox = await account(options);
		const of = { opportunityType: byId('12000') };
		const lists = [
			{ which: 'ofLead', leadId: byId(leadId(1)) },
			{ which: 'ofLead', leadId: byId(leadId(1)), ...of },
			{ which: 'ofLead', leadId: byKey('lead1@example.com') },
			{ which: 'changed', ...of, ...all, from: '2026-01-05' },
			...(options.reading?.lists === 'bare' ? [] : [{ which: 'latest', ...of, ...all }]),
		];
		for (const parameters of lists) {
			const { rows, error } = await read(sandbox, 'opportunity:getMany', parameters);
			expect(error).toBeUndefined();
			expect(rows.filter((row) => row.opportunityId === opportunityId(1))).toEqual([home]);
		}
	});

	test.each(['whole', 'documented'] as const)(
		'by its ID, its AutoId and its URL: %s',
		async (details) => {
			const sandbox = await account({ reading: { details } });
			const url = `https://in21.leadsquared.com/OpportunityManagement/OpportunityDetails?opportunityId=${opportunityId(1)}`;
			for (const value of [opportunityId(1), autoId(1), url]) {
				const { rows } = await read(sandbox, 'opportunity:get', { opportunityId: byId(value) });
				const isWhole = details === 'whole';
				expect(rows).toEqual([
					{
						...home,
						opportunityId: !isWhole && value === autoId(1) ? autoId(1) : opportunityId(1),
						typeCode: null,
						leadId: isWhole ? leadId(1) : null,
					},
				]);
			}
		},
	);

	test('with all its fields, by schema name or by display name', async () => {
		const sandbox = await account();
		const asked = { opportunityId: byId(opportunityId(1)), output: 'all' };
		const [plain] = (await read(sandbox, 'opportunity:get', asked)).rows;
		expect(plain).toMatchObject({
			opportunityId: opportunityId(1),
			fields: { mx_Custom_2: 'Prospecting', CreatedOn: '2026-01-05T04:31:00Z', mx_Custom_5: null },
		});
		const options = { useDisplayNames: true };
		const [named] = (await read(sandbox, 'opportunity:get', { ...asked, options })).rows;
		expect(named).toMatchObject({ fields: { Stage: 'Prospecting', Status: 'Open' } });
		expect(Object.keys(named!.fields as object)).toHaveLength(
			Object.keys(plain!.fields as object).length,
		);
	});

	test('with selected fields, in a list too; the details are read once for each', async () => {
		const sandbox = await account();
		const { rows } = await read(
			sandbox,
			'opportunity:getMany',
			{
				which: 'ofLead',
				leadId: byId(leadId(2)),
				output: 'selected',
				selectedFields: ['mx_Custom_2', 'Status'],
			},
			items({}, {}),
		);
		expect(rows).toHaveLength(4);
		expect(rows[0]).toEqual({
			opportunityId: opportunityId(3),
			typeCode: 12000,
			leadId: leadId(2),
			createdOn: '2026-01-05T04:33:00Z',
			modifiedOn: '2026-01-05T04:33:00Z',
			fields: { mx_Custom_2: 'Prospecting', Status: 'Open' },
		});
		expect(pathsOf(sandbox).filter((path) => path === 'GetOpportunityDetails')).toHaveLength(2);
	});

	describe('whose details name fields in odd ways', () => {
		const entry = (SchemaName: string, DisplayName: string, Value: unknown) => ({
			...{ SchemaName, DisplayName, Value },
			DataType: 'String',
		});
		const details = (...Fields: unknown[]) => ({
			path: /GetOpportunityDetails/,
			fault: { kind: 'reply' as const, status: 200, body: { Fields } },
		});
		const get = async (Fields: unknown[], parameters: INodeParameters) => {
			const sandbox = await account();
			sandbox.inject(details(...Fields));
			const asked = { opportunityId: byId(opportunityId(1)), output: 'all', ...parameters };
			const { rows, error } = await read(sandbox, 'opportunity:get', asked);
			return error?.message ?? rows[0]?.fields;
		};

		test.each([
			['one name for three', ['Stage', 'Stage', 'Stage'], ['Stage', 'Stage (b)', 'Stage (c)']],
			[
				'a name like the key of another, behind it',
				['Stage', 'Stage', 'Stage (b)'],
				['Stage', 'Stage (b)', 'Stage (b) (c)'],
			],
			[
				'a name like the key of another, before it',
				['Stage (c)', 'Stage', 'Stage'],
				['Stage (c)', 'Stage', 'Stage (c) (c)'],
			],
			['each the schema name of the next', ['b', 'c', 'a'], ['b', 'c', 'a']],
			[
				'names of IDs and of dates',
				['opportunityId', 'createdOn', 'fields'],
				['opportunityId', 'createdOn', 'fields'],
			],
			[
				'what every object has',
				['__proto__', 'constructor', 'toString'],
				['__proto__', 'constructor', 'toString'],
			],
			['no name', ['', ' ', 'c'], ['a', 'b', 'c']],
		])('by display name none hides another: %s', async (_, displayNames, keys) => {
			const fields = ['a', 'b', 'c'].map((name, at) =>
				entry(name, displayNames[at]!, `value ${name}`),
			);
			const found = await get([...fields, null, 'odd'], { options: { useDisplayNames: true } });
			expect(Object.entries(found as object)).toEqual(
				keys.map((key, at) => [key, `value ${['a', 'b', 'c'][at]}`]),
			);
		});

		test.each([
			['by its schema name, also where another field is called so', ['b'], { b: 2 }],
			['by its display name', ['Only'], { c: 3 }],
			['twice', ['Only', 'C'], { c: 3 }],
			['by a display name that two have', ['Both'], /has "Both", which is not a field .*/],
		])('one is selected %s', async (_, selectedFields, expected) => {
			const fields = [
				entry('a', 'b', 1),
				entry('b', 'Both', 2),
				entry('c', 'Only', 3),
				entry('d', 'Both', 4),
			];
			const found = await get(fields, { output: 'selected', selectedFields });
			if (expected instanceof RegExp) expect(found).toMatch(expected);
			else expect(found).toEqual(expected);
		});

		const set = JSON.stringify({ mx_CustomObject_1: 'x', mx_CustomObject_2: null });
		const whole = { 'mx_Custom_4~mx_CustomObject_1': 'x', 'mx_Custom_4~mx_CustomObject_2': null };
		test.each([
			['the set alone', [entry('mx_Custom_4', 'Property', set)]],
			[
				'its parts beside it, empty',
				[
					entry('mx_Custom_4', 'Property', set),
					entry('mx_Custom_4~mx_CustomObject_1', 'Builder', null),
				],
			],
			[
				'its parts before it, empty',
				[
					entry('mx_Custom_4~mx_CustomObject_1', 'Builder', ''),
					entry('mx_Custom_4', 'Property', set),
				],
			],
			[
				'the parts by character code',
				[
					entry('mx_Custom_4', 'Property', set),
					entry('mx_Custom_4x007Emx_CustomObject_1', 'Builder', 'x'),
				],
			],
		])('a custom field set comes as its parts: %s', async (_, fields) => {
			expect(await get(fields, {})).toEqual(whole);
			const select = async (...selectedFields: string[]) =>
				await get(fields, { output: 'selected', selectedFields });
			expect(await select('mx_Custom_4')).toEqual(whole);
			expect(await select('mx_Custom_4~mx_CustomObject_1')).toEqual({
				'mx_Custom_4~mx_CustomObject_1': 'x',
			});
		});
	});

	test('raw is what LeadSquared returned', async () => {
		const sandbox = await account();
		const { rows } = await read(sandbox, 'opportunity:getMany', {
			which: 'changed',
			opportunityType: byId('12001'),
			from: '2026-01-05',
			output: 'raw',
			limit: 1,
		});
		expect(rows).toMatchObject([{ ActivityEvent: '12001', Fields: expect.any(Array) as unknown }]);
	});
});

describe('all opportunities of a lead', () => {
	test.each(['all', 'refused', 'nothing'] as const)(
		'also where LeadSquared without a type answers %s',
		async (withoutType) => {
			const sandbox = await account({ reading: { withoutType } });
			const { rows } = await read(sandbox, 'opportunity:getMany', {
				which: 'ofLead',
				leadId: byId(leadId(2)),
			});
			expect(column(rows, 'opportunityId')).toEqual([opportunityId(3), opportunityId(2)]);
		},
	);
});

const lead = {
	leadId: leadId(1),
	leadNumber: '1001',
	createdOn: '2026-01-05T04:31:00Z',
	modifiedOn: '2026-06-01T06:00:00Z',
	name: null,
	email: 'lead1@example.com',
	phone: '+91-9000000001',
	stage: 'Prospect',
	ownerId: user.id,
	lastActivityOn: null,
};

describe('a lead is the same record', () => {
	const finds = [
		['its ID', { leadBy: 'id', leadValue: leadId(1) }],
		['its email', { leadBy: 'email', leadValue: 'Lead1@example.com' }],
		['its phone number as stored', { leadBy: 'phone', leadValue: '+91-9000000001' }],
		['its phone number with blanks', { leadBy: 'phone', leadValue: '+91 90000 00001' }],
		['its phone number without a country code', { leadBy: 'phone', leadValue: '9000000001' }],
		['its mobile number', { leadBy: 'mobile', leadValue: '+91-8000000001' }],
		['its mobile number with blanks', { leadBy: 'mobile', leadValue: '+91 80000 00001' }],
		[
			'another field by its display name',
			{ leadBy: 'other', leadField: 'Customer Number', leadValue: 'c-1' },
		],
		[
			'a number in another field',
			{ leadBy: 'other', leadField: 'ProspectAutoId', leadValue: 1001 },
		],
	] as const;
	test.each(finds)('by %s', async (_, parameters) => {
		const sandbox = await account();
		Object.assign(sandbox.leads.get(leadId(1))!, {
			Mobile: '+91-8000000001',
			mx_Customer_Number: 'C-1',
		});
		expect((await read(sandbox, 'lead:get', parameters)).rows).toEqual([lead]);
	});

	const forms = [
		'9000000777',
		'+91-9000000777',
		'+91 90000 00777',
		'090000-00777',
		'00919000000777',
		"'+91 90000 00777",
		'tel:+91-90000-00777',
		'(+91) 90000\u201100777',
	];
	const stored = ['9000000777', '+91-9000000777', '919000000777'];
	test.each(
		['mobile', 'other'].flatMap((leadBy) =>
			stored.flatMap((number) => forms.map((form) => [leadBy, number, form] as const)),
		),
	)('by %s, stored as %s and given as %s', async (leadBy, Mobile, leadValue) => {
		const sandbox = await account();
		sandbox.leads.get(leadId(1))!.Mobile = Mobile;
		const asked = { leadBy, leadField: 'Mobile', leadValue };
		const { rows, error } = await read(sandbox, 'lead:get', asked);
		// Without its country code, a number that is stored with one is found by LeadSquared's own search only.
		const isNational = !/^(\D*\+|00)/.test(leadValue);
		const isFound = Mobile === '9000000777' || (leadBy === 'mobile' && Mobile.startsWith('+'));
		if (isNational && !isFound) {
			expect(error?.message).toMatch(/has no lead with/);
		} else expect(rows).toEqual([lead]);
	});

	test.each(forms)('by phone, given as %s', async (leadValue) => {
		const sandbox = await account();
		sandbox.leads.get(leadId(1))!.Phone = '+91-9000000777';
		const { rows } = await read(sandbox, 'lead:get', { leadBy: 'phone', leadValue });
		expect(rows).toMatchObject([{ leadId: leadId(1), phone: '+91-9000000777' }]);
	});

	test('by mobile, a lead that has the number as its phone number only is not found', async () => {
		const sandbox = await account();
		const asked = { leadBy: 'mobile', leadValue: '+91-9000000001' };
		const { error } = await read(sandbox, 'lead:get', asked);
		expect(error?.message).toMatch(/has no lead with the mobile number/);
	});

	test.each([
		['plain', {}],
		['millis', {}],
		['us', {}],
		['dotNet', {}],
		['plain', { lists: 'bare' }],
		['plain', { recordCount: 'none', changedOrder: 'ofCreation' }],
	] as Array<[SandboxOptions['rowDates'], Partial<ReadingQuirks>]>)(
		'in every list: dates %s, %j',
		async (rowDates = 'plain', reading) => {
			const sandbox = await account({ rowDates, reading });
			const lists = [
				{ which: 'changed', from: '2026-06-01T00:00:00Z' },
				{ which: 'condition', conditionField: 'EmailAddress', conditionValue: 'lead1@example.com' },
			];
			for (const parameters of lists) {
				const { rows, error } = await read(sandbox, 'lead:getMany', { ...parameters, ...all });
				expect(error).toBeUndefined();
				expect(rows.filter((row) => row.leadId === leadId(1))).toEqual([lead]);
			}
		},
	);

	test('selected fields are asked for, all fields are not', async () => {
		const sandbox = await account();
		const changed = { which: 'changed', from: '2026-06-01', limit: 1 };
		const selected = { ...changed, output: 'selected', selectedFields: ['City', 'CreatedOn'] };
		const { rows } = await read(sandbox, 'lead:getMany', selected);
		expect(rows).toEqual([
			{
				leadId: leadId(1),
				leadNumber: '1001',
				createdOn: lead.createdOn,
				modifiedOn: lead.modifiedOn,
				fields: { mx_City: null, CreatedOn: lead.createdOn },
			},
		]);
		const whole = await read(sandbox, 'lead:getMany', { ...changed, output: 'all' });
		expect(Object.keys(whole.rows[0]!.fields as object)).toEqual(
			expect.arrayContaining(leadFields.map(({ SchemaName }) => SchemaName)),
		);
		const bodies = sandbox.calls.filter(({ path }) => path.endsWith('RecentlyModified'));
		expect(bodies.map(({ body }) => (body as { Columns?: unknown }).Columns)).toEqual([
			{ Include_CSV: 'ProspectID,ProspectAutoId,CreatedOn,ModifiedOn,mx_City' },
			undefined,
		]);
	});

	/** On the clock of the workflow, Asia/Kolkata, unless the value says another. */
	test.each([
		['2026-06-01', '2026-05-31 18:30:00'],
		['2026-06-01T00:00:00.999+02:00', '2026-05-31 22:00:00'],
		['2026-06-01T05:33:50Z', '2026-06-01 05:33:50'],
		[46_174, '2026-05-31 18:30:00'],
		['={{ new Date(Date.UTC(2026, 5, 1)) }}', '2026-06-01 00:00:00'],
		[
			'={{ DateTime.fromISO("2026-03-08T02:30", { zone: "America/New_York" }) }}',
			'2026-03-08 07:30:00',
		],
		[
			'={{ DateTime.fromISO("2026-06-01T00:00:00Z").minus({ minutes: 15 }) }}',
			'2026-05-31 23:45:00',
		],
	] as const)('what changed since %s is asked for in UTC', async (from, FromDate) => {
		const sandbox = await account();
		for (const [what, which] of [
			['lead:getMany', {}],
			['opportunity:getMany', { opportunityType: byId('12000') }],
		] as const) {
			const parameters = { which: 'changed', from, ...which };
			expect((await read(sandbox, what, parameters)).error).toBeUndefined();
			const call = sandbox.calls.find(({ path }) => path.endsWith('RecentlyModified'));
			expect(call?.body).toMatchObject({ Parameter: { FromDate } });
			sandbox.calls.length = 0;
		}
	});

	test('the same lead is asked for once, and every row is paired with its item', async () => {
		const sandbox = await account();
		const { outputs } = await read(
			sandbox,
			'lead:get',
			{ leadBy: 'email', leadValue: '={{ $json.email }}', options: { includeInputFields: true } },
			items(
				{ email: 'lead1@example.com' },
				{ email: 'lead2@example.com' },
				{ email: 'lead1@example.com' },
			),
		);
		expect(
			outputs[0]!.map(({ json, pairedItem }) => [json.leadId, json.email, pairedItem]),
		).toEqual([
			[leadId(1), 'lead1@example.com', { item: 0 }],
			[leadId(2), 'lead2@example.com', { item: 1 }],
			[leadId(1), 'lead1@example.com', { item: 2 }],
		]);
		expect(pathsOf(sandbox)).toHaveLength(2);
	});
});

describe('activities', () => {
	const trails: Array<Partial<ReadingQuirks>> = [
		{},
		{ trailOffset: 'pageFromOne' },
		{ trailOffset: 'row' },
		{ trailCap: 25 },
		{ trailCap: 25, trailOffset: 'pageFromOne' },
		{ trailCap: 25, trailOffset: 'row', recordCount: 'none' },
		{ lists: 'bare', trailOffset: 'row' },
		{ recordCount: 'page', trailOffset: 'pageFromOne' },
	];
	test.each(trails)('of a lead are read whole, whatever Offset means: %j', async (reading) => {
		const sandbox = await account({ reading });
		const { rows, hints } = await read(sandbox, 'activity:getMany', {
			leadId: byId(leadId(1)),
			...all,
		});
		expect(column(rows, 'activityId')).toEqual(
			Array.from({ length: TRAIL }, (_, index) => activityId(TRAIL - index)),
		);
		expect(hints).toEqual([]);
	});

	const newest = {
		activityId: activityId(TRAIL),
		eventCode: 105,
		eventName: 'Demo Requested',
		leadId: leadId(1),
		createdOn: '2026-02-01T16:40:00Z',
		createdBy: 'Asha Sandbox',
		note: `Activity ${TRAIL}`,
		status: 'Active',
		ownerId: user.id,
	};

	test('of a lead and of an opportunity are the same records', async () => {
		const sandbox = await account();
		const ofLead = await read(sandbox, 'activity:getMany', {
			leadId: byKey('+91-9000000001'),
			limit: 1,
		});
		expect(ofLead.rows).toEqual([{ ...newest, opportunityId: null }]);
		const ofOpportunity = await read(sandbox, 'activity:getMany', {
			which: 'ofOpportunity',
			opportunityId: byId(opportunityId(1)),
			...all,
		});
		expect(ofOpportunity.rows).toHaveLength(TRAIL / 5);
		expect(ofOpportunity.rows[0]).toEqual({ ...newest, opportunityId: opportunityId(1) });
	});

	test('of a type; with all fields; and system events with what they say', async () => {
		const sandbox = await account();
		const calls = await read(sandbox, 'activity:getMany', {
			leadId: byId(leadId(1)),
			activityType: byId('201'),
			output: 'all',
			options: { useDisplayNames: true },
			...all,
		});
		expect(calls.rows).toHaveLength(TRAIL / 2);
		expect(calls.rows[0]).toMatchObject({ eventCode: 201, fields: { Reference: 'Reference 459' } });
		const events = await read(sandbox, 'activity:getMany', {
			leadId: byId(leadId(2)),
			output: 'all',
		});
		expect(events.rows[2]).toMatchObject({ eventCode: 3001, data: { NewStage: 'Customer' } });
	});
});

describe('what an account has', () => {
	test.each([
		['active', users.length],
		['inactive', formerUsers.length],
		['all', users.length + formerUsers.length],
	])('users: %s', async (userStatus, count) => {
		const sandbox = await account();
		const { rows } = await read(sandbox, 'user:getMany', { userStatus });
		expect(rows).toHaveLength(count);
		expect(Object.keys(rows[0]!)).toEqual(['userId', 'email', 'name', 'isActive']);
	});

	test('types, and the fields of a type and of leads', async () => {
		const sandbox = await account({ opportunityCodes: 'text' });
		const types = await read(sandbox, 'type:getMany', { typesOf: 'opportunity' });
		expect(types.rows[0]).toEqual({ typeCode: 12000, name: 'Home Loan', typeOf: 'opportunity' });
		const activities = await read(sandbox, 'type:getMany', { typesOf: 'activity' });
		expect(activities.rows).toHaveLength(activityTypes.length);
		const of = { fieldsOf: 'opportunity', opportunityType: byId('12002'), ...all };
		const fields = await read(sandbox, 'type:getFields', of);
		expect(fields.rows.length).toBeGreaterThan(100);
		const leads = await read(sandbox, 'type:getFields', { fieldsOf: 'lead' });
		expect(leads.rows).toContainEqual({
			schemaName: 'ProspectStage',
			displayName: 'Lead Stage',
			kind: 'dropdown',
			isMandatory: false,
			isWritable: true,
			isUnique: false,
			maxLength: null,
			values: ['Prospect', 'Customer'],
			takesOtherValues: false,
		});
		const cut = await read(sandbox, 'type:getFields', { ...of, returnAll: false, limit: 3 });
		expect(cut.rows).toHaveLength(3);
		expect(cut.hints).toEqual([expect.stringContaining("more records than 'Limit' allows")]);
	});
});

describe('tasks', () => {
	const task = {
		taskId: taskId(1),
		name: 'Call 1',
		isDone: false,
		dueOn: '2026-02-01T09:01:00Z',
		leadId: leadId(1),
		opportunityId: null,
		ownerId: user.id,
		createdOn: null,
	};

	test.each([{}, { lists: 'bare' }, { pageCap: 25 }] as Array<Partial<ReadingQuirks>>)(
		'of a lead and of an owner are the same records: %j',
		async (reading) => {
			const sandbox = await account({ reading });
			const ofLead = await read(sandbox, 'task:getMany', { leadId: byId(leadId(1)) });
			expect(ofLead.rows).toHaveLength(2);
			expect(ofLead.rows[0]).toMatchObject(task);
			for (const owner of [user.id, user.email]) {
				const ofOwner = await read(sandbox, 'task:getMany', { which: 'ofOwner', owner, ...all });
				expect(ofOwner.rows).toHaveLength(302);
				expect(ofOwner.rows[0]).toMatchObject(task);
			}
		},
	);

	test.each([
		['done', 1],
		['open', 0],
	])('that are %s', async (taskStatus, count) => {
		const sandbox = await account();
		const { rows } = await read(sandbox, 'task:getMany', { leadId: byId(leadId(2)), taskStatus });
		expect(rows).toHaveLength(count);
	});

	test.each(
		['done', 'open'].flatMap((taskStatus) =>
			[
				{ which: 'ofOwner', owner: user.id, taskStatus },
				{ leadId: byId(leadId(1)), taskStatus },
			].map((parameters) => [taskStatus, parameters] as const),
		),
	)('that do not say whether they are done are not lost: %s, %j', async (_, parameters) => {
		const sandbox = await account();
		const body = [{ TaskID: 'a' }, { TaskID: 'b', Status: null }];
		sandbox.inject({ path: /Task/, fault: { kind: 'reply', status: 200, body } });
		const { rows } = await read(sandbox, 'task:getMany', parameters);
		expect(rows).toMatchObject([
			{ taskId: 'a', isDone: null },
			{ taskId: 'b', isDone: null },
		]);
	});
});
