/** Reads one input item into the draft of an update: everything that is known without a call. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readFieldList, readValueOptions } from '../shared/fields/read-field-list';
import { typeCodeOf } from '../shared/fields/read-type-code';
import { isEmpty, locatorValue, toId, toText } from '../shared/fields/values';
import { isObject } from '../shared/lib/json';
import { badInput } from '../shared/problems/bad-input';
import { ok, type Result } from '../shared/problems/result';
import { opportunityTypeLabel } from '../shared/properties/record-type';
import { leadLookupOf } from '../shared/reading/found-opportunities';
import { optionsOf, parameterOf } from '../shared/run/parameters';
import { isEmptyUpdate, nothingToSend, type UpdateDraft } from './draft';
import { readOpportunityId } from './opportunity-id';
import { fieldParameters, leadFieldLabel, noteLabel, opportunityIdLabel } from './properties';

export function readDraft(context: IExecuteFunctions, itemIndex: number): Result<UpdateDraft> {
	const options = optionsOf(context, itemIndex);
	const opportunity = readOpportunity(context, itemIndex, options);
	if (!opportunity.ok) return opportunity;
	const type = parameterOf(context, itemIndex, 'opportunityType');
	const code = typeCodeOf(type, opportunityTypeLabel);
	// Only mapped fields need a type.
	if (!code.ok && !isEmpty(locatorValue(type))) return code;
	const list = readFieldList(
		context,
		itemIndex,
		fieldParameters,
		() => (code.ok ? ok({ kind: 'opportunity', code: code.value }) : code),
		false,
	);
	if (!list.ok) return list;

	const note = toText(parameterOf(context, itemIndex, 'note'), context.getTimezone());
	if (note.kind === 'invalid') return badInput(noteLabel, note);
	const { emptyValues, unlistedValues, dateOrder } = readValueOptions(context, itemIndex);
	const draft: UpdateDraft = {
		emptyValues,
		unlistedValues,
		dateOrder,
		opportunity: opportunity.value,
		typeCode: code.ok ? code.value : undefined,
		note: note.kind === 'text' ? note.text : undefined,
		lists: { fields: list.value },
	};
	const { label, content } = list.value;
	if (content.kind === 'ready' && isEmptyUpdate(content.fields, draft.note)) {
		// Without a type the mapper has no field that could have a value.
		const needsType = label === fieldParameters.mapped.label && !code.ok;
		return needsType ? code : nothingToSend(label);
	}
	return ok(draft);
}

function readOpportunity(
	context: IExecuteFunctions,
	itemIndex: number,
	options: IDataObject,
): Result<UpdateDraft['opportunity']> {
	const parameter = parameterOf(context, itemIndex, 'opportunityId');
	if (isObject(parameter) && parameter.mode === 'lead') {
		const key = toId(parameter.value, 'key');
		if (key.kind === 'invalid') return badInput(opportunityIdLabel, key);
		if (key.kind === 'empty') {
			return badInput(
				opportunityIdLabel,
				'is empty',
				'Enter the email or the phone number of the lead',
			);
		}
		const several = options.severalOpportunities === 'latest' ? 'latest' : 'refuse';
		const field = toText(options.leadField);
		if (field.kind === 'invalid') return badInput(leadFieldLabel, field);
		const named = field.kind === 'text' ? field.text.trim() : '';
		return ok({ kind: 'lead', lead: leadLookupOf(key.text, named), several });
	}
	const id = readOpportunityId(parameter);
	return id.ok ? ok({ kind: 'id', id: id.value }) : id;
}
