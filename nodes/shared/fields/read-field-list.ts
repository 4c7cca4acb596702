/** Reads a list of fields from whichever parameter the user chose: mapped, by schema name, or as JSON. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isObject } from '../lib/json';
import type { FieldSource } from '../metadata/field-source';
import { badInput, type Fault } from '../problems/bad-input';
import { quoted } from '../problems/quote';
import { ok, type Result } from '../problems/result';
import type { FieldListParameters } from '../properties/field-list';
import { inputOf } from '../run/input';
import { evaluate, optionsOf, ParameterFault, parameterOf } from '../run/parameters';
import { buildFields, type EmptyValues, type FieldEntry, type NamedValue } from './build-fields';
import type { DateOrder } from './dates';
import { readFieldsJson } from './read-fields-json';
import type { UnlistedValues } from './value-rules';
import { isEmpty } from './values';

export interface FieldList {
	/** The parameter that holds it, as the editor shows it. */
	label: string;
	content: /** `values`: what the fields were made of, empty values included. */
	| { kind: 'ready'; fields: FieldEntry[]; values: readonly NamedValue[] }
		/** Values that must be checked against the account's metadata. */
		| (MapperValues & { source: FieldSource; isNew: boolean });
}

type MapperValues =
	/** Values by schema name, not checked yet. */
	| { kind: 'mapped'; values: NamedValue[] }
	/** An input item whose keys are matched to the fields. */
	| { kind: 'auto'; json: IDataObject };

/** The options that affect values. */
export interface ValueOptions {
	emptyValues: EmptyValues;
	unlistedValues: UnlistedValues;
	dateOrder: DateOrder;
}

export function readValueOptions(context: IExecuteFunctions, itemIndex: number): ValueOptions {
	const options = optionsOf(context, itemIndex);
	return {
		emptyValues: options.emptyValues === 'clear' ? 'clear' : 'skip',
		unlistedValues: options.unlistedValues === 'send' ? 'send' : 'refuse',
		dateOrder:
			options.dateOrder === 'day' || options.dateOrder === 'month' ? options.dateOrder : 'year',
	};
}

/**
 * @param source whose fields they are; called for mapped values only
 * @param isNew whether the call creates the record
 */
export function readFieldList(
	context: IExecuteFunctions,
	itemIndex: number,
	parameters: FieldListParameters,
	source: () => Result<FieldSource>,
	isNew: boolean,
): Result<FieldList> {
	const mode = parameterOf(context, itemIndex, parameters.mode);
	if (mode === 'mapped') {
		const { label } = parameters.mapped;
		const values = mapperValues(context, itemIndex, parameters.mapped);
		// An update with no mapped value needs no metadata.
		if (!isNew && values.kind === 'mapped' && values.values.length === 0) {
			return ok({ label, content: { kind: 'ready', fields: [], values: [] } });
		}
		const from = source();
		if (!from.ok) return from;
		return ok({ label, content: { ...values, source: from.value, isNew } });
	}
	const { name, label } = mode === 'json' ? parameters.json : parameters.rows;
	const values =
		mode === 'json'
			? jsonValues(context, itemIndex, name)
			: ok(rowValues(context, itemIndex, name));
	if (!values.ok) return badInput(label, values.problem);
	const fields = buildFields(values.value, readValueOptions(context, itemIndex).emptyValues);
	return fields.ok
		? ok({
				label,
				content: { kind: 'ready', fields: fields.value, values: values.value },
			})
		: badInput(label, fields.problem);
}

function mapperValues(
	context: IExecuteFunctions,
	itemIndex: number,
	{ name, label }: FieldListParameters['mapped'],
): MapperValues {
	const raw: unknown = context.getNodeParameter(name, itemIndex, {}, rawExpressions);
	const mapper = isObject(raw) ? raw : {};
	if (mapper.mappingMode === 'autoMapInputData') {
		return { kind: 'auto', json: inputOf(context, itemIndex) };
	}
	if (isExpression(mapper.value)) {
		const given = evaluate(context, itemIndex, mapper.value.slice(1), `${name}.value`);
		if (!isObject(given) && !isEmpty(given)) {
			throw new ParameterFault(label, {
				reason: `must be an object of schema names and values; ${quoted(given)} is not`,
				hint: 'Give one, for example with {{ { "mx_Custom_6": $json.amount } }}',
			});
		}
		return { kind: 'mapped', values: namedValues(given) };
	}
	const savedNames = savedNamesOf(mapper.schema);
	const values = namedValues(mapper.value)
		.filter(({ schemaName, value }) => !isRemoved(mapper.schema, schemaName, value))
		.map(({ schemaName, value }): NamedValue => {
			const savedAs = savedNames.get(schemaName);
			const path = `${name}.value["${schemaName}"]`;
			if (!isExpression(value)) return { schemaName, value, savedAs };
			const evaluated = evaluate(context, itemIndex, value.slice(1), path);
			return { schemaName, value: evaluated, expression: value, savedAs };
		});
	return { kind: 'mapped', values };
}

const savedNamesBySchema = new WeakMap<object, ReadonlyMap<string, string>>();

/** What the mapping calls its fields, by schema name. Read once: a schema may have hundreds of entries. */
function savedNamesOf(schema: unknown): ReadonlyMap<string, string> {
	if (!Array.isArray(schema)) return new Map();
	const known = savedNamesBySchema.get(schema);
	if (known !== undefined) return known;
	const names = new Map<string, string>();
	for (const entry of schema) {
		if (!isObject(entry)) continue;
		const { id, displayName } = entry;
		if (typeof id === 'string' && typeof displayName === 'string') names.set(id, displayName);
	}
	savedNamesBySchema.set(schema, names);
	return names;
}

function namedValues(given: unknown): Array<{ schemaName: string; value: unknown }> {
	return Object.entries(isObject(given) ? given : {}).map(([schemaName, value]) => ({
		schemaName,
		value,
	}));
}

/**
 * Keeps expressions unevaluated, so that each value can be evaluated on its own. In a parameter that is read as a whole,
 * n8n turns a DateTime into text in the workflow's zone, which then looks like any other text. In the mapper it would
 * also turn an empty number into 0, read a date without a zone in the server's zone, and end the run at an unlisted
 * option.
 */
const rawExpressions = { rawExpressions: true };

function isExpression(value: unknown): value is string {
	return typeof value === 'string' && value.startsWith('=');
}

/** n8n 1.x keeps `null`, or `false` for a switch, for fields that were removed from the mapper. */
function isRemoved(schema: unknown, name: string, value: unknown): boolean {
	if (value !== null && value !== '' && value !== false) return false;
	const entries: unknown[] = Array.isArray(schema) ? schema : [];
	return entries.some((entry) => isObject(entry) && entry.id === name && entry.removed === true);
}

function rowValues(context: IExecuteFunctions, itemIndex: number, name: string): NamedValue[] {
	const raw: unknown = context.getNodeParameter(name, itemIndex, {}, rawExpressions);
	const rows: unknown = isObject(raw) ? raw.field : undefined;
	if (!Array.isArray(rows)) return [];
	return rows.map((raw: unknown, row) => {
		const written = isObject(raw) ? raw.value : undefined;
		return {
			schemaName: parameterOf(context, itemIndex, `${name}.field[${row}].schemaName`) ?? '',
			value: parameterOf(context, itemIndex, `${name}.field[${row}].value`) ?? '',
			...(isExpression(written) ? { expression: written } : {}),
		};
	});
}

function jsonValues(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
): Result<NamedValue[], Fault> {
	return readFieldsJson(parameterOf(context, itemIndex, name) ?? '');
}
