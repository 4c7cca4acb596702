/**
 * Builds the `Fields` collection of a call from schema names and values.
 *
 * A custom field set (one field with parts) is written `mx_Custom_4~mx_CustomObject_1`, as LeadSquared's
 * own search does (https://apidocs.leadsquared.com/opportunity-advanced-search/), and sent as
 * `{ SchemaName: "mx_Custom_4", Value: "", Fields: [{ SchemaName: "mx_CustomObject_1", Value }] }`.
 */
import type { Fault } from '../problems/bad-input';
import { quotable } from '../problems/quote';
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

/** A value that has no form in which it can be sent. */
export function unsendable(name: string, why: Fault): Fault {
	return { reason: `holds a value for ${quotable(name)} that ${why.reason}`, hint: why.hint };
}
