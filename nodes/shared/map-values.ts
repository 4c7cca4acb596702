/** Values of the mapper, or of an input item, as the `Fields` of a call; each checked against its field. Pure. */
import { fieldNamed } from './auto-map';
import { checkValue, isEmpty, type ValueRules } from './check-value';
import { buildFields, type EmptyValues, type FieldEntry, type NamedValue } from './fields';
import { labelOf } from './mapper-fields';
import { quotable } from './text';
import type { TypeMetadata } from './type-metadata';

export type MappedReading =
	| { ok: true; fields: FieldEntry[] }
	/** `parameter` names the field where one is meant. */
	| { ok: false; parameter?: string; reason: string; hint?: string };

export function mapValues(
	values: readonly NamedValue[],
	metadata: TypeMetadata,
	emptyValues: EmptyValues,
	rules: ValueRules,
): MappedReading {
	const texts: NamedValue[] = [];
	for (const { schemaName, value } of values) {
		if (emptyValues === 'skip' && isEmpty(value)) continue;
		const field = fieldNamed(metadata, String(schemaName));
		if (field === undefined) {
			return {
				ok: false,
				reason: `holds ${quotable(String(schemaName))}, which is no field of this opportunity type`,
				hint: "Refresh the list of fields, and check 'Opportunity Type': the same schema name means another field in another type",
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
	return buildFields(texts, emptyValues);
}
