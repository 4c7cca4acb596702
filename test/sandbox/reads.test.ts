import { ACTIVITIES_OF_LEAD, leadId, opportunityId, user } from './index';
import { client, closeAll } from './testing';

/** The calls that read, against LeadSquared's documented samples and the reports of those who use them. */
afterEach(closeAll);

const leads = 'LeadManagement.svc';

const condition = (LookupName: string, LookupValue: string, SqlOperator = '=') => ({
	Parameter: { LookupName, LookupValue, SqlOperator },
	Columns: { Include_CSV: 'ProspectID,ModifiedOn' },
	Paging: { PageIndex: 1, PageSize: 1000 },
});

describe('leads', () => {
	test('by ID, email and phone are an array of one, or an empty one', async () => {
		const one = await client();
		const found = expect.objectContaining({ ProspectID: leadId(1), ProspectAutoId: '1001' });
		const asked: Array<[string, Record<string, string>, Record<string, string>]> = [
			['Leads.GetById', { id: leadId(1) }, { id: 'x' }],
			['Leads.GetByEmailaddress', { emailaddress: 'LEAD1@example.com' }, { emailaddress: 'x' }],
			['RetrieveLeadByPhoneNumber', { phone: '9000000001' }, { phone: '+91-9000000001' }],
		];
		for (const [path, known, unknown] of asked) {
			expect((await one.read(`${leads}/${path}`, known)).data).toEqual([found]);
			expect((await one.read(`${leads}/${path}`, unknown)).data).toEqual([]);
		}
	});

	test('by a condition: only the columns asked for, and pages of 1,000 at most', async () => {
		const one = await client();
		for (let n = 21; n <= 1_200; n++) one.sandbox.leads.set(leadId(n), {});
		const { data } = await one.post(`${leads}/Leads.Get`, {
			...condition('ProspectStage', 'Prospect'),
			Paging: { PageIndex: 1, PageSize: 5000 },
		});
		expect(data).toHaveLength(1_000);
		expect((data as object[])[0]).toEqual({
			ProspectID: leadId(1),
			ModifiedOn: '2026-01-05 04:30:00',
		});
	});

	test.each([
		['a wrong wrapper', { Query: condition('ProspectStage', 'Customer') }, 20],
		['a date of another form', condition('ModifiedOn', '01/05/2026', '>='), 0],
		['a drop-down value that is not one', condition('ProspectStage', 'Nowhere'), 0],
	])('%s is no error', async (_name, body, count) => {
		const one = await client();
		const { status, data } = await one.post(`${leads}/Leads.Get`, body);
		expect([status, (data as unknown[]).length]).toEqual([200, count]);
	});

	test('a boolean that is not 1 or 0 is a 500', async () => {
		const one = await client();
		const { status } = await one.post(`${leads}/Leads.Get`, condition('mx_Consent', 'true'));
		expect(status).toBe(500);
	});

	test('that changed are lists of pairs', async () => {
		const one = await client();
		const { data } = await one.post(`${leads}/Leads.RecentlyModified`, {
			Parameter: { FromDate: '2026-01-05 04:30:00', ToDate: '2026-01-06 00:00:00' },
			Paging: { PageIndex: 1, PageSize: 2 },
		});
		expect(data).toMatchObject({
			RecordCount: 20,
			Leads: [
				{
					LeadPropertyList: expect.arrayContaining([
						{ Attribute: 'ProspectID', Value: leadId(1) },
						{ Attribute: 'CanUpdate', Value: 'true' },
					]) as unknown,
				},
				{},
			],
		});
	});
});

describe('activities', () => {
	const path = 'ProspectActivity.svc/Retrieve?leadId=';

	test('are 25 without paging, and LeadSquared says nothing of the others but their number', async () => {
		const one = await client();
		const { data } = await one.post(`${path}${leadId(1)}`, {});
		const { RecordCount, ProspectActivities } = data as Trail;
		expect([RecordCount, ProspectActivities.length]).toEqual([ACTIVITIES_OF_LEAD, 25]);
		expect(ProspectActivities[0]).not.toHaveProperty('ActivityFields');
		expect(ProspectActivities[1]).toMatchObject({
			EventCode: 201,
			ActivityFields: { Status: 'Active' },
		});
	});

	test.each([
		['pageFrom0', 0, 10],
		['pageFrom1', 0, 0],
		['row', 0, 1],
	] as const)('Offset counts as %s', async (trailOffset, first, second) => {
		const one = await client({ reads: { trailOffset } });
		const page = async (Offset: number) => {
			const { data } = await one.post(`${path}${leadId(1)}`, { Paging: { Offset, RowCount: 10 } });
			return (data as Trail).ProspectActivities[0]?.ActivityFields?.mx_Custom_1;
		};
		const reference = (row: number) =>
			row === 0 ? undefined : `Reference ${ACTIVITIES_OF_LEAD - row}`;
		expect([await page(0), await page(1)]).toEqual([reference(first), reference(second)]);
	});
});

interface Trail {
	RecordCount: number;
	ProspectActivities: Array<{ ActivityFields?: Record<string, string> }>;
}

describe('opportunities', () => {
	test.each([
		['documented', { RecordCount: 2, List: [{}, {}] }],
		['array', [{}, {}]],
		['unheard', { RecordCount: 2, Unheard: [{}, {}] }],
	] as const)('of a lead, with rows %s', async (rows, shape) => {
		const one = await client({ reads: { rows } });
		const { data } = await one.post(
			`OpportunityManagement.svc/GetOpportunitiesOfLead?leadId=${leadId(2)}`,
			{},
		);
		expect(data).toMatchObject(shape);
	});

	test('that changed have their fields as pairs', async () => {
		const one = await client();
		const { data } = await one.post('ProspectActivity.svc/RetrieveRecentlyModified', {
			Parameter: {
				FromDate: '2026-01-05 04:31:00',
				ToDate: '2026-01-05 04:31:00',
				ActivityEvent: 12000,
			},
		});
		expect(data).toMatchObject({
			RecordCount: 1,
			ProspectActivities: [
				{
					ProspectActivityId: opportunityId(1),
					RelatedProspectId: leadId(1),
					Fields: expect.arrayContaining([{ Key: 'Status', Value: 'Open' }]) as unknown,
				},
			],
		});
	});
});

test('tasks of an owner skip as many rows as Offset says', async () => {
	const one = await client();
	const { data } = await one.post('Task.svc/Retrieve', {
		Parameter: { LookupName: 'OwnerId', LookupValue: user.id },
		Paging: { Offset: 3, RowCount: 2 },
	});
	expect(data).toMatchObject({
		RecordCount: 260,
		List: [
			{ Name: 'Call back 4', StatusCode: '1' },
			{ Name: 'Call back 5', StatusCode: '0' },
		],
	});
});
