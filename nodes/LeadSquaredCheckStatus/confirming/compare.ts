/**
 * Compares a value that was sent with the one that LeadSquared returns. The two have different forms: dates come in
 * four, booleans as 0 and 1, numbers with commas, users by ID. What cannot be compared is never called equal. Pure.
 */
import { trimBlanks } from '../../shared/lib/blanks';
import { booleanOf, isSimple } from '../../shared/lib/booleans';
import { isGuid } from '../../shared/lib/guid';
import { serverDate } from '../../shared/lib/server-date';
import type { FieldOption } from '../../shared/metadata/field-catalog';
import type { FieldKind } from '../../shared/metadata/field-kinds';
import { usersNamed, type User } from '../../shared/metadata/users';
import { digitsOf, isPhoneNumber, mayBeSameNumber } from '../../shared/reading/phone-numbers';
import { hiddenMark } from '../../shared/transport/redact';

/** A field of the record as it was read. */
export interface FoundField {
	value: unknown;
	/** undefined if the account does not say of which kind the field is. */
	kind: FieldKind | undefined;
	options: readonly FieldOption[];
}

export type Outcome =
	| { kind: 'same' }
	| { kind: 'different'; why?: string }
	| { kind: 'shortened'; why: string }
	/** `isFinal`: reading the record again would not change that. */
	| { kind: 'notCompared'; why: string; isFinal?: boolean };

const same: Outcome = { kind: 'same' };

const different = (why?: string): Outcome => ({
	kind: 'different',
	...(why === undefined ? {} : { why }),
});

const notCompared = (why: string): Outcome => ({ kind: 'notCompared', why });

const never = (why: string): Outcome => ({ kind: 'notCompared', why, isFinal: true });

/** LeadSquared cuts the text of some fields here. */
const shortestCut = 200;

/** @param users undefined if they could not be read, or were not needed */
export function compareValues(
	sent: string,
	{ value, kind, options }: FoundField,
	users: readonly User[] | undefined,
): Outcome {
	if (kind === 'file') return never('files are not compared');
	if (kind === 'set') return never('custom field sets are not compared');
	if (value !== null && value !== undefined && !isSimple(value)) {
		return never('LeadSquared returned no simple value');
	}
	const raw = value === null || value === undefined ? '' : String(value);
	const [a, b] = [trimBlanks(sent), trimBlanks(raw)];
	if (a.includes(hiddenMark) && b.includes(hiddenMark)) {
		return never('holds a key of the credential, which is hidden');
	}
	if (a === b) return same;
	if (a === '' || b === '') return compareEmpty(a, b, kind);
	switch (kind) {
		case 'number':
			return compareRead(decimalOf(a), decimalOf(b), 'number');
		case 'boolean':
			return compareRead(booleanOf(a), booleanOf(b), 'boolean');
		case 'date':
		case 'dateTime': {
			if (isDayOnly(a)) return compareDayWithTime(a, b);
			const read = kind === 'date' ? dayOf : secondOf;
			return compareRead(read(a), read(b), 'date');
		}
		case 'user':
			return compareUsers(a, b, users);
		case 'dropdown':
		case 'multiSelect':
			return compareChoices(a, b, options);
		case 'phone':
			return comparePhones(a, b) ?? compareTexts(a, b, raw);
		case 'product':
			return isGuid(a) && isGuid(b) && a.toLowerCase() !== b.toLowerCase()
				? different()
				: notCompared('LeadSquared returned the product in another form');
		case undefined: {
			const outcome = compareTexts(a, b, raw);
			return outcome.kind === 'shortened'
				? outcome
				: notCompared('the values differ, and the kind of the field is not known');
		}
		case 'text':
		case 'email':
		case 'url':
		case 'autoId':
			return compareTexts(a, b, raw);
	}
}

/** One of the two is empty. LeadSquared returns 0 for numbers that nobody has set, and 0 is also its false. */
function compareEmpty(a: string, b: string, kind: FoundField['kind']): Outcome {
	const isZero = (kind === 'number' || kind === undefined) && a === '' && decimalOf(b) === '0';
	const isFalse = (kind === 'boolean' || kind === undefined) && booleanOf(a || b) === false;
	if (!isZero && !isFalse) return different();
	return notCompared(
		a === ''
			? 'LeadSquared may show an empty field like this'
			: 'LeadSquared may show false as an empty field',
	);
}

/** An opportunity's note. LeadSquared may keep it together with earlier ones. */
export function compareNotes(sent: string, found: unknown): Outcome {
	const outcome = compareValues(sent, { value: found, kind: 'text', options: [] }, undefined);
	const isPart = typeof found === 'string' && found.includes(trimBlanks(sent));
	return outcome.kind === 'different' && isPart ? notCompared('is part of a longer note') : outcome;
}

/** Whether the two can be compared only with the list of users. */
export function needsUsers(sent: string, { value, kind }: FoundField): boolean {
	if (kind !== 'user' || !isSimple(value)) return false;
	const [a, b] = [trimBlanks(sent), trimBlanks(String(value))];
	return a !== b && a !== '' && b !== '' && !(isGuid(a) && isGuid(b));
}

function compareRead<T>(sent: T | undefined, found: T | undefined, noun: string): Outcome {
	if (sent === undefined) return notCompared(`the sent value cannot be read as a ${noun}`);
	if (found === undefined) return notCompared(`the found value cannot be read as a ${noun}`);
	return sent === found ? same : different();
}

function compareTexts(a: string, b: string, raw: string): Outcome {
	if (raw.length >= shortestCut && a.startsWith(b)) {
		return { kind: 'shortened', why: 'LeadSquared keeps only the beginning of the text' };
	}
	return a.toLowerCase() === b.toLowerCase() ? different('only in letter case') : different();
}

const decimal = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3})(?:\.(\d*))?$/;

/** Plain digits, so that no long number is rounded. Not `1,5`: that comma may be a decimal one. */
function decimalOf(text: string): string | undefined {
	const match = decimal.exec(text);
	if (match === null) return undefined;
	const [, sign, written = '', decimals = ''] = match;
	const whole = written.replace(/,/g, '').replace(/^0+(?=\d)/, '');
	const fraction = decimals.replace(/0+$/, '');
	const number = fraction === '' ? whole : `${whole}.${fraction}`;
	return sign === '-' && number !== '0' ? `-${number}` : number;
}

const dayMs = 24 * 60 * 60_000;

function isDayOnly(text: string): boolean {
	return serverDate(text) === undefined && dayOf(text) !== undefined;
}

/** Days since the epoch, of a date with or without a time. */
function dayOf(text: string): number | undefined {
	const ms =
		serverDate(text) ??
		(text.includes('/') ? serverDate(`${text} 12:00:00 AM`) : serverDate(`${text} 00:00:00`));
	return ms === undefined ? undefined : Math.floor(ms / dayMs);
}

/** A date alone says nothing about the time, nor in which zone its day begins. */
function compareDayWithTime(a: string, b: string): Outcome {
	const [day, second] = [dayOf(a), isDayOnly(b) ? undefined : secondOf(b)];
	if (day === undefined || second === undefined) return compareRead(day, dayOf(b), 'date');
	const distanceMs = second * 1_000 - day * dayMs;
	if (distanceMs === 0) return same;
	return Math.abs(distanceMs) < dayMs
		? notCompared('a date without a time was sent, and LeadSquared returned one with a time')
		: different();
}

function secondOf(text: string): number | undefined {
	const ms = serverDate(text);
	return ms === undefined ? undefined : Math.floor(ms / 1_000);
}

function compareUsers(a: string, b: string, users: readonly User[] | undefined): Outcome {
	if (isGuid(a) && isGuid(b)) return a.toLowerCase() === b.toLowerCase() ? same : different();
	if (users === undefined) return never("the account's users could not be read");
	const [sent, found] = [usersNamed(a, users), usersNamed(b, users)];
	if (sent.length === 0 || found.length === 0) {
		return notCompared("is not among the account's users");
	}
	if (!sent.some((id) => found.includes(id))) return different();
	return sent.length === 1 && found.length === 1
		? same
		: notCompared('several users have this name');
}

function compareChoices(a: string, b: string, options: readonly FieldOption[]): Outcome {
	const isValue = options.some(({ value }) => value === b);
	const isText = options.some(({ value, text }) => value === a && text === b);
	const meant = options.filter(({ text }) => text === b);
	// LeadSquared showed the text of the choice instead of its value.
	if (!isValue && isText && meant.length === 1) return same;
	if (a.toLowerCase() === b.toLowerCase()) return different('only in letter case');
	const texts = new Map(options.map(({ value, text }) => [value, text]));
	const textOf = (part: string) => texts.get(part) ?? part;
	return partsOf(a) === partsOf(b)
		? notCompared('only the order or the separator of the values differs')
		: partsOf(a, textOf) === partsOf(b, textOf)
			? notCompared('LeadSquared returned the texts of the choices instead of their values')
			: different();
}

function partsOf(text: string, meaningOf = (part: string) => part): string {
	const parts = text.split(/[;,|]/).map((part) => meaningOf(part.trim()));
	return JSON.stringify(parts.sort());
}

/** undefined if one of the two is no phone number. LeadSquared writes them as `+91-9876543210`. */
function comparePhones(a: string, b: string): Outcome | undefined {
	if (!isPhoneNumber(a) || !isPhoneNumber(b)) return undefined;
	if (digitsOf(a) === digitsOf(b)) return same;
	return mayBeSameNumber(a, b)
		? notCompared('may be the same phone number in another form')
		: different();
}
