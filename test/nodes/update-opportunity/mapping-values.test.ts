import { LeadSquaredUpdateOpportunity } from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { users } from '../../sandbox';
import { mappedIn, updateOf } from '../../support/mapper';
import { code, id, useMappedUpdates } from './mapped-updates';

const { server, run, map, sent } = useMappedUpdates();

test('maps fields by default', () => {
	const { properties } = new LeadSquaredUpdateOpportunity().description;
	expect(properties.find(({ name }) => name === 'fieldsMode')?.default).toBe('mapped');
});

describe('a round trip of mapped values', () => {
	/** What the user maps, and what LeadSquared stores. The workflow's time zone is Asia/Kolkata. */
	const values: Record<string, [given: unknown, stored: string]> = {
		ActivityEvent_Note: ['Called', 'Called'],
		Status: ['Won', 'Won'],
		Owner: [users[1]!.id, users[1]!.id],
		mx_Custom_1: ['=Flat {{ 4 }}B', 'Flat 4B'],
		mx_Custom_2: ['={{ "Closed" }}', 'Closed'],
		mx_Custom_3: ['Anything at all', 'Anything at all'],
		mx_Custom_5: ['नया विवरण', 'नया विवरण'],
		mx_Custom_6: [1250000, '1250000'],
		mx_Custom_7: ['={{ "12,50,000.75" }}', '1250000.75'],
		mx_Custom_8: ['2026-11-24T18:30:00', '2026-11-24 13:00:00'],
		mx_Custom_9: [
			"={{ DateTime.fromISO('2026-11-24T09:00', { zone: 'America/New_York' }) }}",
			'2026-11-24 14:00:00',
		],
		mx_Custom_20: ['8.40', '8.40'],
		mx_Custom_21: [true, 'true'],
		mx_Custom_22: ['1990-02-28', '1990-02-28 00:00:00'],
		mx_Custom_23: ['+91-9999999999', '+91-9999999999'],
		mx_Custom_24: ['guarantor@example.com', 'guarantor@example.com'],
		mx_Custom_25: ['https://example.com/flat?id=4', 'https://example.com/flat?id=4'],
		// By email, in another letter case.
		mx_Custom_26: ['={{ "RAVI.menon@example.com" }}', users[1]!.id],
		mx_Custom_27: ["={{ ['PAN', 'Form 16'] }}", 'PAN;Form 16'],
		mx_Custom_28: ['P1', 'P1'],
		mx_Custom_29: ['Price', 'Price'],
		mx_Custom_30: ['Typed', 'Typed'],
		mx_Custom_31: ['={{ "Word of mouth" }}', 'Word of mouth'],
		mx_Custom_32: ['19.07,72.87', '19.07,72.87'],
		mx_Custom_139: ['the last of all', 'the last of all'],
		'mx_Custom_4~mx_CustomObject_1': ['Builder & Sons', 'Builder & Sons'],
		'mx_Custom_4~mx_CustomObject_3': ['={{ 400001 }}', '400001'],
		'mx_Custom_36~mx_CustomObject_1': [90000, '90000'],
		'mx_Custom_36~mx_CustomObject_2': ["={{ '2020-01-01' }}", '2019-12-31 18:30:00'],
	};

	test('maps, sends and stores a field of every type', async () => {
		const given = Object.fromEntries(
			Object.entries(values).map(([name, [value]]) => [name, value]),
		);
		const { status, error, outputs } = await run(
			updateOf(id, code, await mappedIn(server.sandbox, code, given)),
		);
		expect([status, error]).toEqual(['success', undefined]);
		expect(outputs[0]).toHaveLength(1);
		server.sandbox.process();
		const [request] = [...server.sandbox.requests.values()];
		expect([request?.state, request?.reason]).toEqual(['Success', expect.anything()]);

		const { fields } = server.sandbox.opportunities.get(id)!;
		const sets = Object.fromEntries(
			['mx_Custom_4', 'mx_Custom_36'].map((set) => [set, JSON.parse(fields[set] ?? '{}')]),
		) as Record<string, Record<string, string>>;
		for (const [name, [, stored]] of Object.entries(values)) {
			const [set = '', part] = name.split('~');
			expect([name, part === undefined ? fields[name] : sets[set]?.[part]]).toEqual([name, stored]);
		}
		expect(server.sandbox.leaks).toEqual([]);
	});
});

describe('dates in the time zone of the workflow, Asia/Kolkata', () => {
	test.each([
		['a date-time without a zone', '2026-11-24 18:30', '2026-11-24 13:00:00'],
		["a date-time from the editor's date picker", '2026-11-24T18:30:00', '2026-11-24 13:00:00'],
		['a day as its first minute', '2026-11-24', '2026-11-23 18:30:00'],
		['a date-time in UTC', '2026-11-24T18:30:00Z', '2026-11-24 18:30:00'],
		['a date-time with an offset', '2026-11-24T18:30:00.123-05:00', '2026-11-24 23:30:00'],
		[
			'a DateTime of the workflow',
			"={{ DateTime.fromISO('2026-11-24T18:30') }}",
			'2026-11-24 13:00:00',
		],
		[
			'a DateTime of another zone',
			"={{ DateTime.fromISO('2026-07-01T00:30', { zone: 'Europe/London' }) }}",
			'2026-06-30 23:30:00',
		],
		['a Date', "={{ new Date('2026-11-24T18:30:00+05:30') }}", '2026-11-24 13:00:00'],
	])('sends %s as UTC', async (_name, value, Value) => {
		await run(updateOf(id, code, await mappedIn(server.sandbox, code, { mx_Custom_8: value })));
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_8', Value }]]);
	});

	test.each([
		['of a day', '2026-11-24', '2026-11-24 00:00:00'],
		['of a date-time', '2026-11-24T23:30:00', '2026-11-24 00:00:00'],
		[
			'that a DateTime shows',
			"={{ DateTime.fromISO('2026-11-24T23:30', { zone: 'America/New_York' }) }}",
			'2026-11-24 00:00:00',
		],
		[
			'of a Date in the time zone of the workflow',
			"={{ new Date('2026-11-24T20:00:00Z') }}",
			'2026-11-25 00:00:00',
		],
	])('sends the day %s to a field without a time', async (_name, value, Value) => {
		await map({ mx_Custom_22: value });
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_22', Value }]]);
	});

	// n8n's own conversion takes each of these for a day of 2001 or 2000.
	test.each(['Flat 12', 'Plan 7', 'P-3', '0'])(
		'takes %p from an expression for no date',
		async (value) => {
			for (const field of ['mx_Custom_8', 'mx_Custom_22']) {
				const { error } = await map({ [field]: `={{ "${value}" }}` });
				expect(error?.message).toContain('date');
			}
			expect(sent()).toEqual([]);
		},
	);
});
