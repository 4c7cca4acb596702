import { allowedValues, autoId, opportunityId, user } from './index';
import type { FieldMetadata, OpportunityType } from './opportunity-types';
import { client, closeAll, UPDATE, update } from './testing';

afterEach(closeAll);

const svc = 'OpportunityManagement.svc';

describe('the key test, UserByAccessKey.Get', () => {
	const path = 'Authentication.svc/UserByAccessKey.Get';

	test('answers the user and the account’s host, by header keys and by query keys', async () => {
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

	test('works on any region’s host and names the right one', async () => {
		const one = await client({ wrongRegion: 'api-ir31.leadsquared.com' });
		const answer = await one.read(path);
		expect(answer.status).toBe(200);
		expect(answer.data).toMatchObject({
			LSQCommonServiceURLs: { api: 'api-ir31.leadsquared.com' },
		});
	});

	test.each(['x-LSQ-AccessKey', 'x-LSQ-SecretKey'])('401 when %s is wrong', async (header) => {
		const one = await client();
		const { accessKey, secretKey } = one.sandbox.keys;
		const headers = { 'x-LSQ-AccessKey': accessKey, 'x-LSQ-SecretKey': secretKey, [header]: 'x' };
		const answer = await one.call({ url: `/v2/${path}`, headers });
		expect(answer.status).toBe(401);
		expect(answer.data).toMatchObject({ Status: 'Error' });
	});
});

describe('types and metadata', () => {
	test('lists both types', async () => {
		const one = await client();
		const { data } = await one.read(`${svc}/GetOpportunityTypes`);
		expect(data).toMatchObject([
			{ EventCode: 12000, DisplayName: 'Home Loan' },
			{ EventCode: 12001, DisplayName: 'Admission' },
		]);
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

	test('an unknown code is an error, an unknown V2 call a 404', async () => {
		const one = await client();
		const unknown = await one.read(`${svc}/GetOpportunityTypeMetadata`, { code: '1' });
		expect(unknown.status).toBe(500);
		expect(unknown.data).toMatchObject({ ExceptionType: 'MXInvalidInputException' });
		expect((await one.read(`${svc}/NoSuchCall`)).status).toBe(404);
	});
});

describe('one opportunity', () => {
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

	test('an unknown one is a 500 with an MX type', async () => {
		const one = await client({ opportunities: 5 });
		const OpportunityId = opportunityId(6);
		const answer = await one.read(`${svc}/GetOpportunityDetails`, { OpportunityId });
		expect(answer.status).toBe(500);
		expect(answer.data).toMatchObject({ ExceptionType: 'MXInvalidEntityReferenceException' });
	});
});
