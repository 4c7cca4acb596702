/** What an account says of the fields that a record can have. */
import type { FieldKind } from './field-kinds';

interface Index {
	bySchemaName: ReadonlyMap<string, AccountField>;
	/** Without the names that several fields have. */
	byDisplayName: ReadonlyMap<string, AccountField>;
}

const indexes = new WeakMap<FieldCatalog, Index>();

/** Made once for each metadata, since thousands of items may ask. */
export function indexOf(catalog: FieldCatalog): Index {
	let index = indexes.get(catalog);
	if (index === undefined) {
		const byDisplayName = new Map<string, AccountField>();
		const shared = new Set<string>();
		for (const field of catalog) {
			const name = field.displayName.toLowerCase();
			if (byDisplayName.has(name)) shared.add(name);
			byDisplayName.set(name, field);
		}
		for (const name of shared) byDisplayName.delete(name);
		index = {
			bySchemaName: new Map(catalog.map((field) => [field.schemaName.toLowerCase(), field])),
			byDisplayName,
		};
		indexes.set(catalog, index);
	}
	return index;
}

export function fieldNamed(catalog: FieldCatalog, schemaName: string): AccountField | undefined {
	return indexOf(catalog).bySchemaName.get(schemaName.trim().toLowerCase());
}

export interface FieldOption {
	/** What LeadSquared stores and takes. */
	value: string;
	/** What a person reads; often empty in the metadata, and then the same as the value. */
	text: string;
}

/** A field of an opportunity type, an activity type, or of leads. */
export interface AccountField {
	/** With `~` before the part of a custom field set. */
	schemaName: string;
	/** With the set's name before that of a part: `Property: Builder`. */
	displayName: string;
	kind: FieldKind;
	/** The values that a person may choose. */
	options: FieldOption[];
	/** Whether the options are known to be all that LeadSquared takes. */
	isClosed: boolean;
	isMandatory: boolean;
	/** Whether LeadSquared has a value of its own where none is given. */
	hasDefault: boolean;
	/** Whether a person may set it at all. */
	isWritable: boolean;
	/** Characters; undefined where the account names none. */
	maxLength?: number;
}

/** In the order in which a person finds them; parts after the others of their set, sets themselves left out. */
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
		// LeadSquared takes a record without an owner (https://apidocs.leadsquared.com/capture-opportunities/).
		schemaName !== 'Owner' &&
		// A part counts only where its set is used at all, and LeadSquared does not say when that is.
		!schemaName.includes('~')
	);
}

/** LeadSquared writes these itself, whatever the metadata says (https://apidocs.leadsquared.com/bulk-update-opportunities/). */
const systemFields = new Set(['createdon', 'createdby', 'modifiedon', 'modifiedby']);

export function isSystemField(schemaName: string): boolean {
	return systemFields.has(schemaName.toLowerCase());
}

/** A field as a person finds it in LeadSquared and as the API calls it. */
export function labelOf({ displayName, schemaName }: AccountField): string {
	return displayName === schemaName ? schemaName : `${displayName} (${schemaName})`;
}
