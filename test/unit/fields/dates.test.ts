import {
	dayText,
	instantOfWritten,
	readWrittenDate,
	utcText,
	localTimeAt,
} from '../../../nodes/shared/fields/dates';

const ist = 'Asia/Kolkata';
const newYork = 'America/New_York';

/** What is sent for a written date on the clocks of a zone. */
function sent(text: string, zone: string): string | undefined {
	const date = readWrittenDate(text);
	return date && utcText(instantOfWritten(date, zone));
}

describe('a written date on the clocks of a zone, as UTC', () => {
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
		// Kolkata had other clocks once: Intl knows, a fixed +05:30 would not.
		['1944-01-01 12:00', ist, '1944-01-01 05:30:00'],
	])('%s in %s', (text, zone, utc) => expect(sent(text, zone)).toBe(utc));
});

describe('where clocks are set forward or back', () => {
	test.each([
		['the last minute before they go forward', '2026-03-08 01:59', newYork, '2026-03-08 06:59:00'],
		[
			'a time that is skipped is that much later',
			'2026-03-08 02:30',
			newYork,
			'2026-03-08 07:30:00',
		],
		['the first minute after', '2026-03-08 03:00', newYork, '2026-03-08 07:00:00'],
		['the last time before they go back', '2026-11-01 00:59', newYork, '2026-11-01 04:59:00'],
		[
			'a time that comes twice is the first one',
			'2026-11-01 01:30',
			newYork,
			'2026-11-01 05:30:00',
		],
		['the first time after', '2026-11-01 02:00', newYork, '2026-11-01 07:00:00'],
		[
			'twice, with its own offset, is that one',
			'2026-11-01 01:30-05:00',
			newYork,
			'2026-11-01 06:30:00',
		],
		['a midnight that is skipped', '2018-11-04 00:00', 'America/Sao_Paulo', '2018-11-04 03:00:00'],
		[
			'half an hour, in the south',
			'2026-04-05 01:45',
			'Australia/Lord_Howe',
			'2026-04-04 14:45:00',
		],
		['a day that an island never had', '2011-12-30 12:00', 'Pacific/Apia', '2011-12-30 22:00:00'],
	])('%s', (_name, text, zone, utc) => expect(sent(text, zone)).toBe(utc));

	test('every hour of a year in New York comes back as it was written', () => {
		const start = Date.UTC(2026, 0, 1);
		for (let hour = 0; hour < 365 * 24; hour++) {
			const instant = start + hour * 3_600_000;
			const wall = localTimeAt(instant, newYork);
			const back = instantOfWritten({ ...wall, hasTime: true }, newYork);
			// The hour that comes twice means its first coming.
			const isSecond = instant === Date.UTC(2026, 10, 1, 6);
			expect(back).toBe(isSecond ? instant - 3_600_000 : instant);
		}
	});
});

describe('a zone of its own', () => {
	test.each([
		['2026-11-24T18:30:00Z', '2026-11-24 18:30:00'],
		['2026-11-24 18:30 UTC', '2026-11-24 18:30:00'],
		['2026-11-24T18:30+05:30', '2026-11-24 13:00:00'],
		['2026-11-24T18:30:00+0530', '2026-11-24 13:00:00'],
		['2026-11-24T18:30:00-05', '2026-11-24 23:30:00'],
	])('%s is read in it', (text, utc) => expect(sent(text, newYork)).toBe(utc));
});

describe('what is no date', () => {
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
		'Nov 24, 2026',
		'2026-11-24 10:00 and more',
	])('%s', (text) => expect(readWrittenDate(text)).toBeUndefined());

	test('an instant beyond four digits of a year', () => {
		expect(utcText(NaN)).toBeUndefined();
		expect(utcText(Infinity)).toBeUndefined();
		expect(utcText(Date.UTC(12026, 0, 1))).toBeUndefined();
	});
});

test('a day is the same day everywhere, the year 50 too', () => {
	const day = readWrittenDate('0050-03-01');
	expect(day && dayText(day)).toBe('0050-03-01 00:00:00');
});
