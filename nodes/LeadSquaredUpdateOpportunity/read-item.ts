/** Reads one input item into the body of an update: https://apidocs.leadsquared.com/update-an-opportunity-async/ */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	buildFields,
	readFieldsJson,
	type FieldEntry,
	type NamedValuesReading,
} from '../shared/fields';
import { badInput } from '../shared/items';
import type { Problem } from '../shared/problems';
import { isObject } from '../shared/text';
import { toText } from '../shared/values';
import { readOpportunityId } from './opportunity-id';
import { fieldsJsonLabel, fieldsLabel, noteLabel, opportunityIdLabel } from './properties';

export interface UpdateBody {
	ProspectOpportunityId: string;
	OpportunityNote?: string;
	Fields: FieldEntry[];
}

export type UpdateReading = { ok: true; value: UpdateBody } | { ok: false; problem: Problem };

export function readUpdate(context: IExecuteFunctions, itemIndex: number): UpdateReading {
	const id = readOpportunityId(context.getNodeParameter('opportunityId', itemIndex));
	if (!id.ok) return badInput(opportunityIdLabel, id.reason, id.hint);

	const mode = context.getNodeParameter('fieldsMode', itemIndex) as string;
	const parameter = mode === 'json' ? fieldsJsonLabel : fieldsLabel;
	const values =
		mode === 'json' ? jsonValues(context, itemIndex) : manualValues(context, itemIndex);
	if (!values.ok) return badInput(parameter, values.reason, values.hint);

	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const fields = buildFields(values.values, options.emptyValues === 'clear' ? 'clear' : 'skip');
	if (!fields.ok) return badInput(parameter, fields.reason, fields.hint);

	const note = toText(context.getNodeParameter('note', itemIndex, ''));
	if (note.kind === 'invalid') return badInput(noteLabel, note.reason, note.hint);

	if (fields.fields.length === 0 && note.kind === 'empty') {
		return badInput(
			parameter,
			`has no value to send, and '${noteLabel}' is empty`,
			"Give at least one field with a value, or a note. To empty a field in LeadSquared, set 'Empty Values' in the options to 'Clear'",
		);
	}
	return {
		ok: true,
		value: {
			ProspectOpportunityId: id.id,
			...(note.kind === 'text' ? { OpportunityNote: note.text } : {}),
			Fields: fields.fields,
		},
	};
}

/**
 * Each value is read by its own path: read as a whole, n8n turns a DateTime inside into
 * text in the workflow's zone, and nobody can tell it from text any more.
 */
function manualValues(context: IExecuteFunctions, itemIndex: number): NamedValuesReading {
	const raw: unknown = context.getNodeParameter('fields', itemIndex, {}, { rawExpressions: true });
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
	const raw: unknown = context.getNodeParameter('fieldsJson', itemIndex, '', {
		rawExpressions: true,
	});
	const isExpression = typeof raw === 'string' && raw.startsWith('=');
	return readFieldsJson(isExpression ? context.evaluateExpression(raw.slice(1), itemIndex) : raw);
}
