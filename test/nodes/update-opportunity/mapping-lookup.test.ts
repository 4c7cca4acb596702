import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { leadId, opportunityId, startSandbox, type RowDates, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { editor, typeOf } from '../../support/editor-methods';
import { items, runUpdate } from '../../support/run-node';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

/** Lead 1 has one home loan, lead 2 has two (2 and 3), lead 3 has none. */
const byLead = (value: string) => ({ __rl: true, mode: 'lead', value });

const update = async (
	lead: string,
	more: INodeParameters = {},
	inputs: INodeExecutionData[] = items({}),
	settings: Partial<INode> = {},
) =>
	await runUpdate(
		sandbox,
		{ opportunityId: byLead(lead), opportunityType: typeOf('12000'), note: 'x', ...more },
		inputs,
		settings,
	);

const updated = () =>
	sandbox.calls
		.filter(({ path }) => path === '/opportunity/update')
		.map(({ body }) => (body as { ProspectOpportunityId: string }).ProspectOpportunityId);

describe('the opportunity of a lead', () => {
	test.each([
		['email', 'lead1@example.com'],
		['email in another letter case, with blanks', ' LEAD1@example.com '],
		['phone', '+91-9000000001'],
	])('is updated when the lead has one (%s)', async (_name, lead) => {
		const { error, outputs } = await update(lead);
		expect(error).toBeUndefined();
		expect(outputs[0]![0]!.json.ProspectOpportunityId).toBe(opportunityId(1));
		expect(updated()).toEqual([opportunityId(1)]);
		expect(sandbox.leaks).toEqual([]);
	});

	test('names lead and type when there is none, and sends nothing', async () => {
		const { error } = await update('lead3@example.com');
		expect(error?.message).toBe(
			"'Opportunity' names the lead lead3@example.com, for whom LeadSquared found no opportunity of type 12000 [item 0]",
		);
		expect(updated()).toEqual([]);
	});

	test('is refused when there are several, and the message lists them', async () => {
		const { error } = await update('lead2@example.com');
		expect(error?.message).toBe(
			`'Opportunity' names the lead lead2@example.com, who has 2 opportunities of type 12000: Home Loan 3 ${opportunityId(3)}; Home Loan 2 ${opportunityId(2)} [item 0]`,
		);
		expect(error?.description).toContain("'Several Opportunities of a Lead'");
		expect(updated()).toEqual([]);
	});

	test('is the latest of several when that option is chosen', async () => {
		await update('lead2@example.com', { options: { severalOpportunities: 'latest' } });
		expect(updated()).toEqual([opportunityId(3)]);
	});

	test('is the one created last, in whatever order LeadSquared lists them', async () => {
		const row = (OpportunityId: string, CreatedOn: string) => ({ OpportunityId, CreatedOn });
		const List = [row('old', '2025-01-01 00:00:00'), row('new', '2026-01-01 00:00:00')];
		const mend = sandbox.inject({
			path: /UniqueLeadField$/,
			fault: { kind: 'reply', status: 200, body: { RecordCount: 2, List } },
		});
		await update('lead2@example.com', { options: { severalOpportunities: 'latest' } });
		mend();
		expect(updated()).toEqual(['new']);
	});

	test.each([
		['lead1@example.com', { EmailAddress: 'lead2@example.com' }, true],
		['lead1@example.com', { EmailAddress: ' Lead1@Example.com' }, false],
		['lead1@example.com', { EmailAddress: 'le***@example.com' }, false],
		['lead1@example.com', { Phone: '+91-9000000002' }, false],
		['+91-9000000001', { Phone: '+91-9000000002' }, true],
		['+91-9000000001', { Phone: '+1-9000000001' }, true],
		['+91-9000000001', { Phone: '09000000001' }, false],
		['+91-9000000001', { Phone: '+91-90*****01' }, false],
		['+91-9000000001', { Phone: null }, false],
		['+91-9000000001', {}, false],
	])('found by %s, in a row that shows %j: of another lead %s', async (lead, shown, isOther) => {
		const List = [{ OpportunityId: opportunityId(1), ...shown }];
		const fault = { kind: 'reply', status: 200, body: { RecordCount: 1, List } } as const;
		sandbox.inject({ path: /UniqueLeadField$/, fault });
		const { error } = await update(lead);
		expect(updated()).toEqual(isOther ? [] : [opportunityId(1)]);
		const message =
			/^'Opportunity' names the lead .+, but LeadSquared answered with an opportunity of a lead whose (Phone|EmailAddress) is ".+" \[item 0\]$/;
		if (isOther) expect(error?.message).toMatch(message);
		else expect(error).toBeUndefined();
	});

	test.each([
		[leadId(2), 1],
		[leadId(1), 0],
		[leadId(1).toUpperCase(), 0],
		['', 0],
	])(
		'found by the ID of the lead, in a row that names the lead %j: %i errors',
		async (of, errors) => {
			const List = [{ OpportunityId: opportunityId(1), RelatedProspectId: of }];
			const fault = { kind: 'reply', status: 200, body: { RecordCount: 1, List } } as const;
			sandbox.inject({ path: /UniqueLeadField$/, fault });
			const { error } = await update(leadId(1), { options: { leadField: 'ProspectID' } });
			expect(updated()).toHaveLength(1 - errors);
			if (errors === 1) expect(error?.message).toMatch(/a lead whose ProspectID is/);
			else expect(error).toBeUndefined();
		},
	);

	describe('of a lead with more opportunities than LeadSquared lists at once', () => {
		const page = (OpportunityEvent: string, count = 1) => {
			sandbox.inject({
				path: /GetOpportunitiesByUniqueLeadField$/,
				fault: {
					kind: 'reply',
					status: 200,
					body: {
						RecordCount: 201,
						List: Array.from({ length: count }, (_, n) => ({
							OpportunityId: opportunityId(n + 1),
							OpportunityEvent,
							CreatedOn: '2026-01-01 00:00:00',
						})),
					},
				},
			});
		};
		const refusal =
			"'Opportunity' names the lead lead1@example.com, who has 201 opportunities, of which LeadSquared returns only 1 at once [item 0]";

		test('is refused, since the one listed may not be the only one', async () => {
			page('12000');
			expect((await update('lead1@example.com')).error?.message).toBe(refusal);
			expect(updated()).toEqual([]);
		});

		test('is refused with the names of those listed', async () => {
			page('12000', 2);
			const { error } = await update('lead1@example.com');
			expect(error?.message).toContain(`${opportunityId(1)}; ${opportunityId(2)}`);
			expect(error?.description).toContain("'Several Opportunities of a Lead'");
		});

		test('is the newest of those listed when the latest is chosen', async () => {
			page('12000');
			await update('lead1@example.com', { options: { severalOpportunities: 'latest' } });
			expect(updated()).toEqual([opportunityId(1)]);
		});

		test('is refused when none of those listed is of the type', async () => {
			page('12001');
			const options = { severalOpportunities: 'latest' };
			expect((await update('lead1@example.com', { options })).error?.message).toBe(refusal);
			expect(updated()).toEqual([]);
		});
	});

	test('is not found when it is of another type', async () => {
		const { error } = await update('lead1@example.com', { opportunityType: typeOf('12001') });
		expect(error?.message).toContain('found no opportunity of type 12001');
	});

	test('may be of any type when no type is chosen', async () => {
		await update('lead1@example.com', { opportunityType: typeOf('') });
		expect(updated()).toEqual([opportunityId(1)]);
	});

	test('is refused before any call without an email or phone', async () => {
		const { error } = await update('={{ $json.none }}');
		expect(error?.message).toBe("'Opportunity' is empty [item 0]");
		expect(sandbox.calls).toEqual([]);
	});

	test('is looked up once for all items of a lead, and each item keeps its own outcome', async () => {
		const leads = [1, 3, 1, 2, 1].map((n) => ({ lead: `lead${n}@example.com` }));
		const { outputs } = await update('={{ $json.lead }}', {}, items(...leads), {
			onError: 'continueRegularOutput',
		});
		expect(outputs[0]!.map(({ json }) => json.ProspectOpportunityId ?? 'failed')).toEqual([
			opportunityId(1),
			'failed',
			opportunityId(1),
			'failed',
			opportunityId(1),
		]);
		const lookups = sandbox.calls.filter(({ path }) => path.endsWith('UniqueLeadField'));
		expect(lookups).toHaveLength(3);
	});

	test('is looked up once per type', async () => {
		const { outputs } = await update(
			'lead1@example.com',
			{ opportunityType: typeOf('={{ $json.code }}') },
			items({ code: 12000 }, { code: 12001 }),
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0]![0]!.json.ProspectOpportunityId).toBe(opportunityId(1));
		expect(outputs[0]![1]!.json.error).toContain('found no opportunity of type 12001');
	});

	test('fails only the items whose lookup LeadSquared refuses', async () => {
		const mend = sandbox.inject({
			path: /UniqueLeadField$/,
			fault: {
				kind: 'reply',
				status: 500,
				body: {
					Status: 'Error',
					ExceptionType: 'MXInvalidInputException',
					ExceptionMessage: 'Phone is not unique',
				},
			},
		});
		const { error } = await update('+91-9000000001');
		mend();
		expect(error?.message).toMatch(
			/refused Get Opportunities by Unique Lead Field: MXInvalidInputException: Phone is not unique .*\[item 0\]$/,
		);
		expect(updated()).toEqual([]);
	});
});

describe('the latest opportunity, by every form of date', () => {
	const latest = async (rows: Array<[string, string]>) => {
		const List = rows.map(([OpportunityId, CreatedOn]) => ({ OpportunityId, CreatedOn }));
		const mend = sandbox.inject({
			path: /UniqueLeadField$/,
			fault: { kind: 'reply', status: 200, body: { RecordCount: List.length, List } },
		});
		await update('lead2@example.com', { options: { severalOpportunities: 'latest' } });
		mend();
		return updated();
	};

	test.each<[string, Array<[string, string]>, string]>([
		[
			'months with one digit and with two',
			[
				['september', '9/5/2026 8:00:00 PM'],
				['december', '12/2/2026 3:23:30 AM'],
				['october', '10/1/2026 1:00:00 PM'],
			],
			'december',
		],
		[
			'morning and afternoon',
			[
				['morning', '10/1/2026 11:00:00 AM'],
				['afternoon', '10/1/2026 1:00:00 PM'],
			],
			'afternoon',
		],
		[
			'several forms in one list',
			[
				['first', '2026-07-31 05:33:50.000'],
				['last', '/Date(1785476040000+0000)/'],
				['second', '7/31/2026 5:33:55 AM'],
			],
			'last',
		],
		[
			'an unreadable date: LeadSquared’s order is kept',
			[
				['first', '2026-01-01 00:00:00'],
				['odd', '24 Nov 2026'],
				['newer', '2026-07-31 05:33:50'],
			],
			'first',
		],
		[
			'equal dates: LeadSquared’s order is kept',
			[
				['first', '2026-01-01 00:00:00'],
				['second', '1/1/2026 12:00:00 AM'],
			],
			'first',
		],
	])('%s', async (_name, rows, id) => expect(await latest(rows)).toEqual([id]));

	test.each<[RowDates, number]>([
		['plain', 3],
		['millis', 3],
		['us', 3],
		['dotNet', 3],
		// The order of the sandbox, which here is not the one that was asked for.
		['unreadable', 2],
	])(
		'is found although the server ignores the requested order (dates in form %s)',
		async (rowDates, n) => {
			await sandbox.close();
			sandbox = await startSandbox({ rowDates, rowOrder: 'ofCreation' });
			await update('lead2@example.com', { options: { severalOpportunities: 'latest' } });
			expect(updated()).toEqual([opportunityId(n)]);
		},
	);
});

describe('the field by which the lead is found', () => {
	const start = async (options: Parameters<typeof startSandbox>[0]) => {
		await sandbox.close();
		sandbox = await startSandbox(options);
		sandbox.leads.get(leadId(1))!.Mobile = '+91-8000000001';
		sandbox.leads.get(leadId(1))!.mx_Customer_Number = 'C-1';
	};
	const lookedUp = () =>
		sandbox.calls
			.filter(({ path }) => path.endsWith('UniqueLeadField'))
			.map(({ body }) => (body as { Parameter: { LookupName: string } }).Parameter.LookupName);

	test.each([
		['an email', 'lead1@example.com', '', ['EmailAddress']],
		['a phone number', '+91-9000000001', '', ['Phone']],
		['a mobile number', '+91-8000000001', '', ['Phone', 'Mobile']],
		['a chosen field', 'C-1', 'mx_Customer_Number', ['mx_Customer_Number']],
		[
			'a chosen field in another letter case',
			'C-1',
			' MX_customer_number ',
			['mx_Customer_Number'],
		],
		['a chosen field by its display name', 'C-1', 'customer number', ['mx_Customer_Number']],
		['Mobile, chosen', '+91-8000000001', 'Mobile', ['Mobile']],
	])('%s', async (_name, value, leadField, names) => {
		await start({});
		const { error } = await update(value, { options: { leadField } });
		expect(error).toBeUndefined();
		expect(lookedUp()).toEqual(names);
		expect(updated()).toEqual([opportunityId(1)]);
	});

	test.each(['empty', 'notFound'] as const)(
		'is Mobile when no lead has that Phone (answered as %s)',
		async (unknownLead) => {
			await start({ unknownLead });
			await update('+91-8000000001');
			expect(updated()).toEqual([opportunityId(1)]);
		},
	);

	test('both fields are named when no lead has the number', async () => {
		await start({});
		const { error } = await update('+91-7');
		expect(error?.message).toContain('names the lead +91-7, for whom LeadSquared found no');
		expect(error?.description).toContain('exactly this value in Phone or Mobile');
		expect(lookedUp()).toEqual(['Phone', 'Mobile']);
	});

	test('finds nothing, without an error, in an account whose Mobile is not unique', async () => {
		await start({ uniqueLeadFields: ['EmailAddress', 'Phone'] });
		expect((await update('+91-7')).error?.message).toContain('LeadSquared found no opportunity');
	});

	test('fails the item when the search in Mobile fails for another reason', async () => {
		await start({});
		sandbox.inject({
			when: ({ rawBody }) => rawBody.includes('"Mobile"'),
			fault: { kind: 'reply', status: 502, body: 'Bad Gateway' },
		});
		const { error } = await update('+91-8000000001', { options: { maxTries: 1 } });
		expect(error?.message).toContain('(HTTP 502)');
		expect(updated()).toEqual([]);
	});

	test('finds a lead by Phone although its opportunities are of another type', async () => {
		await start({});
		await update('+91-9000000001', { opportunityType: typeOf('12001') });
		expect(lookedUp()).toEqual(['Phone']);
	});

	test('must be a lead field, or the item is refused before the search', async () => {
		await start({});
		const { error } = await update('C-1', { options: { leadField: 'mx_Nothing' } });
		expect(error?.message).toBe(
			"'Lead Field Name or ID' is mx_Nothing, which is not a field of leads [item 0]",
		);
		expect(lookedUp()).toEqual([]);
	});

	test('refuses a value that several leads have, even for the latest', async () => {
		await start({ uniqueLeadFields: ['mx_City'] });
		for (const n of [1, 2]) sandbox.leads.get(leadId(n))!.mx_City = 'Pune';
		const options = { leadField: 'mx_City', severalOpportunities: 'latest' };
		const { error } = await update('Pune', { options });
		expect(error?.message).toBe(
			"'Opportunity' names the lead Pune, but several leads have this value in mx_City [item 0]",
		);
		expect(updated()).toEqual([]);
	});

	test('the list offers the fields that the metadata marks as unique', async () => {
		await start({});
		const offered = await editor(credentialFor(sandbox)).uniqueLeadFields();
		expect(offered.map(({ value }) => value)).toEqual([
			'ProspectID',
			'EmailAddress',
			'Phone',
			'Mobile',
			'mx_Customer_Number',
		]);
	});

	test('all fields are offered when the metadata marks none as unique', async () => {
		await start({});
		sandbox.inject({
			path: /LeadsMetaData/,
			fault: { kind: 'reply', status: 200, body: [{ SchemaName: 'Phone', DataType: 'Phone' }] },
		});
		expect(await editor(credentialFor(sandbox)).uniqueLeadFields()).toEqual([
			{ name: 'Phone', value: 'Phone' },
		]);
	});
});
