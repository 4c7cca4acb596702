/** Reads fields from JSON, as text or as data. Pure. */
import { isObject, jsonFaultAt, parseJson, pick, repeatedKey, type JsonObject } from '../lib/json';
import { badValue, type Fault } from '../problems/bad-input';
import { quotable, quoted } from '../problems/quote';
import { ok, type Result } from '../problems/result';
import type { NamedValue } from './build-fields';
import { isEmpty } from './values';

type NamedValues = Result<NamedValue[], Fault>;

const jsonHint =
	'Write { "mx_Custom_6": "200,000" } or [{ "SchemaName": "mx_Custom_6", "Value": "200,000" }]';

/** Reads both forms: `{ schemaName: value }` and `[{ SchemaName, Value, Fields? }]`. */
export function readFieldsJson(json: unknown): NamedValues {
	let data = json;
	if (typeof json === 'string') {
		if (json.trim() === '') return ok([]);
		const parsed = parseJson(json);
		if (!parsed.ok) return badValue(invalidJson(json), jsonHint);
		const twice = namedTwice(json);
		if (twice !== undefined) return { ok: false, problem: twice };
		data = parsed.value;
	}
	if (data === null || data === undefined) return ok([]);
	if (Array.isArray(data)) return readEntries(data);
	if (isObject(data)) {
		const other = otherForm(data);
		if (other !== undefined) return { ok: false, problem: other };
		return ok(Object.entries(data).map(([schemaName, value]) => ({ schemaName, value })));
	}
	return badValue('must be an object or a list of fields', jsonHint);
}

/** The fault of an object whose keys are words of LeadSquared's own forms: as schema names they would be sent as fields. */
function otherForm(data: JsonObject): Fault | undefined {
	if (pick(data, 'SchemaName') !== undefined || pick(data, 'Attribute') !== undefined) {
		return {
			reason: 'is a single field that is not in a list',
			hint: 'Write [{ "SchemaName": "mx_Custom_6", "Value": "200,000" }], with the brackets, or { "mx_Custom_6": "200,000" }',
		};
	}
	const isBody = ['Fields', 'LeadDetails'].some((name) => Array.isArray(pick(data, name)));
	if (!isBody) return undefined;
	return {
		reason: 'is the whole body of a call',
		hint: 'Enter only the list of its fields, [{ "SchemaName": "mx_Custom_6", "Value": "200,000" }], and the rest in the other parameters',
	};
}

/** Says where a text stops being JSON. */
export function invalidJson(json: string): string {
	const at = jsonFaultAt(json);
	const rest = json.slice(at).trimEnd();
	const lines = json.slice(0, at).split('\n');
	const line = lines.length > 1 ? `line ${lines.length}, ` : '';
	const place = `${line}character ${(lines.at(-1)?.length ?? 0) + 1}`;
	return rest === ''
		? 'is not valid JSON: it ends too early'
		: `is not valid JSON from ${place} on: ${quoted(rest)}`;
}

function readEntries(list: readonly unknown[]): NamedValues {
	const values: NamedValue[] = [];
	for (const [row, entry] of list.entries()) {
		const schemaName = isObject(entry) ? pick(entry, 'SchemaName') : undefined;
		if (!isObject(entry) || typeof schemaName !== 'string') {
			return badValue(`has no SchemaName in entry ${row + 1}`, jsonHint);
		}
		const value = pick(entry, 'Value');
		const parts = pick(entry, 'Fields');
		if (value === undefined && parts === undefined) {
			return badValue(`has neither Value nor Fields in entry ${row + 1}`, jsonHint);
		}
		if (parts === undefined || parts === null || (Array.isArray(parts) && parts.length === 0)) {
			values.push({ schemaName, value });
			continue;
		}
		if (!Array.isArray(parts)) {
			return badValue(`has Fields in entry ${row + 1} that are not a list`, jsonHint);
		}
		const nested = readEntries(parts);
		if (!nested.ok) {
			const { reason, hint } = nested.problem;
			return { ok: false, problem: { reason: `${reason} of ${quotable(schemaName)}`, hint } };
		}
		// LeadSquared's own way to write a set without a value: "" beside its parts.
		if (!isEmpty(value)) values.push({ schemaName, value });
		values.push(
			...nested.value.map((part) => ({
				schemaName: `${schemaName}~${String(part.schemaName)}`,
				value: part.value,
			})),
		);
	}
	return ok(values);
}

/**
 * The fault of a (valid) JSON text in which an object names a key twice. JSON.parse keeps the last value and
 * silently drops the first, so a value would be lost unnoticed.
 */
export function namedTwice(json: string): Fault | undefined {
	const name = repeatedKey(json);
	if (name === undefined) return undefined;
	return {
		reason: `contains the name ${quotable(name)} twice`,
		hint: 'Keep one of the two: the first would be lost',
	};
}
