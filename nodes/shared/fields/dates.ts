/**
 * Reads dates as users write them, and writes them as LeadSquared takes them: `YYYY-MM-DD HH:mm:ss` in UTC, for all its APIs
 * (https://apidocs.leadsquared.com/overview/). Pure; time zones come from the IANA database of the JavaScript engine.
 */

export interface LocalTime {
	year: number;
	/** 1 to 12. */
	month: number;
	day: number;
	hour: number;
	minute: number;
	second: number;
}

export interface WrittenDate extends LocalTime {
	/** Whether a time of day was written. */
	hasTime: boolean;
	/** Milliseconds east of UTC, where the text names a zone. */
	offsetMs?: number;
}

const minuteMs = 60_000;

const dayMs = 24 * 60 * minuteMs;

const time =
	'(?:(?:T|,?\\s+)(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d+)?)?(?:\\s*([AP])\\.?M\\.?)?\\s*(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?$';

/** ISO 8601, with a space or `T`, and optionally a fraction of the second, and `Z` or an offset. */
const yearFirstForm = new RegExp(`^(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})${time}`, 'i');

/** The year at the end, as people write it; the same sign twice. */
const yearLastForm = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{2}|\\d{4})${time}`, 'i');

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const monthName =
	'(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

const dayNumber = '(\\d{1,2})(?:st|nd|rd|th)?';

/** 24-Nov-2026, 24 November 2026: spreadsheets in India write it so. Nobody can mistake the month. */
const dayThenName = new RegExp(
	`^${dayNumber}[-/.,\\s]+${monthName}[-/.,\\s]+(\\d{2}|\\d{4})${time}`,
	'i',
);

/** Nov 24, 2026 */
const nameThenDay = new RegExp(
	`^${monthName}[-/.\\s]+${dayNumber}[-/.,\\s]+(\\d{2}|\\d{4})${time}`,
	'i',
);

/** How a date without the year in front is written. */
export type DateOrder = 'year' | 'day' | 'month';

/**
 * undefined if the text is not a date, or is one that does not exist. Without an order that the user states, only
 * forms with the year first or with the month's name: 03/04/2026 is in March for some and in April for others.
 */
export function readWrittenDate(text: string, order: DateOrder = 'year'): WrittenDate | undefined {
	const line = text.trim();
	if (mayBeSpan(line)) return undefined;
	const first = yearFirstForm.exec(line);
	if (first !== null) {
		const [, year, month, day, ...clock] = first;
		return realDate([year, month, day], clock);
	}
	const named = monthNamed(line);
	if (named !== undefined) {
		const { year, month, day, clock } = named;
		return year.length === 4 ? realDate([year, month, day], clock) : undefined;
	}
	const last = yearLast(line);
	if (last === undefined || last.year.length !== 4 || order === 'year') return undefined;
	const { year, parts, clock } = last;
	const [month, day] = order === 'month' ? parts : [parts[1], parts[0]];
	return realDate([year, month, day], clock);
}

/** Whether the text has the form of a date with the year first, whether or not there is such a day. */
export function looksWritten(text: string): boolean {
	return yearFirstForm.test(text);
}

type Written = string | undefined;

/** The parts of a date with the English name of its month, whether or not there is such a day. */
export function monthNamed(
	text: string,
): { year: string; month: string; day: string; clock: Written[] } | undefined {
	const byDay = dayThenName.exec(text);
	const match = byDay ?? nameThenDay.exec(text);
	if (match === null) return undefined;
	const [, first = '', second = '', year = '', ...clock] = match;
	const [day, name] = byDay === null ? [second, first] : [first, second];
	const month = months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
	return { year, month: String(month), day, clock };
}

/** The parts of a date with the year at the end, whether or not there is such a day. */
export function yearLast(
	text: string,
): { year: string; parts: [string, string]; clock: Written[] } | undefined {
	const match = yearLastForm.exec(text);
	if (match === null) return undefined;
	const [, one = '', , other = '', year = '', ...clock] = match;
	return { year, parts: [one, other], clock };
}

function realDate(
	[year, month, day]: readonly Written[],
	[hour, minute, second, half, zone]: readonly Written[],
): WrittenDate | undefined {
	const written = Number(hour ?? 0);
	if (half !== undefined && (written < 1 || written > 12)) return undefined;
	const offsetMs = zone === undefined ? undefined : readOffset(zone);
	if (zone !== undefined && offsetMs === undefined) return undefined;
	const date: WrittenDate = {
		year: Number(year),
		month: Number(month),
		day: Number(day),
		hour: hourOf(written, half),
		minute: Number(minute ?? 0),
		second: Number(second ?? 0),
		hasTime: hour !== undefined,
		offsetMs,
	};
	if (date.hour > 23 || date.minute > 59 || date.second > 59) return undefined;
	// A day beyond the month's end would roll over into the next month.
	const rolled = new Date(asIfUtc(date));
	if (rolled.getUTCMonth() + 1 !== date.month || rolled.getUTCDate() !== date.day) return undefined;
	return date;
}

/** Excel's count of days: 1950-01-01 to 2099-12-31. Other numbers are probably not dates. */
const excelDays = { first: 18_264, last: 73_050, zero: Date.UTC(1899, 11, 30) };

/** The day that Excel's number means, with its fraction as the time, to the second. On no zone's clock. */
export function excelTime(serial: number): WrittenDate | undefined {
	if (!(serial >= excelDays.first && serial < excelDays.last + 1)) return undefined;
	const seconds = Math.round((serial * dayMs) / 1_000);
	return {
		...localTimeAt(excelDays.zero + seconds * 1_000, 'UTC'),
		hasTime: !Number.isInteger(serial),
	};
}

/** In minutes: no place on Earth is further from UTC. */
const offsets = { least: -12 * 60, most: 14 * 60 };

/**
 * Milliseconds east of UTC. undefined if no clock is that far from UTC: `18:30-19:30` is a span of time, not a time with
 * an offset.
 */
function readOffset(zone: string): number | undefined {
	const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
	if (match === null) return 0;
	const [, sign, hours, minutes = '0'] = match;
	const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
	const isReal = Number(minutes) < 60 && offset >= offsets.least && offset <= offsets.most;
	return isReal ? offset * minuteMs : undefined;
}

/** Whether the text ends with a time and what cannot be its offset. */
export function endsWithSpan(text: string): boolean {
	const [, zone] = /:\d{2}(?:\s*[AP]\.?M\.?)?\s*([+-]\d{2}(?::?\d{2})?)$/i.exec(text) ?? [];
	return zone !== undefined && readOffset(zone) === undefined;
}

/**
 * Whether the text ends with what is a span of time for people, as in `09:00-10:00`, and a time with its offset for
 * programs. These write a T before the time, or its seconds; a span ends after it begins, or in the hour after
 * midnight, which is no offset of today; and from one to eight hours west it is an offset, since America writes those.
 */
export function mayBeSpan(text: string): boolean {
	const match = /\s(\d{1,2}):(\d{2})(?:\s*([AP])\.?M\.?)?\s*-(\d{2})(?::(\d{2}))?$/i.exec(text);
	if (match === null) return false;
	const [, hour, minute, half, endHour, endMinute = '0'] = match;
	const begin = hourOf(Number(hour), half) * 60 + Number(minute);
	const end = Number(endHour) * 60 + Number(endMinute);
	return (end > 0 && end < 60) || (end > 8 * 60 && end > begin);
}

/** @param half the first letter of AM or PM, where one is written */
function hourOf(written: number, half: string | undefined): number {
	return half === undefined ? written : (written % 12) + (/p/i.test(half) ? 12 : 0);
}

/** Whether the text holds two times with a sign between them that no offset has. */
export function holdsSpan(text: string): boolean {
	return /:\d{2}(?:\s*[AP]\.?M\.?)?\s*(?:[-\u2013\u2014]|to)\s*\d{1,2}:\d{2}/i.test(text);
}

/** Milliseconds since the epoch of this time in UTC. */
function asIfUtc({ year, month, day, hour, minute, second }: LocalTime): number {
	const date = new Date(0);
	// Not Date.UTC, which reads the years 0 to 99 as 1900 to 1999.
	date.setUTCFullYear(year, month - 1, day);
	date.setUTCHours(hour, minute, second);
	return date.getTime();
}

/** Milliseconds since the epoch. A date without an offset is local to the zone. */
export function instantOfWritten(date: WrittenDate, timeZone: string): number {
	return date.offsetMs === undefined
		? instantOfLocal(date, timeZone)
		: asIfUtc(date) - date.offsetMs;
}

/**
 * When clocks go forward, a skipped time moves later by the same amount (02:30 becomes 03:30); when they go back,
 * a time that occurs twice is the first one. java.time, Temporal and n8n's own DateTime do the same.
 */
function instantOfLocal(local: LocalTime, timeZone: string): number {
	const utc = asIfUtc(local);
	const before = offsetAt(utc - dayMs, timeZone);
	const after = offsetAt(utc + dayMs, timeZone);
	const matching = [utc - before, utc - after].filter(
		(instant) => utc - instant === offsetAt(instant, timeZone),
	);
	return matching.length > 0 ? Math.min(...matching) : utc - before;
}

function offsetAt(instantMs: number, timeZone: string): number {
	return asIfUtc(localTimeAt(instantMs, timeZone)) - Math.floor(instantMs / 1_000) * 1_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
	let format = formats.get(timeZone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone,
			calendar: 'iso8601',
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		formats.set(timeZone, format);
	}
	return format;
}

/** The time in the zone at an instant. */
export function localTimeAt(instantMs: number, timeZone: string): LocalTime {
	const parts = new Map(
		formatOf(timeZone)
			.formatToParts(instantMs)
			.map(({ type, value }) => [type, Number(value)]),
	);
	const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
	return {
		year: part('year'),
		month: part('month'),
		day: part('day'),
		hour: part('hour'),
		minute: part('minute'),
		second: part('second'),
	};
}

/** The time on a clock that is so many minutes east of UTC. */
export function localTimeAtOffset(instantMs: number, minutesEast: number): LocalTime {
	return localTimeAt(instantMs + minutesEast * minuteMs, 'UTC');
}

const knownZones = new Map<string, boolean>();

/** Whether the name is that of a time zone. n8n may give `DEFAULT`. */
export function isKnownZone(timeZone: string): boolean {
	let isKnown = knownZones.get(timeZone);
	if (isKnown === undefined) {
		try {
			formatOf(timeZone);
			isKnown = true;
		} catch {
			isKnown = false;
		}
		knownZones.set(timeZone, isKnown);
	}
	return isKnown;
}

/** `2026-11-24 18:30:00` on the clock of the zone. */
export function clockText(instantMs: number, timeZone: string): string | undefined {
	return utcText(instantMs) && utcText(asIfUtc(localTimeAt(instantMs, timeZone)));
}

/** Edit Fields of n8n makes such text of a Date, with quotes around it. */
export function unquotedDate(text: string): string {
	return /^"([^"]*)"$/.exec(text)?.[1] ?? text;
}

const savedDate = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(Z|[+-]\d{2}:\d{2})$/;

/** The instant of a text that is exactly what JSON makes of a Date or a DateTime: n8n saves them like that. */
export function instantOfSaved(text: string): number | undefined {
	const date = unquotedDate(text);
	return savedDate.test(date) && readWrittenDate(date) !== undefined ? Date.parse(date) : undefined;
}

const printedDate =
	/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{4} \d{2}:\d{2}:\d{2} GMT[+-]\d{4} \(.+\)$/;

/**
 * The instant of a text that is exactly what JavaScript makes of a Date inside a text, as in `{ "on": "{{ $json.date }}" }`:
 * `Wed Sep 16 2026 12:13:44 GMT+0530 (India Standard Time)`.
 */
export function instantOfPrinted(text: string): number | undefined {
	const instant = printedDate.test(text) ? Date.parse(text) : NaN;
	return Number.isFinite(instant) ? instant : undefined;
}

/** `2026-11-24 13:00:00` in UTC; undefined if the year does not have four digits. */
export function utcText(instantMs: number): string | undefined {
	const iso = Number.isFinite(instantMs) ? new Date(instantMs).toISOString() : '';
	return /^\d{4}-/.test(iso) ? iso.slice(0, 19).replace('T', ' ') : undefined;
}

/** Whether a day begins at this instant, by the clock: at midnight, or later where clocks skip midnight. */
export function startsDay(instantMs: number, clock: (instantMs: number) => LocalTime): boolean {
	return clock(instantMs).day !== clock(instantMs - 1).day;
}

/** A day without a time is the same day everywhere, so it is never converted between zones. */
export function dayText({ year, month, day }: LocalTime): string | undefined {
	return utcText(asIfUtc({ year, month, day, hour: 0, minute: 0, second: 0 }));
}
