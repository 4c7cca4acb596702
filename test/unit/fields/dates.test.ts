import {
	dayText,
	instantOfWritten,
	readWrittenDate,
	utcText,
	localTimeAt,
} from '../../../nodes/shared/fields/dates';

const ist = 'Asia/Kolkata';
const newYork = 'America/New_York';

/** What is sent for a written date in a time zone. */
function sent(text: string, zone: string): string | undefined {
	const date = readWrittenDate(text);
	return date && utcText(instantOfWritten(date, zone));
}

describe('a written date in a time zone, as UTC', () => {
	test.each([
		['2026-11-24 18:30', ist, '2026-11-24 13:00:00'],
		['2026-11-24T18:30:59', ist, '2026-11-24 13:00:59'],
		['2026-11-24 18:30:00.999', ist, '2026-11-24 13:00:00'],
		['2026/11/24 8:05', ist, '2026-11-24 02:35:00'],
		['2026-11-24', ist, '2026-11-23 18:30:00'],
		[' 2026-1-2 ', ist, '2026-01-01 18:30:00'],
		// The year changes on the way.
		['2026-01-01 00:00', ist, '2025-12-31 18:30:00'],
		['2024-02-29 12:00', ist, '2024-02-29 06:30:00'],
		// Half an hour and a quarter of one.
		['2026-11-24 12:00', 'Asia/Kathmandu', '2026-11-24 06:15:00'],
		['2026-07-01 12:00', 'Europe/London', '2026-07-01 11:00:00'],
		['2026-11-24 12:00', 'UTC', '2026-11-24 12:00:00'],
		// Kolkata once had another offset: Intl knows it, a fixed +05:30 would not.
		['1944-01-01 12:00', ist, '1944-01-01 05:30:00'],
	])('reads %s in %s', (text, zone, utc) => expect(sent(text, zone)).toBe(utc));
});

describe('a written date when clocks change', () => {
	test.each([
		['the last minute before they go forward', '2026-03-08 01:59', newYork, '2026-03-08 06:59:00'],
		['a skipped time as that much later', '2026-03-08 02:30', newYork, '2026-03-08 07:30:00'],
		['the first minute after they go forward', '2026-03-08 03:00', newYork, '2026-03-08 07:00:00'],
		['the last time before they go back', '2026-11-01 00:59', newYork, '2026-11-01 04:59:00'],
		['a repeated time as the first one', '2026-11-01 01:30', newYork, '2026-11-01 05:30:00'],
		['the first time after they go back', '2026-11-01 02:00', newYork, '2026-11-01 07:00:00'],
		[
			'a repeated time with its own offset as that one',
			'2026-11-01 01:30-05:00',
			newYork,
			'2026-11-01 06:30:00',
		],
		['a skipped midnight', '2018-11-04 00:00', 'America/Sao_Paulo', '2018-11-04 03:00:00'],
		[
			'a change of half an hour in the southern hemisphere',
			'2026-04-05 01:45',
			'Australia/Lord_Howe',
			'2026-04-04 14:45:00',
		],
		['a day that an island skipped', '2011-12-30 12:00', 'Pacific/Apia', '2011-12-30 22:00:00'],
	])('reads %s', (_name, text, zone, utc) => expect(sent(text, zone)).toBe(utc));

	test('reads every hour of a year in New York as it was written', () => {
		const start = Date.UTC(2026, 0, 1);
		for (let hour = 0; hour < 365 * 24; hour++) {
			const instant = start + hour * 3_600_000;
			const local = localTimeAt(instant, newYork);
			const back = instantOfWritten({ ...local, hasTime: true }, newYork);
			// A repeated hour means the first one.
			const isSecond = instant === Date.UTC(2026, 10, 1, 6);
			expect(back).toBe(isSecond ? instant - 3_600_000 : instant);
		}
	});
});

describe('a written date with its own zone', () => {
	test.each([
		['2026-11-24T18:30:00Z', '2026-11-24 18:30:00'],
		['2026-11-24 18:30 UTC', '2026-11-24 18:30:00'],
		['2026-11-24T18:30+05:30', '2026-11-24 13:00:00'],
		['2026-11-24T18:30:00+0530', '2026-11-24 13:00:00'],
		['2026-11-24T18:30:00-05', '2026-11-24 23:30:00'],
		['2026-11-24 18:30-05:00', '2026-11-24 23:30:00'],
		['2026-11-24 10:00-10:00', '2026-11-24 20:00:00'],
		['2026-11-24 02:30-05:00', '2026-11-24 07:30:00'],
		['2026-11-24 07:00 -08:00', '2026-11-24 15:00:00'],
		['2026-11-24 18:30-00:00', '2026-11-24 18:30:00'],
		['1970-11-24T18:30:00-00:44', '1970-11-24 19:14:00'],
		['2026-11-24T02:30-10:00', '2026-11-24 12:30:00'],
		['2026-11-24 02:30:00-10', '2026-11-24 12:30:00'],
		['2026-11-24T02:30-05:00', '2026-11-24 07:30:00'],
		['2026-11-24 02:30:00-05:00', '2026-11-24 07:30:00'],
		['2026-11-24 02:30:00 -03:30', '2026-11-24 06:00:00'],
		['2026-11-24 02:30+05:30', '2026-11-23 21:00:00'],
		['2026-11-24 02:30:00+12:45', '2026-11-23 13:45:00'],
		['2026-11-24T18:30:00+05:45', '2026-11-24 12:45:00'],
		['2026-11-24T18:30:00+14:00', '2026-11-24 04:30:00'],
		['2026-11-24T18:30:00-12:00', '2026-11-25 06:30:00'],
	])('reads %s in that zone', (text, utc) => expect(sent(text, newYork)).toBe(utc));
});

describe('a text that is not a date', () => {
	test.each([
		'',
		'soon',
		'2026-02-29',
		'2026-02-30 10:00',
		'2026-04-31',
		'2026-00-10',
		'2026-13-01',
		'2026-11-24 24:00',
		'2026-11-24 10:60',
		'2026-11-24 10:00:60',
		'2026-11',
		'24-11-2026',
		'03/04/2026',
		'2026-11-24T',
		'2026-11-24 10',
		'2026-11-24 10:00 IST',
		'20261124',
		'1764000000000',
		'Nov 2026',
		'2026-11-24 10:00 and more',
		// A span of time, not a time with an offset.
		'2026-11-24 18:30-19:30',
		'2026-11-24 18:30:00 -19:30',
		'2026-11-24 18:30-19',
		'2026-11-24 9:00-10:00',
		'2026-11-24 09:00 -10',
		'24-Nov-2026 8:30 am-09:00',
		'2026-11-24 23:30-00:30',
		'2026-11-24 10:00-12:15',
		'24-Nov-2026 6:30 pm-20:00',
		'2026-11-24T18:30:00+14:30',
		'2026-11-24T18:30:00+05:60',
		'2026-11-24T18:30:00.000+19:30',
	])('is refused: "%s"', (text) => expect(readWrittenDate(text)).toBeUndefined());

	test('utcText refuses a year of more than four digits', () => {
		expect(utcText(NaN)).toBeUndefined();
		expect(utcText(Infinity)).toBeUndefined();
		expect(utcText(Date.UTC(12026, 0, 1))).toBeUndefined();
	});
});

test('dayText keeps the day, also in the year 50', () => {
	const day = readWrittenDate('0050-03-01');
	expect(day && dayText(day)).toBe('0050-03-01 00:00:00');
});
