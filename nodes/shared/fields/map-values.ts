/** Values of the mapper, or of an input item, as the `Fields` of a call; each checked against its field. Pure. */
import { nameKey } from '../lib/blanks';
import {
	fieldNamed,
	isNeeded,
	labelOf,
	type AccountField,
	type FieldCatalog,
} from '../metadata/field-catalog';
import type { SourceWords } from '../metadata/field-source';
import { badInput } from '../problems/bad-input';
import { quoted, shown } from '../problems/quote';
import { ok, type Result } from '../problems/result';
import { FieldEntries, type EmptyValues, type FieldEntry, type NamedValue } from './build-fields';
import { checkValue } from './check-value';
import type { ValueRules } from './value-rules';
import { isEmpty } from './values';

export interface MappingRules extends ValueRules {
	emptyValues: EmptyValues;
	/** Whether the call creates the record, so that its mandatory fields need a value. */
	isNew: boolean;
	/** Whose fields they are. */
	source: SourceWords;
	/** The parameter that holds the values, for messages about no single field. */
	label: string;
}

/** A value as it is sent; '' clears the field. */
interface CheckedValue {
	schemaName: string;
	text: string;
}

export function mapValues(
	values: readonly NamedValue[],
	catalog: FieldCatalog,
	rules: MappingRules,
): Result<FieldEntry[]> {
	const { emptyValues, source, label } = rules;
	const checked: CheckedValue[] = [];
	for (const { schemaName, value, savedAs } of values) {
		if (emptyValues === 'skip' && isEmpty(value)) continue;
		const field = fieldNamed(catalog, String(schemaName));
		if (field === undefined) {
			return badInput(
				label,
				`contains ${shown(String(schemaName))}, which is not a field of ${source.short}`,
				['Refresh the list of fields', source.doubt].filter(Boolean).join(', and '),
			);
		}
		if (savedAs !== undefined && !isNameOf(savedAs, field)) {
			return badInput(
				savedAs,
				`does not fit: for ${source.whole}, ${field.schemaName} is ${quoted(field.displayName)}`,
				[
					'If it is the same field under a new name, open the node and refresh the list of fields',
					source.doubt && `Otherwise ${source.doubt}`,
				]
					.filter(Boolean)
					.join('. '),
			);
		}
		const text = checkMapped(field, value, rules);
		if (!text.ok) return text;
		checked.push({ schemaName: field.schemaName, text: text.value });
	}
	const missing = rules.isNew ? missingField(checked, catalog) : undefined;
	if (missing !== undefined) {
		const parameter = labelOf(missing);
		return badInput(
			parameter,
			'is mandatory in LeadSquared and has no value',
			'Enter a value: LeadSquared would refuse the new record without it',
		);
	}
	return toEntries(checked, rules);
}

/** Whether a name that was saved with the mapping, with or without the schema name, is the field's. */
function isNameOf(savedAs: string, field: AccountField): boolean {
	return [labelOf(field), field.displayName].some((name) => nameKey(name) === nameKey(savedAs));
}

function checkMapped(field: AccountField, value: unknown, rules: MappingRules): Result<string> {
	const parameter = labelOf(field);
	if (!field.isWritable) {
		return badInput(
			parameter,
			'is written by LeadSquared itself and cannot be set',
			'Remove the field from the mapping',
		);
	}
	const text = checkValue(field, value, rules);
	if (text.kind === 'invalid') return badInput(parameter, text);
	if (text.kind === 'text') return ok(text.text);
	return rules.emptyValues === 'clear' && field.isMandatory
		? badInput(
				parameter,
				'is mandatory in LeadSquared and cannot be cleared',
				"Enter a value, remove the field, or set 'Empty Values' in the options to 'Skip'",
			)
		: ok('');
}

function missingField(
	checked: readonly CheckedValue[],
	catalog: FieldCatalog,
): AccountField | undefined {
	const given = new Set(
		checked.filter(({ text }) => text !== '').map(({ schemaName }) => schemaName),
	);
	return catalog.find((field) => isNeeded(field) && !given.has(field.schemaName));
}

function toEntries(
	checked: readonly CheckedValue[],
	{ emptyValues, label }: MappingRules,
): Result<FieldEntry[]> {
	const entries = new FieldEntries();
	for (const { schemaName, text } of checked) {
		const path = entries.claim(schemaName);
		if (!path.ok) return badInput(label, path.problem);
		if (text !== '' || emptyValues === 'clear') entries.set(path.value, text);
	}
	return ok(entries.list());
}
