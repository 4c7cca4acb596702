/**
 * Converts a value from a workflow to what LeadSquared takes: text.
 * Dates are `YYYY-MM-DD HH:mm:ss` in UTC, for all its APIs (https://apidocs.leadsquared.com/overview/).
 */
import { isBlank, tidied, trimBlanks } from '../lib/blanks';
import { isObject } from '../lib/json';
import type { Fault } from '../problems/bad-input';
import { quotable, quoted } from '../problems/quote';
import {
	clockText,
	instantOfPrinted,
	instantOfSaved,
	isKnownZone,
	localTimeAtOffset,
} from './dates';
import { idInAddress, isAddress } from './page-address';

/** A cell that holds nothing but blanks is empty for the person who sees it. */
export function isEmpty(value: unknown): boolean {
	return value === null || value === undefined || (typeof value === 'string' && isBlank(value));
}

/** The value of a resource locator, or of a parameter that holds the value itself. */
export function locatorValue(parameter: unknown): unknown {
	return isObject(parameter) ? parameter.value : parameter;
}

export type TextValue =
	| { kind: 'text'; text: string }
	/** null, undefined or a text of blanks alone: left out or cleared, as the user chose. */
	| { kind: 'empty' }
	| ({ kind: 'invalid' } & Fault);

export function invalid(reason: string, hint: string): { kind: 'invalid' } & Fault {
	return { kind: 'invalid', reason, hint };
}

/** @param timeZone on whose clock a date is written */
export function toText(value: unknown, timeZone = 'UTC'): TextValue {
	if (isEmpty(value)) return { kind: 'empty' };
	if (typeof value === 'string') {
		const date = instantOfSaved(value) ?? instantOfPrinted(value);
		if (date !== undefined) return instantToText(date, timeZone);
		return printedFault(trimBlanks(value)) ?? { kind: 'text', text: value };
	}
	if (typeof value === 'boolean' || typeof value === 'bigint')
		return { kind: 'text', text: String(value) };
	if (typeof value === 'number') return numberToText(value);
	const instant = instantOf(value);
	if (instant !== undefined) return invalidDate(value) ?? instantToText(instant, timeZone);
	return Array.isArray(value)
		? invalid(
				'is a list',
				"Join the list into one text first, for example with {{ $json.list.join(';') }}",
			)
		: invalid('is an object', pickOneValue);
}

const pickOneValue =
	'Pick one value of the object. For a custom field set, write the schema name as mx_Custom_4~mx_CustomObject_1';

/** One object, or a list of them, which JavaScript joins with commas. */
const printedObjects = /^\[object \w+\](,\[object \w+\])*$/;

/**
 * The fault of a text that is exactly what JavaScript writes for what it cannot write: an object, as in
 * `{ "address": "{{ $json.address }}" }`, a number that is not one, or a date that is not one.
 */
function printedFault(text: string): ({ kind: 'invalid' } & Fault) | undefined {
	if (printedObjects.test(text)) {
		return invalid(`is the word ${quoted(text)}, which stands for an object`, pickOneValue);
	}
	if (text === 'NaN') {
		return invalid(
			`is the word ${quoted(text)}, which stands for a number that is not one`,
			'Check the expression that produces it, and what it gives for a value with commas or words',
		);
	}
	if (/^Invalid Date(Time)?$/.test(text)) {
		return invalid(
			`is the text ${quoted(text)}, which stands for a date that is not one`,
			checkFormat,
		);
	}
	return undefined;
}

/** What an ID names: a page's address has the ID of some; a key may itself be an address. */
export type IdKind = 'opportunity' | 'lead' | 'other' | 'key';

interface IdRules {
	/** How the queries of LeadSquared's pages name the ID. */
	names: readonly string[];
	refusal: Fault;
	/** Refuses an email; without it an email is taken too. */
	refuseEmail?: (text: string) => { kind: 'invalid' } & Fault;
}

const idRules: Record<Exclude<IdKind, 'key'>, IdRules> = {
	opportunity: {
		names: ['opportunityid'],
		refuseEmail: (text) =>
			invalid(
				`is an email, not the ID of an opportunity: ${quoted(text)}`,
				"Enter the ID itself. To update the opportunity of a lead, choose 'By Lead's Email or Phone' in LeadSquared Update Opportunity (Async)",
			),
		refusal: {
			reason: 'is a URL without an opportunity ID',
			hint: "Copy the URL of the opportunity's page; it contains opportunityId=…",
		},
	},
	lead: {
		names: ['leadid', 'prospectid'],
		refuseEmail: (text) =>
			invalid(
				`is an email, not the ID of a lead: ${quoted(text)}`,
				"Enter the lead's ID (ProspectID). The node LeadSquared finds leads by email: choose 'By Email or Phone' there, or 'Email' in Lead > Get",
			),
		refusal: {
			reason: 'is a URL without a lead ID',
			hint: "Copy the URL of the lead's page; it contains LeadID=…",
		},
	},
	other: {
		names: [],
		refusal: { reason: 'is the URL of a page', hint: 'Enter the ID itself' },
	},
};

/** What programs write for a value that is not there; Odoo gives false for an empty field. */
const absences = /^(null|undefined|true|false|nan)$/i;

/** A long number as a spreadsheet saves it in text if the column is narrow: `9.84501E+09`. */
const shortened = /^[+-]?\d([.,]\d+)?E\+\d+$/i;

/** A whole number as Java writes it, from ten million on: `9.845012345E9`. With a smaller exponent it may be a code. */
function isPrintedDouble(text: string): boolean {
	const [, exponent] = /^\d\.\d+E(\d+)$/.exec(text) ?? [];
	return exponent !== undefined && Number(exponent) >= 7 && Number.isInteger(Number(text));
}

/**
 * Refuses what cannot be an ID, a phone number or an address: a word that stands for nothing, and a number that has lost
 * digits.
 */
export function refuseLost(text: string): ({ kind: 'invalid' } & Fault) | undefined {
	if (absences.test(text) || printedObjects.test(text)) {
		return invalid(
			`is the word ${quoted(text)}`,
			'Check the expression: the item has no value there',
		);
	}
	if (isPrintedDouble(text)) {
		return invalid(
			`is a number with an exponent: ${quoted(text)}`,
			'Write all its digits, for example with {{ Number($json.id).toFixed(0) }}',
		);
	}
	if (!shortened.test(text)) return undefined;
	return invalid(
		`is a number that has lost its last digits: ${quoted(text)}`,
		'Format the column as text in the spreadsheet, and enter the numbers again',
	);
}

/** The ID of a record, or the value by which it is found. A number that lost digits would name another record. */
export function toId(value: unknown, kind: IdKind = 'other'): TextValue {
	if (typeof value === 'boolean' || (typeof value === 'object' && value !== null)) {
		return invalid(
			'is neither text nor a number',
			'Enter the value itself, for example with {{ $json.id }}',
		);
	}
	if (isEmpty(value)) return { kind: 'empty' };
	if (typeof value !== 'string') return toText(value);
	const text = tidied(value);
	const lost = refuseLost(text);
	if (lost !== undefined) return lost;
	if (/[\r\n\v\f\u2028\u2029]/.test(text)) {
		return invalid(`has several lines: ${quoted(text)}`, 'Enter one value');
	}
	if (kind === 'key') return { kind: 'text', text };
	const { names, refusal, refuseEmail } = idRules[kind];
	if (!isAddress(text)) {
		return refuseEmail !== undefined && text.includes('@')
			? refuseEmail(text)
			: { kind: 'text', text };
	}
	const id = idInAddress(text, names);
	if (id !== undefined) return toId(id, kind);
	return { kind: 'invalid', ...refusal };
}

export function numberToText(value: number): TextValue {
	if (!Number.isFinite(value)) {
		return invalid('is not a number that can be sent', 'Check the expression that produces it');
	}
	// LeadSquared does not document the form 1e-7, so the digits are written out.
	const text = String(value).includes('e')
		? value.toFixed(20).replace(/\.?0+$/, '')
		: String(value);
	const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number(text) === value;
	if (isExact) return { kind: 'text', text };
	return invalid(
		`is a number that cannot be sent exactly (${value})`,
		'Enter it as text, in quotes: long numbers lose digits otherwise',
	);
}

/**
 * Milliseconds since the epoch of a Date or a Luxon DateTime; NaN if it is invalid.
 * By shape, not by class: n8n evaluates expressions in a separate realm.
 */
export function instantOf(value: unknown): number | undefined {
	if (Object.prototype.toString.call(value) === '[object Date]') return (value as Date).getTime();
	return dateTimeOf(value)?.toMillis();
}

/** The part of a Luxon DateTime that is used here. */
export interface DateTimeLike {
	toMillis(): number;
	/** Of a DateTime that is not one. */
	invalidReason?: unknown;
	invalidExplanation?: unknown;
	/** In the DateTime's own zone. */
	year: unknown;
	month: unknown;
	day: unknown;
}

/** @returns undefined if the value is no DateTime */
export function dateTimeOf(value: unknown): DateTimeLike | undefined {
	if (typeof value !== 'object' || value === null || !('isLuxonDateTime' in value))
		return undefined;
	return hasMethods(value) ? value : fromParts(value);
}

function hasMethods(value: object): value is DateTimeLike {
	return 'toMillis' in value && typeof value.toMillis === 'function';
}

/**
 * An expression of n8n 2 gives a DateTime inside an item, as Edit Fields up to version 3.4 puts it there, without its
 * methods: what is left are its milliseconds (`ts`) and its minutes east of UTC (`o`), or why it is none (`invalid`).
 * External data may have only the name.
 */
function fromParts(value: object): DateTimeLike | undefined {
	const { ts, o, invalid: fault } = value as { ts?: unknown; o?: unknown; invalid?: unknown };
	if (isObject(fault)) {
		return {
			toMillis: () => NaN,
			invalidReason: fault.reason,
			invalidExplanation: fault.explanation,
			year: NaN,
			month: NaN,
			day: NaN,
		};
	}
	if (typeof ts !== 'number' || typeof o !== 'number') return undefined;
	return { toMillis: () => ts, ...localTimeAtOffset(ts, o) };
}

/** For empty cells too: a format that meets an empty text makes an Invalid DateTime. */
export const dateRecipe = "{{ $json.date && DateTime.fromFormat($json.date, 'dd/MM/yyyy') }}";

const checkFormat = `Check that the format is that of the text. For cells that may be empty, write it as ${dateRecipe}`;

/** What is wrong with a Date or a DateTime that is not one, in Luxon's words where there are any. */
export function invalidDate(value: unknown): ({ kind: 'invalid' } & Fault) | undefined {
	const instant = instantOf(value);
	if (instant === undefined || Number.isFinite(instant)) return undefined;
	const dateTime = dateTimeOf(value);
	if (dateTime === undefined) {
		return invalid(
			'is an Invalid Date',
			'Check the expression that produces the date, and what it gives for an empty cell',
		);
	}
	const why = [dateTime.invalidReason, dateTime.invalidExplanation].filter(
		(words): words is string => typeof words === 'string' && words !== '',
	);
	return invalid(
		why.length === 0
			? 'is an Invalid DateTime'
			: `is an Invalid DateTime (${quotable(why.join(': '))})`,
		checkFormat,
	);
}

/**
 * The fault of a date before the year 1000: programs of Microsoft write 0001-01-01 where there is none, and 26 for 2026
 * read with the format `y` is the year 26.
 */
export function earlyYear(text: string): ({ kind: 'invalid' } & Fault) | undefined {
	if (!text.startsWith('0')) return undefined;
	// In UTC, the year 1 of India begins in the year before it.
	if (/^000[01]-/.test(text)) {
		return invalid(
			'is a date in the year 1, which programs write where there is no date',
			"Leave the value empty there, for example with {{ String($json.date).startsWith('0001') ? '' : $json.date }}",
		);
	}
	return invalid(
		'is a date before the year 1000',
		'Write the year with four digits. In a format, yy reads a year of two digits',
	);
}

/** A date for people: the time that the clock of the zone shows. */
function instantToText(ms: number, timeZone: string): TextValue {
	if (!isKnownZone(timeZone)) return zoneMissing(timeZone);
	const text = clockText(ms, timeZone);
	return text === undefined
		? invalid('is not a date', 'Check the expression that produces the date')
		: (earlyYear(text) ?? { kind: 'text', text });
}

/** @returns the fault of a date that is on the workflow's clock, while that clock is not known */
export function zoneMissing(timeZone: string): { kind: 'invalid' } & Fault {
	return invalid(
		`needs the time zone of the workflow, and ${quoted(timeZone)} is not one`,
		"Choose 'Timezone' in the settings of the workflow; its default is the variable GENERIC_TIMEZONE of n8n. Or write the date with its offset, as in 2026-11-24T18:30:00+05:30",
	);
}
