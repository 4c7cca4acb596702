/** Reads one input item into the draft of an update: all of it that can be known without a call. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readFieldList, readValueOptions } from '../shared/fields/read-field-list';
import { toText } from '../shared/fields/values';
import { isObject } from '../shared/lib/json';
import type { FieldSource } from '../shared/metadata/field-source';
import { readTypeCode } from '../shared/metadata/record-types';
import { badInput } from '../shared/problems/bad-input';
import type { Result } from '../shared/problems/result';
import { opportunityTypeLabel } from '../shared/properties/record-type';
import { optionsOf } from '../shared/run/options';
import { isEmptyUpdate, nothingToSend, type UpdateDraft } from './draft';
import { leadLookupOf } from './find-opportunity';
import { readOpportunityId } from './opportunity-id';
import { fieldParameters, noteLabel, opportunityIdLabel } from './properties';

export function readDraft(context: IExecuteFunctions, itemIndex: number): Result<UpdateDraft> {
	const options = optionsOf(context, itemIndex);
	const opportunity = readOpportunity(context, itemIndex, options);
	if (!opportunity.ok) return opportunity;
	const type = readType(context, itemIndex);
	if (!type.ok) return type;
	const list = readFieldList(
		context,
		itemIndex,
		fieldParameters,
		() => sourceOf(type.value),
		false,
	);
	if (!list.ok) return list;

	const note = toText(context.getNodeParameter('note', itemIndex, ''));
	if (note.kind === 'invalid') return badInput(noteLabel, note.reason, note.hint);
	const draft: UpdateDraft = {
		...readValueOptions(context, itemIndex),
		opportunity: opportunity.value,
		...(type.value === undefined ? {} : { typeCode: type.value }),
		...(note.kind === 'text' ? { note: note.text } : {}),
		lists: { fields: list.value },
	};
	const { label, content } = list.value;
	if (content.kind === 'ready' && isEmptyUpdate(content.fields, draft.note)) {
		return nothingToSend(label);
	}
	return { ok: true, value: draft };
}

function readOpportunity(
	context: IExecuteFunctions,
	itemIndex: number,
	options: IDataObject,
): Result<UpdateDraft['opportunity']> {
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
function readType(context: IExecuteFunctions, itemIndex: number): Result<string | undefined> {
	const parameter: unknown = context.getNodeParameter('opportunityType', itemIndex, '');
	const code = readTypeCode(parameter);
	const given: unknown = isObject(parameter) ? parameter.value : parameter;
	if (code === undefined && given !== '' && given !== undefined && given !== null) {
		return badInput(opportunityTypeLabel, 'is no event code', eventCodeHint);
	}
	return { ok: true, value: code };
}

function sourceOf(code: string | undefined): Result<FieldSource> {
	return code === undefined
		? badInput(opportunityTypeLabel, 'is empty', eventCodeHint)
		: { ok: true, value: { kind: 'opportunity', code } };
}
