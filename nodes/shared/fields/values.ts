/**
 * Converts a value from a workflow to what LeadSquared takes: text.
 * Dates are `YYYY-MM-DD HH:mm:ss` in UTC, for all its APIs (https://apidocs.leadsquared.com/overview/).
 */
import { isObject } from '../lib/json';
import type { Fault } from '../problems/bad-input';
import { utcText } from './dates';

export function isEmpty(value: unknown): boolean {
	return value === null || value === undefined || value === '';
}

/** The value of a resource locator, or of a parameter that holds the value itself. */
export function locatorValue(parameter: unknown): unknown {
	return isObject(parameter) ? parameter.value : parameter;
}

export type TextValue =
	| { kind: 'text'; text: string }
	/** null, undefined or an empty text: left out or cleared, as the user chose. */
	| { kind: 'empty' }
	| ({ kind: 'invalid' } & Fault);

export function invalid(reason: string, hint: string): TextValue {
	return { kind: 'invalid', reason, hint };
}

export function toText(value: unknown): TextValue {
	if (isEmpty(value)) return { kind: 'empty' };
	if (typeof value === 'string') return { kind: 'text', text: value };
	if (typeof value === 'boolean' || typeof value === 'bigint')
		return { kind: 'text', text: String(value) };
	if (typeof value === 'number') return numberToText(value);
	const instant = instantOf(value);
	if (instant !== undefined) return instantToText(instant);
	return Array.isArray(value)
		? invalid(
				'is a list',
				"Join the list into one text first, for example with {{ $json.list.join(';') }}",
			)
		: invalid(
				'is an object',
				'Pick one value of the object. For a custom field set, write the schema name as mx_Custom_4~mx_CustomObject_1',
			);
}

/** The ID of a record, trimmed. A number that lost digits would name another record. */
export function toId(value: unknown): TextValue {
	if (typeof value === 'string') return toText(value.trim());
	if (typeof value === 'boolean' || (typeof value === 'object' && value !== null)) {
		return invalid(
			'is neither text nor a number',
			'Enter the ID itself, for example with {{ $json.id }}',
		);
	}
	return toText(value);
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
	return isDateTime(value) ? value.toMillis() : undefined;
}

/** The part of a Luxon DateTime that is used here. */
export interface DateTimeLike {
	toMillis(): number;
	/** In the DateTime's own zone. */
	year: unknown;
	month: unknown;
	day: unknown;
}

export function isDateTime(value: unknown): value is DateTimeLike {
	return (
		typeof value === 'object' &&
		value !== null &&
		'isLuxonDateTime' in value &&
		// External data, such as a webhook's, may have only the name.
		'toMillis' in value &&
		typeof value.toMillis === 'function'
	);
}

function instantToText(ms: number): TextValue {
	const text = utcText(ms);
	return text === undefined
		? invalid('is not a date', 'Check the expression that produces the date')
		: { kind: 'text', text };
}
