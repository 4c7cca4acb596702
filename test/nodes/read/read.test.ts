/** The node LeadSquared: each operation against the account in each of its forms. */
import {
	ACTIVITIES_OF_LEAD,
	ACTIVITIES_OF_OPPORTUNITY,
	leadId,
	opportunityId,
	user,
} from '../../sandbox';
import type { SandboxOptions } from '../../sandbox';
import { byId, items } from '../../support/run-node';
import { recordsOf, runRead } from '../../support/run-read';
import { useNewSandbox } from '../../support/use-sandbox';

/** What accounts differ in, and what LeadSquared's pages leave open. */
const accounts: Array<[string, SandboxOptions]> = [
	['as documented', {}],
	['with rows in a bare array', { reads: { rows: 'array' } }],
	['with rows under List', { reads: { rows: 'list' } }],
	['that counts the rows of the page', { reads: { recordCount: 'page' } }],
	['that counts nothing', { reads: { recordCount: 'missing' } }],
	['whose trail counts pages from 1', { reads: { trailOffset: 'pageFrom1' } }],
	['whose trail counts rows', { reads: { trailOffset: 'row' } }],
	['whose opportunities of a lead need a type', { reads: { typeOfLead: 'required' } }],
	['that has none without a type', { reads: { typeOfLead: 'empty' } }],
	['without changed opportunities by activity', { reads: { changedOpportunities: 'refused' } }],
	['that does not sort', { reads: { ignoresSorting: true } }],
	['with dates with fractions', { rowDates: 'millis' }],
	['with American dates', { rowDates: 'us' }],
	['with dates of .NET', { rowDates: 'dotNet' }],
];

const all = { returnAll: true };

describe.each(accounts)('an account %s', (_name, options) => {
	const account = useNewSandbox(options);
	const read = async (
		...given: Parameters<typeof runRead> extends [unknown, ...infer Rest] ? Rest : never
	) => recordsOf(await runRead(account.sandbox, ...given));

	test('a lead by its ID, email, phone, mobile or another field', async () => {
		const { leads } = account.sandbox;
		leads.set(leadId(7), {
			...leads.get(leadId(7)),
			Mobile: '+91-8000000007',
			mx_Customer_Number: 'C-7',
		});
		const asked = [
			['ProspectID', leadId(7)],
			['EmailAddress', 'lead7@example.com'],
			['Phone', '+91 90000 00007'],
			['Phone', '9000000007'],
			['Mobile', '+918000000007'],
			['other', 'C-7'],
		];
		for (const [leadBy = '', leadValue = ''] of asked) {
			const lead = { leadBy, leadValue, leadField: 'Customer Number' };
			expect(await read('lead', 'get', lead)).toEqual([
				{
					leadId: leadId(7),
					autoId: '1007',
					name: null,
					email: 'lead7@example.com',
					phone: '+91-9000000007',
					stage: 'Prospect',
					ownerId: user.id,
					createdOn: '2026-01-05T04:30:00Z',
					modifiedOn: '2026-01-05T04:30:00Z',
					lastActivityOn: null,
				},
			]);
		}
	});

	test('leads by a condition, and those that changed', async () => {
		const condition = {
			findBy: 'condition',
			conditionField: 'ProspectStage',
			conditionValue: 'prospect',
		};
		expect(await read('lead', 'getMany', { ...condition, ...all })).toHaveLength(20);
		account.sandbox.leads.get(leadId(3))!.ModifiedOn = '2026-03-01 10:00:00';
		const changed = { findBy: 'changed', changedSince: '2026-03-01T10:00:00Z', ...all };
		expect(await read('lead', 'getMany', changed)).toMatchObject([
			{ leadId: leadId(3), modifiedOn: '2026-03-01T10:00:00Z' },
		]);
	});

	test('an opportunity with all fields', async () => {
		const [record] = await read('opportunity', 'get', {
			opportunityId: opportunityId(1),
			output: 'all',
		});
		expect(record).toMatchObject({
			opportunityId: opportunityId(1),
			typeCode: '12000',
			leadId: leadId(1),
			status: 'Open',
			createdOn: '2026-01-05T04:31:00Z',
			fields: { mx_Custom_2: 'Prospecting', CreatedOn: '2026-01-05T04:31:00Z' },
		});
	});

	test('the opportunities of a lead', async () => {
		const ids = [opportunityId(2), opportunityId(3)];
		for (const lead of [
			{ leadValue: leadId(2) },
			{ leadBy: 'Phone', leadValue: '+91-9000000002' },
		]) {
			for (const type of [{}, { opportunityType: byId('12000') }]) {
				const found = await read('opportunity', 'getMany', {
					findBy: 'lead',
					...type,
					...lead,
				});
				expect(found.map((one) => one.opportunityId).sort()).toEqual(ids);
				expect(found[0]).toMatchObject({ typeCode: '12000', leadId: leadId(2), status: 'Open' });
			}
		}
	});

	test('the latest opportunities of a type, and those that changed', async () => {
		const ofType = { opportunityType: byId('12000') };
		const latest = await read('opportunity', 'getMany', { findBy: 'latest', limit: 3, ...ofType });
		expect(latest.map((one) => one.opportunityId)).toEqual(
			[200, 199, 198].map((n) => opportunityId(n)),
		);
		const changed = await read('opportunity', 'getMany', {
			findBy: 'changed',
			changedSince: '2026-01-05T04:30:00Z',
			...ofType,
			...all,
		});
		expect(new Set(changed.map((one) => one.opportunityId)).size).toBe(200);
		expect(changed).toHaveLength(200);
	});

	test('the activities of a lead and of an opportunity, all of them, each once', async () => {
		const ofLead = await read('activity', 'getMany', { findBy: 'lead', leadId: leadId(1), ...all });
		expect(ofLead).toHaveLength(ACTIVITIES_OF_LEAD);
		expect(new Set(ofLead.map((one) => one.activityId)).size).toBe(ACTIVITIES_OF_LEAD);
		expect(ofLead[1]).toMatchObject({
			typeCode: '201',
			leadId: leadId(1),
			note: `Call ${ACTIVITIES_OF_LEAD - 1}`,
			createdBy: 'Asha Sandbox',
		});
		const found = await read('activity', 'getMany', {
			findBy: 'opportunity',
			opportunityId: opportunityId(1),
			...all,
		});
		expect(found).toHaveLength(ACTIVITIES_OF_OPPORTUNITY);
		expect(found[0]).toMatchObject({ typeCode: '201', leadId: leadId(1), status: 'Active' });
	});

	test('the tasks of a lead and of an owner', async () => {
		expect(await read('task', 'getMany', { findBy: 'lead', leadId: leadId(1) })).toMatchObject([
			{ name: 'Call back 1', dueOn: '2026-03-01T06:00:00Z', isCompleted: false },
			{ name: 'Call back 2', isCompleted: true },
		]);
		const ofOwner = { findBy: 'owner', owner: user.email };
		expect(await read('task', 'getMany', { ...ofOwner, ...all })).toHaveLength(260);
		const open = await read('task', 'getMany', { ...ofOwner, ...all, taskStatus: 'open' });
		expect(open).toHaveLength(130);
	});
});

describe('an account whose replies have another shape', () => {
	const account = useNewSandbox({ reads: { rows: 'unheard' } });

	test.each([
		['lead', 'get', { leadBy: 'ProspectID', leadValue: leadId(1) }],
		[
			'lead',
			'getMany',
			{ findBy: 'condition', conditionField: 'ProspectStage', conditionValue: 'Prospect' },
		],
		['lead', 'getMany', { findBy: 'changed', changedSince: '2026-01-01' }],
		[
			'opportunity',
			'getMany',
			{ findBy: 'lead', leadValue: leadId(2), opportunityType: byId('12000') },
		],
		['activity', 'getMany', { findBy: 'lead', leadId: leadId(1) }],
		['task', 'getMany', { findBy: 'owner', owner: user.id }],
	])('%s %s fails: nothing found would be a lie', async (resource, operation, parameters) => {
		const options = { maxTries: 1 };
		const { error } = await runRead(account.sandbox, resource, operation, {
			...parameters,
			options,
		});
		expect(error?.message).toMatch(
			/cannot be read: a part that LeadSquared always sends is missing/,
		);
	});
});

describe('what is not there, or not allowed', () => {
	const account = useNewSandbox({ administrator: false });

	test.each([
		[
			'lead',
			{ leadBy: 'EmailAddress', leadValue: 'nobody@example.com' },
			'no lead has EmailAddress "nobody@example.com"',
		],
		['lead', { leadBy: 'ProspectID', leadValue: 'x' }, 'no lead has the ID "x"'],
		['opportunity', { opportunityId: 'x' }, 'no opportunity with the ID "x" exists'],
	])('%s Get says so, or returns nothing', async (resource, parameters, said) => {
		const failed = await runRead(account.sandbox, resource, 'get', parameters);
		expect(failed.error?.message).toContain(said);
		const options = { whenNotFound: 'nothing' };
		const empty = await runRead(account.sandbox, resource, 'get', { ...parameters, options });
		expect(recordsOf(empty)).toEqual([]);
	});

	test('a field that leads do not have is refused before LeadSquared answers it with all leads', async () => {
		const parameters = { findBy: 'condition', conditionField: 'mx_Nothing', conditionValue: '1' };
		const { error } = await runRead(account.sandbox, 'lead', 'getMany', parameters);
		expect(error?.message).toBe(
			`'Field Name or ID' is "mx_Nothing", which is not a field of leads [item 0]`,
		);
	});

	test('a value that the field does not have is refused', async () => {
		const parameters = {
			findBy: 'condition',
			conditionField: 'ProspectStage',
			conditionValue: 'Nowhere',
		};
		const { error } = await runRead(account.sandbox, 'lead', 'getMany', parameters);
		expect(error?.message).toMatch(/^'Value' .*"Nowhere"/);
	});

	test('only an administrator may ask for the latest of a type', async () => {
		const parameters = { findBy: 'latest', opportunityType: byId('12000') };
		const { error } = await runRead(account.sandbox, 'opportunity', 'getMany', parameters);
		expect(error?.message).toMatch(/only with an administrator's keys/);
	});

	test('more than the limit is a hint, and items that ask the same share a call', async () => {
		const parameters = {
			findBy: 'condition',
			conditionField: 'ProspectStage',
			conditionValue: 'Prospect',
			limit: 5,
		};
		const run = await runRead(account.sandbox, 'lead', 'getMany', parameters, items({}, {}));
		expect(recordsOf(run)).toHaveLength(10);
		expect(run.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 0, 0, 1, 1, 1, 1, 1].map((item) => ({ item })),
		);
		expect(run.hints).toEqual([
			"LeadSquared has more records than were returned for 2 items, the first is item 0. Switch on 'Return All', or raise 'Limit'",
		]);
		const searches = account.sandbox.calls.filter(({ path }) => path.endsWith('/Leads.Get'));
		expect(searches).toHaveLength(1);
	});

	test('selected fields, under the names that LeadSquared shows', async () => {
		const run = await runRead(account.sandbox, 'lead', 'get', {
			leadBy: 'EmailAddress',
			leadValue: 'lead1@example.com',
			output: 'selected',
			selectedFields: ['Phone', 'ModifiedOn', 'Lead Stage'],
			options: { useDisplayNames: true },
		});
		expect(recordsOf(run)).toEqual([
			{
				leadId: leadId(1),
				fields: {
					'Phone Number': '+91-9000000001',
					'Modified On': '2026-01-05T04:30:00Z',
					'Lead Stage': 'Prospect',
				},
			},
		]);
	});
});

describe('users, types and fields', () => {
	const account = useNewSandbox();

	test('come as the account has them', async () => {
		const read = async (...[resource, operation, parameters]: [string, string, object]) =>
			recordsOf(await runRead(account.sandbox, resource, operation, { ...parameters }));
		expect(await read('user', 'getMany', {})).toHaveLength(3);
		expect(await read('user', 'getMany', { userStatus: 'inactive' })).toHaveLength(2);
		expect(await read('user', 'getMany', { userStatus: 'all', limit: 1 })).toHaveLength(1);
		expect(await read('type', 'getMany', {})).toMatchObject([
			{ typeCode: '12000', name: 'Home Loan', kind: 'opportunity' },
			{ typeCode: '12001' },
			{ typeCode: '12002' },
		]);
		expect(await read('type', 'getMany', { typesOf: 'activity' })).toHaveLength(2);
		const fields = await read('type', 'getFields', { fieldsOf: 'lead' });
		expect(fields).toContainEqual({
			schemaName: 'ProspectStage',
			displayName: 'Lead Stage',
			kind: 'dropdown',
			isMandatory: false,
			isWritable: true,
			isUnique: false,
			maxLength: null,
			values: ['Prospect', 'Customer'],
		});
	});
});
