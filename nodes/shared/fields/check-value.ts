/** Checks a value against its field: the text that LeadSquared takes, or what is wrong with it. Pure. */
import { parseJson } from '../lib/json';
import type { AccountField } from '../metadata/field-catalog';
import { userIdOf, type User } from '../metadata/users';
import { quoted } from '../problems/quote';
import type { Result } from '../problems/result';
import { dayOfInstant, dayText, instantOfWritten, readWrittenDate, utcText } from './dates';
import {
	instantOf,
	invalid,
	isDateTime,
	isEmpty,
	numberToText,
	toText,
	type DateTimeLike,
	type TextValue,
} from './values';

/** What to do with a value that the drop-down does not list. */
export type UnlistedValues = 'refuse' | 'send';

export interface ValueRules {
	/** The workflow's time zone, an IANA name. */
	timeZone: string;
	unlistedValues: UnlistedValues;
	/** The account's users, or why they could not be read. */
	users: Result<readonly User[]>;
}

/** Undocumented; observed. A list is sent as one text. */
const separator = ';';

export function checkValue(field: AccountField, value: unknown, rules: ValueRules): TextValue {
	if (isEmpty(value)) return { kind: 'empty' };
	switch (field.kind) {
		case 'number':
			return checkNumber(value);
		case 'boolean':
			return checkBoolean(value);
		case 'date':
		case 'dateTime':
			return checkDate(value, field.kind, rules.timeZone);
		case 'dropdown':
			return checkChoice(field, value, rules);
		case 'multiSelect':
			return checkChoices(field, value, rules);
		case 'user':
			return checkUser(oneText(value), rules);
		default:
			return checkText(oneText(value), field.maxLength);
	}
}

function oneText(value: unknown): TextValue {
	const text = toText(value);
	return text.kind === 'invalid'
		? { ...text, reason: `takes one value; ${quoted(value)} ${text.reason}` }
		: text;
}

function checkText(text: TextValue, maxLength: number | undefined): TextValue {
	if (text.kind !== 'text' || maxLength === undefined || text.text.length <= maxLength) return text;
	return invalid(
		`takes at most ${maxLength} characters; ${quoted(text.text)} has ${text.text.length}`,
		`Shorten the text, for example with {{ $json.text.slice(0, ${maxLength}) }}`,
	);
}

/** Thousands in groups of three (1,200,000) or as in India (12,00,000). Not 0,125: that comma is a decimal one. */
const grouped = /^[+-]?[1-9]\d{0,2}(,\d{2,3})*,\d{3}(\.\d+)?$/;

const plain = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** Plain digits, since LeadSquared does not say whether a number field takes commas. */
function checkNumber(value: unknown): TextValue {
	const number = typeof value === 'bigint' ? String(value) : value;
	if (typeof number === 'number') {
		const text = numberToText(number);
		return text.kind === 'invalid'
			? { ...text, reason: `is ${String(number)}, which ${text.reason}` }
			: text;
	}
	const text = typeof number === 'string' ? number.trim() : '';
	if (plain.test(text) || grouped.test(text)) {
		return { kind: 'text', text: text.replace(/,/g, '').replace(/^\+/, '') };
	}
	return invalid(
		`must be a number; ${quoted(value)} is not`,
		'Enter digits with a point before the decimals, e.g. 1250000.50',
	);
}

const booleans = new Map([
	['true', 'true'],
	['yes', 'true'],
	['1', 'true'],
	['false', 'false'],
	['no', 'false'],
	['0', 'false'],
]);

function checkBoolean(value: unknown): TextValue {
	const isSimple = ['boolean', 'number', 'string'].includes(typeof value);
	const text = isSimple ? booleans.get(String(value).trim().toLowerCase()) : undefined;
	return text === undefined
		? invalid(`must be true or false; ${quoted(value)} is neither`, 'Enter true or false')
		: { kind: 'text', text };
}

export function checkDate(value: unknown, kind: 'date' | 'dateTime', timeZone: string): TextValue {
	const text = dateText(value, kind, timeZone);
	return text === undefined
		? invalid(
				`must be a date; ${quoted(value)} is not`,
				"Write it as 2026-11-24 or 2026-11-24 18:30, or convert it to a date with {{ DateTime.fromFormat($json.date, 'dd/MM/yyyy') }}",
			)
		: { kind: 'text', text };
}

function dateText(value: unknown, kind: 'date' | 'dateTime', timeZone: string): string | undefined {
	const instant = instantOf(value);
	if (instant !== undefined) {
		const utc = utcText(instant);
		if (kind === 'dateTime' || utc === undefined) return utc;
		return isDateTime(value) ? shownDay(value) : dayOfInstant(instant, timeZone);
	}
	const date = typeof value === 'string' ? readWrittenDate(value) : undefined;
	if (date === undefined) return undefined;
	const written = instantOfWritten(date, timeZone);
	if (kind === 'dateTime') return utcText(written);
	// A Date that was saved and read again has this form, and still means the same day.
	return date.hasTime && date.offsetMs === 0 ? dayOfInstant(written, timeZone) : dayText(date);
}

/** A DateTime means the day in its own zone, whatever the zone. */
function shownDay({ year, month, day }: DateTimeLike): string | undefined {
	if (!isInteger(year) || !isInteger(month) || !isInteger(day)) return undefined;
	return dayText({ year, month, day, hour: 0, minute: 0, second: 0 });
}

function isInteger(value: unknown): value is number {
	return Number.isInteger(value);
}

function checkChoice(field: AccountField, value: unknown, rules: ValueRules): TextValue {
	const text = oneText(value);
	if (text.kind !== 'text') return text;
	const known = listedValue(field, text.text);
	if (known !== undefined) return { kind: 'text', text: known };
	if (!field.isClosed || rules.unlistedValues === 'send') return text;
	return invalid(`does not list ${quoted(text.text)}`, unlistedHint(field, text.text));
}

/** The value itself, or that of the option shown with this text. */
function listedValue({ options }: AccountField, text: string): string | undefined {
	return (
		options.find(({ value }) => value === text) ?? options.find((option) => option.text === text)
	)?.value;
}

const bare = (text: string) => text.replace(/[\s.,/_-]+/g, '').toLowerCase();

function unlistedHint({ options }: AccountField, text: string): string {
	const near = options.find(({ value }) => bare(value) === bare(text));
	const first = options.slice(0, 10).map(({ value }) => value);
	const more = options.length > first.length ? `, and ${options.length - first.length} more` : '';
	const advice = near
		? `LeadSquared spells it ${quoted(near.value)}`
		: `LeadSquared lists: ${first.join('; ')}${more}`;
	return `${advice}. To send it anyway, set 'Unlisted Drop-Down Values' in the options to 'Send As It Is'`;
}

function checkChoices(field: AccountField, value: unknown, rules: ValueRules): TextValue {
	const texts: string[] = [];
	for (const part of choicesOf(field, value)) {
		const choice = checkChoice(field, part, rules);
		if (choice.kind === 'invalid') return choice;
		if (choice.kind === 'text' && !texts.includes(choice.text)) texts.push(choice.text);
	}
	return texts.length === 0 ? { kind: 'empty' } : { kind: 'text', text: texts.join(separator) };
}

/** A list, a list as JSON text, or values separated by `;`. */
function choicesOf(field: AccountField, value: unknown): readonly unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string' || listedValue(field, value) !== undefined) return [value];
	const parsed = value.trim().startsWith('[') ? parseJson(value) : undefined;
	if (parsed?.ok && Array.isArray(parsed.value)) return parsed.value;
	return value.split(separator).map((part) => part.trim());
}

function checkUser(text: TextValue, { users, unlistedValues }: ValueRules): TextValue {
	if (text.kind !== 'text') return text;
	const wanted = text.text.trim();
	// The list of users may be incomplete, so any ID is accepted.
	if (!wanted.includes('@')) {
		return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted) || unlistedValues === 'send'
			? { kind: 'text', text: wanted }
			: invalid(
					`must be a LeadSquared user; ${quoted(wanted)} is neither a user ID nor an email`,
					"Choose a user from the list, or enter the user's ID or email",
				);
	}
	const id = users.ok ? userIdOf(users.value, wanted) : undefined;
	if (id !== undefined) return { kind: 'text', text: id };
	if (unlistedValues === 'send') return { kind: 'text', text: wanted };
	return users.ok
		? invalid(
				`must be a LeadSquared user; the account has no user with the email ${quoted(wanted)}`,
				"Check the email, or enter the user's ID",
			)
		: invalid(
				`must be a LeadSquared user; the ID of ${quoted(wanted)} could not be looked up: ${users.problem.message}`,
				"Enter the user's ID instead of the email",
			);
}

/** Whether checking this value needs the list of users. */
export function needsUsers(field: AccountField, value: unknown): boolean {
	return field.kind === 'user' && typeof value === 'string' && value.includes('@');
}
