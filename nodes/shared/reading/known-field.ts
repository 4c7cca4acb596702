/** Checks a field's name against the account's fields: LeadSquared answers an unknown one with other rows, or with none. Pure. */
import { nameKey } from '../lib/blanks';
import { indexOf, type AccountField, type FieldCatalog } from '../metadata/field-catalog';
import { badInput } from '../problems/bad-input';
import { quotable } from '../problems/quote';
import { ok, type Result } from '../problems/result';

/**
 * @param name a schema name or a display name
 * @param label the parameter that holds it
 * @param owner whose field it should be: `leads`
 */
export function knownField(
	catalog: FieldCatalog,
	name: string,
	{ label, owner, hint }: { label: string; owner: string; hint: string },
): Result<AccountField> {
	const index = indexOf(catalog);
	const key = nameKey(name);
	const field = index.bySchemaName.get(key) ?? index.byDisplayName.get(key);
	if (field !== undefined) return ok(field);
	return index.sharedNames.has(key)
		? badInput(
				label,
				`is ${quotable(name)}, which several fields of ${owner} are called`,
				'Use the schema name instead',
			)
		: badInput(label, `is ${quotable(name)}, which is not a field of ${owner}`, hint);
}
