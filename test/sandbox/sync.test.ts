import { allowedValues, autoId, formerUsers, leadId, opportunityId, user, users } from './index';
import type { FieldMetadata, OpportunityType } from './opportunity-types';
import { client, closeAll, UPDATE, update } from './testing';

afterEach(closeAll);

const svc = 'OpportunityManagement.svc';

describe('the key test, UserByAccessKey.Get', () => {
	const path = 'Authentication.svc/UserByAccessKey.Get';

	test("answers the user and the account's host to keys in headers or in the query", async () => {
		const one = await client();
		const { accessKey, secretKey } = one.sandbox.keys;
		const params = new URLSearchParams({ accessKey, secretKey });
		for (const answer of [await one.read(path), await one.call({ url: `/v2/${path}`, params })]) {
			expect(answer.status).toBe(200);
			expect(answer.data).toMatchObject({
				EmailAddress: user.email,
				TimeZone: 'Asia/Kolkata',
				OrgId: '70001',
				LSQCommonServiceURLs: { api: new URL(one.sandbox.url).host },
			});
		}
	});

	test("works on any region's host and names the right one", async () => {
		const one = await client({ wrongRegion: 'api-ir31.leadsquared.com' });
		const answer = await one.read(path);
		expect(answer.status).toBe(200);
		expect(answer.data).toMatchObject({
			LSQCommonServiceURLs: { api: 'api-ir31.leadsquared.com' },
		});
	});

	test.each(['x-LSQ-AccessKey', 'x-LSQ-SecretKey'])(
		'answers 401 if %s is wrong',
		async (header) => {
			const one = await client();
			const { accessKey, secretKey } = one.sandbox.keys;
			const headers = { 'x-LSQ-AccessKey': accessKey, 'x-LSQ-SecretKey': secretKey, [header]: 'x' };
			const answer = await one.call({ url: `/v2/${path}`, headers });
			expect(answer.status).toBe(401);
			expect(answer.data).toMatchObject({ Status: 'Error' });
		},
	);
});

describe('the calls for types and metadata', () => {
	test('list all types', async () => {
		const one = await client();
		const { data } = await one.read(`${svc}/GetOpportunityTypes`);
		expect(data).toMatchObject([
			{ EventCode: 12000, DisplayName: 'Home Loan' },
			{ EventCode: 12001, DisplayName: 'Admission' },
			{ EventCode: 12002, DisplayName: 'Everything' },
		]);
	});

	test('event codes can be texts', async () => {
		const one = await client({ opportunityCodes: 'text' });
		const { data } = await one.read(`${svc}/GetOpportunityTypes`);
		expect(data).toContainEqual(expect.objectContaining({ EventCode: '12000', Fields: null }));
	});

	test.each(['12000', '12001'])('metadata of %s has every kind of field', async (code) => {
		const one = await client();
		const { data } = await one.read(`${svc}/GetOpportunityTypeMetadata`, { code });
		const { EventCode, Fields } = data as OpportunityType;
		expect(EventCode).toBe(Number(code));
		const named = (name: string): FieldMetadata | undefined =>
			Fields.find((field) => field.SchemaName === name);
		const status = named('Status');
		expect(status && allowedValues(status)).toEqual(['Open', 'Won', 'Lost']);
		expect(typeof named('mx_Custom_2')?.OptionSet).toBe('string');
		expect(named('mx_Custom_3')).toMatchObject({ DataType: 'SearchableDropdown', OptionSet: '' });
		expect(named('CreatedOn')).toMatchObject({ DataType: 'DateTime', IsReadOnly: true });
		expect(named('mx_Custom_4~mx_CustomObject_1')).toMatchObject({ ParentField: 'mx_Custom_4' });
		const types = new Set(Fields.map((field) => field.DataType));
		expect([...types]).toEqual(
			expect.arrayContaining(['String', 'Number', 'DateTime', 'ActiveUsers', 'SearchableDropdown']),
		);
		expect(new Set(Fields.map((field) => field.SchemaName)).size).toBe(Fields.length);
	});

	test('return more than 100 fields for the third type, in no order but Sequence', async () => {
		const one = await client();
		const { data } = await one.read(`${svc}/GetOpportunityTypeMetadata`, { code: '12002' });
		const { Fields } = data as OpportunityType;
		expect(Fields.length).toBeGreaterThanOrEqual(120);
		const sequences = Fields.map((field) => field.Sequence);
		expect(sequences).not.toEqual([...sequences].sort((a, b) => a - b));
		expect(Fields.some((field) => field.SchemaName.includes('x007E'))).toBe(true);
	});

	test('answer an unknown code with an error, and an unknown V2 call with a 404', async () => {
		const one = await client();
		const unknown = await one.read(`${svc}/GetOpportunityTypeMetadata`, { code: '1' });
		expect(unknown.status).toBe(500);
		expect(unknown.data).toMatchObject({ ExceptionType: 'MXInvalidInputException' });
		expect((await one.read(`${svc}/NoSuchCall`)).status).toBe(404);
	});
});

describe('Get Opportunity Details', () => {
	test('shows what an update stored', async () => {
		const one = await client();
		const OpportunityId = opportunityId(201);
		const body = {
			...update(OpportunityId, { mx_Custom_2: 'Enrolled' }),
			OpportunityNote: 'Fee paid',
		};
		await one.submit(UPDATE, body);
		const { data } = await one.read(`${svc}/GetOpportunityDetails`, { OpportunityId });
		const { DisplayName, Fields } = data as OpportunityType;
		expect(DisplayName).toBe('Admission');
		const values = Object.fromEntries(Fields.map((field) => [field.SchemaName, field.Value]));
		expect(values).toMatchObject({
			mx_Custom_2: 'Enrolled',
			mx_Custom_12: autoId(201),
			ActivityEvent_Note: 'Fee paid',
			mx_Custom_5: null,
		});
	});

	test('answers an unknown opportunity with a 500 and an MX type', async () => {
		const one = await client({ opportunities: 5 });
		const OpportunityId = opportunityId(6);
		const answer = await one.read(`${svc}/GetOpportunityDetails`, { OpportunityId });
		expect(answer.status).toBe(500);
		expect(answer.data).toMatchObject({ ExceptionType: 'MXInvalidEntityReferenceException' });
	});
});

describe('users', () => {
	test('an array of ID, names, email and whether they are active', async () => {
		const one = await client();
		const { data } = await one.read('UserManagement.svc/Users.Get');
		expect(data).toHaveLength(users.length + formerUsers.length);
		expect(data).toContainEqual({
			ID: user.id,
			FirstName: user.firstName,
			LastName: user.lastName,
			EmailAddress: user.email,
			StatusCode: 0,
		});
		expect(data).toContainEqual(expect.objectContaining({ ID: formerUsers[0]!.id, StatusCode: 1 }));
	});
});

interface Found {
	RecordCount: number;
	List?: Array<Record<string, string>>;
}

describe('opportunities by a unique lead field', () => {
	const ask = async (value: string) => {
		const one = await client();
		const { data } = await one.post(`${svc}/GetOpportunitiesByUniqueLeadField`, {
			Parameter: { LookupName: 'EmailAddress', LookupValue: value, SqlOperator: '=' },
			Sorting: { ColumnName: 'CreatedOn', Direction: '1' },
			Paging: { PageIndex: 1, PageSize: 25 },
		});
		return data as Found;
	};

	test('are one, two or none', async () => {
		expect(await ask('lead1@example.com')).toMatchObject({
			RecordCount: 1,
			List: [{ OpportunityId: opportunityId(1), ProspectId: leadId(1), OpportunityEvent: '12000' }],
		});
		const two = await ask('LEAD2@example.com');
		expect(two.List?.map(({ OpportunityId }) => OpportunityId)).toEqual([
			opportunityId(3),
			opportunityId(2),
		]);
		expect(await ask('lead3@example.com')).toEqual({ RecordCount: 0 });
	});
});

describe('the advanced search', () => {
	const body = (code: number, condition = String(code)) => ({
		OpportunityEventCode: code,
		AdvancedSearch: JSON.stringify({
			GrpConOp: 'And',
			Conditions: [
				{
					Type: 'Activity',
					ConOp: 'and',
					RowCondition: [{ LSO: 'ActivityEvent', RSO: condition }],
				},
			],
			QueryTimeZone: 'UTC',
		}),
		Paging: { PageIndex: 2, PageSize: 10 },
		Sorting: { ColumnName: 'CreatedOn', Direction: 1 },
	});
	const path = `${svc}/Retrieve/BySearchParameter`;

	test('pages through a type, newest first', async () => {
		const one = await client();
		const { data } = await one.post(path, body(12000));
		const { RecordCount, List } = data as Found;
		expect(RecordCount).toBe(200);
		expect(List?.map(({ OpportunityId }) => OpportunityId)).toEqual(
			Array.from({ length: 10 }, (_, index) => opportunityId(190 - index)),
		);
	});

	test('requires the code to be repeated, and the keys of an administrator', async () => {
		const one = await client();
		expect((await one.post(path, body(12000, '12001'))).status).toBe(500);
		const other = await client({ administrator: false });
		expect((await other.post(path, body(12000))).status).toBe(401);
	});
});
