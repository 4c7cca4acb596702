import { leadId } from '../../sandbox';
import { typeOf } from '../../support/editor-methods';
import { automatic, mapped } from '../../support/mapper';
import { byId, field, items } from '../../support/run-node';
import { attribute, entry, rows, useSubmissions } from './submitted';

const { server, run, submitted } = useSubmissions();

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
		dateTime: '2020-12-05T12:13:44Z',
	};

	test('sends the documented body for fields by schema names', async () => {
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

	test('sends the documented body for fields as JSON', async () => {
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

	test('sends mapped values as the account requires them, custom field sets included', async () => {
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

	test('gives each list its own keys when both are mapped automatically', async () => {
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
		expect(server.sandbox.calls.at(-1)?.body).toEqual({
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

	test("finds the lead by its ID in LeadSquared's spelling of SearchBy", async () => {
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

	test('finds the lead by another unique field of the account', async () => {
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

	test('finds the lead by a field that an expression names in another letter case', async () => {
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

	test('sends only the flags that are on, and no empty note or date', async () => {
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
