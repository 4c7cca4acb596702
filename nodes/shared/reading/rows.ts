/** Finds the rows in a reply. Pure. */
import { isObject, pick, pickText, type JsonObject } from '../lib/json';

export interface Rows {
	rows: readonly JsonObject[];
	/** What LeadSquared counts, where it does: all rows on some calls and accounts, those of the page on others. */
	total?: number;
}

/**
 * LeadSquared has the rows of one call under different names, by account. A reply without any of them is not an empty
 * result: LeadSquared answers some wrong calls with 200.
 *
 * @param names where the call documents its rows
 * @returns undefined if the reply is not one of rows
 */
export function readRows(body: unknown, names: readonly string[]): Rows | undefined {
	if (Array.isArray(body)) return body.every(isObject) ? { rows: body } : undefined;
	if (!isObject(body)) return undefined;
	const count = Number(pickText(body, 'RecordCount') || NaN);
	const total = Number.isNaN(count) ? undefined : count;
	const list = [...names, 'List'].map((name) => pick(body, name)).find(Array.isArray);
	if (list !== undefined) return list.every(isObject) ? { rows: list, total } : undefined;
	// Without results LeadSquared leaves the list out.
	return total === 0 ? { rows: [], total } : undefined;
}

/** Rows that are lists of pairs, made flat: `LeadPropertyList`, `Fields` or `Data` of `Attribute` or `Key` and `Value`. */
export function flattened(row: JsonObject, list: string): JsonObject {
	const pairs = pick(row, list);
	if (!Array.isArray(pairs)) return row;
	const own = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== pairs));
	return { ...valuesOf(pairs), ...own };
}

/** The values of a list of pairs, by name. */
export function valuesOf(pairs: unknown): JsonObject {
	if (!Array.isArray(pairs)) return isObject(pairs) ? pairs : {};
	return Object.fromEntries(
		pairs.filter(isObject).flatMap((pair) => {
			const name =
				pickText(pair, 'Attribute') || pickText(pair, 'Key') || pickText(pair, 'SchemaName');
			return name === '' ? [] : [[name, pick(pair, 'Value') ?? null]];
		}),
	);
}
