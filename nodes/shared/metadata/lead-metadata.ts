/** Reads the fields of leads: https://apidocs.leadsquared.com/meta-data/. Pure. */
import { isObject, pick, pickText, type JsonObject } from '../lib/json';
import { isSystemField, type AccountField, type FieldCatalog } from './field-catalog';
import { fieldKindOf, type FieldKind } from './field-kinds';

export function readLeadMetadata(body: unknown): FieldCatalog | undefined {
	if (!Array.isArray(body)) return undefined;
	const fields = body
		.filter(isObject)
		.filter((entry) => pickText(entry, 'SchemaName').trim() !== '')
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
		isMandatory: /^true$/i.test(pickText(entry, 'IsMandatory')),
		hasDefault: pickText(entry, 'DefaultValue') !== '',
		isWritable: kind !== 'autoId' && !isSystemField(schemaName),
		// For text only: for dates and drop-downs it is the size of a database column.
		maxLength: kind === 'text' && maxLength > 0 ? maxLength : undefined,
	};
}

/** A lead field of the type Date may have a time too; only RenderTypeTextValue shows it. */
function kindOf(entry: JsonObject): FieldKind {
	const rendered = pickText(entry, 'RenderTypeTextValue');
	const kind = fieldKindOf(pickText(entry, 'DataType'), /multi/i.test(rendered));
	return kind === 'date' && /^datetime$/i.test(rendered) ? 'dateTime' : kind;
}

function optionsOf(entry: JsonObject): AccountField['options'] {
	const list = pick(entry, 'Options');
	const values = Array.isArray(list)
		? list.filter(isObject).map((option) => pickText(option, 'Value'))
		: [];
	return [...new Set(values)]
		.filter((value) => value !== '')
		.map((value) => ({ value, text: value }));
}
