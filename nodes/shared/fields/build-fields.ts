/**
 * Builds the `Fields` collection of a call from schema names and values. Pure.
 *
 * A custom field set (one field with parts) is written `mx_Custom_4~mx_CustomObject_1`, as in LeadSquared's
 * own search (https://apidocs.leadsquared.com/opportunity-advanced-search/), and sent as
 * `{ SchemaName: "mx_Custom_4", Value: "", Fields: [{ SchemaName: "mx_CustomObject_1", Value }] }`.
 */
import { isBlank, tidied } from '../lib/blanks';
import { badValue, type Fault } from '../problems/bad-input';
import { shown } from '../problems/quote';
import { ok, type Result } from '../problems/result';
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
	/** The expression that gave the value, as it is saved: one text for all items. */
	expression?: string;
	/** What the saved mapping calls the field. */
	savedAs?: string;
}

export function buildFields(
	values: readonly NamedValue[],
	emptyValues: EmptyValues,
): Result<FieldEntry[], Fault> {
	const entries = new FieldEntries();
	for (const [row, { schemaName, value }] of values.entries()) {
		if (typeof schemaName !== 'string' || isBlank(schemaName)) {
			return badValue(
				`has no schema name in row ${row + 1}`,
				'Enter the schema name of the field, e.g. mx_Custom_6',
			);
		}
		const path = entries.claim(schemaName);
		if (!path.ok) return path;
		const text = toText(value);
		if (text.kind === 'invalid') {
			return { ok: false, problem: unsendable(path.value.name, text) };
		}
		if (text.kind === 'empty' && emptyValues === 'skip') continue;
		entries.set(path.value, text.kind === 'text' ? text.text : '');
	}
	return ok(entries.list());
}

/** A field, or a part of a custom field set. */
interface FieldPath {
	/** In full, e.g. `mx_Custom_4~mx_CustomObject_1`. */
	name: string;
	parent: string;
	part?: string;
}

/** The entries of one call: every name once, the parts of a set together. */
export class FieldEntries {
	private readonly entries = new Map<string, FieldEntry>();
	private readonly names = new Set<string>();

	/** Refuses a name that was claimed before, or that is malformed. */
	claim(schemaName: string): Result<FieldPath, Fault> {
		const pieces = schemaName.split('~').map((piece) => tidied(piece));
		const [parent = '', part, ...deeper] = pieces;
		const name = pieces.join('~');
		// Two schema names never differ by letter case alone.
		if (this.names.has(name.toLowerCase())) {
			return badValue(
				`contains the schema name ${shown(name)} twice`,
				'Keep one of the two: LeadSquared does not say which would win',
			);
		}
		this.names.add(name.toLowerCase());
		if (parent === '' || part === '' || deeper.length > 0) {
			return badValue(
				`contains the schema name ${shown(name)}, which is not of the form mx_Custom_4~mx_CustomObject_1`,
				'Put one ~ between the custom field set and its part',
			);
		}
		return ok({ name, parent, part });
	}

	set({ parent, part }: FieldPath, Value: string): void {
		const key = parent.toLowerCase();
		const entry = this.entries.get(key);
		if (part === undefined) {
			// A set can have a value of its own beside its parts.
			const own = { SchemaName: parent, Value };
			this.entries.set(key, entry === undefined ? own : { ...entry, ...own });
			return;
		}
		const whole = entry ?? { SchemaName: parent, Value: '' };
		const Fields = [...(whole.Fields ?? []), { SchemaName: part, Value }];
		this.entries.set(key, { ...whole, Fields });
	}

	list(): FieldEntry[] {
		return [...this.entries.values()];
	}
}

/** A value that has no form in which it can be sent. */
export function unsendable(name: string, why: Fault): Fault {
	return { reason: `contains a value for ${shown(name)} that ${why.reason}`, hint: why.hint };
}
