/** Which keys of an input item are fields of the opportunity type: n8n's "Map Automatically". Pure. */
import { nameKey } from '../lib/blanks';
import { indexOf, type FieldCatalog } from '../metadata/field-catalog';
import type { NamedValue } from './build-fields';

export interface AutoMapping {
	values: NamedValue[];
	/** Keys of fields that do not exist or cannot be set. */
	ignored: string[];
	/** Those of them that are the display name of several fields. */
	shared: string[];
	/** Those of them that name a field which another key of the item fills. */
	doubled: string[];
}

/**
 * A key is a schema name, or a display name that only one field has; letter case, the number and kind of blanks, and
 * the encoding of accents do not matter. If two keys name the same field, the schema name wins, else the first.
 */
export function autoMap(json: Record<string, unknown>, catalog: FieldCatalog): AutoMapping {
	const { bySchemaName, byDisplayName, sharedNames } = indexOf(catalog);
	const values = new Map<string, NamedValue & { isSchemaName: boolean; key: string }>();
	const ignored: string[] = [];
	const doubled: string[] = [];
	for (const [key, value] of Object.entries(json)) {
		const name = nameKey(key);
		const isSchemaName = bySchemaName.has(name);
		const field = bySchemaName.get(name) ?? byDisplayName.get(name);
		const other = field && values.get(field.schemaName);
		if (!field?.isWritable || (other !== undefined && (other.isSchemaName || !isSchemaName))) {
			ignored.push(key);
			if (other !== undefined) doubled.push(key);
			continue;
		}
		if (other !== undefined) {
			ignored.push(other.key);
			doubled.push(other.key);
		}
		values.set(field.schemaName, { schemaName: field.schemaName, value, isSchemaName, key });
	}
	return {
		values: [...values.values()].map(({ schemaName, value }) => ({ schemaName, value })),
		ignored,
		shared: ignored.filter((key) => sharedNames.has(nameKey(key))),
		doubled,
	};
}
