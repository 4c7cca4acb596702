/** Which keys of an input item are fields of the opportunity type: n8n's "Map Automatically". Pure. */
import type { NamedValue } from './fields';
import type { AccountField, FieldCatalog } from './field-catalog';

export interface AutoMapping {
	values: NamedValue[];
	/** Keys that are no field, or none that can be set. */
	ignored: string[];
}

/**
 * A key is a schema name, or a display name that only one field has; letter case does not matter. Of two keys for
 * one field the schema name counts.
 */
export function autoMap(json: Record<string, unknown>, metadata: FieldCatalog): AutoMapping {
	const { bySchemaName, byDisplayName } = indexOf(metadata);
	const values = new Map<string, NamedValue & { isSchemaName: boolean; key: string }>();
	const ignored: string[] = [];
	for (const [key, value] of Object.entries(json)) {
		const name = key.trim().toLowerCase();
		const isSchemaName = bySchemaName.has(name);
		const field = bySchemaName.get(name) ?? byDisplayName.get(name);
		const other = field && values.get(field.schemaName);
		if (!field?.isWritable || (other !== undefined && (other.isSchemaName || !isSchemaName))) {
			ignored.push(key);
			continue;
		}
		if (other !== undefined) ignored.push(other.key);
		values.set(field.schemaName, { schemaName: field.schemaName, value, isSchemaName, key });
	}
	return {
		values: [...values.values()].map(({ schemaName, value }) => ({ schemaName, value })),
		ignored,
	};
}

interface Index {
	bySchemaName: ReadonlyMap<string, AccountField>;
	/** Without the names that several fields have. */
	byDisplayName: ReadonlyMap<string, AccountField>;
}

const indexes = new WeakMap<FieldCatalog, Index>();

/** Made once for each metadata, since thousands of items may ask. */
function indexOf(metadata: FieldCatalog): Index {
	let index = indexes.get(metadata);
	if (index === undefined) {
		const byDisplayName = new Map<string, AccountField>();
		const shared = new Set<string>();
		for (const field of metadata) {
			const name = field.displayName.toLowerCase();
			if (byDisplayName.has(name)) shared.add(name);
			byDisplayName.set(name, field);
		}
		for (const name of shared) byDisplayName.delete(name);
		index = {
			bySchemaName: new Map(metadata.map((field) => [field.schemaName.toLowerCase(), field])),
			byDisplayName,
		};
		indexes.set(metadata, index);
	}
	return index;
}

export function fieldNamed(metadata: FieldCatalog, schemaName: string): AccountField | undefined {
	return indexOf(metadata).bySchemaName.get(schemaName.trim().toLowerCase());
}
