import { activityTypes, leadFields, leadId, opportunityId, type SandboxOptions } from './index';
import { parseJson } from './narrow';
import { client, closeAll, outcomeOf, type TaskStatus } from './testing';

afterEach(closeAll);

const attribute = (Attribute: string, Value: string) => ({ Attribute, Value });
const field = (SchemaName: string, Value: string) => ({ SchemaName, Value });
const byEmail = (email: string) => [
	attribute('EmailAddress', email),
	attribute('SearchBy', 'EmailAddress'),
];
const inner = ({ Message }: TaskStatus) => parseJson(Message ?? '');

describe('capturing an opportunity', () => {
	const capture = async (
		options: SandboxOptions,
		opportunity: Record<string, unknown> = {},
		LeadDetails: unknown = byEmail('lead1@example.com'),
	) => {
		const one = await client(options);
		const Opportunity = {
			OpportunityEventCode: 12000,
			Fields: [field('mx_Custom_1', 'New')],
			...opportunity,
		};
		return inner(
			await outcomeOf(one, '/opportunity/capture', { LeadDetails, Opportunity }),
		) as Record<string, unknown>;
	};

	test('creates another one on a repeated capture without duplicate rules', async () => {
		expect(await capture({})).toMatchObject({ Status: 0, IsUnique: true });
	});

	test('creates none on a repeated capture with duplicate rules, and names the existing one', async () => {
		expect(await capture({ duplicateRules: true })).toMatchObject({
			CreatedOpportunityId: null,
			IsUnique: false,
			AdditionalDetails: [
				{ PostDeDupActionPerformed: 3, ConflictedOpportunityId: opportunityId(1) },
			],
		});
	});

	test('refuses one without a comment as documented where the account requires status comments', async () => {
		expect(await capture({ statusComments: true })).toMatchObject({
			Status: 1,
			ExceptionType: 'MXInvalidActivityFieldsException',
			ExceptionMessage: "Field name : 'mx_Custom_19' of datatype : 'String' is mandatory.",
		});
		const Fields = [field('mx_Custom_1', 'New'), field('mx_Custom_19', 'Walked in')];
		expect(await capture({ statusComments: true }, { Fields })).toMatchObject({ Status: 0 });
	});

	test('refuses one without its mandatory field, and two flags that exclude each other', async () => {
		expect(await capture({}, { Fields: [] })).toMatchObject({
			ExceptionMessage: "Field name : 'mx_Custom_1' of datatype : 'String' is mandatory.",
		});
		expect(await capture({}, { OverwriteFields: true, UpdateEmptyFields: true })).toMatchObject({
			ExceptionType: 'MXInvalidInputException',
		});
	});

	test('finds a lead by its id only with the spelling ProspectId and the flag', async () => {
		const own = attribute('ProspectID', leadId(3));
		const flag = attribute('__UseUserDefinedGuid__', 'true');
		const found = [own, attribute('SearchBy', 'ProspectId'), flag];
		expect(await capture({}, {}, found)).toMatchObject({ Status: 0 });
		for (const details of [
			[own, attribute('SearchBy', 'ProspectID'), flag],
			[own, attribute('SearchBy', 'ProspectId')],
		]) {
			expect(await capture({}, {}, details)).toMatchObject({
				Status: 1,
				ExceptionMessage: 'Invalid SearchBy value provided',
			});
		}
	});
});

describe('the lead operations', () => {
	test('create an unknown lead, and refuse the email of another lead', async () => {
		const one = await client();
		await outcomeOf(one, '/lead/capture', byEmail('new@example.com'));
		expect(one.sandbox.leads.size).toBe(21);
		const taken = await outcomeOf(
			one,
			'/lead/update',
			[attribute('EmailAddress', 'lead2@example.com')],
			{ leadId: leadId(1) },
		);
		expect(taken.Status).toBe('FAILURE');
		expect(taken.StatusReason).toMatch(/^MXDuplicateEntryException/);
	});

	test('keep a custom field set as JSON text', async () => {
		const one = await client();
		const Fields = [attribute('Status', 'Pending')];
		await outcomeOf(one, '/lead/capture', [
			...byEmail('lead1@example.com'),
			{ ...attribute('mx_KYC', ''), Fields },
		]);
		expect(one.sandbox.leads.get(leadId(1))?.mx_KYC).toBe('{"Status":"Pending"}');
	});

	test('return metadata of all fields, of one field, and without options', async () => {
		const one = await client();
		const path = 'LeadManagement.svc/LeadsMetaData.Get';
		expect((await one.read(path)).data).toEqual(leadFields);
		const { data } = await one.read(path, { schemaName: 'Source' });
		expect(data).toMatchObject([{ SchemaName: 'Source', Options: [{ Value: 'Website' }, {}] }]);
		const short = await one.read(path, { schemaName: 'Source', excludeOptionSets: '1' });
		expect(short.data).not.toMatchObject([{ Options: expect.anything() as unknown }]);
	});
});

describe('the activity operations', () => {
	const create = async (activity: Record<string, unknown>) =>
		await outcomeOf(await client(), '/activity/create', {
			RelatedProspectId: leadId(1),
			ActivityEvent: 201,
			...activity,
		});

	test('return the types and the fields of each', async () => {
		const one = await client();
		const { data } = await one.read('ProspectActivity.svc/ActivityTypes.Get');
		expect(data).toMatchObject([{ ActivityEvent: 105 }, { ActivityEvent: 201 }]);
		const path = 'ProspectActivity.svc/CustomActivity/GetActivitySetting';
		const setting = await one.read(path, { code: '201' });
		expect(setting.data).toMatchObject({ DisplayName: 'Phone Conversation' });
		expect((setting.data as { Fields: unknown }).Fields).toEqual(activityTypes[1]?.Fields);
		expect((await one.read(path, { code: '999' })).status).toBe(500);
	});

	test('refuse an unlisted value unless its check is skipped', async () => {
		const Fields = [field('mx_Custom_2', 'Maybe')];
		expect((await create({ Fields })).Status).toBe('FAILURE');
		expect((await create({ Fields, ValidateDropDownOptions: true })).Status).toBe('Success');
	});

	test('refuse an unknown type, an unknown field and a mandatory field without a value', async () => {
		for (const wrong of [
			{ ActivityEvent: 999 },
			{ Fields: [field('mx_Custom_99', 'x')] },
			{ ActivityEvent: 105 },
		]) {
			expect((await create(wrong)).Status).toBe('FAILURE');
		}
	});

	test('accept a field set written with Attribute in an activity with a lead, as documented', async () => {
		const one = await client();
		const done = await outcomeOf(one, '/activity/createcustom', {
			LeadDetails: byEmail('new@example.com'),
			Activity: {
				ActivityEvent: 105,
				Fields: [
					field('mx_Custom_1', '123'),
					{ ...attribute('mx_Custom_4', ''), Fields: [attribute('mx_CustomObject_1', 'x')] },
				],
			},
		});
		expect(done.Status).toBe('Success');
	});
});
