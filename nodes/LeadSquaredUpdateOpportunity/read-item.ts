/** Reads one input item into the draft of an update: all of it that can be known without a call. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { UnlistedValues } from '../shared/check-value';
import {
	buildFields,
	readFieldsJson,
	type EmptyValues,
	type FieldEntry,
	type NamedValue,
	type NamedValuesReading,
} from '../shared/fields';
import { leadLookupOf, type LeadLookup } from '../shared/find-opportunity';
import { badInput } from '../shared/items';
import { readTypeCode } from '../shared/opportunity-types';
import type { Problem } from '../shared/problems';
import { isObject } from '../shared/text';
import { toText } from '../shared/values';
import { readOpportunityId } from './opportunity-id';
import {
	fieldsJsonLabel,
	fieldsLabel,
	mappedFieldsLabel,
	noteLabel,
	opportunityIdLabel,
	opportunityTypeLabel,
} from './properties';

/** What the lookup of a lead does with several opportunities. */
export type SeveralOpportunities = 'latest' | 'refuse';

export interface UpdateDraft {
	opportunity:
		| { kind: 'id'; id: string }
		| { kind: 'lead'; lead: LeadLookup; several: SeveralOpportunities };
	/** The event code; always there for mapped fields. */
	typeCode?: string;
	note?: string;
	fields: DraftFields;
	emptyValues: EmptyValues;
	unlistedValues: UnlistedValues;
}

export type DraftFields =
	| { kind: 'ready'; fields: FieldEntry[] }
	| (MapperFields & { typeCode: string });

type MapperFields =
	/** Values by schema name, not checked yet. */
	| { kind: 'mapped'; values: NamedValue[] }
	/** An input item whose keys are matched with the fields. */
	| { kind: 'auto'; json: IDataObject };

export type Reading<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export function readDraft(context: IExecuteFunctions, itemIndex: number): Reading<UpdateDraft> {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const emptyValues = options.emptyValues === 'clear' ? 'clear' : 'skip';

	const opportunity = readOpportunity(context, itemIndex, options);
	if (!opportunity.ok) return opportunity;
	const type = readType(context, itemIndex);
	if (!type.ok) return type;
	const fields = readFields(context, itemIndex, type.value, emptyValues);
	if (!fields.ok) return fields;

	const note = toText(context.getNodeParameter('note', itemIndex, ''));
	if (note.kind === 'invalid') return badInput(noteLabel, note.reason, note.hint);
	const draft: UpdateDraft = {
		opportunity: opportunity.value,
		...(type.value === undefined ? {} : { typeCode: type.value }),
		...(note.kind === 'text' ? { note: note.text } : {}),
		fields: fields.value,
		emptyValues,
		unlistedValues: options.unlistedValues === 'send' ? 'send' : 'refuse',
	};
	if (draft.fields.kind === 'ready' && isEmptyUpdate(draft.fields.fields, draft.note)) {
		return nothingToSend(labelOfMode(modeOf(context, itemIndex)));
	}
	return { ok: true, value: draft };
}

export function isEmptyUpdate(fields: readonly FieldEntry[], note: string | undefined): boolean {
	return fields.length === 0 && note === undefined;
}

export function nothingToSend(parameter: string) {
	return badInput(
		parameter,
		`has no value to send, and '${noteLabel}' is empty`,
		"Give at least one field with a value, or a note. To empty a field in LeadSquared, set 'Empty Values' in the options to 'Clear'",
	);
}

function modeOf(context: IExecuteFunctions, itemIndex: number): unknown {
	return context.getNodeParameter('fieldsMode', itemIndex);
}

function labelOfMode(mode: unknown): string {
	if (mode === 'mapped') return mappedFieldsLabel;
	return mode === 'json' ? fieldsJsonLabel : fieldsLabel;
}

function readOpportunity(
	context: IExecuteFunctions,
	itemIndex: number,
	options: IDataObject,
): Reading<UpdateDraft['opportunity']> {
	const parameter: unknown = context.getNodeParameter('opportunityId', itemIndex);
	if (isObject(parameter) && parameter.mode === 'lead') {
		const text = toText(parameter.value);
		const value = text.kind === 'text' ? text.text.trim() : '';
		if (value === '') {
			return badInput(
				opportunityIdLabel,
				'is empty',
				'Give the email or the phone number of the lead',
			);
		}
		const several = options.severalOpportunities === 'latest' ? 'latest' : 'refuse';
		return { ok: true, value: { kind: 'lead', lead: leadLookupOf(value), several } };
	}
	const id = readOpportunityId(parameter);
	return id.ok
		? { ok: true, value: { kind: 'id', id: id.id } }
		: badInput(opportunityIdLabel, id.reason, id.hint);
}

const eventCodeHint =
	'Choose the type from the list, or give its event code. It stands in LeadSquared under My Profile > Settings > Opportunities > Opportunity Types, in the column Code';

/** undefined where none is given, which only mapped fields cannot do without. */
function readType(context: IExecuteFunctions, itemIndex: number): Reading<string | undefined> {
	const parameter: unknown = context.getNodeParameter('opportunityType', itemIndex, '');
	const code = readTypeCode(parameter);
	const given: unknown = isObject(parameter) ? parameter.value : parameter;
	if (code === undefined && given !== '' && given !== undefined && given !== null) {
		return badInput(opportunityTypeLabel, 'is no event code', eventCodeHint);
	}
	return { ok: true, value: code };
}

function readFields(
	context: IExecuteFunctions,
	itemIndex: number,
	typeCode: string | undefined,
	emptyValues: EmptyValues,
): Reading<DraftFields> {
	const mode = modeOf(context, itemIndex);
	if (mode === 'mapped') {
		const fields = mappedFields(context, itemIndex);
		// A note alone needs no type.
		if (fields.kind === 'mapped' && fields.values.length === 0) {
			return { ok: true, value: { kind: 'ready', fields: [] } };
		}
		return typeCode === undefined
			? badInput(opportunityTypeLabel, 'is empty', eventCodeHint)
			: { ok: true, value: { ...fields, typeCode } };
	}
	const values =
		mode === 'json' ? jsonValues(context, itemIndex) : manualValues(context, itemIndex);
	if (!values.ok) return badInput(labelOfMode(mode), values.reason, values.hint);
	const fields = buildFields(values.values, emptyValues);
	return fields.ok
		? { ok: true, value: { kind: 'ready', fields: fields.fields } }
		: badInput(labelOfMode(mode), fields.reason, fields.hint);
}

function mappedFields(context: IExecuteFunctions, itemIndex: number): MapperFields {
	const raw: unknown = context.getNodeParameter('mappedFields', itemIndex, {}, rawExpressions);
	const mapper = isObject(raw) ? raw : {};
	if (mapper.mappingMode === 'autoMapInputData') {
		return { kind: 'auto', json: context.getInputData()[itemIndex]?.json ?? {} };
	}
	const given: unknown = isExpression(mapper.value)
		? context.evaluateExpression(mapper.value.slice(1), itemIndex)
		: mapper.value;
	const values = Object.entries(isObject(given) ? given : {})
		.filter(([name, value]) => !isLeftBehind(mapper.schema, name, value))
		.map(([schemaName, value]) => ({
			schemaName,
			value: isExpression(value)
				? context.getNodeParameter(`mappedFields.value["${schemaName}"]`, itemIndex)
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

function manualValues(context: IExecuteFunctions, itemIndex: number): NamedValuesReading {
	const raw: unknown = context.getNodeParameter('fields', itemIndex, {}, rawExpressions);
	const rows: unknown = isObject(raw) ? raw.field : undefined;
	if (!Array.isArray(rows)) return { ok: true, values: [] };
	return {
		ok: true,
		values: rows.map((_, row) => ({
			schemaName: context.getNodeParameter(`fields.field[${row}].schemaName`, itemIndex, ''),
			value: context.getNodeParameter(`fields.field[${row}].value`, itemIndex, ''),
		})),
	};
}

/** An expression is evaluated as it is, for the same reason: a DateTime in it must stay one. */
function jsonValues(context: IExecuteFunctions, itemIndex: number): NamedValuesReading {
	const raw: unknown = context.getNodeParameter('fieldsJson', itemIndex, '', rawExpressions);
	return readFieldsJson(
		isExpression(raw) ? context.evaluateExpression(raw.slice(1), itemIndex) : raw,
	);
}
