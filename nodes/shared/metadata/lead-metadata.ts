/** Reads the fields of leads: https://apidocs.leadsquared.com/meta-data/. Pure. */
import { isObject, pick, pickText, type JsonObject } from '../lib/json';
import { isSystemField, type AccountField, type FieldCatalog } from './field-catalog';
import { fieldKindOf, type FieldKind } from './field-kinds';

export function readLeadMetadata(body: unknown): FieldCatalog | undefined {
	if (!Array.isArray(body)) return undefined;
	const fields = body
		.filter(isObject)
		.filter((entry) => pickText(entry, 'SchemaName').trim() !== '' && !isTrue(entry, 'IsDerived'))
		.map(readField);
	return fields.length === 0 && body.length > 0 ? undefined : fields;
}

function readField(entry: JsonObject): AccountField {
	const schemaName = pickText(entry, 'SchemaName').trim();
	const kind = kindOf(entry);
	const options = kind === 'dropdown' || kind === 'multiSelect' ? optionsOf(entry) : [];
	const maxLength = Number(pickText(entry, 'MaxLength'));
	return {
		schemaName,
		displayName: pickText(entry, 'DisplayName').trim() || schemaName,
		kind,
		options,
		isClosed: options.length > 0,
		isMandatory: isTrue(entry, 'IsMandatory'),
		isUnique: isTrue(entry, 'IsLeadIdentifier') || isTrue(entry, 'IsUnique'),
		hasDefault: pickText(entry, 'DefaultValue') !== '',
		isWritable: kind !== 'autoId' && !isSystemField(schemaName),
		// For text only: for dates and drop-downs it is the size of a database column.
		maxLength: kind === 'text' && maxLength > 0 ? maxLength : undefined,
	};
}

/** Some kinds show in RenderTypeTextValue alone: a date with a time has the type Date, and a file may be a text. */
function kindOf(entry: JsonObject): FieldKind {
	const rendered = pickText(entry, 'RenderTypeTextValue');
	const kind = fieldKindOf(pickText(entry, 'DataType'), /multi/i.test(rendered));
	if (kind === 'date' && /^datetime$/i.test(rendered)) return 'dateTime';
	return kind === 'text' && fieldKindOf(rendered, false) === 'file' ? 'file' : kind;
}

function isTrue(entry: JsonObject, key: string): boolean {
	return /^(true|1)$/i.test(pickText(entry, key));
}

/** Objects with a `Value`; an older page of LeadSquared's help shows plain strings. */
function optionsOf(entry: JsonObject): AccountField['options'] {
	const list = pick(entry, 'Options');
	const values = Array.isArray(list)
		? list.map((option) => pickText(isObject(option) ? option : { Value: option }, 'Value'))
		: [];
	return [...new Set(values)]
		.filter((value) => value !== '')
		.map((value) => ({ value, text: value }));
}
