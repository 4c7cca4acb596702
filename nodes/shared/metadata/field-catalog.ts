/** The fields that a record of the account can have. */
import { nameKey } from '../lib/blanks';
import { pickText, type JsonObject } from '../lib/json';
import type { FieldKind } from './field-kinds';

interface Index {
	bySchemaName: ReadonlyMap<string, AccountField>;
	/** Without names that several fields share. */
	byDisplayName: ReadonlyMap<string, AccountField>;
	sharedNames: ReadonlySet<string>;
}

const indexes = new WeakMap<FieldCatalog, Index>();

/** Built once for each catalog, since thousands of items may use it. */
export function indexOf(catalog: FieldCatalog): Index {
	let index = indexes.get(catalog);
	if (index === undefined) {
		const byDisplayName = new Map<string, AccountField>();
		const shared = new Set<string>();
		for (const field of catalog) {
			const name = nameKey(field.displayName);
			if (byDisplayName.has(name)) shared.add(name);
			byDisplayName.set(name, field);
		}
		for (const name of shared) byDisplayName.delete(name);
		index = {
			bySchemaName: new Map(catalog.map((field) => [nameKey(field.schemaName), field])),
			byDisplayName,
			sharedNames: shared,
		};
		indexes.set(catalog, index);
	}
	return index;
}

export function fieldNamed(catalog: FieldCatalog, schemaName: string): AccountField | undefined {
	return indexOf(catalog).bySchemaName.get(nameKey(schemaName));
}

export interface FieldOption {
	/** What LeadSquared stores and takes. */
	value: string;
	/** What LeadSquared shows; the value where the metadata has no text. */
	text: string;
}

/** A field of an opportunity type, an activity type, or of leads. */
export interface AccountField {
	/** A part of a custom field set has the set's name and `~` before its own. */
	schemaName: string;
	/** A part of a set has the set's name before its own: `Property: Builder`. */
	displayName: string;
	kind: FieldKind;
	/** The values that the user may choose. */
	options: FieldOption[];
	/** Whether the options are known to be all that LeadSquared takes. */
	isClosed: boolean;
	isMandatory: boolean;
	/** Whether LeadSquared fills in a value if none is given. */
	hasDefault: boolean;
	/** Whether users may set it at all. */
	isWritable: boolean;
	/** Whether a lead can be found by it; only lead metadata names such fields. */
	isUnique?: boolean;
	/** In characters; undefined if the metadata has no limit. */
	maxLength?: number;
}

/** In LeadSquared's display order; the parts of a set together, without the set itself. */
export type FieldCatalog = readonly AccountField[];

/** Whether LeadSquared refuses a new record without a value for the field. */
export function isNeeded({
	schemaName,
	isMandatory,
	hasDefault,
	isWritable,
}: AccountField): boolean {
	return (
		isMandatory &&
		isWritable &&
		!hasDefault &&
		// LeadSquared accepts a record without an owner (https://apidocs.leadsquared.com/capture-opportunities/).
		schemaName !== 'Owner' &&
		// A part matters only if its set is used, and LeadSquared does not say when that is.
		!schemaName.includes('~')
	);
}

/** LeadSquared sets these itself, whatever the metadata says (https://apidocs.leadsquared.com/bulk-update-opportunities/). */
const systemFields = new Set(['createdon', 'createdby', 'modifiedon', 'modifiedby']);

export function isSystemField(schemaName: string): boolean {
	return systemFields.has(schemaName.toLowerCase());
}

/**
 * The schema name in an entry of a list of fields. With `~` before a part of a set, also where LeadSquared writes its
 * character code instead (https://apidocs.leadsquared.com/opportunity-advanced-search/).
 */
export function schemaNameIn(entry: JsonObject): string {
	return pickText(entry, 'SchemaName')
		.trim()
		.replace(/_?x007E_?/i, '~');
}

/** The field's name in LeadSquared, with its schema name. */
export function labelOf({ displayName, schemaName }: AccountField): string {
	return displayName === schemaName ? schemaName : `${displayName} (${schemaName})`;
}
