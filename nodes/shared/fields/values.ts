/**
 * A value from a workflow as LeadSquared takes it: text.
 * Dates: https://apidocs.leadsquared.com/overview/ wants `YYYY-MM-DD HH:mm:ss` in UTC, for all its APIs.
 */
import { utcText } from './dates';

export function isEmpty(value: unknown): boolean {
	return value === null || value === undefined || value === '';
}

export type TextValue =
	| { kind: 'text'; text: string }
	/** null, undefined or an empty text: left out or cleared, as the user chose. */
	| { kind: 'empty' }
	| { kind: 'invalid'; reason: string; hint: string };

export function toText(value: unknown): TextValue {
	if (value === null || value === undefined || value === '') return { kind: 'empty' };
	if (typeof value === 'string') return { kind: 'text', text: value };
	if (typeof value === 'boolean' || typeof value === 'bigint')
		return { kind: 'text', text: String(value) };
	if (typeof value === 'number') return numberToText(value);
	const instant = instantOf(value);
	if (instant !== undefined) return instantToText(instant);
	return {
		kind: 'invalid',
		reason: Array.isArray(value) ? 'is a list' : 'is an object',
		hint: Array.isArray(value)
			? "Join the list to one text first, for example with {{ $json.list.join(';') }}"
			: 'Pick one value of the object. For a custom field set, write the schema name as mx_Custom_4~mx_CustomObject_1',
	};
}

/** The ID of a record, without blanks around it. A number that lost digits would name another record. */
export function toId(value: unknown): TextValue {
	if (typeof value === 'string') return toText(value.trim());
	if (typeof value === 'boolean' || (typeof value === 'object' && value !== null)) {
		return {
			kind: 'invalid',
			reason: 'is neither text nor a number',
			hint: 'Give the ID itself, for example with {{ $json.id }}',
		};
	}
	return toText(value);
}

export function numberToText(value: number): TextValue {
	if (!Number.isFinite(value)) {
		return {
			kind: 'invalid',
			reason: 'is not a number that can be sent',
			hint: 'Check the calculation that gives it',
		};
	}
	// LeadSquared does not document 1e-7; written out it is a plain number.
	const text = String(value).includes('e')
		? value.toFixed(20).replace(/\.?0+$/, '')
		: String(value);
	const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number(text) === value;
	if (isExact) return { kind: 'text', text };
	return {
		kind: 'invalid',
		reason: `is a number that cannot be sent exactly (${value})`,
		hint: 'Give it as text, in quotes: long numbers lose digits otherwise',
	};
}

/**
 * Milliseconds since the epoch of a Date or a Luxon DateTime, NaN when it is an invalid one.
 * By shape, not by class: n8n evaluates expressions in a realm of its own.
 */
export function instantOf(value: unknown): number | undefined {
	if (Object.prototype.toString.call(value) === '[object Date]') return (value as Date).getTime();
	return isDateTime(value) ? value.toMillis() : undefined;
}

/** What is asked of a Luxon DateTime. */
export interface DateTimeLike {
	toMillis(): number;
	/** As its own clocks show it. */
	year: unknown;
	month: unknown;
	day: unknown;
}

export function isDateTime(value: unknown): value is DateTimeLike {
	return (
		typeof value === 'object' &&
		value !== null &&
		'isLuxonDateTime' in value &&
		// Of data from outside, such as a webhook's, only the name may be there.
		'toMillis' in value &&
		typeof value.toMillis === 'function'
	);
}

function instantToText(ms: number): TextValue {
	const text = utcText(ms);
	if (text === undefined) {
		return {
			kind: 'invalid',
			reason: 'is not a date',
			hint: 'Check the expression that gives the date',
		};
	}
	return { kind: 'text', text };
}
