import { DateTime, type AnyDateTime } from '../../support/luxon';

import { checkDate, type DateRules } from '../../../nodes/shared/fields/check-date';
import { localTimeAt } from '../../../nodes/shared/fields/dates';
import { toText } from '../../../nodes/shared/fields/values';
import { adviceFor, fieldOf, sentFor } from '../../support/fields';

const day = fieldOf('date');
const moment = fieldOf('dateTime');
const newYork = 'America/New_York';

describe('a number of Excel', () => {
	test.each<[number, string, string]>([
		[46281, '2026-09-16 00:00:00', '2026-09-15 18:30:00'],
		[46281.5, '2026-09-16 00:00:00', '2026-09-16 06:30:00'],
		[46281.50953703704, '2026-09-16 00:00:00', '2026-09-16 06:43:44'],
		// A fraction of a second before midnight is midnight.
		[46280.9999999, '2026-09-16 00:00:00', '2026-09-15 18:30:00'],
		[18264, '1950-01-01 00:00:00', '1949-12-31 18:30:00'],
		[73050, '2099-12-31 00:00:00', '2099-12-30 18:30:00'],
		[36526, '2000-01-01 00:00:00', '1999-12-31 18:30:00'],
	])('%d is that day on the workflow’s clock', (value, date, dateTime) => {
		expect(sentFor(day, value)).toBe(date);
		expect(sentFor(moment, value)).toBe(dateTime);
	});

	test('is on the clock of New York there', () => {
		expect(sentFor(moment, 46281.5, { timeZone: newYork })).toBe('2026-09-16 16:00:00');
		expect(sentFor(day, 46281.99, { timeZone: newYork })).toBe('2026-09-16 00:00:00');
	});

	test.each([18263, 18263.9, 73051, 0, -1, 1, 2026, NaN, Infinity])('%d is refused', (value) => {
		expect(sentFor(day, value)).toBe(`! must be a date; "${value}" is not`);
		expect(sentFor(moment, value)).toBe(`! must be a date; "${value}" is not`);
	});
});

describe('numbers of other kinds, and digits as text, are refused with an expression that works', () => {
	const expected = '2026-09-16';
	const asDay = (date: unknown) => sentFor(day, date);
	test.each<[unknown, string, () => string]>([
		[
			1789516800,
			'{{ DateTime.fromSeconds($json.date) }}',
			() => asDay(DateTime.fromSeconds(1789516800, { zone: 'utc' })),
		],
		[
			'1789516800',
			'{{ DateTime.fromSeconds(Number($json.date)) }}',
			() => asDay(DateTime.fromSeconds(Number('1789516800'), { zone: 'utc' })),
		],
		[
			1789516800000,
			'{{ DateTime.fromMillis($json.date) }}',
			() => asDay(DateTime.fromMillis(1789516800000, { zone: 'utc' })),
		],
		[
			' 1789516800000\n',
			'{{ DateTime.fromMillis(Number($json.date)) }}',
			() => asDay(DateTime.fromMillis(Number(' 1789516800000\n'), { zone: 'utc' })),
		],
		['46281', '{{ Number($json.date) }}', () => sentFor(day, Number('46281'))],
		['46281.25', '{{ Number($json.date) }}', () => sentFor(day, Number('46281.25'))],
		[
			20260916,
			"{{ DateTime.fromFormat(String($json.date), 'yyyyMMdd') }}",
			() => asDay(DateTime.fromFormat('20260916', 'yyyyMMdd')),
		],
	])('%p', (value, recipe, following) => {
		for (const field of [day, moment]) {
			expect(sentFor(field, value)).toMatch(/^! must be a date; "\S+" is not$/);
			expect(adviceFor(field, value)).toContain(recipe);
		}
		expect(following()).toBe(`${expected} 00:00:00`);
	});
});

describe('a date that is not one', () => {
	const unparsable = DateTime.fromFormat('', 'dd/MM/yyyy');
	test('is named, with the reason of Luxon', () => {
		for (const field of [day, moment]) {
			expect(sentFor(field, new Date(NaN))).toBe('! must be a date; it is an Invalid Date');
			expect(sentFor(field, unparsable)).toBe(
				`! must be a date; it is an Invalid DateTime (unparsable: the input "" can't be parsed as format dd/MM/yyyy)`,
			);
			expect(sentFor(field, DateTime.fromObject({ month: 13 }))).toMatch(
				/^! must be a date; it is an Invalid DateTime \(unit out of range: /,
			);
		}
		expect(adviceFor(day, unparsable)).toContain(
			"{{ $json.date && DateTime.fromFormat($json.date, 'dd/MM/yyyy') }}",
		);
	});

	test('is refused by every other field, by hand and in the note', () => {
		expect(sentFor(fieldOf('text'), unparsable)).toContain(
			'"Invalid DateTime" is an Invalid DateTime (unparsable',
		);
		expect(toText(new Date(NaN))).toMatchObject({ kind: 'invalid', reason: 'is an Invalid Date' });
	});

	test('the recipe leaves an empty cell empty', () => {
		const recipe = (date: string) => date && DateTime.fromFormat(date, 'dd/MM/yyyy');
		expect(sentFor(day, recipe(''))).toBe('empty');
		expect(sentFor(day, recipe('24/11/2026'))).toBe('2026-11-24 00:00:00');
	});
});

describe('dates without the year in front', () => {
	const dayFirst = { dateOrder: 'day' } as const;
	const monthFirst = { dateOrder: 'month' } as const;
	test.each<[string, string, string]>([
		['24/11/2026', '2026-11-24 00:00:00', 'refused'],
		['24-11-2026', '2026-11-24 00:00:00', 'refused'],
		['24.11.2026', '2026-11-24 00:00:00', 'refused'],
		[' 24/11/2026\u00A0', '2026-11-24 00:00:00', 'refused'],
		['3/4/2026', '2026-04-03 00:00:00', '2026-03-04 00:00:00'],
		['03/04/2026', '2026-04-03 00:00:00', '2026-03-04 00:00:00'],
		['11/24/2026', 'refused', '2026-11-24 00:00:00'],
		['31/04/2026', 'refused', 'refused'],
		['29/02/2026', 'refused', 'refused'],
		['29/02/2028', '2028-02-29 00:00:00', 'refused'],
		['24/11/26', 'refused', 'refused'],
		['24/11-2026', 'refused', 'refused'],
		['24 11 2026', 'refused', 'refused'],
		['24112026', 'refused', 'refused'],
		['00/11/2026', 'refused', 'refused'],
		['24/11/2026 18:30', '2026-11-24 00:00:00', 'refused'],
		['24/11/2026 25:30', 'refused', 'refused'],
		// With the year in front, always.
		['2026-11-24', '2026-11-24 00:00:00', '2026-11-24 00:00:00'],
		['2026/04/03', '2026-04-03 00:00:00', '2026-04-03 00:00:00'],
	])('%j is %s with the day first, %s with the month first', (text, byDay, byMonth) => {
		const sent = (rules: { dateOrder: 'day' | 'month' }) =>
			sentFor(day, text, rules).replace(/^!.*/, 'refused');
		expect([sent(dayFirst), sent(monthFirst)]).toEqual([byDay, byMonth]);
	});

	test.each<[string, string]>([
		['24/11/2026 18:30', '2026-11-24 13:00:00'],
		['24/11/2026, 6:30:15 pm', '2026-11-24 13:00:15'],
		['24/11/2026 12:05 AM', '2026-11-23 18:35:00'],
		['24/11/2026 12:05 p.m.', '2026-11-24 06:35:00'],
		['24/11/2026T18:30:00Z', '2026-11-24 18:30:00'],
		['24/11/2026 18:30 +05:30', '2026-11-24 13:00:00'],
		['24/11/2026', '2026-11-23 18:30:00'],
		['24/11/2026 13:00 PM', '! must be a date; "24/11/2026 13:00 PM" is not'],
		['24/11/2026 0:30 AM', '! must be a date; "24/11/2026 0:30 AM" is not'],
	])('with a time, %j is %s', (text, expected) =>
		expect(sentFor(moment, text, dayFirst)).toBe(expected),
	);

	test.each<[string, 'year' | 'day' | 'month' | undefined, string]>([
		['24/11/2026', 'year', "set 'Dates Are Written' in the options to 'Day First'"],
		['11/24/2026', 'year', "set 'Dates Are Written' in the options to 'Month First'"],
		['03/04/2026', 'year', "to 'Day First' or 'Month First'"],
		['31/04/2026', 'year', 'The calendar has no such day'],
		['11/24/2026', 'day', "the other way, set 'Dates Are Written' in the options to 'Month First'"],
		['24/11/2026', 'month', "in the options to 'Day First'"],
		['31/04/2026', 'day', 'The calendar has no such day'],
		['24/11/26', 'day', 'Write the year with four digits'],
		['2026-02-30', 'day', 'The calendar has no such day'],
		// A parameter that the option is not for.
		['24/11/2026', undefined, 'DateTime.fromFormat'],
	])('%j is refused with advice, the order being %s', (text, dateOrder, advice) => {
		const hint = adviceFor(day, text, { dateOrder });
		expect(hint).toContain(advice);
		if (dateOrder === 'day') expect(hint).not.toContain("to 'Day First'");
	});
});

test.each(['2026-11-24 18:30-19:30', '24/11/2026 10:00-13:00', '24-Nov-2026 6:30 PM -20'])(
	'%j is a span of time, not a time with an offset',
	(text) => {
		for (const field of [day, moment]) {
			expect(sentFor(field, text, { dateOrder: 'day' })).toBe(`! must be a date; "${text}" is not`);
			expect(adviceFor(field, text, { dateOrder: 'day' })).toContain('map only its beginning');
		}
		expect(adviceFor(day, '2026-02-30 10:00+05:30')).toContain('The calendar has no such day');
	},
);

test.each([
	['2026-11-24 09:00-10:00', 'It may be a span of time, or a time with its offset'],
	['24/11/2026 9:00 AM-10:00', 'It may be a span of time, or a time with its offset'],
	['24-11-2026 10:30 - 11:00', 'Of a span of time, map only its beginning'],
	['24 Nov 2026, 10:30 AM – 11:00 AM', 'Of a span of time, map only its beginning'],
	['2026-11-24 10:30 to 11:00', 'Of a span of time, map only its beginning'],
	['2026-02-30 10:00-05:00', 'The calendar has no such day'],
	['2026-11-24 10:00+05:60', 'No clock has that offset'],
])('%j, with what looks like a second time, is refused: %s', (text, advice) => {
	for (const field of [day, moment]) {
		expect(sentFor(field, text, { dateOrder: 'day' })).toBe(`! must be a date; "${text}" is not`);
		expect(adviceFor(field, text, { dateOrder: 'day' })).toContain(advice);
	}
});

describe('a date before the year 1000', () => {
	const early = DateTime.fromFormat('24/11/26', 'd/M/y');
	const refused = 'is a date before the year 1000';
	test.each([
		early,
		early.toISO(),
		new Date('0026-11-24T12:00:00Z'),
		'0026-11-24',
		'24-Nov-0026',
		'0206-11-24',
	])('%j is refused', (value) => {
		for (const field of [day, moment]) {
			expect(sentFor(field, value)).toBe(`! ${refused}`);
			expect(adviceFor(field, value)).toContain('Write the year with four digits');
		}
	});

	// How .NET writes a date that is not there.
	test.each([
		'0001-01-01T00:00:00',
		'0001-01-01T00:00:00Z',
		'0001-01-01T00:00:00.000Z',
		'01-Jan-0001',
		new Date('0001-01-01T00:00:00Z'),
	])('%j stands for none', (value) => {
		for (const field of [day, moment]) {
			expect(sentFor(field, value)).toBe(
				'! is a date in the year 1, which programs write where there is no date',
			);
			expect(adviceFor(field, value)).toContain('Leave the value empty there');
		}
	});

	test('is refused by every other field, by hand and in the note', () => {
		for (const value of [early, early.toISO(), new Date('0026-11-24T12:00:00Z')]) {
			expect(sentFor(fieldOf('text'), value)).toContain(refused);
			expect(toText(value)).toMatchObject({ kind: 'invalid', reason: refused });
		}
	});

	test('is told from one in the year 1000', () => {
		expect(sentFor(day, '1000-01-01')).toBe('1000-01-01 00:00:00');
	});
});

describe('the month by its name', () => {
	test.each<[string, string]>([
		['24-Nov-2026', '2026-11-24 00:00:00'],
		['24 November 2026', '2026-11-24 00:00:00'],
		['24/nov/2026', '2026-11-24 00:00:00'],
		['24th Nov, 2026', '2026-11-24 00:00:00'],
		['Nov 24, 2026', '2026-11-24 00:00:00'],
		['november 24 2026', '2026-11-24 00:00:00'],
		['1-Sept-2026', '2026-09-01 00:00:00'],
		['29-Feb-2028', '2028-02-29 00:00:00'],
		['3-May-2026 6:30 PM', '2026-05-03 00:00:00'],
		['29-Feb-2026', 'The calendar has no such day'],
		['31 June 2026', 'The calendar has no such day'],
		['24-Nov-26', 'Write the year with four digits'],
		['Nov 2026', 'Write it as 2026-11-24'],
		['24-Nov', 'Write it as 2026-11-24'],
		['24-Now-2026', 'Write it as 2026-11-24'],
		['24Nov2026', 'Write it as 2026-11-24'],
		['24-Nov-2026 noon', 'Write it as 2026-11-24'],
	])('%j: %s, whatever the order', (text, expected) => {
		for (const dateOrder of ['year', 'day', 'month', undefined] as const) {
			const sent = sentFor(day, text, { dateOrder });
			if (expected.startsWith('2')) expect(sent).toBe(expected);
			else {
				expect(sent).toBe(`! must be a date; "${text}" is not`);
				expect(adviceFor(day, text, { dateOrder })).toContain(expected);
			}
		}
	});

	test('with a time, on the clock of the workflow or with an offset', () => {
		expect(sentFor(moment, '24-Nov-2026 6:30 PM')).toBe('2026-11-24 13:00:00');
		expect(sentFor(moment, 'Nov 24, 2026, 18:30')).toBe('2026-11-24 13:00:00');
		expect(sentFor(moment, '24 Nov 2026 18:30:00 +0000')).toBe('2026-11-24 18:30:00');
	});
});

describe('a DateTime without its methods, as an expression of n8n 2 gives one inside an item', () => {
	/** What is left of it. */
	const parts = (dateTime: AnyDateTime): unknown => ({ ...dateTime });
	const evening = DateTime.fromISO('2026-11-24T20:30', { zone: 'Asia/Kolkata' });

	test.each<[string, AnyDateTime]>([
		['with an offset', DateTime.fromISO('2026-11-24T18:30:00+05:30', { setZone: true })],
		['with a zone', evening],
		['of another zone', evening.setZone(newYork)],
		['in UTC', evening.toUTC()],
		['before 1970', DateTime.fromISO('1947-08-15T00:00', { zone: 'Asia/Kolkata' })],
	])('%s means what the whole one means', (_, whole) => {
		for (const field of [day, moment, fieldOf('text')]) {
			const sent = sentFor(field, parts(whole));
			expect(sent).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
			expect(sent).toBe(sentFor(field, whole));
		}
	});

	test('that is none is refused with Luxon’s reason', () => {
		const unparsable = DateTime.fromFormat('x', 'dd/MM/yyyy');
		expect(sentFor(day, parts(unparsable))).toBe(sentFor(day, unparsable));
		expect(sentFor(day, parts(unparsable))).toContain('is an Invalid DateTime (unparsable: ');
	});

	test.each([{ isLuxonDateTime: true }, { isLuxonDateTime: true, ts: '0', o: 0 }, { ts: 0, o: 0 }])(
		'%j is an object like any other',
		(value) => {
			expect(sentFor(day, value)).toMatch(/^! must be a date; "/);
			expect(sentFor(fieldOf('text'), value)).toMatch(/ is an object$/);
		},
	);
});

test('a Date that Edit Fields made text of, with quotes, is that Date', () => {
	const date = new Date('2026-11-24T13:00:00.000Z');
	const text = JSON.stringify(date);
	expect(text).toBe('"2026-11-24T13:00:00.000Z"');
	for (const field of [day, moment, fieldOf('text')]) {
		expect(sentFor(field, text)).toBe(sentFor(field, date));
	}
	expect(sentFor(day, '"2026-11-24"')).toBe('2026-11-24 00:00:00');
	expect(sentFor(day, '"2026-11-24')).toBe('! must be a date; ""2026-11-24" is not');
	expect(sentFor(fieldOf('text'), '"2026-11-24"')).toBe('"2026-11-24"');
});

describe('a Date that JavaScript printed inside a text', () => {
	test.each([
		'Wed Sep 16 2026 12:13:44 GMT+0530 (India Standard Time)',
		'Wed Sep 16 2026 06:43:44 GMT+0000 (Coordinated Universal Time)',
		'Tue Sep 15 2026 23:43:44 GMT-0700 (Pacific Daylight Time)',
		'Wed Sep 16 2026 06:43:44 GMT+0000 (GMT+00:00)',
		String(new Date('2026-09-16T06:43:44.000Z')),
	])('%s is that Date', (text) => {
		const date = new Date('2026-09-16T06:43:44.000Z');
		for (const field of [day, moment, fieldOf('text')]) {
			expect(sentFor(field, text)).toBe(sentFor(field, date));
		}
	});

	test.each([
		'Wed Sep 16 2026',
		'Wed Sep 16 2026 12:13:44 GMT+0530',
		'Wed Sxp 16 2026 12:13:44 GMT+0530 (India Standard Time)',
		'On Wed Sep 16 2026 12:13:44 GMT+0530 (India Standard Time)',
	])('%s is text', (text) => {
		expect(sentFor(fieldOf('text'), text)).toBe(text);
		expect(sentFor(moment, text)).toMatch(/^! must be a date/);
	});
});

describe('the day of a Date', () => {
	const midnightInKolkata = '2026-09-15T18:30:00.000Z';
	const midnightInNewYork = '2026-09-16T04:00:00.000Z';
	const midnightInUtc = '2026-09-16T00:00:00.000Z';
	const clock = (zone: string) => (ms: number) => localTimeAt(ms, zone);

	test.each<[date: string, process: string, workflow: string, day: string, why: string]>([
		[midnightInKolkata, 'Asia/Kolkata', newYork, '16', 'the process writes a day like that'],
		[midnightInKolkata, 'Asia/Kolkata', 'Asia/Kolkata', '16', 'both clocks say so'],
		[midnightInKolkata, 'UTC', 'Asia/Kolkata', '16', 'a moment: the workflow’s clock'],
		[midnightInKolkata, 'UTC', newYork, '15', 'a moment: the workflow’s clock'],
		[midnightInKolkata, newYork, 'UTC', '15', 'a moment: the workflow’s clock'],
		[midnightInNewYork, newYork, 'Pacific/Auckland', '16', 'the process writes a day like that'],
		[midnightInNewYork, 'Asia/Kolkata', newYork, '16', 'a moment: the workflow’s clock'],
		[midnightInUtc, 'UTC', newYork, '16', 'programs write a day like that'],
		[midnightInUtc, 'Asia/Kolkata', newYork, '16', 'programs write a day like that'],
		[midnightInUtc, newYork, newYork, '16', 'programs write a day like that'],
		['2026-09-15T18:30:01.000Z', 'Asia/Kolkata', newYork, '15', 'a second past midnight'],
		['2026-09-15T18:30:00.001Z', 'Asia/Kolkata', newYork, '15', 'and a millisecond'],
		// Where clocks skip midnight the day begins at one.
		['2018-11-04T03:00:00.000Z', 'America/Sao_Paulo', 'America/Los_Angeles', '04', 'its beginning'],
	])('%s, process %s, workflow %s: the %s, %s', (text, process, timeZone, expected) => {
		const rules: DateRules = { timeZone, processClock: clock(process) };
		const sent = checkDate(new Date(text), 'date', rules);
		expect(sent).toEqual({ kind: 'text', text: `${text.slice(0, 8)}${expected} 00:00:00` });
		// n8n saved it as text in between.
		expect(checkDate(text, 'date', rules)).toEqual(sent);
	});

	test('the process’s own clock is that of JavaScript', () => {
		const local = new Date(2026, 8, 16);
		expect(sentFor(day, local, { timeZone: 'Pacific/Kiritimati' })).toBe('2026-09-16 00:00:00');
	});

	test('a text that nobody saved is not on the clock of the process', () => {
		const rules = { timeZone: newYork, processClock: clock('Asia/Kolkata') };
		expect(sentFor(day, '2026-09-15T18:30:00Z', rules)).toBe('2026-09-15 00:00:00');
	});

	test('a field with a time gets the same moment', () => {
		const rules = { timeZone: newYork, processClock: clock('Asia/Kolkata') };
		expect(sentFor(moment, new Date(midnightInKolkata), rules)).toBe('2026-09-15 18:30:00');
	});
});

describe.each(['DEFAULT', '', 'Nowhere/Town'])('while the workflow’s zone is %j', (timeZone) => {
	const noon = new Date('2026-11-24T12:34:56Z');
	test.each<[unknown, string]>([
		['2026-11-24', '2026-11-24 00:00:00'],
		['2026-11-24 18:30', '2026-11-24 00:00:00'],
		['2026-11-24T18:30:00+05:30', '2026-11-24 00:00:00'],
		[46350, '2026-11-24 00:00:00'],
		[new Date('2026-11-24T00:00:00Z'), '2026-11-24 00:00:00'],
		[DateTime.fromISO('2026-11-24T23:30', { zone: 'Asia/Kolkata' }), '2026-11-24 00:00:00'],
	])('the day %p needs no zone', (value, expected) =>
		expect(sentFor(day, value, { timeZone })).toBe(expected),
	);

	test.each<[unknown, string]>([
		['2026-11-24T18:30:00Z', '2026-11-24 18:30:00'],
		['2026-11-24 18:30 +05:30', '2026-11-24 13:00:00'],
		[noon, '2026-11-24 12:34:56'],
	])('the moment %p needs none either', (value, expected) =>
		expect(sentFor(moment, value, { timeZone })).toBe(expected),
	);

	test('what needs one says which zone, and where it is set', () => {
		for (const [field, value] of [
			[moment, '2026-11-24'],
			[moment, '2026-11-24 18:30'],
			[moment, 46350],
			[day, noon],
			[fieldOf('text'), noon],
		] as const) {
			expect(sentFor(field, value, { timeZone })).toContain(
				`needs the time zone of the workflow, and "${timeZone}" is not one`,
			);
			expect(adviceFor(field, value, { timeZone })).toMatch(
				/^Choose 'Timezone' in the settings of the workflow/,
			);
		}
	});
});

describe('a date in a text', () => {
	const utc = '2026-09-16T06:43:44.000Z';
	test.each<[unknown, string]>([
		[new Date(utc), '2026-09-16 12:13:44'],
		[DateTime.fromISO(utc, { zone: newYork }), '2026-09-16 12:13:44'],
		// As n8n saves the two.
		[utc, '2026-09-16 12:13:44'],
		['2026-09-16T02:43:44.000-04:00', '2026-09-16 12:13:44'],
		// Written by a user or another program.
		['2026-09-16T06:43:44Z', '2026-09-16T06:43:44Z'],
		['2026-09-16', '2026-09-16'],
		['on 2026-09-16T06:43:44.000Z', 'on 2026-09-16T06:43:44.000Z'],
		['2026-02-30T06:43:44.000Z', '2026-02-30T06:43:44.000Z'],
	])('%p is written on the workflow’s clock: %s', (value, expected) => {
		expect(sentFor(fieldOf('text'), value)).toBe(expected);
		expect(toText(value, 'Asia/Kolkata')).toEqual({ kind: 'text', text: expected });
	});

	test('by hand and in JSON it is UTC, before and after it was saved', () => {
		for (const value of [
			new Date(utc),
			utc,
			DateTime.fromISO(utc, { zone: newYork }),
			'2026-09-16T02:43:44.000-04:00',
		]) {
			expect(toText(value)).toEqual({ kind: 'text', text: '2026-09-16 06:43:44' });
		}
	});
});

test('a product is its ID', () => {
	const guid = '5ca5b042-51ea-4699-b6f0-84c40ab12770';
	const product = fieldOf('product');
	expect(sentFor(product, ` ${guid}\n`)).toBe(guid);
	expect(sentFor(product, [guid])).toBe(guid);
	expect(sentFor(product, 'Home Loan ')).toBe(
		'! must be the ID of a product, a GUID; "Home Loan" is not',
	);
	expect(sentFor(product, 'Home Loan', { unlistedValues: 'send' })).toBe('Home Loan');
});
