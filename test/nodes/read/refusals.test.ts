/** Reads that would lie: refused before the call, or recognised by the answer. And what the user is told. */
import { leadId, opportunityId, users, type SandboxOptions } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { byId, items, readType, runNode } from '../../support/run-node';
import { readersOfAll } from '../../support/readers';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';
import { column, pathsOf, read, useAccounts } from './reading';

useVirtualTime();
const used = useSandbox();
const account = useAccounts();
const options: SandboxOptions = { administrator: false };
const noAdmin = useSandbox(options);

const condition = (conditionField: string, conditionValue: unknown, operator = 'is') =>
	({ which: 'condition', conditionField, conditionValue, operator }) as never;
const changed = { which: 'changed', opportunityType: byId('12000') };

describe('what cannot be asked', () => {
	test.each([
		[
			'an unknown field',
			'lead:getMany',
			condition('Nothing', 'x'),
			/'Field Name or ID' is Nothing/,
		],
		[
			'an unlisted value',
			'lead:getMany',
			condition('ProspectStage', 'Prospct'),
			/'Compare With' for Lead Stage/,
		],
		[
			'a date that is none',
			'lead:getMany',
			condition('CreatedOn', 'soon'),
			/'Compare With' for Created On/,
		],
		[
			'a boolean that is none',
			'lead:getMany',
			condition('mx_Consent', 'maybe'),
			/must be true or false/,
		],
		[
			'an unknown user',
			'lead:getMany',
			condition('OwnerId', 'no@example.com'),
			/has no user with the email/,
		],
		[
			'no value',
			'lead:getMany',
			condition('mx_City', '={{ $json.none }}'),
			/'Compare With' is empty/,
		],
		[
			'an unknown selected field',
			'lead:getMany',
			{ ...(condition('mx_City', 'Pune') as object), output: 'selected', selectedFields: ['Cty'] },
			/'Field Names or IDs' is Cty/,
		],
		[
			'no selected field',
			'lead:getMany',
			{ ...(condition('mx_City', 'Pune') as object), output: 'selected', selectedFields: [] },
			/'Field Names or IDs' is empty/,
		],
		[
			'no beginning',
			'lead:getMany',
			{ which: 'changed', from: '={{ $json.none }}' },
			/'From' is empty/,
		],
		['a beginning that is no date', 'opportunity:getMany', { ...changed, from: 'soon' }, /'From'/],
		[
			'an end before the beginning',
			'opportunity:getMany',
			{ ...changed, from: '2026-02-02', to: '2026-02-01' },
			/'To' is before 'From'/,
		],
		[
			'the future',
			'opportunity:getMany',
			{ ...changed, from: '2222-02-02' },
			/'From' is in the future/,
		],
		['no type', 'opportunity:getMany', { which: 'latest' }, /'Opportunity Type' is empty/],
		['no lead', 'activity:getMany', { leadId: byId('={{ $json.none }}') }, /'Lead' is empty/],
		['a limit of 0', 'user:getMany', { limit: 0 }, /'Limit' must be a whole number/],
		['no owner', 'task:getMany', { which: 'ofOwner', owner: ' ' }, /'Owner' is empty/],
		[
			'a phone number that is none',
			'lead:get',
			{ leadBy: 'phone', leadValue: 'Asha' },
			/'Value' is "Asha", which is not a phone number/,
		],
	] as Array<[string, string, never, RegExp]>)('%s', async (_, what, parameters, said) => {
		const { error, outputs } = await read(used.sandbox, what, parameters);
		expect(error?.message).toMatch(said);
		expect(outputs).toEqual([]);
		expect(pathsOf(used.sandbox).filter((path) => path !== 'Users.Get')).toEqual([]);
	});

	test.each([
		[
			'a value in other letter case',
			condition('ProspectStage', 'customer'),
			'ProspectStage',
			'Customer',
		],
		[
			'a date on the clock of the workflow',
			condition('CreatedOn', '2026-01-05 10:00', 'above'),
			'CreatedOn',
			'2026-01-05 04:30:00',
		],
		['a boolean', condition('mx_Consent', 'yes'), 'mx_Consent', '1'],
		['a user by email', condition('Owner', 'ravi.menon@example.com'), 'OwnerId', users[1]!.id],
		[
			'part of a listed value',
			condition('ProspectStage', 'Cust', 'contains'),
			'ProspectStage',
			'Cust',
		],
	])('%s is sent as LeadSquared has it', async (_, parameters, name, value) => {
		const { error } = await read(used.sandbox, 'lead:getMany', parameters);
		expect(error).toBeUndefined();
		const search = used.sandbox.calls.find(({ path }) => path.endsWith('Leads.Get'));
		expect(search?.body).toMatchObject({ Parameter: { LookupName: name, LookupValue: value } });
	});
});

describe('nothing found', () => {
	const missing = [
		['opportunity:get', { opportunityId: byId('none') }, /has no opportunity with the ID "none"/],
		['lead:get', { leadBy: 'id', leadValue: 'none' }, /has no lead with the ID "none"/],
		[
			'lead:get',
			{ leadBy: 'phone', leadValue: '+91-7000000000' },
			/has no lead with the phone number/,
		],
		[
			'lead:get',
			{ leadBy: 'other', leadField: 'mx_City', leadValue: 'Pune' },
			/has no lead with mx_City "Pune"/,
		],
	] as const;
	test.each(missing)('is an error of the item: %s', async (what, parameters, said) => {
		const { error } = await read(used.sandbox, what, parameters);
		expect(error?.message).toMatch(said);
		expect(error?.message).toMatch(/\[item 0\]$/);
	});

	test('by what may be an AutoId value: the doubt is said also where nothing is to come out', async () => {
		const sandbox = await account({ reading: { autoIds: 'unknown' } });
		for (const [id, hints] of [
			['HL-1001', [expect.stringMatching(/"HL-1001".*If it is an AutoId value/)]],
			[opportunityId(9_999), []],
		] as const) {
			const options = { nothingFound: 'nothing' };
			const run = await read(sandbox, 'opportunity:get', { opportunityId: byId(id), options });
			expect([run.error, run.rows, run.hints]).toEqual([undefined, [], hints]);
		}
	});

	test.each(missing)('is no item by choice: %s', async (what, parameters) => {
		const run = await read(used.sandbox, what, {
			...parameters,
			options: { nothingFound: 'nothing' },
		});
		expect([run.error, run.rows]).toEqual([undefined, []]);
	});

	test('a list is empty, not an error', async () => {
		for (const [what, parameters] of [
			['opportunity:getMany', { leadId: byId(leadId(3)) }],
			['activity:getMany', { leadId: byId(leadId(3)) }],
			['task:getMany', { leadId: byId(leadId(3)) }],
			['lead:getMany', condition('mx_City', 'Pune')],
		] as const) {
			const run = await read(used.sandbox, what, parameters);
			expect([run.error, run.rows]).toEqual([undefined, []]);
		}
	});

	test('with Continue, each item has its own outcome', async () => {
		const { outputs } = await read(
			used.sandbox,
			'lead:get',
			{ leadBy: 'email', leadValue: '={{ $json.email }}' },
			items({ email: 'lead1@example.com' }, { email: 'none@example.com' }, { email: ' ' }),
			{ onError: 'continueErrorOutput' },
		);
		expect(outputs[0]!.map(({ json }) => json.leadId)).toEqual([leadId(1)]);
		expect(outputs[1]!.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[expect.stringContaining('has no lead with the email'), { item: 1 }],
			[expect.stringContaining("'Value' is empty"), { item: 2 }],
		]);
	});
});

describe('answers that are not what was asked for', () => {
	/** Each is a whole reply with HTTP 200. */
	const bodies: Record<string, unknown> = {
		'a page of a website': '<html><body>Log in</body></html>',
		nothing: '',
		null: null,
		'an empty object': {},
		'a word': 'OK',
		'a number': 5,
		'another name': { Result: [] },
		'a list inside of another object': { Status: 'Success', Message: { List: [], Fields: [] } },
		'the whole answer inside of another object': { Data: { RecordCount: 0, List: [] } },
		'a count without the list': { RecordCount: 5 },
		'a text in place of the list': { RecordCount: 0, List: '[]', Leads: '[]' },
		'an object in place of the list': { RecordCount: 0, List: {}, Leads: {} },
		'rows that are lists': [[{}]],
		'rows that are texts': ['a'],
		'rows that are nothing': [null],
		'rows without an ID': [{ Name: 'a row without an ID' }],
		users: [{ ID: users[0]!.id, FirstName: 'Asha', EmailAddress: 'asha@example.com' }],
		tasks: [{ UserTaskId: opportunityId(1), Name: 'Call', OwnerId: users[0]!.id }],
		leads: [{ ProspectID: leadId(1), EmailAddress: 'lead1@example.com' }],
		opportunities: [{ OpportunityId: opportunityId(1), ProspectId: leadId(1) }],
	};
	/** What is that operation's own answer after all. */
	const own: ReadonlyArray<[RegExp, RegExp]> = [
		[/^lead:/, /^leads$/],
		[/^opportunity:getMany/, /^opportunities$/],
		[/^task:/, /^tasks$/],
		[/^user:/, /^users$/],
		// One of the ways in which an account may say that there is no such opportunity.
		[/^opportunity:get( |$)/, /^null$/],
	];
	test.each(readersOfAll)(
		'$title: never taken for nothing',
		async ({ title, parameters, path }) => {
			const sandbox = await account();
			for (const [name, body] of Object.entries(bodies)) {
				if (own.some(([of, that]) => of.test(title) && that.test(name))) continue;
				// Metadata is remembered for some minutes, and would not be asked for again.
				const asked = /^(user|type):/.test(title) ? await account() : sandbox;
				const remove = asked.inject({ path, fault: { kind: 'reply', status: 200, body } });
				const { outputs, error } = await runNode(
					{
						type: readType,
						parameters: { ...parameters, options: { maxTries: 1, nothingFound: 'nothing' } },
						credential: credentialFor(asked),
					},
					items({}),
				);
				remove();
				expect({ [name]: [outputs.flat(), error?.message] }).toEqual({
					[name]: [[], expect.stringMatching(/cannot be read/) as unknown],
				});
			}
		},
	);

	test('changed opportunities: when both calls answer otherwise', async () => {
		used.sandbox.inject({
			path: /ProspectActivity/,
			fault: { kind: 'reply', status: 200, body: { Result: [] } },
		});
		const parameters = { ...changed, from: '2026-01-01', options: { maxTries: 1 } };
		const { error } = await read(used.sandbox, 'opportunity:getMany', parameters);
		expect(error?.message).toMatch(/Get Activities of Type cannot be read/);
	});

	test('another lead than the one that was asked for', async () => {
		const body = [{ ProspectID: leadId(2), mx_Customer_Number: null }];
		used.sandbox.inject({
			path: /Leads/,
			when: ({ path }) => !path.includes('MetaData'),
			fault: { kind: 'reply', status: 200, body },
		});
		for (const parameters of [
			{ leadBy: 'id', leadValue: leadId(1) },
			{ leadBy: 'other', leadField: 'mx_Customer_Number', leadValue: 'C-1' },
		]) {
			const { error } = await read(used.sandbox, 'lead:get', parameters);
			expect(error?.message).toMatch(/answered with another record/);
		}
	});

	test.each([
		['phone', '+91-9000000001', { Phone: '+91-9000000002', Mobile: null }],
		['email', 'lead1@example.com', { EmailAddress: 'lead2@example.com' }],
		['mobile', '+91-9000000001', { Mobile: '+91-9000000002' }],
		// The digits of the one end with those of the other.
		['phone', '+1 9000000001', { Phone: '+91-9000000001', Mobile: null }],
		['mobile', '+1 9000000001', { Mobile: '+91-9000000001' }],
		['phone', '19000000001', { Phone: '+91-9000000001', Mobile: null }],
		['mobile', '19000000001', { Mobile: '+91-9000000001' }],
		['phone', '00001', { Phone: '+91-9000000001', Mobile: null }],
		['mobile', '00001', { Mobile: '+91-9000000001' }],
	])('another lead than the one with the %s %s', async (leadBy, leadValue, values) => {
		const answer = (row: object) => ({
			path: /LeadManagement.svc.(Leads.Get|RetrieveLeadByPhone)/,
			fault: { kind: 'reply' as const, status: 200, body: [{ ProspectID: leadId(2), ...row }] },
		});
		const remove = used.sandbox.inject(answer(values));
		const { error } = await read(used.sandbox, 'lead:get', { leadBy, leadValue });
		expect(error?.message).toMatch(/answered with another record/);
		remove();
		// Found in another field than that, or masked for this user: it may be the right one.
		const masked = Object.fromEntries(Object.keys(values).map((name) => [name, '+91-90*****01']));
		for (const row of [
			...(leadBy === 'mobile' ? [] : [{ ...values, mx_Other: leadValue }]),
			masked,
		]) {
			const removeRow = used.sandbox.inject(answer(row));
			const { rows } = await read(used.sandbox, 'lead:get', { leadBy, leadValue });
			expect(rows).toMatchObject([{ leadId: leadId(2) }]);
			removeRow();
		}
	});

	test.each([
		['mobile', 'Mobile', '+91-9000000001 x12', '+91-9000000001 x12'],
		['other', 'Mobile', '+91-9000000001', '+91-90*****01'],
		['other', 'EmailAddress', 'lead1@example.com', 'l****@example.com'],
	])(
		'a lead by %s whose %s is %j, answered with %j, counts',
		async (leadBy, leadField, leadValue, stored) => {
			used.sandbox.inject({
				path: /Leads.Get$/,
				fault: {
					kind: 'reply',
					status: 200,
					body: [{ ProspectID: leadId(2), [leadField]: stored }],
				},
			});
			const { rows } = await read(used.sandbox, 'lead:get', { leadBy, leadField, leadValue });
			expect(rows).toMatchObject([{ leadId: leadId(2) }]);
		},
	);

	test.each([
		['mx_Customer_Number', '007', '7', false],
		['mx_Customer_Number', '1.10', '1.1', false],
		['mx_Customer_Number', '1e3', '1000', false],
		['mx_Customer_Number', '12345678901234567', '12345678901234568', false],
		['mx_Customer_Number', 'c-1', 'C-1', true],
		['mx_Income', '200000', '200000.00', true],
		['mx_Income', '-5.50', '-5.5', true],
		['mx_Income', '12345678901234567', '12345678901234568', false],
		['mx_Income', '5', '-5', false],
		['ProspectAutoId', '01001', '1001', true],
		['ProspectAutoId', '1001', '10010', false],
	])('a lead with the %s %j, answered with %j: %s', async (leadField, leadValue, stored, isIt) => {
		used.sandbox.inject({
			path: /Leads.Get$/,
			fault: {
				kind: 'reply',
				status: 200,
				body: [{ ProspectID: leadId(2), [leadField]: stored }],
			},
		});
		const asked = { leadBy: 'other', leadField, leadValue };
		const { error, rows } = await read(used.sandbox, 'lead:get', asked);
		if (isIt) expect(rows).toMatchObject([{ leadId: leadId(2) }]);
		else expect(error?.message).toMatch(/answered with another record/);
	});

	test.each([
		[
			'opportunities of another lead',
			/GetOpportunitiesOfLead/,
			'opportunity:getMany',
			{ leadId: byId(leadId(1)) },
			{ OpportunityId: opportunityId(2), RelatedProspectId: leadId(2) },
		],
		[
			'activities of another lead',
			/ProspectActivity.svc.Retrieve$/,
			'activity:getMany',
			{ leadId: byId(leadId(1)) },
			{ Id: 'a', EventCode: 201, RelatedProspectId: leadId(2) },
		],
		[
			'activities of another opportunity',
			/GetActivitiesOfOpportunity/,
			'activity:getMany',
			{ which: 'ofOpportunity', opportunityId: byId(opportunityId(1)) },
			{ ProspectActivityId: 'a', ActivityEvent: '201', RelatedOpportunityId: opportunityId(2) },
		],
		[
			'tasks of another lead',
			/RetrieveTaskByLeadId/,
			'task:getMany',
			{ leadId: byId(leadId(1)) },
			{ TaskID: 'a', RelatedEntity: '1', RelatedEntityId: leadId(2) },
		],
		[
			'tasks of another user',
			/Task.svc.Retrieve/,
			'task:getMany',
			{ which: 'ofOwner', owner: users[1]!.id },
			{ UserTaskId: 'a', OwnerId: users[0]!.id },
		],
	] as Array<[string, RegExp, string, never, object]>)(
		'%s',
		async (_, path, what, parameters, row) => {
			used.sandbox.inject({ path, fault: { kind: 'reply', status: 200, body: [row] } });
			const { error, rows } = await read(used.sandbox, what, parameters);
			expect(error?.message).toMatch(/answered with another record/);
			expect(rows).toEqual([]);
		},
	);

	test('records of other types are left out', async () => {
		const rowsOf = (code: number, name: string) => ({
			[name]: code,
			ProspectActivityId: `${name} ${code}`,
			ModifiedOn: '2026-02-01 00:00:00',
		});
		const body = [12000, 33, 3011].flatMap((code) => [
			rowsOf(code, 'EventCode'),
			rowsOf(code, 'ActivityEvent'),
		]);
		used.sandbox.inject({
			path: /ProspectActivity.svc.Retrieve/,
			fault: { kind: 'reply', status: 200, body },
		});
		const since = { ...changed, from: '2026-01-01' };
		const opportunities = await read(used.sandbox, 'opportunity:getMany', since);
		expect(column(opportunities.rows, 'typeCode')).toEqual([12000, 12000]);
		const of = { leadId: byId(leadId(1)), activityType: byId('33') };
		const activities = await read(used.sandbox, 'activity:getMany', of);
		expect(column(activities.rows, 'eventCode')).toEqual([33, 33]);
	});

	test('records that changed before the time are named', async () => {
		const body = [{ ProspectID: leadId(1), ModifiedOn: '2026-01-01 00:00:00' }];
		used.sandbox.inject({ path: /Modified$/, fault: { kind: 'reply', status: 200, body } });
		const run = await read(used.sandbox, 'lead:getMany', { which: 'changed', from: '2026-06-01' });
		expect(run.hints).toEqual([expect.stringContaining("last change is before 'From'")]);
	});

	test('a value that several leads have', async () => {
		for (const n of [1, 2]) used.sandbox.leads.get(leadId(n))!.mx_City = 'Pune';
		const parameters = { leadBy: 'other', leadField: 'City', leadValue: 'Pune' };
		const { error } = await read(used.sandbox, 'lead:get', parameters);
		expect(error?.message).toMatch(/'Value' is "Pune", which several leads have/);
	});
});

describe('limits', () => {
	test.each([
		['lead:getMany', { which: 'changed', from: '2026-06-01', limit: 7 }, 7],
		['opportunity:getMany', { ...changed, from: '2026-01-01', limit: 7 }, 7],
		['opportunity:getMany', { which: 'latest', opportunityType: byId('12000'), limit: 200 }, 200],
		['activity:getMany', { leadId: byId(leadId(1)), limit: 250 }, 250],
		['task:getMany', { which: 'ofOwner', owner: 'asha@example.com' }, 50],
	] as const)('%s: %j', async (what, parameters, count) => {
		const { rows, hints } = await read(used.sandbox, what, parameters);
		expect(rows).toHaveLength(count);
		const more = expect.stringContaining("more records than 'Limit' allows") as unknown;
		expect(hints).toEqual(count === 200 ? [] : [more]);
		expect(used.sandbox.calls.filter(({ method }) => method === 'POST').length).toBeLessThan(3);
	});

	test('the latest come first, and only with an administrator’s keys', async () => {
		const parameters = { which: 'latest', opportunityType: byId('12000'), limit: 2 };
		const { rows } = await read(used.sandbox, 'opportunity:getMany', parameters);
		expect(column(rows, 'opportunityId')).toEqual([opportunityId(200), opportunityId(199)]);
		const { error } = await read(noAdmin.sandbox, 'opportunity:getMany', parameters);
		expect(error?.message).toMatch(/only with an administrator's keys/);
		expect(error?.description).toMatch(/'Changed Since'/);
	});

	test('LeadSquared counts more than it returned', async () => {
		const { ProspectActivities } = { ProspectActivities: [{ Id: 'a', EventCode: 1 }] };
		const body = { RecordCount: 3, ProspectActivities };
		used.sandbox.inject({ path: /Retrieve$/, fault: { kind: 'reply', status: 200, body } });
		const { rows, hints } = await read(used.sandbox, 'activity:getMany', {
			leadId: byId(leadId(1)),
		});
		expect(rows).toHaveLength(1);
		expect(hints).toEqual(['LeadSquared counts 2 more records than it returned']);
	});

	test('a model is told in an item', async () => {
		const run = await read(
			used.sandbox,
			'activity:getMany',
			{ leadId: byId(leadId(1)), limit: 2 },
			items({}),
			{},
			`${readType}Tool`,
		);
		expect(run.rows).toHaveLength(3);
		expect(Object.keys(run.rows[0]!).length).toBeLessThanOrEqual(10);
		expect(run.rows[2]).toEqual({ note: expect.stringContaining("'Return All'") as unknown });
	});
});

describe('the newest first', () => {
	const anyOrder = useSandbox({ rowOrder: 'ofCreation' });
	test.each([
		['opportunity:getMany', { which: 'latest', opportunityType: byId('12000'), limit: 2 }],
		['activity:getMany', { leadId: byId(leadId(1)), limit: 2 }],
		[
			'activity:getMany',
			{ which: 'ofOpportunity', opportunityId: byId(opportunityId(1)), limit: 2 },
		],
		['lead:getMany', { ...(condition('ProspectStage', 'Prospect') as object), limit: 2 }],
	] as Array<[string, never]>)('%s %j: a hint if they are not', async (what, parameters) => {
		const said = expect.stringContaining('may not be the newest') as unknown;
		expect((await read(anyOrder.sandbox, what, parameters)).hints).toContainEqual(said);
		expect((await read(used.sandbox, what, parameters)).hints).not.toContainEqual(said);
	});

	test.each([
		[{ rowOrder: 'ofCreation' }],
		[{ reading: { withoutType: 'refused' } }],
		[{ rowOrder: 'ofCreation', reading: { withoutType: 'nothing', pageCap: 10 } }],
	] as SandboxOptions[][])('the latest opportunity of a lead, of any type: %j', async (options) => {
		const sandbox = await account(options);
		const own = [...sandbox.opportunities.values()].filter((one) => one.leadId === leadId(7));
		expect(new Set(own.map(({ eventCode }) => eventCode)).size).toBe(2);
		// The newest one is of the type that is asked for first.
		const newest = own.find(({ eventCode }) => eventCode === 12000)!;
		newest.fields.CreatedOn = '2026-07-01 00:00:00';
		const { rows, hints } = await read(sandbox, 'opportunity:getMany', {
			leadId: byId(leadId(7)),
			limit: 1,
		});
		expect(column(rows, 'opportunityId')).toEqual([newest.id]);
		expect(hints).toEqual([expect.stringContaining("more records than 'Limit' allows")]);
	});

	test('an account that needs the type is asked without it once', async () => {
		const sandbox = await account({ reading: { withoutType: 'refused' } });
		const leads = [1, 2, 7].map((n) => ({ lead: leadId(n) }));
		const parameters = { leadId: byId('={{ $json.lead }}'), options: { maxConcurrency: 1 } };
		await read(sandbox, 'opportunity:getMany', parameters, items(...leads));
		const without = sandbox.calls.filter(
			({ path, query }) => path.endsWith('OfLead') && query.opportunityType === undefined,
		);
		expect(without).toHaveLength(1);
	});
});

test('a run that is cancelled between two pages asks for no more', async () => {
	const sandbox = await account({ leads: 3_000 });
	let cancelRun = () => {};
	sandbox.inject({
		path: /RecentlyModified/,
		when: () => {
			if (pathsOf(sandbox).length === 2) cancelRun();
			return false;
		},
		fault: { kind: 'empty' },
	});
	const { status, outputs } = await runNode(
		{
			type: readType,
			parameters: {
				resource: 'lead',
				operation: 'getMany',
				which: 'changed',
				from: '2026-06-01',
				returnAll: true,
			},
			credential: credentialFor(sandbox),
			onStarted: (cancel) => (cancelRun = cancel),
		},
		items({}),
	);
	expect([status, outputs.flat()]).toEqual(['canceled', []]);
	expect(pathsOf(sandbox)).toHaveLength(2);
});
