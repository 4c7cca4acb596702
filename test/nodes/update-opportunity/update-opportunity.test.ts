import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { opportunityId } from '../../sandbox';
import { byId, field, items, runUpdate } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';

const server = useSandbox();

const update = async (
	parameters: INodeParameters,
	inputs?: INodeExecutionData[],
	settings?: Partial<INode>,
) => await runUpdate(server.sandbox, parameters, inputs, settings);

const sentBodies = () => server.sandbox.calls.map((call) => call.body);

describe('Update Opportunity by fields', () => {
	test("sends the example of LeadSquared's page as documented: path, query, headers, body", async () => {
		const { outputs } = await update({
			opportunityId: byId('5ca5b042-51ea-4699-b6f0-84c40ab12770'),
			fieldsMode: 'manual',
			fields: {
				field: [
					field('mx_Custom_6', '200,000'),
					field('mx_Custom_7', '180,000'),
					field('mx_Custom_8', '2020-09-16 12:13:44'),
				],
			},
			note: 'Update note',
		});

		expect(server.sandbox.calls).toHaveLength(1);
		const [call] = server.sandbox.calls;
		expect(call).toMatchObject({
			method: 'POST',
			path: '/opportunity/update',
			query: { accessKey: server.sandbox.keys.accessKey, secretKey: server.sandbox.keys.secretKey },
		});
		expect(Object.keys(call!.query)).toHaveLength(2);
		// Calls were lost on one account because of the `$` in the URL (test/sandbox/REFERENCE.md, 3).
		const { accessKey, secretKey } = server.sandbox.keys;
		expect(accessKey).toContain('$');
		expect(call!.search).toBe(
			`?accessKey=${encodeURIComponent(accessKey)}&secretKey=${encodeURIComponent(secretKey)}`,
		);
		expect(call!.headers['x-api-key']).toBe(server.sandbox.keys.apiKey);
		expect(call!.headers['content-type']).toMatch(/^application\/json/);
		expect(JSON.parse(call!.rawBody)).toEqual({
			ProspectOpportunityId: '5ca5b042-51ea-4699-b6f0-84c40ab12770',
			OpportunityNote: 'Update note',
			Fields: [
				{ SchemaName: 'mx_Custom_6', Value: '200,000' },
				{ SchemaName: 'mx_Custom_7', Value: '180,000' },
				{ SchemaName: 'mx_Custom_8', Value: '2020-09-16 12:13:44' },
			],
		});

		const [requestId] = [...server.sandbox.requests.keys()];
		expect(outputs).toHaveLength(1);
		expect(outputs[0]).toEqual([
			{
				json: {
					RequestId: requestId,
					Status: 'Request accepted. Please use below request id to check the status',
					ProspectOpportunityId: '5ca5b042-51ea-4699-b6f0-84c40ab12770',
					Operation: 'opportunity/update',
					SubmittedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	test('changes the stored opportunity', async () => {
		await update({
			opportunityId: byId(opportunityId(2)),
			fields: { field: [field('mx_Custom_5', 'नया विवरण')] },
			note: 'Called twice',
		});
		server.sandbox.process();
		const stored = server.sandbox.opportunities.get(opportunityId(2));
		expect(stored?.fields.mx_Custom_5).toBe('नया विवरण');
		expect(stored?.notes).toContain('Called twice');
	});
});

describe('the opportunity to update', () => {
	const guid = '5ca5b042-51ea-4699-b6f0-84c40ab12770';
	test.each([
		['a GUID', { mode: 'id', value: ` ${guid} ` }, guid],
		['an AutoId', { mode: 'id', value: 'HL-1001' }, 'HL-1001'],
		['an AutoId that is a number', { mode: 'id', value: 4711 }, '4711'],
		[
			'a link',
			{
				mode: 'url',
				value: `https://in21.leadsquared.com/OpportunityManagement/OpportunityDetails?opportunityId=${guid}&tab=2`,
			},
			guid,
		],
		[
			'a link in another letter case, behind a #',
			{ mode: 'url', value: `https://in21.leadsquared.com/app#details?OpportunityId=${guid}` },
			guid,
		],
		[
			'a link where an ID is asked for',
			{ mode: 'id', value: `https://in21.leadsquared.com/x?opportunityId=${guid}` },
			guid,
		],
	])('is given by %s', async (_name, locator, sent) => {
		await update({
			opportunityId: { __rl: true, ...locator } as never,
			fields: { field: [field('mx_Custom_1', 'x')] },
		});
		expect(sentBodies()).toEqual([expect.objectContaining({ ProspectOpportunityId: sent })]);
	});
});

describe('the values of fields', () => {
	const ist = "DateTime.fromISO('2026-11-24T18:30:00', { zone: 'Asia/Kolkata' })";
	test.each<[string, unknown, string]>([
		['text as it is', ' 2,00,000 ', ' 2,00,000 '],
		['a number', '={{ 12.5 }}', '12.5'],
		['the largest exact whole number', '={{ 9007199254740991 }}', '9007199254740991'],
		['a small number without an exponent', '={{ 1.5e-7 }}', '0.00000015'],
		['a boolean', '={{ false }}', 'false'],
		['a Luxon DateTime, as UTC', `={{ ${ist} }}`, '2026-11-24 13:00:00'],
		['a Date, as UTC', "={{ new Date('2026-11-24T18:30:00+05:30') }}", '2026-11-24 13:00:00'],
		[
			'text that looks like a date as it is',
			'2026-11-24T18:30:00+05:30',
			'2026-11-24T18:30:00+05:30',
		],
	])('sends %s', async (_name, value, sent) => {
		await update({
			opportunityId: byId(opportunityId(1)),
			fields: { field: [field('mx_Custom_5', value)] },
		});
		expect(sentBodies()).toEqual([
			expect.objectContaining({ Fields: [{ SchemaName: 'mx_Custom_5', Value: sent }] }),
		]);
	});

	test('sends a DateTime within the JSON of an expression as UTC', async () => {
		await update(
			{
				opportunityId: byId(opportunityId(1)),
				fieldsMode: 'json',
				fieldsJson: `={{ { mx_Custom_8: ${ist}, mx_Custom_6: $json.amount } }}`,
			},
			items({ amount: 250000 }),
		);
		expect(sentBodies()).toEqual([
			expect.objectContaining({
				Fields: [
					{ SchemaName: 'mx_Custom_8', Value: '2026-11-24 13:00:00' },
					{ SchemaName: 'mx_Custom_6', Value: '250000' },
				],
			}),
		]);
	});

	test.each([
		['skip', [{ SchemaName: 'mx_Custom_1', Value: 'kept' }]],
		[
			'clear',
			[
				{ SchemaName: 'mx_Custom_1', Value: 'kept' },
				{ SchemaName: 'mx_Custom_2', Value: '' },
				{ SchemaName: 'mx_Custom_3', Value: '' },
				{ SchemaName: 'mx_Custom_5', Value: '' },
			],
		],
	])('sends empty values as the option says: %s', async (emptyValues, Fields) => {
		await update({
			opportunityId: byId(opportunityId(1)),
			fields: {
				field: [
					field('mx_Custom_1', 'kept'),
					field('mx_Custom_2', ''),
					field('mx_Custom_3', '={{ null }}'),
					field('mx_Custom_5', '={{ $json.missing }}'),
				],
			},
			options: { emptyValues },
		});
		expect(sentBodies()).toEqual([expect.objectContaining({ Fields })]);
	});
});

describe('fields as JSON', () => {
	const set = [
		{ SchemaName: 'mx_Custom_1', Value: 'Loan' },
		{
			SchemaName: 'mx_Custom_4',
			Value: '',
			Fields: [
				{ SchemaName: 'mx_CustomObject_1', Value: 'a' },
				{ SchemaName: 'mx_CustomObject_2', Value: '2' },
			],
		},
	];
	test.each([
		[
			'an object that names the parts of a set one by one',
			'{ "mx_Custom_4~mx_CustomObject_1": "a", "mx_Custom_1": "Loan", "mx_Custom_4~mx_CustomObject_2": 2 }',
			[set[1], set[0]],
		],
		["a list in LeadSquared's own form", JSON.stringify(set), set],
	])('accepts %s', async (_name, fieldsJson, Fields) => {
		await update({ opportunityId: byId(opportunityId(1)), fieldsMode: 'json', fieldsJson });
		expect(sentBodies()).toEqual([expect.objectContaining({ Fields })]);
	});

	test('accepts an expression for a part of the text', async () => {
		await update(
			{
				opportunityId: byId(opportunityId(1)),
				fieldsMode: 'json',
				fieldsJson: '={ "mx_Custom_6": "{{ $json.amount }}" }',
			},
			items({ amount: '2,00,000' }),
		);
		expect(sentBodies()).toEqual([
			expect.objectContaining({ Fields: [{ SchemaName: 'mx_Custom_6', Value: '2,00,000' }] }),
		]);
	});

	test('sends a note without any field', async () => {
		await update({ opportunityId: byId(opportunityId(1)), note: 'only a note' });
		expect(sentBodies()).toEqual([
			{ ProspectOpportunityId: opportunityId(1), OpportunityNote: 'only a note', Fields: [] },
		]);
	});
});

describe('the output of an update', () => {
	const parameters = {
		opportunityId: byId('={{ $json.id }}'),
		fields: { field: [field('mx_Custom_1', '={{ $json.name }}')] },
	};

	test('has one paired item per input item, in order, with the fields of the input first', async () => {
		const inputs = items(
			{ id: opportunityId(1), name: 'A', error: 'from an earlier node' },
			{ id: opportunityId(2), name: 'B' },
		);
		const { outputs, runs } = await update(
			{ ...parameters, options: { includeInputFields: true } },
			inputs,
			{
				retryOnFail: true,
			},
		);
		expect(runs).toBe(1);
		expect(outputs[0]!.map(({ json }) => Object.keys(json))).toEqual([
			[
				'id',
				'name',
				'inputError',
				'RequestId',
				'Status',
				'ProspectOpportunityId',
				'Operation',
				'SubmittedAt',
			],
			['id', 'name', 'RequestId', 'Status', 'ProspectOpportunityId', 'Operation', 'SubmittedAt'],
		]);
		expect(outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(server.sandbox.requests.size).toBe(2);
	});
});
