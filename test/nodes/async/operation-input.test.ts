import type { INode, INodeParameters } from 'n8n-workflow';

import { leadId } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { typeOf } from '../../support/editor-methods';
import { mapped } from '../../support/mapper';
import { asyncType, byId, field, items, runNode } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';

const server = useSandbox();

const rows = (...fields: INodeParameters[]) => ({ field: fields });
const email = {
	leadFieldsMode: 'manual',
	leadFields: rows(field('EmailAddress', '={{ $json.email }}')),
};
const capture = {
	resource: 'opportunity',
	operation: 'capture',
	opportunityType: byId('12000'),
	...email,
	fieldsMode: 'manual',
	fields: rows(),
};
const captureLead = { resource: 'lead', operation: 'capture', ...email };
const updateLead = { resource: 'lead', operation: 'update', leadId: leadId(1), ...email };
const activity = {
	resource: 'activity',
	operation: 'create',
	leadId: leadId(1),
	activityType: byId('201'),
	fieldsMode: 'manual',
	fields: rows(),
};

const call = {
	resource: 'call',
	operation: 'log',
	callLogUrl: 'connector',
	sourceNumber: '1',
	destinationNumber: '2',
};

const run = async (parameters: INodeParameters, settings: Partial<INode> = {}) =>
	await runNode(
		{ type: asyncType, parameters, settings, credential: credentialFor(server.sandbox) },
		items({ email: 'a@example.com', good: 1 }, { email: 'b@example.com' }),
	);

/** An expression that is valid for the first item only, so that the second one is named. */
const onlyFirst = (right: string, wrong: string) => `={{ $json.good ? ${right} : ${wrong} }}`;

const cases: Array<[string, INodeParameters, RegExp]> = [
	[
		'an empty event code',
		{ ...capture, opportunityType: byId(onlyFirst('12000', '""')) },
		/^'Opportunity Type' is empty \[item 1\]$/,
	],
	[
		'a name for an event code',
		{ ...activity, activityType: byId(onlyFirst('201', '"Call"')) },
		/^'Activity Type' is not an event code \[item 1\]$/,
	],
	[
		'empty lead fields',
		{ ...captureLead, leadFields: rows(field('EmailAddress', onlyFirst('"a@b.c"', '""'))) },
		/^'Lead Fields' has no value to send \[item 1\]$/,
	],
	[
		'an empty value of the field to find the lead by',
		{
			...capture,
			leadFields: rows(field('EmailAddress', onlyFirst('"a@b.c"', '""')), field('mx_City', 'Pune')),
		},
		/^'Match Lead By' is EmailAddress, for which 'Lead Fields' has no value \[item 1\]$/,
	],
	[
		'another field to find the lead by without its name',
		{ ...captureLead, searchBy: 'other', searchByField: onlyFirst('"EmailAddress"', '""') },
		/^'Match Lead By' is Another Field, but no field is named \[item 1\]$/,
	],
	[
		'an empty field to find the lead by, where LeadSquared requires one',
		{ ...capture, searchBy: onlyFirst('"EmailAddress"', '""') },
		/^'Match Lead By' is empty \[item 1\]$/,
	],
	[
		'SearchBy among the fields',
		{
			...captureLead,
			leadFieldsMode: 'json',
			leadFieldsJson: onlyFirst('{ EmailAddress: "a@b.c" }', '{ SearchBy: "Phone" }'),
		},
		/^'Lead Fields' contains SearchBy, which is not a field of a lead \[item 1\]$/,
	],
	[
		'an empty lead ID',
		{ ...updateLead, leadId: onlyFirst('"x"', '""') },
		/^'Lead ID' is empty \[item 1\]$/,
	],
	[
		'an invalid date',
		{ ...activity, dateTime: onlyFirst('"2026-11-24"', '"tomorrow"') },
		/^'Date and Time' must be a date; "tomorrow" is not \[item 1\]$/,
	],
	[
		'a schema name twice',
		{
			...activity,
			fields: rows(
				field('mx_Custom_1', 'a'),
				field(onlyFirst('"mx_Custom_2"', '"mx_Custom_1"'), 'b'),
			),
		},
		/^'Activity Fields' contains the schema name mx_Custom_1 twice \[item 1\]$/,
	],
	[
		'invalid JSON',
		{ ...capture, fieldsMode: 'json', fieldsJson: onlyFirst('"{}"', '"{"') },
		/^'Opportunity Fields \(JSON\)' is not valid JSON: it ends too early \[item 1\]$/,
	],
	[
		'a mapped value that is not listed',
		{
			...activity,
			fieldsMode: 'mapped',
			mappedFields: mapped({ mx_Custom_2: onlyFirst('"Call Back"', '"Perhaps"') }),
		},
		/^'Outcome \(mx_Custom_2\)' does not list "Perhaps" \[item 1\]$/,
	],
	[
		'a mapped lead field that leads do not have',
		{
			...updateLead,
			leadFieldsMode: 'mapped',
			mappedLeadFields: mapped({ mx_City: 'Pune', mx_Nowhere: onlyFirst('""', '"x"') }),
		},
		/^'Lead Fields' contains mx_Nowhere, which is not a field of leads \[item 1\]$/,
	],
	[
		'a mandatory field of the new record without a value',
		{
			...capture,
			fieldsMode: 'mapped',
			mappedFields: mapped({ mx_Custom_1: onlyFirst('"New"', '""') }),
		},
		/^'Opportunity Name \(mx_Custom_1\)' is mandatory in LeadSquared and has no value \[item 1\]$/,
	],
	[
		'an empty address for call logs',
		{ ...call, callLogUrl: onlyFirst('"connector"', '""') },
		/^'Call Log URL' is empty \[item 1\]$/,
	],
	[
		'an address that is not one for call logs',
		{ ...call, callLogUrl: onlyFirst('"connector"', '"https://example.com/../v2/x?y"') },
		/^'Call Log URL' is not a URL for call logs \[item 1\]$/,
	],
	[
		'a call without a number',
		{ ...call, sourceNumber: onlyFirst('"1"', '" "') },
		/^'Source Number' is empty \[item 1\]$/,
	],
	[
		'an invalid duration',
		{ ...call, duration: onlyFirst('34', '"2:30"') },
		/^'Duration' must be a number; "2:30" is not \[item 1\]$/,
	],
	[
		'a duration with a fraction',
		{ ...call, duration: onlyFirst('34', '2.5') },
		/^'Duration' is not a whole number of seconds \[item 1\]$/,
	],
	[
		'an empty duration',
		{ ...call, duration: onlyFirst('34', 'null') },
		/^'Duration' is not a whole number of seconds \[item 1\]$/,
	],
	[
		'a call as JSON that is not an object',
		{ ...call, callMode: 'json', callJson: onlyFirst('"{\\"a\\":1}"', '"[]"') },
		/^'Call \(JSON\)' is not a JSON object \[item 1\]$/,
	],
	[
		'a call as empty JSON',
		{ ...call, callMode: 'json', callJson: onlyFirst('"{\\"a\\":1}"', '"{}"') },
		/^'Call \(JSON\)' has no value to send \[item 1\]$/,
	],
	[
		'a call as JSON with a name that occurs twice',
		{ ...call, callMode: 'json', callJson: onlyFirst('"{\\"a\\":1}"', '"{\\"a\\":1,\\"a\\":2}"') },
		/^'Call \(JSON\)' contains the name a twice \[item 1\]$/,
	],
	[
		'an email for the ID of a lead',
		{ ...updateLead, leadId: onlyFirst('"x"', '$json.email') },
		/^'Lead ID' is an email, not the ID of a lead: "b@example\.com" \[item 1\]$/,
	],
	[
		'a call as data with a date that is not one',
		{
			...call,
			callMode: 'json',
			callJson: '={{ { a: { b: $itemIndex === 0 ? $now : DateTime.fromISO("x") } } }}',
		},
		/^'Call \(JSON\)' contains a value for b that is an Invalid DateTime \(.+\) \[item 1\]$/,
	],
	[
		'a call with an object inside a text',
		{
			...call,
			callMode: 'json',
			callJson: '={ "a": ["{{ $itemIndex === 0 ? "x" : { b: 1 } }}"] }',
		},
		/^'Call \(JSON\)' contains a value for a that is the word "\[object Object\]", which stands for an object \[item 1\]$/,
	],
	[
		'a call as data with NaN for a number',
		{ ...call, callMode: 'json', callJson: '={{ { a: $itemIndex === 0 ? 1.5 : NaN } }}' },
		/^'Call \(JSON\)' contains a value for a that is not a number that can be sent \[item 1\]$/,
	],
	[
		'a call as JSON with a number that loses digits',
		{
			...call,
			callMode: 'json',
			callJson: onlyFirst('"{\\"a\\":1}"', '"{\\"a\\":[{\\"b\\":17234567890123456789}]}"'),
		},
		/^'Call \(JSON\)' contains a value for b that is a number that cannot be sent exactly \(17234567890123457000\) \[item 1\]$/,
	],
];

describe.each(cases)('%s', (_name, parameters, message) => {
	const submits = () => server.sandbox.calls.filter(({ method }) => method === 'POST');

	test('stops the run before anything is sent', async () => {
		const { error } = await run(parameters);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/Nothing of this run was sent$/);
		expect(submits()).toEqual([]);
	});

	test('fails only its own item where the node continues on error', async () => {
		const { outputs } = await run(parameters, { onError: 'continueErrorOutput' });
		expect(outputs.map((output) => output.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 0 }],
			[{ item: 1 }],
		]);
		expect(submits()).toHaveLength(1);
	});
});

const ids: Array<[string, (id: string) => INodeParameters]> = [
	['Lead ID', (id) => ({ ...updateLead, leadId: id })],
	['Lead ID', (id) => ({ ...activity, leadId: id })],
	['Related Opportunity ID', (id) => ({ ...activity, options: { relatedOpportunityId: id } })],
	['Call Log URL', (id) => ({ ...call, callLogUrl: id })],
	['Call Session ID', (id) => ({ ...call, additionalFields: { CallSessionId: id } })],
	['Lead ID', (id) => ({ ...call, additionalFields: { LeadId: id } })],
	['User ID', (id) => ({ ...call, additionalFields: { UserId: id } })],
	['Display Number', (id) => ({ ...call, additionalFields: { DisplayNumber: id } })],
	['Recording URL', (id) => ({ ...call, additionalFields: { ResourceURL: id } })],
];

describe.each(ids)("an ID in '%s'", (label, parameters) => {
	test.each([
		['true', 'is neither text nor a number'],
		['{ id: "x" }', 'is neither text nor a number'],
		['["x"]', 'is neither text nor a number'],
		['17234567890123456789', 'is a number that cannot be sent exactly (17234567890123457000)'],
	])('that is %s fails before anything is sent', async (id, reason) => {
		const { error } = await run(parameters(onlyFirst('"x"', id)));
		expect(error?.message).toBe(`'${label}' ${reason} [item 1]`);
		expect(server.sandbox.calls).toEqual([]);
	});

	test('is sent without the spaces around it', async () => {
		const { outputs } = await run(parameters('=  an-id '));
		expect(outputs[0]).toHaveLength(2);
		const [{ path, query, body } = {}] = server.sandbox.calls;
		const sent = JSON.stringify([path, query, body]);
		expect(sent).toMatch(/["/]an-id"/);
		expect(sent).not.toMatch(/(\s|%20|\+)an-id|an-id(\s|%20|\+)/);
	});
});

describe.each(ids)("a word in '%s'", (label, parameters) => {
	test.each(['null', ' undefined '])('that is %j fails before anything is sent', async (word) => {
		const { error } = await run(parameters(word));
		expect(error?.message).toBe(`'${label}' is the word "${word.trim()}" [item 0]`);
		expect(server.sandbox.calls).toEqual([]);
	});

	test('is trimmed of blanks that nobody sees', async () => {
		await run(parameters('={{ "\\u00A0an-id\\u200B\\n" }}'));
		const [{ path, query, body } = {}] = server.sandbox.calls;
		expect(JSON.stringify([path, query, body])).toMatch(/["/]an-id"/);
	});
});

test("the value that 'Match Lead By' names is read like an ID", async () => {
	const byPhone = (value: string) => ({
		...captureLead,
		searchBy: 'Phone',
		leadFields: rows(field('Phone', value)),
	});
	const { error } = await run(byPhone('={{ "null " }}'));
	expect(error?.message).toBe(
		`'Lead Fields' contains a value for Phone that is the word "null" [item 0]`,
	);
	expect(server.sandbox.calls).toEqual([]);
	await run(byPhone('={{ "+91\\u00A098450\\u00A012345\\u00A0" }}'));
	expect(server.sandbox.calls[0]?.body).toEqual([
		{ Attribute: 'Phone', Value: '+91 98450 12345' },
		{ Attribute: 'SearchBy', Value: 'Phone' },
	]);
});

describe('blanks that nobody sees', () => {
	test('do not matter in an event code', async () => {
		await run({ ...activity, activityType: byId('={{ "\\u200B201\\u00A0" }}') });
		expect(server.sandbox.calls[0]?.body).toMatchObject({ ActivityEvent: 201 });
	});

	test("do not matter in the name of the field that 'Match Lead By' names", async () => {
		const parameters = {
			searchBy: 'other',
			searchByField: '={{ "mx_Customer\\u200B_Number\\u2060" }}',
			leadFields: rows(field('mx_Customer_Number', 'C-1')),
		};
		const { error } = await run({ ...captureLead, ...parameters });
		expect(error).toBeUndefined();
		expect(server.sandbox.calls[0]?.body).toEqual([
			{ Attribute: 'mx_Customer_Number', Value: 'C-1' },
			{ Attribute: 'SearchBy', Value: 'mx_Customer_Number' },
		]);
	});
});

test('a lead may be given by the address of its page', async () => {
	const page = `https://in21.leadsquared.com/LeadManagement/LeadDetails?LeadID=${leadId(1)}`;
	await run({ ...updateLead, leadId: page });
	expect(server.sandbox.calls[0]?.query).toMatchObject({ leadId: leadId(1) });
});

test('refuses an operation that the resource does not have', async () => {
	const { error } = await run({ ...capture, operation: 'update' });
	expect(error?.message).toBe("'Operation' is update, which 'opportunity' does not have");
	expect(server.sandbox.calls).toEqual([]);
});

test('refuses two flags that exclude each other before anything is sent', async () => {
	const options = { OverwriteFields: true, UpdateEmptyFields: true };
	const { error } = await run({ ...capture, options });
	expect(error?.message).toBe(
		"'Overwrite Fields' and 'Update Empty Fields' exclude each other: LeadSquared refuses a capture with both [item 0]",
	);
	expect(server.sandbox.calls).toEqual([]);
});

test('quotes LeadSquared about an activity type that the account does not have', async () => {
	const { error } = await run({
		...activity,
		activityType: typeOf('999'),
		fieldsMode: 'mapped',
		mappedFields: mapped({ mx_Custom_1: 'x' }),
	});
	expect(error?.message).toMatch(
		/^The fields of activity type 999 could not be read, .+Invalid code '999'/,
	);
});
