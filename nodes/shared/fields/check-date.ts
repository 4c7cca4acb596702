/** Checks a date for a field: the text that LeadSquared takes, or what is wrong with it. Pure. */
import { tidied } from '../lib/blanks';
import { quoted } from '../problems/quote';
import { dateOrderLabel, dateOrderNames } from '../properties/options';
import {
	dayText,
	endsWithSpan,
	excelTime,
	holdsSpan,
	instantOfPrinted,
	instantOfSaved,
	instantOfWritten,
	isKnownZone,
	localTimeAt,
	looksWritten,
	mayBeSpan,
	monthNamed,
	readWrittenDate,
	startsDay,
	unquotedDate,
	utcText,
	yearLast,
	type DateOrder,
	type LocalTime,
	type WrittenDate,
} from './dates';
import {
	dateRecipe,
	dateTimeOf,
	earlyYear,
	instantOf,
	invalid,
	invalidDate,
	zoneMissing,
	type DateTimeLike,
	type TextValue,
} from './values';

export interface DateRules {
	/** The workflow's time zone, an IANA name; n8n may give `DEFAULT`. */
	timeZone: string;
	/** How a date without the year in front is written; undefined where the user cannot say so. */
	dateOrder?: DateOrder;
	/** The clock of this process, which JavaScript and its libraries use for a Date. */
	processClock?: (instantMs: number) => LocalTime;
}

type DateKind = 'date' | 'dateTime';

export function checkDate(value: unknown, kind: DateKind, rules: DateRules): TextValue {
	const fault = invalidDate(value);
	if (fault !== undefined) return { ...fault, reason: `must be a date; it ${fault.reason}` };
	const instant = instantOf(value);
	if (instant !== undefined) {
		if (kind === 'dateTime') return sendable(utcText(instant), value, rules);
		const dateTime = dateTimeOf(value);
		return dateTime === undefined
			? dayOfDate(instant, value, rules)
			: sendable(shownDay(dateTime), value, rules);
	}
	if (typeof value === 'number' || typeof value === 'bigint') {
		const excel = excelTime(Number(value));
		return excel === undefined ? notDate(value, rules) : ofWritten(excel, kind, rules);
	}
	if (typeof value !== 'string') return notDate(value, rules);
	const text = unquotedDate(tidied(value));
	const printed = instantOfPrinted(text);
	if (printed !== undefined) return checkDate(new Date(printed), kind, rules);
	const date = readWrittenDate(text, rules.dateOrder);
	if (date === undefined) return notDate(value, rules);
	if (kind === 'date' && date.hasTime && date.offsetMs === 0) {
		// A Date that was saved and read again has this form, and still means the same day.
		const saved = instantOfSaved(text);
		return saved === undefined
			? dayOfDate(instantOfWritten(date, 'UTC'), value, { ...rules, processClock: utcClock })
			: dayOfDate(saved, value, rules);
	}
	return ofWritten(date, kind, rules);
}

function ofWritten(date: WrittenDate, kind: DateKind, rules: DateRules): TextValue {
	const day = dayText(date);
	if (kind === 'date') return sendable(day, day, rules);
	const { timeZone } = rules;
	if (date.offsetMs === undefined && !isKnownZone(timeZone)) return zoneMissing(timeZone);
	return sendable(utcText(instantOfWritten(date, timeZone)), day, rules);
}

/**
 * The day that a Date means: programs write a day without a time as midnight in UTC, or as midnight on the clock of
 * their own process, as the Postgres node does up to version 2.6. Any other Date is a moment, whose day is that of
 * the workflow's clock.
 */
function dayOfDate(instant: number, value: unknown, rules: DateRules): TextValue {
	const { timeZone, processClock = clockOfProcess } = rules;
	for (const clock of [utcClock, processClock]) {
		if (Number.isFinite(instant) && startsDay(instant, clock)) {
			return sendable(dayText(clock(instant)), value, rules);
		}
	}
	if (!isKnownZone(timeZone)) return zoneMissing(timeZone);
	return sendable(dayText(localTimeAt(instant, timeZone)), value, rules);
}

function clockOfProcess(instantMs: number): LocalTime {
	const date = new Date(instantMs);
	return {
		year: date.getFullYear(),
		month: date.getMonth() + 1,
		day: date.getDate(),
		hour: date.getHours(),
		minute: date.getMinutes(),
		second: date.getSeconds(),
	};
}

const utcClock = (instantMs: number) => localTimeAt(instantMs, 'UTC');

/** A DateTime means the day in its own zone, whatever the zone. */
function shownDay({ year, month, day }: DateTimeLike): string | undefined {
	if (!isInteger(year) || !isInteger(month) || !isInteger(day)) return undefined;
	return dayText({ year, month, day, hour: 0, minute: 0, second: 0 });
}

function isInteger(value: unknown): value is number {
	return Number.isInteger(value);
}

function sendable(text: string | undefined, value: unknown, rules: DateRules): TextValue {
	if (text === undefined) return notDate(value, rules);
	return earlyYear(text) ?? { kind: 'text', text };
}

function notDate(value: unknown, { dateOrder }: DateRules): TextValue {
	return invalid(`must be a date; ${quoted(value)} is not`, hintFor(value, dateOrder));
}

function hintFor(value: unknown, order: DateOrder | undefined): string {
	if (typeof value === 'number' || typeof value === 'bigint') return numberHint(value);
	const hint = typeof value === 'string' ? textHint(value, order) : undefined;
	if (hint !== undefined) return hint;
	return `Write it as 2026-11-24 or 2026-11-24 18:30, or convert it to a date with ${dateRecipe}`;
}

/** @param given a number, or a text of digits, which may mean anything */
function numberHint(given: number | bigint | string): string {
	const number = Number(given);
	const converted = typeof given === 'number' ? '$json.date' : 'Number($json.date)';
	if (excelTime(number) !== undefined) {
		return `For a date of Excel as text, write {{ ${converted} }}`;
	}
	if (number >= 19_000_101 && number <= 21_001_231) {
		return "For a date without signs between its parts, write {{ DateTime.fromFormat(String($json.date), 'yyyyMMdd') }}";
	}
	if (number >= 1e8 && number < 1e11) {
		return `For seconds since 1970, write {{ DateTime.fromSeconds(${converted}) }}`;
	}
	if (number >= 1e11 && number < 1e14) {
		return `For milliseconds since 1970, write {{ DateTime.fromMillis(${converted}) }}`;
	}
	return 'A number is taken as a day of Excel, from 18264 (1950-01-01) to 73050 (2099-12-31)';
}

const noSuchDay = 'The calendar has no such day, or the day no such time';

const fourDigits = 'Write the year with four digits';

const noSuchOffset =
	'No clock has that offset from UTC. If it is a span of time, map only its beginning';

const spanOrOffset =
	'It may be a span of time, or a time with its offset from UTC. Of a span, map only its beginning. Write an offset after the seconds, as in 2026-11-24T09:00:00-10:00';

function textHint(value: string, order: DateOrder | undefined): string | undefined {
	const text = tidied(value);
	if (/^\d+(\.\d+)?$/.test(text)) return numberHint(text);
	if (endsWithSpan(text)) return noSuchOffset;
	if (mayBeSpan(text)) return spanOrOffset;
	if (looksWritten(text)) return noSuchDay;
	const named = monthNamed(text);
	if (named !== undefined) return named.year.length === 4 ? noSuchDay : fourDigits;
	const last = yearLast(text);
	if (last === undefined) {
		return holdsSpan(text) ? 'Of a span of time, map only its beginning' : undefined;
	}
	if (last.year.length !== 4) return fourDigits;
	if (order === undefined) return undefined;
	const readable = (['day', 'month'] as const)
		.filter((one) => one !== order && readWrittenDate(text, one) !== undefined)
		.map((one) => `'${dateOrderNames[one]}'`);
	if (readable.length === 0) return noSuchDay;
	const option = `set '${dateOrderLabel}' in the options to ${readable.join(' or ')}`;
	return order === 'year'
		? `If all dates of the column are written like that, ${option}`
		: `'${dateOrderNames[order]}' is set, and there is no such day. If all dates of the column are written the other way, ${option}`;
}
