/**
 * The parameters of each operation, through n8n's engine, to the body that LeadSquared documents: its own sample
 * values, compared as parsed JSON.
 */
import type { INodeParameters } from 'n8n-workflow';

import { leadId, opportunityId, startSandbox, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { typeOf } from '../../support/editor-methods';
import { automatic, mapped } from '../../support/mapper';
import { asyncType, byId, field, items, runNode } from '../../support/run-node';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

async function run(parameters: INodeParameters, inputs = items({})) {
	return await runNode({ type: asyncType, parameters, credential: credentialFor(sandbox) }, inputs);
}

/** The one call that a run makes, and its outcome. */
async function submitted(parameters: INodeParameters) {
	const { outputs, error } = await run(parameters);
	expect(error?.message).toBeUndefined();
	const [call, ...others] = sandbox.calls.filter(({ method }) => method === 'POST');
	expect(others).toEqual([]);
	return { ...call!, json: outputs[0]![0]!.json };
}

const rows = (...fields: INodeParameters[]) => ({ field: fields });
const attribute = (Attribute: string, Value: string) => ({ Attribute, Value });
const entry = (SchemaName: string, Value: string) => ({ SchemaName, Value });
const utc = '2020-12-05T12:13:44Z';

describe('opportunity: capture', () => {
	const operation = { resource: 'opportunity', operation: 'capture' };
	// https://apidocs.leadsquared.com/capture-opportunities-async/
	const documented = {
		LeadDetails: [
			attribute('EmailAddress', 'johndoe@example.com'),
			attribute('mx_City', 'Bangalore'),
			attribute('SearchBy', 'EmailAddress'),
		],
		Opportunity: {
			OpportunityEventCode: 12231,
			OpportunityNote: 'Opportunity capture api',
			OpportunityDateTime: '2020-12-05 12:13:44',
			Fields: [entry('mx_Custom_1', '1'), entry('mx_Custom_2', '1')],
		},
	};
	const common = {
		...operation,
		searchBy: 'EmailAddress',
		opportunityType: byId('12231'),
		note: 'Opportunity capture api',
		dateTime: utc,
	};

	test('by schema names', async () => {
		const { path, body, json } = await submitted({
			...common,
			leadFieldsMode: 'manual',
			leadFields: rows(field('EmailAddress', 'johndoe@example.com'), field('mx_City', 'Bangalore')),
			fieldsMode: 'manual',
			fields: rows(field('mx_Custom_1', '1'), field('mx_Custom_2', '1')),
		});
		expect(path).toBe('/opportunity/capture');
		expect(body).toEqual(documented);
		expect(json).toEqual({
			RequestId: expect.any(String),
			Status: 'Request accepted. Please use below request id to check the status',
			Operation: 'opportunity/capture',
			SubmittedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/),
		});
	});

	test('as JSON', async () => {
		const { body } = await submitted({
			...common,
			leadFieldsMode: 'json',
			leadFieldsJson: '{ "EmailAddress": "johndoe@example.com", "mx_City": "Bangalore" }',
			fieldsMode: 'json',
			fieldsJson:
				'[{ "SchemaName": "mx_Custom_1", "Value": 1 }, { "SchemaName": "mx_Custom_2", "Value": "1" }]',
		});
		expect(body).toEqual(documented);
	});

	test('mapped, with the values checked against the account, and custom field sets', async () => {
		const { body } = await submitted({
			...operation,
			opportunityType: typeOf('12000'),
			mappedLeadFields: mapped({
				EmailAddress: 'johndoe@example.com',
				mx_Income: '85,000',
				mx_Birthday: '1990-02-01',
				mx_Call_On: '2026-11-24 18:30',
			}),
			mappedFields: mapped({
				mx_Custom_1: 'Home Loan 9',
				Owner: 'ravi.menon@example.com',
				mx_Custom_8: '2026-12-01T10:00:00+05:30',
				'mx_Custom_4~mx_CustomObject_2': 'Lake View',
			}),
		});
		expect(body).toEqual({
			LeadDetails: [
				attribute('EmailAddress', 'johndoe@example.com'),
				attribute('mx_Income', '85000'),
				attribute('mx_Birthday', '1990-02-01 00:00:00'),
				// 18:30 in the workflow's zone, Asia/Kolkata.
				attribute('mx_Call_On', '2026-11-24 13:00:00'),
				attribute('SearchBy', 'EmailAddress'),
			],
			Opportunity: {
				OpportunityEventCode: 12000,
				Fields: [
					entry('mx_Custom_1', 'Home Loan 9'),
					entry('Owner', 'c0ffee00-0000-4000-8000-000000000002'),
					entry('mx_Custom_8', '2026-12-01 04:30:00'),
					{ ...entry('mx_Custom_4', ''), Fields: [entry('mx_CustomObject_2', 'Lake View')] },
				],
			},
		});
	});

	test('mapped automatically: each list takes the keys that are its own', async () => {
		const { hints, error } = await run(
			{
				...operation,
				opportunityType: typeOf('12000'),
				mappedLeadFields: automatic,
				mappedFields: automatic,
			},
			items({
				EmailAddress: 'johndoe@example.com',
				City: 'Pune',
				'Opportunity Name': 'Home Loan 9',
				shoe: 44,
			}),
		);
		expect(error?.message).toBeUndefined();
		expect(sandbox.calls.at(-1)?.body).toEqual({
			LeadDetails: [
				attribute('EmailAddress', 'johndoe@example.com'),
				attribute('mx_City', 'Pune'),
				attribute('SearchBy', 'EmailAddress'),
			],
			Opportunity: {
				OpportunityEventCode: 12000,
				Fields: [entry('mx_Custom_1', 'Home Loan 9')],
			},
		});
		expect(hints).toEqual([expect.stringMatching(/ignored input fields .+: shoe$/)]);
	});

	test('by the lead’s own ID, in the spelling that LeadSquared wants there', async () => {
		const { body } = await submitted({
			...common,
			searchBy: 'ProspectID',
			leadFieldsMode: 'manual',
			leadFields: rows(field('ProspectID', leadId(3))),
			fieldsMode: 'manual',
			fields: rows(),
		});
		expect((body as { LeadDetails: unknown }).LeadDetails).toEqual([
			attribute('ProspectID', leadId(3)),
			attribute('SearchBy', 'ProspectId'),
			attribute('__UseUserDefinedGuid__', 'true'),
		]);
	});

	test('by another unique field of the account', async () => {
		const { body } = await submitted({
			...common,
			searchBy: 'other',
			searchByField: 'mx_Customer_Number',
			leadFieldsMode: 'manual',
			leadFields: rows(field('mx_Customer_Number', 'C-1')),
			fieldsMode: 'manual',
			fields: rows(),
		});
		expect((body as { LeadDetails: unknown }).LeadDetails).toEqual([
			attribute('mx_Customer_Number', 'C-1'),
			attribute('SearchBy', 'mx_Customer_Number'),
		]);
	});

	test('the field to find the lead by may come from an expression, and its spelling is that of the fields', async () => {
		const { body } = await submitted({
			...common,
			searchBy: '={{ "emailaddress" }}',
			leadFieldsMode: 'manual',
			leadFields: rows(field('EmailAddress', 'a@example.com')),
			fieldsMode: 'manual',
			fields: rows(),
		});
		expect((body as { LeadDetails: unknown }).LeadDetails).toEqual([
			attribute('EmailAddress', 'a@example.com'),
			attribute('SearchBy', 'EmailAddress'),
		]);
	});

	test('the flags, only those that are on; without note and date nothing of them', async () => {
		const { body } = await submitted({
			...operation,
			opportunityType: byId('12000'),
			leadFieldsMode: 'manual',
			leadFields: rows(field('EmailAddress', 'a@example.com')),
			fieldsMode: 'manual',
			fields: rows(),
			options: {
				DoNotChangeOwner: true,
				DoNotPostDuplicateActivity: true,
				OverwriteFields: true,
				UpdateEmptyFields: false,
			},
		});
		expect((body as { Opportunity: unknown }).Opportunity).toEqual({
			OpportunityEventCode: 12000,
			Fields: [],
			DoNotChangeOwner: true,
			DoNotPostDuplicateActivity: true,
			OverwriteFields: true,
		});
	});
});

describe('lead: capture', () => {
	const operation = { resource: 'lead', operation: 'capture', leadFieldsMode: 'manual' };
	const leadFields = rows(
		field('EmailAddress', 'johndoe@example.com'),
		field('FirstName', 'John'),
		field('Phone', '+91-9999999999'),
	);
	const attributes = [
		attribute('EmailAddress', 'johndoe@example.com'),
		attribute('FirstName', 'John'),
		attribute('Phone', '+91-9999999999'),
	];

	// https://apidocs.leadsquared.com/capture-leads-async/
	test('a list of attributes; how to find the lead is LeadSquared’s choice unless it is named', async () => {
		const { path, body, json } = await submitted({ ...operation, leadFields });
		expect(path).toBe('/lead/capture');
		expect(body).toEqual(attributes);
		expect(json).toMatchObject({ Operation: 'lead/capture' });
	});

	test('found by its phone', async () => {
		const { body } = await submitted({ ...operation, leadFields, searchBy: 'Phone' });
		expect(body).toEqual([...attributes, attribute('SearchBy', 'Phone')]);
	});
});

describe('lead: update', () => {
	const operation = {
		resource: 'lead',
		operation: 'update',
		leadId: leadId(2),
		leadFieldsMode: 'manual',
		leadFields: rows(field('FirstName', 'Asha'), field('mx_KYC~Status', 'Pending')),
	};

	// https://apidocs.leadsquared.com/update-a-lead-async/
	test('attributes in the body, the lead and whether automations run in the query', async () => {
		const { path, body, query, json } = await submitted(operation);
		expect(path).toBe('/lead/update');
		expect(query).toEqual({
			accessKey: sandbox.keys.accessKey,
			secretKey: sandbox.keys.secretKey,
			leadId: leadId(2),
			postUpdatedLead: 'false',
		});
		expect(body).toEqual([
			attribute('FirstName', 'Asha'),
			{ ...attribute('mx_KYC', ''), Fields: [attribute('Status', 'Pending')] },
		]);
		expect(json).toMatchObject({ LeadId: leadId(2), Operation: 'lead/update' });
	});

	test('with automations', async () => {
		const { query } = await submitted({ ...operation, postUpdatedLead: true });
		expect(query.postUpdatedLead).toBe('true');
	});
});

describe('activity: create', () => {
	const operation = { resource: 'activity', operation: 'create', fieldsMode: 'manual' };
	const lead = '00727844-51aa-11e2-9e64-12314004ac6b';

	// https://apidocs.leadsquared.com/post-an-activity-on-a-lead-async/
	test('by schema names, with a field that is emptied', async () => {
		const { path, body, json } = await submitted({
			...operation,
			leadId: lead,
			activityType: byId('201'),
			note: 'Your Activity Note',
			dateTime: '2015-10-11T12:13:44Z',
			fields: rows(field('mx_Custom_1', '123'), field('mx_Custom_10', '')),
			options: { emptyValues: 'clear' },
		});
		expect(path).toBe('/activity/create');
		expect(body).toEqual({
			RelatedProspectId: lead,
			ActivityEvent: 201,
			ActivityNote: 'Your Activity Note',
			ActivityDateTime: '2015-10-11 12:13:44',
			Fields: [entry('mx_Custom_1', '123'), entry('mx_Custom_10', '')],
		});
		expect(json).toMatchObject({ LeadId: lead, Operation: 'activity/create' });
	});

	test('mapped; belonging to an opportunity; without the check of drop-down values', async () => {
		const { body } = await submitted({
			resource: 'activity',
			operation: 'create',
			leadId: leadId(1),
			activityType: typeOf('201'),
			mappedFields: mapped({
				mx_Custom_2: 'Call Back',
				mx_Custom_3: '2026-11-25 09:00',
				mx_Custom_5: 'asha@example.com',
				'mx_Custom_4~mx_CustomObject_2': 'Pune',
			}),
			dateTime: '2026-11-24 18:30',
			options: { relatedOpportunityId: opportunityId(1), skipDropdownValidation: true },
		});
		expect(body).toEqual({
			RelatedProspectId: leadId(1),
			RelatedOpportunityId: opportunityId(1),
			ActivityEvent: 201,
			// 18:30 in the workflow's zone, Asia/Kolkata.
			ActivityDateTime: '2026-11-24 13:00:00',
			Fields: [
				entry('mx_Custom_2', 'Call Back'),
				entry('mx_Custom_3', '2026-11-25 03:30:00'),
				entry('mx_Custom_5', 'c0ffee00-0000-4000-8000-000000000001'),
				{ ...entry('mx_Custom_4', ''), Fields: [entry('mx_CustomObject_2', 'Pune')] },
			],
			// True skips the check.
			ValidateDropDownOptions: true,
		});
	});

	test('an activity may have no field at all', async () => {
		const { body } = await submitted({
			...operation,
			leadId: lead,
			activityType: byId('201'),
			fields: rows(),
		});
		expect(body).toEqual({ RelatedProspectId: lead, ActivityEvent: 201, Fields: [] });
	});
});

describe('activity: createWithLead', () => {
	// https://apidocs.leadsquared.com/create-a-lead-and-activity-async/, custom field sets included
	test('by schema names', async () => {
		const { path, body, json } = await submitted({
			resource: 'activity',
			operation: 'createWithLead',
			leadFieldsMode: 'manual',
			leadFields: rows(
				field('EmailAddress', 'email@example.com'),
				field('mx_City', 'Bangalore'),
				field('mx_KYC~Status', 'Pending'),
				field('mx_KYC~mx_CustomObject_1', 'XYZ12345.png'),
				field('mx_KYC~mx_CustomObject_2', '864563'),
			),
			activityType: byId('105'),
			note: 'Note for the activity',
			dateTime: '2016-07-07T10:55:00Z',
			fieldsMode: 'manual',
			fields: rows(
				field('mx_Custom_1', '123'),
				field('mx_Custom_2', '2016-07-07 10:55:00'),
				field('mx_KYC~Status', 'Pending'),
				field('mx_KYC~mx_CustomObject_2', 'XYZ12345.png'),
				field('mx_KYC~mx_CustomObject_4', '864563'),
			),
		});
		expect(path).toBe('/activity/createcustom');
		expect(body).toEqual({
			LeadDetails: [
				attribute('EmailAddress', 'email@example.com'),
				attribute('mx_City', 'Bangalore'),
				{
					...attribute('mx_KYC', ''),
					Fields: [
						attribute('Status', 'Pending'),
						attribute('mx_CustomObject_1', 'XYZ12345.png'),
						attribute('mx_CustomObject_2', '864563'),
					],
				},
				attribute('SearchBy', 'EmailAddress'),
			],
			Activity: {
				ActivityEvent: 105,
				ActivityNote: 'Note for the activity',
				ActivityDateTime: '2016-07-07 10:55:00',
				Fields: [
					entry('mx_Custom_1', '123'),
					entry('mx_Custom_2', '2016-07-07 10:55:00'),
					{
						...attribute('mx_KYC', ''),
						Fields: [
							attribute('Status', 'Pending'),
							attribute('mx_CustomObject_2', 'XYZ12345.png'),
							attribute('mx_CustomObject_4', '864563'),
						],
					},
				],
			},
		});
		expect(json).toMatchObject({ Operation: 'activity/createcustom' });
	});
});

describe('call: log', () => {
	const operation = { resource: 'call', operation: 'log' };
	const connector = '2477c2666e04a5122d6e61787c5c55c250/c378b61d-e30c-4c45-a436-f08c4fce1edf';
	const url = `https://telephony-in21.leadsquared.com/1/api/Telephony/LogCallComplete/${connector}`;
	// https://apidocs.leadsquared.com/call-log-api-for-leadsquared-generic-telephony-connector/
	const documented = {
		SourceNumber: '+91-8611795988',
		CallerSource: 'Example Source',
		DestinationNumber: '+91-9611795983',
		DisplayNumber: '+91-8611795989',
		StartTime: '2017-07-07 18:26:38',
		EndTime: '2017-07-07 18:27:12',
		CallDuration: 34,
		Status: 'Answered',
		ResourceURL: 'google.com',
		Direction: 'Inbound',
		CallSessionId: '12345',
		LeadId: 'e6d7efd4-ee4f-47a1-ab53-a3ff2902bfcb',
		Tag: 'Tag - Lead',
		UserId: '40e06a3d-4787-11e7-b781-023cca4497b9',
	};
	const fields = {
		...operation,
		sourceNumber: documented.SourceNumber,
		destinationNumber: documented.DestinationNumber,
		duration: 34,
	};

	test('by fields, to the address of the connector, with the x-api-key alone', async () => {
		const { CallerSource, DisplayNumber, ResourceURL, CallSessionId, LeadId, Tag, UserId } =
			documented;
		const { path, query, headers, body, json } = await submitted({
			...fields,
			callLogUrl: url,
			startTime: '2017-07-07T18:26:38Z',
			endTime: '2017-07-07T18:27:12Z',
			additionalFields: {
				CallerSource,
				DisplayNumber,
				ResourceURL,
				CallSessionId,
				LeadId,
				Tag,
				UserId,
			},
		});
		expect(path).toBe(`/1/api/telephony/logcallcomplete/${connector}`);
		expect(query).toEqual({});
		expect(headers['x-api-key']).toBe(sandbox.keys.apiKey);
		expect(body).toEqual(documented);
		expect(json).toMatchObject({ Operation: 'telephony/logcall' });
		expect(sandbox.leaks).toEqual([]);
	});

	test('as JSON, with the ID of the connector alone', async () => {
		const { path, body } = await submitted({
			...operation,
			callLogUrl: '159f38f24a332f0c44374f8ebf0fc2bf7d',
			callMode: 'json',
			callJson: JSON.stringify(documented),
		});
		expect(path).toBe('/1/api/telephony/logcallcomplete/159f38f24a332f0c44374f8ebf0fc2bf7d');
		expect(body).toEqual(documented);
	});

	test('what is not given is not sent; of the address only the connector counts', async () => {
		const { path, body } = await submitted({ ...fields, callLogUrl: `${url}?xapikey=x#y` });
		expect(path).toBe(`/1/api/telephony/logcallcomplete/${connector}`);
		expect(body).toEqual({
			Direction: 'Inbound',
			SourceNumber: documented.SourceNumber,
			DestinationNumber: documented.DestinationNumber,
			CallDuration: 34,
			Status: 'Answered',
		});
	});
});

test('each operation’s keys travel where LeadSquared wants them, and nowhere else', async () => {
	await submitted({
		resource: 'lead',
		operation: 'capture',
		mappedLeadFields: mapped({ EmailAddress: 'a@example.com' }),
	});
	expect(sandbox.calls.map(({ path }) => path)).toEqual([
		'/v2/LeadManagement.svc/LeadsMetaData.Get',
		'/lead/capture',
	]);
	expect(sandbox.leaks).toEqual([]);
});
