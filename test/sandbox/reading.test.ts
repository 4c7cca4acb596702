import {
	activityId,
	leadId,
	leadFields,
	opportunityId,
	taskId,
	TRAIL,
	user,
	type SandboxOptions,
} from './index';
import { client, closeAll } from './testing';

afterEach(closeAll);

type Rows = Array<Record<string, unknown>>;

interface Listed {
	RecordCount?: number;
	List: Rows;
	Leads: Array<{ LeadPropertyList: Array<{ Attribute: string; Value: string | null }> }>;
	ProspectActivities: Rows;
	TaskList: Rows;
}

const get = async (path: string, query: Record<string, string>, options?: SandboxOptions) =>
	(await (await client(options)).read(path, query)).data;

const post = async (path: string, body: unknown, options?: SandboxOptions) =>
	(await (await client(options)).post(path, body)).data as Listed;

const ids = (rows: Rows, key: string) => rows.map((row) => row[key]);

describe('one lead', () => {
	const svc = 'LeadManagement.svc';
	test.each([
		['by ID', 'Leads.GetById', { id: leadId(1) }],
		[
			'by email, whatever its case',
			'Leads.GetByEmailaddress',
			{ emailaddress: 'LEAD1@example.com' },
		],
		['by phone with the country code', 'RetrieveLeadByPhoneNumber', { phone: '919000000001' }],
		['by phone without', 'RetrieveLeadByPhoneNumber', { phone: '9000000001' }],
	])('%s is a list with one flat record of every field', async (_, path, query) => {
		const found = (await get(`${svc}/${path}`, query)) as Rows;
		expect(found).toMatchObject([
			{ ProspectID: leadId(1), ProspectAutoId: '1001', Mobile: null, OwnerIdName: 'Asha Sandbox' },
		]);
		expect(Object.keys(found[0]!)).toEqual(
			expect.arrayContaining(leadFields.map(({ SchemaName }) => SchemaName)),
		);
	});

	test.each([
		['an unknown ID', 'Leads.GetById', { id: 'none' }],
		['an unknown email', 'Leads.GetByEmailaddress', { emailaddress: 'none' }],
		['a phone number with a hyphen', 'RetrieveLeadByPhoneNumber', { phone: '+91-9000000001' }],
	])('%s finds an empty list', async (_, path, query) => {
		expect(await get(`${svc}/${path}`, query)).toEqual([]);
	});
});

describe('the search for leads', () => {
	const path = 'LeadManagement.svc/Leads.Get';
	const condition = (LookupName: string, LookupValue: string, SqlOperator = '=') => ({
		Parameter: { LookupName, LookupValue, SqlOperator },
		Columns: { Include_CSV: 'ProspectID' },
		Paging: { PageIndex: 1, PageSize: 1000 },
	});
	test.each([
		['one condition', condition('EmailAddress', 'lead2@example.com'), 1],
		['a later date', condition('ModifiedOn', '2026-06-01 06:00:01', '>='), 11],
		['an unlisted value', condition('ProspectStage', 'Nothing'), 0],
		['an unknown field', condition('Nothing', 'x'), 0],
		['an empty condition: everything', { Parameter: {} }, 20],
		['a wrong wrapper: everything', { Query: condition('EmailAddress', 'x').Parameter }, 20],
	])('%s', async (_, body, count) => {
		expect(await post(path, body)).toHaveLength(count);
	});

	test('returns the columns that were asked for, and cuts long pages without a word', async () => {
		const body = condition('CreatedOn', '2026-01-01', '>');
		expect((await post(path, body, { leads: 1200 })) as unknown as Rows).toHaveLength(1000);
		expect(await post(path, condition('Phone', '+91-9000000001'))).toEqual([
			{ ProspectID: leadId(1) },
		]);
	});

	test('refuses a boolean that is not 0 or 1', async () => {
		const one = await client();
		expect((await one.post(path, condition('mx_Consent', 'true'))).status).toBe(500);
	});
});

describe('what changed', () => {
	const body = (range: Record<string, unknown>, PageIndex = 1, PageSize = 1000) => ({
		Parameter: range,
		Paging: { PageIndex, PageSize },
		Sorting: { ColumnName: 'ModifiedOn', Direction: '0' },
	});
	const range = { FromDate: '2026-06-01 06:00:01', ToDate: '2026-06-01 06:00:01' };

	test('leads come as names and values, with dates in the form that has milliseconds', async () => {
		const path = 'LeadManagement.svc/Leads.RecentlyModified';
		const { RecordCount, Leads } = await post(path, body(range, 1, 4));
		expect(RecordCount).toBe(10);
		expect(Leads).toHaveLength(4);
		expect(Leads[0]!.LeadPropertyList).toEqual(
			expect.arrayContaining([
				{ Attribute: 'ProspectID', Value: leadId(10) },
				{ Attribute: 'ModifiedOn', Value: '2026-06-01 06:00:01.000' },
				{ Attribute: 'CanUpdate', Value: 'true' },
			]),
		);
	});

	const ofType = { FromDate: '2026-01-01 00:00:00', ToDate: '2026-12-31', ActivityEvent: 12000 };
	test('opportunities of a type come from the calls for activities', async () => {
		const changed = await post('ProspectActivity.svc/RetrieveRecentlyModified', body(ofType));
		expect(changed.ProspectActivities).toHaveLength(200);
		expect(changed.ProspectActivities[0]).toMatchObject({
			ProspectActivityId: opportunityId(1),
			ActivityEvent: '12000',
			Fields: expect.arrayContaining([{ Key: 'Status', Value: 'Open' }]) as unknown,
		});
		const path = 'ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent';
		const { List } = await post(path, body(ofType, 2, 150));
		expect(ids(List, 'ProspectActivityId')).toHaveLength(50);
	});
});

describe('opportunities of a lead', () => {
	const path = (query: string) => `OpportunityManagement.svc/GetOpportunitiesOfLead?${query}`;

	test.each([
		[{}, 2],
		[{ withoutType: 'nothing' }, 0],
	] as const)('without a type: %j', async (reading, count) => {
		const { List } = await post(path(`leadId=${leadId(2)}`), {}, { reading });
		expect(List).toHaveLength(count);
	});

	test('of a type are flat rows; a bare list on some accounts', async () => {
		const query = `leadId=${leadId(1)}&opportunityType=12000`;
		expect((await post(path(query), {})).List).toMatchObject([
			{ OpportunityId: opportunityId(1), RelatedProspectId: leadId(1), OwnerName: 'Asha Sandbox' },
		]);
		expect(await post(path(query), {}, { reading: { lists: 'bare' } })).toHaveLength(1);
	});
});

describe('activities', () => {
	const trailPath = `ProspectActivity.svc/Retrieve?leadId=${leadId(1)}`;
	const newest = activityId(TRAIL);

	test('a trail without paging has 25 rows and the count of all', async () => {
		const { RecordCount, ProspectActivities } = await post(trailPath, {});
		expect([RecordCount, ProspectActivities.length]).toEqual([TRAIL, 25]);
		expect(ProspectActivities[0]).toMatchObject({ Id: newest, EventCode: 105 });
	});

	test.each([
		['pageFromZero', activityId(TRAIL - 10)],
		['pageFromOne', newest],
		['row', activityId(TRAIL - 1)],
	] as const)('Offset 1 is %s', async (trailOffset, first) => {
		const body = { Paging: { Offset: '1', RowCount: '10' } };
		const { ProspectActivities } = await post(trailPath, body, { reading: { trailOffset } });
		expect(ProspectActivities[0]!.Id).toBe(first);
	});

	test('a system event has data and no fields; an opportunity is an event of its type', async () => {
		const path = `ProspectActivity.svc/Retrieve?leadId=${leadId(2)}`;
		const { ProspectActivities } = await post(path, {});
		expect(ids(ProspectActivities, 'EventCode')).toEqual([33, 12000, 3001, 201]);
		expect(ProspectActivities[2]).not.toHaveProperty('ActivityFields');
	});

	test('of an opportunity are flat rows in pages', async () => {
		const path = `OpportunityManagement.svc/GetActivitiesOfOpportunity?opportunityId=${opportunityId(1)}`;
		const { RecordCount, List } = await post(path, { Paging: { PageIndex: 2, PageSize: 90 } });
		expect([RecordCount, List.length]).toEqual([TRAIL / 5, 2]);
	});
});

describe('tasks', () => {
	test('of a lead have a word for their status', async () => {
		const path = 'LeadManagement.svc/RetrieveTaskByLeadId';
		const { TaskList } = (await get(path, { leadId: leadId(2) })) as Listed;
		expect(TaskList).toMatchObject([{ TaskID: taskId(3), Status: 'Completed' }]);
	});

	test('of an owner skip rows, and need the owner', async () => {
		const Parameter = { LookupName: 'OwnerId', LookupValue: user.id, StatusCode: '0' };
		const body = { Parameter, Paging: { Offset: '300', RowCount: '100' } };
		expect(ids((await post('Task.svc/Retrieve', body)).List, 'UserTaskId')).toEqual([taskId(303)]);
		const one = await client();
		expect((await one.post('Task.svc/Retrieve', {})).status).toBe(500);
	});
});

describe('the details of an opportunity', () => {
	test('name the lead on accounts that third parties saw, and not where only the page is kept', async () => {
		const path = 'OpportunityManagement.svc/GetOpportunityDetails';
		const query = { OpportunityId: opportunityId(1) };
		expect(await get(path, query)).toMatchObject({
			RelatedProspectId: leadId(1),
			CreatedOn: '/Date(1767587460000+0000)/',
		});
		const documented = await get(path, query, { reading: { details: 'documented' } });
		expect(documented).not.toHaveProperty('RelatedProspectId');
	});
});
