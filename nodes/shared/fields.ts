/**
 * Builds the `Fields` collection of a call from schema names and values.
 *
 * A custom field set (one field with parts) is written `mx_Custom_4~mx_CustomObject_1`, as LeadSquared's
 * own search does (https://apidocs.leadsquared.com/opportunity-advanced-search/), and sent as
 * `{ SchemaName: "mx_Custom_4", Value: "", Fields: [{ SchemaName: "mx_CustomObject_1", Value }] }`.
 */
import { isObject, parseJson, pick, quotable } from './text';
import { toText } from './values';

export interface FieldPart {
	SchemaName: string;
	Value: string;
}

export interface FieldEntry extends FieldPart {
	/** The parts of a custom field set. */
	Fields?: FieldPart[];
}

export type EmptyValues = 'skip' | 'clear';

/** A schema name, with `~` before the part of a set, and a value of any type. */
export interface NamedValue {
	schemaName: unknown;
	value: unknown;
}

export type FieldsReading =
	| { ok: true; fields: FieldEntry[] }
	| { ok: false; reason: string; hint?: string };

export function buildFields(
	values: readonly NamedValue[],
	emptyValues: EmptyValues,
): FieldsReading {
	const entries = new Map<string, FieldEntry>();
	const seen = new Set<string>();
	for (const [row, { schemaName, value }] of values.entries()) {
		const pieces =
			typeof schemaName === 'string' ? schemaName.split('~').map((piece) => piece.trim()) : [];
		const [parent = '', part, ...deeper] = pieces;
		const name = pieces.join('~');
		if (name === '') {
			return {
				ok: false,
				reason: `has no schema name in row ${row + 1}`,
				hint: 'Write the schema name of the field, e.g. mx_Custom_6',
			};
		}
		// LeadSquared's schema names differ by more than their letter case.
		if (seen.has(name.toLowerCase())) {
			return {
				ok: false,
				reason: `holds the schema name ${quotable(name)} twice`,
				hint: 'Keep one of the two: LeadSquared does not say which would win',
			};
		}
		seen.add(name.toLowerCase());

		if (parent === '' || part === '' || deeper.length > 0) {
			return {
				ok: false,
				reason: `holds the schema name ${quotable(name)}, which is not of the form mx_Custom_4~mx_CustomObject_1`,
				hint: 'Write one ~ between the custom field set and its part',
			};
		}
		const text = toText(value);
		if (text.kind === 'invalid') {
			return { ok: false, ...unsendable(name, text) };
		}
		if (text.kind === 'empty' && emptyValues === 'skip') continue;
		const Value = text.kind === 'empty' ? '' : text.text;

		const key = parent.toLowerCase();
		const entry = entries.get(key);
		if (part === undefined) {
			// The set's own value stands beside its parts when both are given.
			entries.set(key, {
				SchemaName: parent,
				Value,
				...(entry?.Fields ? { Fields: entry.Fields } : {}),
			});
		} else {
			const whole = entry ?? { SchemaName: parent, Value: '' };
			entries.set(key, {
				...whole,
				Fields: [...(whole.Fields ?? []), { SchemaName: part, Value }],
			});
		}
	}
	return { ok: true, fields: [...entries.values()] };
}

export type NamedValuesReading =
	| { ok: true; values: NamedValue[] }
	| { ok: false; reason: string; hint?: string };

const jsonHint =
	'Write { "mx_Custom_6": "200,000" } or [{ "SchemaName": "mx_Custom_6", "Value": "200,000" }]';

/** Reads the JSON forms: `{ schemaName: value }` or `[{ SchemaName, Value, Fields? }]`, as text or as data. */
export function readFieldsJson(json: unknown): NamedValuesReading {
	let data = json;
	if (typeof json === 'string') {
		if (json.trim() === '') return { ok: true, values: [] };
		const parsed = parseJson(json);
		if (!parsed.ok) return { ok: false, reason: 'is not valid JSON', hint: jsonHint };
		const twice = namedTwice(json);
		if (twice !== undefined) return { ok: false, ...twice };
		data = parsed.value;
	}
	if (data === null || data === undefined) return { ok: true, values: [] };
	if (Array.isArray(data)) return readEntries(data);
	if (isObject(data)) {
		return {
			ok: true,
			values: Object.entries(data).map(([schemaName, value]) => ({ schemaName, value })),
		};
	}
	return { ok: false, reason: 'must be an object or a list of fields', hint: jsonHint };
}

function readEntries(list: readonly unknown[]): NamedValuesReading {
	const values: NamedValue[] = [];
	for (const [row, entry] of list.entries()) {
		const schemaName = isObject(entry) ? pick(entry, 'SchemaName') : undefined;
		if (!isObject(entry) || typeof schemaName !== 'string') {
			return { ok: false, reason: `has no SchemaName in entry ${row + 1}`, hint: jsonHint };
		}
		const value = pick(entry, 'Value');
		const parts = pick(entry, 'Fields');
		if (value === undefined && parts === undefined) {
			return {
				ok: false,
				reason: `has neither Value nor Fields in entry ${row + 1}`,
				hint: jsonHint,
			};
		}
		if (parts === undefined || parts === null || (Array.isArray(parts) && parts.length === 0)) {
			values.push({ schemaName, value });
			continue;
		}
		if (!Array.isArray(parts)) {
			return {
				ok: false,
				reason: `has Fields in entry ${row + 1} that are not a list`,
				hint: jsonHint,
			};
		}
		const nested = readEntries(parts);
		if (!nested.ok) return { ...nested, reason: `${nested.reason} of ${quotable(schemaName)}` };
		// A set has no value of its own; "" beside its parts is LeadSquared's way to write that.
		if (value !== undefined && value !== null && value !== '') values.push({ schemaName, value });
		values.push(
			...nested.values.map((part) => ({
				schemaName: `${schemaName}~${String(part.schemaName)}`,
				value: part.value,
			})),
		);
	}
	return { ok: true, values };
}

/** Why a value is refused, and what helps. */
export interface Fault {
	reason: string;
	hint: string;
}

/** A value that has no form in which it can be sent. */
export function unsendable(name: string, why: Fault): Fault {
	return { reason: `holds a value for ${quotable(name)} that ${why.reason}`, hint: why.hint };
}

/**
 * What is wrong with a (valid) JSON text in which an object names a key twice. JSON.parse keeps the last
 * and drops the first without a word, so that an update would be lost unnoticed.
 */
export function namedTwice(json: string): Fault | undefined {
	const name = repeatedKey(json);
	if (name === undefined) return undefined;
	return {
		reason: `holds the name ${quotable(name)} twice`,
		hint: 'Keep one of the two: the first would be lost',
	};
}

function repeatedKey(json: string): string | undefined {
	const scopes: Array<Set<string>> = [];
	for (let at = 0; at < json.length; at++) {
		const character = json.charAt(at);
		if (character === '{' || character === '[') scopes.push(new Set());
		else if (character === '}' || character === ']') scopes.pop();
		else if (character === '"') {
			const end = stringEnd(json, at);
			if (isFollowedByColon(json, end)) {
				const name = String(JSON.parse(json.slice(at, end)));
				const scope = scopes.at(-1);
				if (scope?.has(name)) return name;
				scope?.add(name);
			}
			at = end - 1;
		}
	}
	return undefined;
}

/** Behind the closing quote. Step by step: a regular expression runs out of stack on a string of some megabytes. */
function stringEnd(json: string, start: number): number {
	let at = start + 1;
	while (at < json.length && json.charAt(at) !== '"') at += json.charAt(at) === '\\' ? 2 : 1;
	return at + 1;
}

function isFollowedByColon(json: string, from: number): boolean {
	let at = from;
	while (/\s/.test(json.charAt(at))) at++;
	return json.charAt(at) === ':';
}
