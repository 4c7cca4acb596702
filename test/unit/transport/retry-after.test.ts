import fc from 'fast-check';

import { readHttpDate, readRetryAfter } from '../../../nodes/shared/transport/retry-after';

const now = Date.UTC(2026, 10, 24, 4, 30);

test.each([
	['3', 3_000],
	[' 3 ', 3_000],
	['0', 0],
	['60', 60_000],
	// More than a minute would hold all calls of the account because of one reply.
	['61', 60_000],
	['999999999999', 60_000],
	['9'.repeat(400), 60_000],
	['Tue, 24 Nov 2026 04:30:07 GMT', 7_000],
	['Tuesday, 24-Nov-26 04:30:07 GMT', 7_000],
	['Tue Nov 24 04:30:07 2026', 7_000],
	['Tue, 24 Nov 2026 04:29:53 GMT', 0],
	['Fri, 31 Dec 9999 23:59:59 GMT', 60_000],
])('Retry-After %s is %s ms', (value, ms) => {
	expect(readRetryAfter(value, now)).toBe(ms);
});

test.each([
	undefined,
	null,
	3,
	['3'],
	'',
	'soon',
	'2.5',
	'0.5',
	'-1',
	'+1',
	'1e1',
	'10;',
	'1,5',
	'1 5',
	'10 s',
	// Dates to Date.parse, but not in HTTP.
	'2026-11-24T04:30:07Z',
	'24 Nov 2026 04:30:07 GMT',
	'Tue, 24 Nov 2026 04:30:07',
	'Tue, 24 Nov 2026 04:30:07 +0530',
	'Tue, 24 Nov 2026 04:30:07 UTC',
	'Tue, 24 Nov 2026 4:30:07 GMT',
	'tue, 24 nov 2026 04:30:07 gmt',
	'Tue, 24-Nov-26 04:30:07 GMT',
	'Tuesday, 24-Nov-2026 04:30:07 GMT',
	'Tue Nov 24 04:30:07 2026 GMT',
	'Tue Nov 4 04:30:07 2026',
	'Tue, 24 Abc 2026 04:30:07 GMT',
	'Tue, 00 Nov 2026 04:30:07 GMT',
	'Tue, 32 Nov 2026 04:30:07 GMT',
	'Tue, 24 Nov 2026 24:30:07 GMT',
	'Tue, 24 Nov 2026 04:60:07 GMT',
	'Tue, 24 Nov 2026 04:30:61 GMT',
])('Retry-After %p is ignored', (value) => {
	expect(readRetryAfter(value, now)).toBeUndefined();
});

test('no Retry-After holds calls for longer than a minute or for a negative time', () => {
	const value = fc.oneof(
		fc.string(),
		fc.stringMatching(/^\d{1,400}$/),
		fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
		fc.anything(),
	);
	fc.assert(
		fc.property(value, (retryAfter) => {
			const ms = readRetryAfter(retryAfter, now) ?? 0;
			expect(ms).toBeGreaterThanOrEqual(0);
			expect(ms).toBeLessThanOrEqual(60_000);
		}),
	);
});

test.each([
	// The examples of RFC 9110, 5.6.7.
	['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
	['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
	['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
	['Wed Nov 16 08:49:37 1994', '1994-11-16T08:49:37.000Z'],
	// A leap second.
	['Sat, 31 Dec 2016 23:59:60 GMT', '2017-01-01T00:00:00.000Z'],
	// Two digits of a year: at most 50 years ahead of 24 November 2026, 04:30.
	['Thursday, 01-Jan-27 00:00:00 GMT', '2027-01-01T00:00:00.000Z'],
	['Tuesday, 24-Nov-76 04:30:00 GMT', '2076-11-24T04:30:00.000Z'],
	['Wednesday, 24-Nov-76 04:30:01 GMT', '1976-11-24T04:30:01.000Z'],
	['Saturday, 01-Jan-00 00:00:00 GMT', '2000-01-01T00:00:00.000Z'],
])('%s is %s', (text, iso) => {
	expect(new Date(readHttpDate(text, now)).toISOString()).toBe(iso);
});

test('two digits of a year may mean the next century', () => {
	const in2099 = Date.UTC(2099, 11, 31);
	const date = readHttpDate('Friday, 01-Jan-00 00:00:05 GMT', in2099);
	expect(new Date(date).toISOString()).toBe('2100-01-01T00:00:05.000Z');
});

test('reads the date that JavaScript writes', () => {
	const min = new Date(Date.UTC(1000, 0));
	const max = new Date(Date.UTC(9999, 0));
	fc.assert(
		fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
			const whole = Math.floor(date.getTime() / 1_000) * 1_000;
			expect(readHttpDate(date.toUTCString(), now)).toBe(whole);
		}),
	);
});
