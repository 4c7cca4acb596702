/** What may stand in a report: names of LeadSquared's own, and its sentences without what they are about. */
import { isObject } from '../../nodes/shared/lib/json';

const guid = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;
const email = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g;
const address = /\bhttps?:\/\/\S+/gi;
const host = /\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b(?::\d+)?|\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?/gi;
const quoted = /'[^']*'|"[^"]*"|“[^”]*”/g;
const longNumber = /\+?\d[\d -]{5,}\d/g;

export const hidden = '[hidden]';

/** A sentence of LeadSquared's with nothing in it that belongs to the account. */
export function impersonal(sentence: string): string {
	return [quoted, address, email, guid, host, longNumber].reduce(
		(text, pattern) => text.replace(pattern, hidden),
		sentence.slice(0, 200).replace(/\s+/g, ' ').trim(),
	);
}

/** Names of the API: letters only, and none that the account's administrator has made up. */
export function apiNames(names: Iterable<string>): string[] {
	return [...new Set(names)]
		.filter((name) => /^[A-Za-z_][A-Za-z_]{0,39}$/.test(name) && !/^mx_/i.test(name))
		.sort();
}

/** The shape of a value: names of the API, and the kinds of values in place of the values. */
export function shapeOf(value: unknown, depth = 0): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${shapeOf(value[0], depth + 1)}]`;
	if (!isObject(value)) return typeof value === 'string' ? 'text' : typeof value;
	if (depth > 3) return '{…}';
	const known = apiNames(Object.keys(value));
	const parts = known.map((name) => `${name}: ${shapeOf(value[name], depth + 1)}`);
	const others = Object.keys(value).length - known.length;
	return `{ ${[...parts, ...(others > 0 ? [`${others} more`] : [])].join(', ')} }`;
}
