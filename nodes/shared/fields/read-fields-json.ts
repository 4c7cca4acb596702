import { isObject, parseJson, pick, repeatedKey } from '../lib/json';
import type { Fault } from '../problems/bad-input';
import { quotable } from '../problems/quote';
import type { NamedValue } from './build-fields';

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
