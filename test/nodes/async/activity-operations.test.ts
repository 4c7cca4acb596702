import { leadId, opportunityId } from '../../sandbox';
import { typeOf } from '../../support/editor-methods';
import { mapped } from '../../support/mapper';
import { byId, field } from '../../support/run-node';
import { attribute, entry, rows, useSubmissions } from './submitted';

const { submitted } = useSubmissions();

describe('activity: create', () => {
	const operation = { resource: 'activity', operation: 'create', fieldsMode: 'manual' };
	const lead = '00727844-51aa-11e2-9e64-12314004ac6b';

	// https://apidocs.leadsquared.com/post-an-activity-on-a-lead-async/
	test('sends the documented body, with a field that is cleared', async () => {
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

	test('sends mapped values for an activity on an opportunity, without the check of drop-down values', async () => {
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

	test('sends an activity without any field', async () => {
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
	test('sends the documented body', async () => {
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
