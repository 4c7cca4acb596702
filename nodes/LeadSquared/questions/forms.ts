/** Records as items: what the account's metadata says of their fields. */
import { indexOf, type FieldCatalog } from '../../shared/metadata/field-catalog';
import { describeSource, type FieldSource } from '../../shared/metadata/field-source';
import { loadFields, runAgeMs } from '../../shared/metadata/load-metadata';
import { ok, type Result } from '../../shared/problems/result';
import { knownField } from '../../shared/reading/known-field';
import type { FieldWords, Form } from '../../shared/reading/records';
import type { Loaded } from '../../shared/transport/reply';
import { selectedFieldsLabel } from '../labels';
import type { ReadRun } from './question';

/** A form whose names are known to be the account's, and what is known of its fields. */
export interface KnownForm extends Form {
	wordsOf: (schemaName: string) => FieldWords | undefined;
}

export function knownForm(
	form: Form,
	catalog: FieldCatalog,
	source: FieldSource,
): Result<KnownForm> {
	const names: string[] = [];
	for (const name of form.names) {
		const field = knownField(catalog, name, {
			label: selectedFieldsLabel,
			owner: describeSource(source).short,
			hint: 'Choose the fields from the list. A field is named by its schema name or its display name',
		});
		if (!field.ok) return field;
		names.push(field.value.schemaName);
	}
	const { bySchemaName } = indexOf(catalog);
	return ok({ ...form, names, wordsOf: (name) => bySchemaName.get(name.toLowerCase()) });
}

/** Without metadata, where none is needed. */
export function plainForm(form: Form): KnownForm {
	return { ...form, wordsOf: () => undefined };
}

export async function formFor(
	{ client }: ReadRun,
	form: Form,
	source: FieldSource,
): Promise<Loaded<KnownForm>> {
	if (form.kind === 'simplified' || form.kind === 'raw') return ok(plainForm(form));
	const catalog = await loadFields(client, source, runAgeMs);
	if (catalog === undefined || !catalog.ok) return catalog;
	return knownForm(form, catalog.value, source);
}
