/** What the editor offers in the LeadSquared Async node, read from the account. */
import { LeadSquaredAsync } from '../../../nodes/LeadSquaredAsync/LeadSquaredAsync.node';
import { LeadSquaredCheckStatus } from '../../../nodes/LeadSquaredCheckStatus/LeadSquaredCheckStatus.node';
import { LeadSquaredUpdateOpportunity } from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { credentialFor } from '../../support/credential';
import { asyncEditor, typeOf } from '../../support/editor-methods';
import { useNewSandbox } from '../../support/use-sandbox';

const server = useNewSandbox();

const open = (parameters = {}) => asyncEditor(credentialFor(server.sandbox), parameters);
const ids = (fields: Array<{ id: string }>) => fields.map(({ id }) => id);

test("lists the account's activity types and opportunity types", async () => {
	expect((await open().list('searchActivityTypes')).results).toEqual([
		{ name: 'Demo Requested (105)', value: '105' },
		{ name: 'Phone Conversation (201)', value: '201' },
	]);
	expect((await open().list('searchOpportunityTypes')).results).toHaveLength(3);
});

test('lists lead fields with their options, without those that LeadSquared writes itself', async () => {
	const { fields } = await open().fields('getLeadFields');
	expect(ids(fields)).not.toEqual(expect.arrayContaining(['ProspectAutoId']));
	expect(ids(fields)).not.toEqual(expect.arrayContaining(['CreatedOn']));
	expect(fields.find(({ id }) => id === 'Source')).toMatchObject({
		displayName: 'Lead Source (Source)',
		type: 'options',
		options: [
			{ name: 'Website', value: 'Website' },
			{ name: 'Referral', value: 'Referral' },
		],
	});
	expect(fields.find(({ id }) => id === 'mx_Call_On')).toMatchObject({ type: 'dateTime' });
	expect(fields.find(({ id }) => id === 'OwnerId')).toMatchObject({ type: 'string' });
});

test('lists the fields of the chosen activity type, and none without a type', async () => {
	const { fields } = await open({ activityType: typeOf('201') }).fields('getActivityFields');
	expect(ids(fields)).toEqual([
		'mx_Custom_1',
		'mx_Custom_2',
		'mx_Custom_3',
		'mx_Custom_4~mx_CustomObject_1',
		'mx_Custom_4~mx_CustomObject_2',
		'mx_Custom_5',
		'mx_Custom_10',
	]);
	expect(await open().fields('getActivityFields')).toEqual({ fields: [] });
});

test('requires only those fields of a new opportunity that LeadSquared requires and has no default for', async () => {
	const chosen = open({ opportunityType: typeOf('12000') });
	const { fields } = await chosen.fields('getOpportunityFields');
	// Status and stage have a default, and an opportunity may have no owner.
	expect(ids(fields.filter(({ required }) => required))).toEqual(['mx_Custom_1']);
});

test('lists the fields of the chosen opportunity type, and the schema names of each list', async () => {
	const chosen = open({ opportunityType: typeOf('12001') });
	expect(ids((await chosen.fields('getOpportunityFields')).fields)).toContain('mx_Custom_11');
	expect(await chosen.schemaNames('getOpportunitySchemaNames')).toContainEqual({
		name: 'Entrance Score (mx_Custom_11)',
		value: 'mx_Custom_11',
	});
	expect(await open().schemaNames('getActivitySchemaNames')).toEqual([]);
	expect(await open().schemaNames('getLeadSchemaNames')).toContainEqual({
		name: 'City (mx_City)',
		value: 'mx_City',
	});
});

test.each([
	[{ operation: 'capture', searchBy: 'EmailAddress' }, ['EmailAddress']],
	[{ operation: 'createWithLead', searchBy: 'Phone' }, ['Phone']],
	[{ operation: 'capture', searchBy: 'other', searchByField: 'mx_city' }, ['mx_City']],
	// LeadSquared chooses the field.
	[{ operation: 'capture', searchBy: '' }, []],
	// A lead is given by its ID; the parameter is left from another operation.
	[{ operation: 'update', searchBy: 'EmailAddress' }, []],
])('shows the field by which the lead is found from the start: %o', async (parameters, shown) => {
	const { fields } = await open(parameters).fields('getLeadFields');
	expect(ids(fields.filter(({ required }) => required))).toEqual(shown);
});

test('names the nodes for what it does not do itself, where an opportunity is chosen', () => {
	const { description, properties } = new LeadSquaredAsync().description;
	expect(description).toContain('have nodes of their own');
	const notice = properties.find(({ name }) => name === 'updateHelp');
	expect(notice?.displayOptions).toEqual({ show: { resource: ['opportunity'] } });
	for (const { description: other } of [
		new LeadSquaredUpdateOpportunity(),
		new LeadSquaredCheckStatus(),
	])
		expect(notice?.displayName).toContain(`<b>${other.displayName}</b>`);
});
