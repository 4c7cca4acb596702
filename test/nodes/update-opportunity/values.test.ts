/** Values arrive as they were meant, in whichever way the fields are given. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { opportunityId } from '../../sandbox';
import { automatic, mapped, updateOf } from '../../support/mapper';
import { byId, field, items, runUpdate } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';

const server = useSandbox();

/** The one opportunity of the type that has a field of every kind. The workflow's zone is Asia/Kolkata. */
const id = opportunityId(300);
const code = '12002';

type Way = (name: string, options: INodeParameters) => INodeParameters;

const checkedWays: Record<string, Way> = {
	mapped: (name, options) => updateOf(id, code, mapped({ [name]: '={{ $json.value }}' }), options),
	'mapped by one expression': (name, options) => ({
		...updateOf(id, code, mapped({}), options),
		mappedFields: {
			...mapped({}),
			value: `={{ { ${JSON.stringify(name)}: $json.value } }}`,
		} as INodeParameters,
	}),
	'mapped automatically': (_name, options) => updateOf(id, code, automatic, options),
	'mapped by a model': (name, options) =>
		updateOf(
			id,
			code,
			mapped({ [name]: "={{ $fromAI('value', 'The value', 'string') }}" }),
			options,
		),
};

const textWays: Record<string, Way> = {
	'by hand': (name, options) => ({
		opportunityId: byId(id),
		fields: { field: [field(name, '={{ $json.value }}')] },
		options,
	}),
	JSON: (name, options) => ({
		opportunityId: byId(id),
		fieldsMode: 'json',
		fieldsJson: `={{ { ${JSON.stringify(name)}: $json.value } }}`,
		options,
	}),
};

const input = (name: string, value: unknown) =>
	items({
		value,
		[name]: value,
		query: { value },
	} as unknown as INodeExecutionData['json']);

/** What was sent for the field, or the message. */
async function sent(way: Way, name: string, value: unknown, options: INodeParameters = {}) {
	const { error } = await runUpdate(server.sandbox, way(name, options), input(name, value));
	const bodies = server.sandbox.calls
		.filter(({ path }) => path.endsWith('/opportunity/update'))
		.map(({ body }) => body as { Fields: Array<{ SchemaName: string; Value: string }> });
	return error?.message ?? bodies[0]?.Fields.find(({ SchemaName }) => SchemaName === name)?.Value;
}

describe.each(Object.entries({ ...checkedWays, ...textWays }))('%s', (_name, way) => {
	test.each([' ', '\u00A0', '\n', '\u200B'])(
		'a cell that holds only %j is empty',
		async (blank) => {
			for (const name of ['mx_Custom_5', 'mx_Custom_6', 'mx_Custom_23', 'mx_Custom_28']) {
				server.sandbox.reset();
				expect(await sent(way, name, blank)).toMatch(/has no value to send, and 'Note' is empty/);
				expect(await sent(way, name, blank, { emptyValues: 'clear' })).toBe('');
			}
		},
	);
});

const values: Array<[name: string, value: unknown, sent: string, options: INodeParameters]> = [
	['Status', 'Won ', 'Won', {}],
	['Status', 'won', 'Won', {}],
	['Status', 'Won\u00A0', 'Won', {}],
	['Status', ['Open'], 'Open', {}],
	['mx_Custom_27', 'PAN, Form 16', 'PAN;Form 16', {}],
	['mx_Custom_27', 'PAN\nForm 16', 'PAN;Form 16', {}],
	['mx_Custom_6', '₹2,00,000', '200000', {}],
	['mx_Custom_6', 'Rs. 2,00,000/-', '200000', {}],
	['mx_Custom_22', 46281, '2026-09-16 00:00:00', {}],
	['mx_Custom_8', 46281.50953703704, '2026-09-16 06:43:44', {}],
	['mx_Custom_22', '24/11/2026', '2026-11-24 00:00:00', { dateOrder: 'day' }],
	['mx_Custom_22', '11/24/2026', '2026-11-24 00:00:00', { dateOrder: 'month' }],
	['mx_Custom_8', '24/11/2026 18:30', '2026-11-24 13:00:00', { dateOrder: 'day' }],
	['mx_Custom_5', '2026-09-16T06:43:44.000Z', '2026-09-16 12:13:44', {}],
];

describe.each(Object.entries(checkedWays))('%s', (_name, way) => {
	test.each(values)('%s takes %j as %s', async (name, value, expected, options) => {
		expect(await sent(way, name, value, options)).toBe(expected);
	});

	test('dates are the year first unless that is said', async () => {
		expect(await sent(way, 'mx_Custom_22', '24/11/2026')).toBe(
			`'Date of Birth (mx_Custom_22)' must be a date; "24/11/2026" is not [item 0]`,
		);
		expect(await sent(way, 'mx_Custom_22', '31/04/2026', { dateOrder: 'day' })).toBe(
			`'Date of Birth (mx_Custom_22)' must be a date; "31/04/2026" is not [item 0]`,
		);
	});

	test('a message shows blanks', async () => {
		expect(await sent(way, 'Status', 'Wonn\u00A0')).toBe(`'Status' does not list "Wonn⍽" [item 0]`);
	});
});

describe.each(Object.entries(textWays))('%s', (_name, way) => {
	test.each([
		['a date', new Date('2026-09-16T06:43:44Z')],
		['the text that n8n makes of it', '2026-09-16T06:43:44.000Z'],
	])('%s is UTC', async (_what, value) => {
		expect(await sent(way, 'mx_Custom_8', value)).toBe('2026-09-16 06:43:44');
	});

	test('any other text is sent as it is', async () => {
		expect(await sent(way, 'mx_Custom_5', ' 24/11/2026 ')).toBe(' 24/11/2026 ');
	});
});

test.each([
	['an object', '$json.value', 'is the word "[object Object]", which stands for an object'],
	[
		'a Date that is not one',
		'new Date("x")',
		'is the text "Invalid Date", which stands for a date',
	],
	['a DateTime that is not one', 'DateTime.fromISO("x")', 'is the text "Invalid DateTime", which'],
])('%s inside the text of the JSON, or of the note, is refused', async (_what, value, reason) => {
	const inJson: Way = (name) => ({
		opportunityId: byId(id),
		fieldsMode: 'json',
		fieldsJson: `={ ${JSON.stringify(name)}: "{{ ${value} }}" }`,
	});
	const inNote: Way = () => ({ opportunityId: byId(id), note: `={{ ${value} }}{{ '' }}` });
	expect(await sent(inJson, 'mx_Custom_5', { city: 'Pune' })).toContain(
		`'Fields (JSON)' contains a value for mx_Custom_5 that ${reason}`,
	);
	expect(await sent(inNote, 'mx_Custom_5', { city: 'Pune' })).toContain(`'Note' ${reason}`);
});

describe('the note', () => {
	const noted = async (note: string) => {
		const { error } = await runUpdate(
			server.sandbox,
			{ opportunityId: byId(id), fields: { field: [field('mx_Custom_5', 'x')] }, note },
			items({}),
		);
		expect(error).toBeUndefined();
		return server.sandbox.calls.map(
			({ body }) => (body as { OpportunityNote?: string }).OpportunityNote,
		);
	};

	test.each([
		["={{ new Date('2026-09-16T20:00:00Z') }}", '2026-09-17 01:30:00'],
		["={{ DateTime.fromISO('2026-09-16T20:00:00Z') }}", '2026-09-17 01:30:00'],
		['={{ "2026-09-16T20:00:00.000Z" }}', '2026-09-17 01:30:00'],
		['={{ "\\u00A0\\n" }}', undefined],
		['={{ " two\\nlines " }}', ' two\nlines '],
	])('%s is %j', async (note, expected) => expect(await noted(note)).toEqual([expected]));
});

describe('the lead of an opportunity', () => {
	const byLead = async (value: string) =>
		await runUpdate(
			server.sandbox,
			{
				...updateOf(id, '', mapped({})),
				opportunityId: { __rl: true, mode: 'lead', value },
				note: 'x',
			},
			items({}),
		);

	test.each(['null', 'undefined', '={{ true }}'])('cannot be %s', async (value) => {
		const { error } = await byLead(value);
		expect(error?.message).toMatch(
			/^'Opportunity' is (the word "(null|undefined)"|neither text nor a number) \[item 0\]$/,
		);
		expect(server.sandbox.calls).toEqual([]);
	});

	test('is looked up without blanks', async () => {
		await byLead('={{ "\\u202A+91-9845012345\\u00A0" }}');
		expect(server.sandbox.calls[0]?.body).toMatchObject({
			Parameter: { LookupName: 'Phone', LookupValue: '+91-9845012345' },
		});
	});
});
