/**
 * Rows in LeadSquared's replies. They come as a bare array or under a name that differs by call, flat or as names and
 * values apart. Pure.
 */
import { isObject, pick, pickText, type JsonObject } from '../lib/json';
import { serverDate } from '../lib/server-date';

/** One page of a list. */
export interface Page {
	rows: JsonObject[];
	/** `RecordCount`: on some calls all rows, on others those of the page; undefined if it is left out. */
	count?: number;
	/** Whether the answer is none to this question. Asking again would not help, but another call may. */
	isOther?: true;
}

/** Each call's documented name, and the one that most calls have. */
const usualName = 'List';

/** How the rows of a list are known. */
export interface RowForm {
	/** Of the list, as the call's page documents it. */
	name: string;
	/** Keys of the ID; a row without one is not a row of this list. */
	idKeys: readonly string[];
	/** Whether a row that has such an ID is of another kind after all. */
	isOther?: (row: JsonObject) => boolean;
}

/** @returns undefined if the body is not such a list, so that it is never taken for an empty one */
export function readPage(body: unknown, { name, idKeys, isOther }: RowForm): Page | undefined {
	const list = listIn(body, name);
	if (list === undefined || !list.every(isObject)) return undefined;
	const rows = list.map(flat);
	if (rows.some((row) => idOf(row, idKeys) === '' || isOther?.(row))) return undefined;
	const count = isObject(body) ? recordCountOf(body) : undefined;
	return count === undefined ? { rows } : { rows, count };
}

/** `RecordCount`, a number or its text; undefined if it is left out or is neither. */
export function recordCountOf(body: JsonObject): number | undefined {
	const count = Number(pickText(body, 'RecordCount') || NaN);
	return Number.isNaN(count) ? undefined : count;
}

function listIn(body: unknown, name: string): unknown[] | undefined {
	if (Array.isArray(body)) return body;
	if (!isObject(body)) return undefined;
	const lists = [name, usualName].map((key) => pick(body, key) ?? undefined);
	const list = lists.find(Array.isArray);
	if (list !== undefined) return list;
	// Without results, some calls leave the list out.
	const isLeftOut = lists.every((one) => one === undefined);
	return isLeftOut && pickText(body, 'RecordCount') === '0' ? [] : undefined;
}

/** The first ID that is there; the key differs by call. */
export function idOf(row: JsonObject, idKeys: readonly string[]): string {
	return firstText(row, idKeys);
}

/** The first of the keys with a value. */
export function firstText(row: JsonObject, keys: readonly string[]): string {
	for (const key of keys) {
		const text = pickText(row, key);
		if (text !== '') return text;
	}
	return '';
}

/** Where a row has the code of its type: of an opportunity, or of an activity. */
export const typeCodes = ['OpportunityEvent', 'ActivityEvent', 'EventCode'];

/** A row that does not name its type counts. */
export function isOfType(row: JsonObject, code: string | undefined): boolean {
	const event = firstText(row, typeCodes);
	return code === undefined || event === '' || event === code;
}

/** The ID of the lead of an opportunity or activity; '' if the row does not name it. */
export function leadOf(row: JsonObject): string {
	return firstText(row, ['RelatedProspectId', 'ProspectId']);
}

export const createdOnKeys = ['CreatedOn', 'PACreatedOn'];

/** LeadSquared was asked for this order; it holds where a date cannot be read, and among equal dates. */
export function newestFirst<T>(
	records: readonly T[],
	createdOnOf: (record: T) => number | undefined,
): readonly T[] {
	const dated: Array<{ record: T; createdOn: number }> = [];
	for (const record of records) {
		const createdOn = createdOnOf(record);
		if (createdOn === undefined) return records;
		dated.push({ record, createdOn });
	}
	return dated.sort((a, b) => b.createdOn - a.createdOn).map(({ record }) => record);
}

/** ms since the epoch; undefined if there is no date that can be read. */
export function createdOnOf(row: JsonObject): number | undefined {
	return serverDate(firstText(row, createdOnKeys));
}

/** Where a row has names and values apart, and how these are called there. */
const pairs = [
	['LeadPropertyList', 'Attribute'],
	['ActivityFields', 'Key'],
	['Fields', 'Key'],
] as const;

/** The row with all its values at the top; what stands there already counts. */
function flat(row: JsonObject): JsonObject {
	for (const [list, key] of pairs) {
		const inner = row[list];
		if (inner === undefined || inner === null) continue;
		const rest = Object.entries(row).filter(([name]) => name !== list);
		const flattened = { ...valuesByName(inner, key), ...Object.fromEntries(rest) };
		originals.set(flattened, row);
		return flattened;
	}
	return row;
}

const originals = new WeakMap<JsonObject, JsonObject>();

/** The row as LeadSquared wrote it. */
export function originalOf(row: JsonObject): JsonObject {
	return originals.get(row) ?? row;
}

/** `[{ Key, Value }]` as an object; an object is returned as it is. */
export function valuesByName(list: unknown, key: string): JsonObject {
	if (isObject(list)) return list;
	if (!Array.isArray(list)) return {};
	return Object.fromEntries(
		list.filter(isObject).map((entry) => [pickText(entry, key), pick(entry, 'Value') ?? null]),
	);
}
