import { readOpportunityId } from '../../../nodes/LeadSquaredUpdateOpportunity/opportunity-id';
import { leadAttributes, withLead } from '../../../nodes/LeadSquaredAsync/submissions/lead-details';
import { toId, type IdKind } from '../../../nodes/shared/fields/values';

const guid = '5ca5b042-51ea-4699-b6f0-84c40ab12770';
const opportunityPage = `https://in21.leadsquared.com/OpportunityManagement/OpportunityDetails?opportunityId=${guid}`;
const leadPage = `https://in21.leadsquared.com/LeadManagement/LeadDetails?LeadID=${guid}`;

const every: IdKind[] = ['opportunity', 'lead', 'other', 'key'];

function read(value: unknown, kind: IdKind): string {
	const id = toId(value, kind);
	if (id.kind === 'text') return id.text;
	return id.kind === 'empty' ? 'empty' : `! ${id.reason}`;
}

describe.each(every)('an ID of kind %s', (kind) => {
	test.each<[unknown, string]>([
		[guid, guid],
		[` ${guid}\n`, guid],
		[`\u00A0${guid}\u200B`, guid],
		[`\uFEFF${guid}`, guid],
		['\u202A+91-9845012345\u202C', '+91-9845012345'],
		['+91\u00A098450\u00A012345', '+91 98450 12345'],
		[12000, '12000'],
		[9n, '9'],
		[0, '0'],
		['007', '007'],
		['', 'empty'],
		[' \u00A0', 'empty'],
		[null, 'empty'],
		[undefined, 'empty'],
		[true, '! is neither text nor a number'],
		[false, '! is neither text nor a number'],
		[{}, '! is neither text nor a number'],
		[[guid], '! is neither text nor a number'],
		[new Date(0), '! is neither text nor a number'],
		['null', '! is the word "null"'],
		[' NULL ', '! is the word "NULL"'],
		['undefined', '! is the word "undefined"'],
		['NaN', '! is the word "NaN"'],
		['true ', '! is the word "true"'],
		['[object Object] ', '! is the word "[object Object]"'],
		[NaN, '! is not a number that can be sent'],
		[2 ** 60, '! is a number that cannot be sent exactly (1152921504606847000)'],
		['a\nb', '! has several lines: "a⏎b"'],
		['[object Object],[object Object]', '! is the word "[object Object],[object Object]"'],
		['9.845012345E9', '! is a number with an exponent: "9.845012345E9"'],
		// Codes of products and customers.
		['1E5', '1E5'],
		['2.5E3', '2.5E3'],
		['1.23E7-A', '1.23E7-A'],
		['2.123456789E8', '2.123456789E8'],
		['9.84501E+09', '! is a number that has lost its last digits: "9.84501E+09"'],
	])('%p is read as %s', (value, expected) => expect(read(value, kind)).toBe(expected));
});

test.each<[IdKind, string]>([
	['opportunity', '! is an email, not the ID of an opportunity: "asha@example.com"'],
	['lead', '! is an email, not the ID of a lead: "asha@example.com"'],
	['other', 'asha@example.com'],
	['key', 'asha@example.com'],
])('an email for an ID of kind %s: %s', (kind, expected) => {
	expect(read('asha@example.com\t', kind)).toBe(expected);
	if (kind === 'key') return;
	expect(read(`https://in21.leadsquared.com/x?user=asha@example.com`, kind)).toMatch(/^! .* URL /);
});

describe('the address of a page', () => {
	test.each<[IdKind, string, string]>([
		['opportunity', opportunityPage, guid],
		['opportunity', ` ${opportunityPage}&tab=1\n`, guid],
		['opportunity', opportunityPage.replace('https://', ''), guid],
		['opportunity', opportunityPage.replace('?', '#/x?'), guid],
		['opportunity', `${opportunityPage}%20`, guid],
		['opportunity', `${opportunityPage}&user=asha@example.com`, guid],
		['opportunity', leadPage, '! is a URL without an opportunity ID'],
		['opportunity', 'https://in21.leadsquared.com/', '! is a URL without an opportunity ID'],
		['opportunity', 'in21.leadsquared.com', '! is a URL without an opportunity ID'],
		['opportunity', `${opportunityPage.replace(guid, 'null')}`, '! is the word "null"'],
		['lead', leadPage, guid],
		['lead', opportunityPage, '! is a URL without a lead ID'],
		['lead', 'http://[', '! is a URL without a lead ID'],
		['other', opportunityPage, '! is the URL of a page'],
		['other', 'www.example.com/x', '! is the URL of a page'],
		['key', 'https://example.com/asha', 'https://example.com/asha'],
	])('for an ID of kind %s: %s', (kind, text, expected) => expect(read(text, kind)).toBe(expected));
});

test.each<[unknown, string]>([
	[guid, guid],
	[{ mode: 'id', value: ` ${guid} ` }, guid],
	[{ mode: 'id', value: opportunityPage }, guid],
	[{ mode: 'list', value: guid }, guid],
	[{ mode: 'url', value: `\n${opportunityPage}` }, guid],
	[{ mode: 'url', value: guid }, "'Opportunity' is not a URL"],
	[{ mode: 'url', value: '' }, "'Opportunity' is empty"],
	[{ mode: 'id', value: '\u00A0' }, "'Opportunity' is empty"],
	[{ mode: 'id', value: 'null' }, `'Opportunity' is the word "null"`],
	[{ mode: 'id', value: leadPage }, "'Opportunity' is a URL without an opportunity ID"],
])('the opportunity %j', (parameter, expected) => {
	const id = readOpportunityId(parameter);
	expect(id.ok ? id.value : id.problem.message).toBe(expected);
});

describe('the fields by which a lead is found', () => {
	const phone = { SchemaName: 'Phone', Value: '\u202A+91-9845012345\u00A0' };
	const name = { SchemaName: 'FirstName', Value: ' Asha ' };
	const bodyOf = (request: ReturnType<typeof withLead>): unknown =>
		request.ok ? JSON.parse(request.value.body) : request.problem;

	test('are read like an ID, and the others are not touched', () => {
		const request = withLead([phone, name], 'phone', (attributes) => attributes);
		expect(request).toMatchObject({ ok: true, value: { record: 'phone=+91-9845012345' } });
		expect(bodyOf(request)).toEqual([
			{ Attribute: 'Phone', Value: '+91-9845012345' },
			{ Attribute: 'FirstName', Value: ' Asha ' },
			{ Attribute: 'SearchBy', Value: 'Phone' },
		]);
	});

	test('are all that LeadSquared searches by, where it chooses itself', () => {
		const email = { SchemaName: 'EmailAddress', Value: 'asha@example.com\u200B' };
		const id = { SchemaName: 'ProspectID', Value: leadPage };
		const request = withLead([phone, email, id], '', (attributes) => attributes);
		expect(bodyOf(request)).toMatchObject([
			{ Value: '+91-9845012345' },
			{ Value: 'asha@example.com' },
			{ Value: guid },
		]);
	});

	test.each([
		['Phone', 'null', 'the word "null"'],
		['EmailAddress', 'undefined', 'the word "undefined"'],
		['EmailAddress', 'true', 'the word "true"'],
		['ProspectID', opportunityPage, 'a URL without a lead ID'],
		['ProspectID', 'a@b.cd', 'an email, not the ID of a lead: "a@b.cd"'],
		['Phone', '9.84501E+09', 'a number that has lost its last digits: "9.84501E+09"'],
	])('%s cannot be %s', (SchemaName, Value, reason) => {
		const request = withLead([{ SchemaName, Value }], SchemaName, (attributes) => attributes);
		expect(request).toMatchObject({
			ok: false,
			problem: {
				message: `'Lead Fields' contains a value for ${SchemaName} that is ${reason}`,
			},
		});
	});

	test('any other field may hold such a word', () => {
		expect(leadAttributes([{ SchemaName: 'LastName', Value: 'Null' }])).toMatchObject({
			ok: true,
		});
	});
});
