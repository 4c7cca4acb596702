/** Values of the mapper, or of an input item, as the `Fields` of a call; each checked against its field. Pure. */
import {
	fieldNamed,
	isNeeded,
	labelOf,
	type AccountField,
	type FieldCatalog,
} from '../metadata/field-catalog';
import type { SourceWords } from '../metadata/field-source';
import { quotable } from '../problems/quote';
import { buildFields, type EmptyValues, type FieldEntry, type NamedValue } from './build-fields';
import { checkValue, type ValueRules } from './check-value';
import { isEmpty } from './values';

export type MappedReading =
	| { ok: true; fields: FieldEntry[] }
	/** `parameter` names the field where one is meant. */
	| { ok: false; parameter?: string; reason: string; hint?: string };

export interface MappingRules extends ValueRules {
	emptyValues: EmptyValues;
	/** Whether the record is made by this call, so that its mandatory fields need a value. */
	isNew: boolean;
	/** Whose fields they are. */
	source: SourceWords;
}

export function mapValues(
	values: readonly NamedValue[],
	metadata: FieldCatalog,
	rules: MappingRules,
): MappedReading {
	const { emptyValues, source } = rules;
	const texts: NamedValue[] = [];
	for (const { schemaName, value } of values) {
		if (emptyValues === 'skip' && isEmpty(value)) continue;
		const field = fieldNamed(metadata, String(schemaName));
		if (field === undefined) {
			return {
				ok: false,
				reason: `holds ${quotable(String(schemaName))}, which is no field of ${source.short}`,
				hint: ['Refresh the list of fields', source.doubt].filter(Boolean).join(', and '),
			};
		}
		const parameter = labelOf(field);
		if (!field.isWritable) {
			return {
				ok: false,
				parameter,
				reason: 'is written by LeadSquared itself and cannot be set',
				hint: 'Remove the field from the mapping',
			};
		}
		const text = checkValue(field, value, rules);
		if (text.kind === 'invalid') return { ok: false, parameter, ...text };
		if (text.kind === 'empty') {
			if (emptyValues === 'clear' && field.isMandatory) {
				return {
					ok: false,
					parameter,
					reason: 'is mandatory in LeadSquared and cannot be emptied',
					hint: "Give a value, remove the field, or set 'Empty Values' in the options to 'Skip'",
				};
			}
			texts.push({ schemaName: field.schemaName, value: '' });
			continue;
		}
		texts.push({ schemaName: field.schemaName, value: text.text });
	}
	const missing = rules.isNew ? missingField(texts, metadata) : undefined;
	if (missing !== undefined) {
		return {
			ok: false,
			parameter: labelOf(missing),
			reason: 'is mandatory in LeadSquared and has no value',
			hint: 'Give it a value. LeadSquared would refuse the new record without it',
		};
	}
	return buildFields(texts, emptyValues);
}

function missingField(
	values: readonly NamedValue[],
	metadata: FieldCatalog,
): AccountField | undefined {
	const given = new Set(
		values.filter(({ value }) => value !== '').map(({ schemaName }) => schemaName),
	);
	return metadata.find((field) => isNeeded(field) && !given.has(field.schemaName));
}
