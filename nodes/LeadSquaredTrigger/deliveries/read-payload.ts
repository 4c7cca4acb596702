/**
 * The events in a call from LeadSquared: one object, or an array of them, also of one. A call without payload is
 * LeadSquared asking whether anybody answers. Pure.
 */
import { isObject, parseEmbedded, parseJson, type JsonObject } from '../../shared/lib/json';

export type Payload =
	| { kind: 'none' }
	/** `others`: how many entries are not objects. */
	| { kind: 'records'; records: JsonObject[]; others: number }
	| { kind: 'unreadable' };

export function readPayloadText(text: string): Payload {
	// A byte order mark is trimmed too; JSON.parse rejects it.
	const trimmed = text.trim();
	if (trimmed === '') return { kind: 'none' };
	const parsed = parseJson(trimmed);
	return parsed.ok ? readPayload(parsed.value) : { kind: 'unreadable' };
}

export function readPayload(parsed: unknown): Payload {
	const value = parseEmbedded(parsed);
	if (value === null || value === undefined || value === '') return { kind: 'none' };
	const entries: unknown[] = Array.isArray(value) ? value : [value];
	const isEmptyObject = isObject(value) && Object.keys(value).length === 0;
	if (entries.length === 0 || isEmptyObject) return { kind: 'none' };
	const records = entries.map(parseEmbedded).filter(isObject);
	return records.length === 0
		? { kind: 'unreadable' }
		: { kind: 'records', records, others: entries.length - records.length };
}
