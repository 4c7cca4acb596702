/** The header `Retry-After` (RFC 9110, 10.2.3). LeadSquared documents none; a gateway may still send it. Pure. */

/**
 * The longest wait that is taken from a reply. One reply would otherwise hold all calls of the account, with a distant
 * date forever. If LeadSquared needs longer, the next call gets another 429, which is waited out too.
 */
const longestRetryAfterMs = 60_000;

/** @returns ms from now, at most a minute; undefined unless the value is whole seconds or an HTTP date */
export function readRetryAfter(value: unknown, nowMs: number): number | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : readHttpDate(text, nowMs) - nowMs;
	return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestRetryAfterMs);
}

/** The three forms of RFC 9110, 5.6.7. `Date.parse` would also take `2.5` and `-1`, as dates in 2001. */
const httpDates = [
	// Sun, 06 Nov 1994 08:49:37 GMT
	/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
	// Sunday, 06-Nov-94 08:49:37 GMT
	/^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
	// Sun Nov  6 08:49:37 1994
	/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>\d\d| \d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
];

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** @returns ms since the epoch; NaN for anything but an HTTP date */
export function readHttpDate(value: unknown, nowMs: number): number {
	const text = typeof value === 'string' ? value.trim() : '';
	const parts = httpDates.map((form) => form.exec(text)?.groups).find((groups) => groups);
	if (parts === undefined) return NaN;
	const { month = '', year = '', time = '' } = parts;
	const day = Number(parts.day);
	const monthIndex = months.indexOf(month);
	const [hours = NaN, minutes = NaN, seconds = NaN] = time.split(':').map(Number);
	if (monthIndex < 0 || day < 1 || day > 31) return NaN;
	// Second 60 is a leap second.
	if (hours > 23 || minutes > 59 || seconds > 60) return NaN;
	const dateIn = (fullYear: number) => Date.UTC(fullYear, monthIndex, day, hours, minutes, seconds);
	return year.length === 2 ? withCentury(Number(year), dateIn, nowMs) : dateIn(Number(year));
}

/** A date that appears to be more than 50 years ahead is of the century before (RFC 9110, 5.6.7). */
function withCentury(year: number, dateIn: (fullYear: number) => number, nowMs: number): number {
	const latest = new Date(nowMs);
	latest.setUTCFullYear(latest.getUTCFullYear() + 50);
	const century = Math.floor(latest.getUTCFullYear() / 100) * 100;
	const date = dateIn(century + year);
	return date > latest.getTime() ? dateIn(century - 100 + year) : date;
}
