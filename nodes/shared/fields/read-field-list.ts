/** Reads a list of fields from the parameters in which a person can give it: mapped, by schema name, or as JSON. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isObject } from '../lib/json';
import type { FieldSource } from '../metadata/field-source';
import { badInput } from '../problems/bad-input';
import type { Result } from '../problems/result';
import type { FieldListParameters } from '../properties/field-list';
import { optionsOf } from '../run/options';
import { buildFields, type EmptyValues, type FieldEntry, type NamedValue } from './build-fields';
import type { UnlistedValues } from './check-value';
import { readFieldsJson, type NamedValuesReading } from './read-fields-json';

export interface FieldList {
	/** The parameter that holds it, as the editor shows it. */
	label: string;
	content:
		| { kind: 'ready'; fields: FieldEntry[] }
		/** Values that only the account's metadata can judge. */
		| (MapperValues & { source: FieldSource; isNew: boolean });
}

type MapperValues =
	/** Values by schema name, not checked yet. */
	| { kind: 'mapped'; values: NamedValue[] }
	/** An input item whose keys are matched with the fields. */
	| { kind: 'auto'; json: IDataObject };

/** What the options say about values. */
export interface ValueOptions {
	emptyValues: EmptyValues;
	unlistedValues: UnlistedValues;
}

export function readValueOptions(context: IExecuteFunctions, itemIndex: number): ValueOptions {
	const options = optionsOf(context, itemIndex);
	return {
		emptyValues: options.emptyValues === 'clear' ? 'clear' : 'skip',
		unlistedValues: options.unlistedValues === 'send' ? 'send' : 'refuse',
	};
}

/**
 * @param source whose fields they are; only mapped values ask for it
 * @param isNew whether the call makes the record that they are of
 */
export function readFieldList(
	context: IExecuteFunctions,
	itemIndex: number,
	parameters: FieldListParameters,
	source: () => Result<FieldSource>,
	isNew: boolean,
): Result<FieldList> {
	const mode: unknown = context.getNodeParameter(parameters.mode, itemIndex);
	if (mode === 'mapped') {
		const { label } = parameters.mapped;
		const values = mapperValues(context, itemIndex, parameters.mapped.name);
		// Nothing mapped and nothing made: nothing that the account would have to judge.
		if (!isNew && values.kind === 'mapped' && values.values.length === 0) {
			return { ok: true, value: { label, content: { kind: 'ready', fields: [] } } };
		}
		const from = source();
		if (!from.ok) return from;
		return { ok: true, value: { label, content: { ...values, source: from.value, isNew } } };
	}
	const { name, label } = mode === 'json' ? parameters.json : parameters.rows;
	const values =
		mode === 'json' ? jsonValues(context, itemIndex, name) : rowValues(context, itemIndex, name);
	if (!values.ok) return badInput(label, values.reason, values.hint);
	const fields = buildFields(values.values, readValueOptions(context, itemIndex).emptyValues);
	return fields.ok
		? { ok: true, value: { label, content: { kind: 'ready', fields: fields.fields } } }
		: badInput(label, fields.reason, fields.hint);
}

function mapperValues(context: IExecuteFunctions, itemIndex: number, name: string): MapperValues {
	const raw: unknown = context.getNodeParameter(name, itemIndex, {}, rawExpressions);
	const mapper = isObject(raw) ? raw : {};
	if (mapper.mappingMode === 'autoMapInputData') {
		return { kind: 'auto', json: context.getInputData()[itemIndex]?.json ?? {} };
	}
	const given: unknown = isExpression(mapper.value)
		? context.evaluateExpression(mapper.value.slice(1), itemIndex)
		: mapper.value;
	const values = Object.entries(isObject(given) ? given : {})
		.filter(([field, value]) => !isLeftBehind(mapper.schema, field, value))
		.map(([schemaName, value]) => ({
			schemaName,
			value: isExpression(value)
				? context.getNodeParameter(`${name}.value["${schemaName}"]`, itemIndex)
				: value,
		}));
	return { kind: 'mapped', values };
}

/**
 * Each value is read by its own path: read as a whole, n8n turns a DateTime inside into
 * text in the workflow's zone, and nobody can tell it from text any more. In the mapper it would also make
 * an empty number 0, a date in the server's zone of one without a zone, and end the run at an unlisted option.
 */
const rawExpressions = { rawExpressions: true };

function isExpression(value: unknown): value is string {
	return typeof value === 'string' && value.startsWith('=');
}

/** n8n 1.x keeps `null`, and for a switch `false`, for fields that the person removed from the mapper. */
function isLeftBehind(schema: unknown, name: string, value: unknown): boolean {
	if (value !== null && value !== '' && value !== false) return false;
	const entries: unknown[] = Array.isArray(schema) ? schema : [];
	return entries.some((entry) => isObject(entry) && entry.id === name && entry.removed === true);
}

function rowValues(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
): NamedValuesReading {
	const raw: unknown = context.getNodeParameter(name, itemIndex, {}, rawExpressions);
	const rows: unknown = isObject(raw) ? raw.field : undefined;
	if (!Array.isArray(rows)) return { ok: true, values: [] };
	return {
		ok: true,
		values: rows.map((_, row) => ({
			schemaName: context.getNodeParameter(`${name}.field[${row}].schemaName`, itemIndex, ''),
			value: context.getNodeParameter(`${name}.field[${row}].value`, itemIndex, ''),
		})),
	};
}

/** An expression is evaluated as it is, for the same reason: a DateTime in it must stay one. */
function jsonValues(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
): NamedValuesReading {
	const raw: unknown = context.getNodeParameter(name, itemIndex, '', rawExpressions);
	return readFieldsJson(
		isExpression(raw) ? context.evaluateExpression(raw.slice(1), itemIndex) : raw,
	);
}
