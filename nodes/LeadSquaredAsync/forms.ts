/**
 * The operations that submit something, by resource and operation as the editor names them: how the parameters of
 * one item are read, and which builder makes the body. A new operation is one more form, beside its row in
 * shared/operations.ts, its builder in bodies/ and its parameters in descriptions/.
 */
import type { FieldList } from '../shared/field-list';
import { activityTypeLabel, opportunityTypeLabel } from '../shared/field-source';
import type { FieldEntry } from '../shared/fields';
import type { WithLists } from '../shared/map-lists';
import type { OperationName } from '../shared/operations';
import { read, together, type Reading } from '../shared/reading';
import type { SubmitRequest } from '../shared/submit-items';
import { captureLead } from './bodies/capture-lead';
import { captureFlags, captureOpportunity } from './bodies/capture-opportunity';
import { createActivity } from './bodies/create-activity';
import { createLeadAndActivity } from './bodies/create-lead-and-activity';
import { updateLead } from './bodies/update-lead';
import { logCall, type CallFields } from './bodies/log-call';
import {
	activityParameters,
	callJsonLabel,
	callLabels,
	opportunityParameters,
	relatedOpportunityLabel,
	optionalCallFields,
} from './labels';
import type { ItemInputs } from './read-inputs';

/** An item of which only the mapped values are still to be checked. */
export interface Draft extends WithLists {
	finish: (fields: FieldEntry[][]) => Reading<SubmitRequest>;
}

export interface Form {
	operation: OperationName;
	read: (item: ItemInputs) => Reading<Draft>;
}

interface FormParts<Inputs extends object> {
	operation: OperationName;
	inputs: (item: ItemInputs) => { [K in keyof Inputs]: Reading<Inputs[K]> };
	/** The lists of fields, in the order in which the builder takes them. */
	lists: (item: ItemInputs, inputs: Inputs) => Array<Reading<FieldList>>;
	build: (inputs: Inputs, fields: FieldEntry[][]) => Reading<SubmitRequest>;
}

function form<Inputs extends object>(parts: FormParts<Inputs>): Form {
	const { operation, build } = parts;
	return {
		operation,
		read: (item) => {
			const inputs = together<Inputs>(parts.inputs(item));
			if (!inputs.ok) return inputs;
			const lists: FieldList[] = [];
			for (const list of parts.lists(item, inputs.value)) {
				if (!list.ok) return list;
				lists.push(list.value);
			}
			const finish = (fields: FieldEntry[][]) => build(inputs.value, fields);
			return { ok: true, value: { ...item.values(), lists, finish } };
		},
	};
}

const activityInputs = (item: ItemInputs) => ({
	typeCode: item.typeCode('activityType', activityTypeLabel),
	note: item.note(),
	dateTime: item.dateTime(),
	skipsDropdownValidation: read(item.option('skipDropdownValidation') === true),
});

const activityFields = (item: ItemInputs, code: string) =>
	item.recordFields(activityParameters, { kind: 'activity', code });

function callFields(item: ItemInputs): Reading<CallFields> {
	const fields = together<CallFields>({
		Direction: item.text('direction', callLabels.Direction),
		SourceNumber: item.text('sourceNumber', callLabels.SourceNumber),
		DestinationNumber: item.text('destinationNumber', callLabels.DestinationNumber),
		StartTime: item.dateTime('startTime', callLabels.StartTime),
		EndTime: item.dateTime('endTime', callLabels.EndTime),
		CallDuration: item.seconds('duration', callLabels.CallDuration),
		Status: item.text('callStatus', callLabels.Status),
	});
	const more = together<Record<string, string | undefined>>(
		Object.fromEntries(
			optionalCallFields.map(({ name, label }) => [
				name,
				item.optionalOf('additionalFields', name, label),
			]),
		),
	);
	if (!fields.ok) return fields;
	return more.ok ? read({ ...fields.value, ...more.value }) : more;
}

export const forms: Record<string, Form> = {
	'opportunity:capture': form({
		operation: 'opportunity/capture',
		inputs: (item) => ({
			typeCode: item.typeCode('opportunityType', opportunityTypeLabel),
			searchBy: item.searchBy(false),
			note: item.note(),
			dateTime: item.dateTime(),
			flags: read(new Set(captureFlags.filter((flag) => item.option(flag) === true))),
		}),
		lists: (item, { typeCode: code }) => [
			item.leadFields(),
			item.recordFields(opportunityParameters, { kind: 'opportunity', code }),
		],
		build: captureOpportunity,
	}),
	'lead:capture': form({
		operation: 'lead/capture',
		inputs: (item) => ({ searchBy: item.searchBy(true) }),
		lists: (item) => [item.leadFields()],
		build: captureLead,
	}),
	'lead:update': form({
		operation: 'lead/update',
		inputs: (item) => ({
			leadId: item.leadId(),
			postUpdatedLead: read(item.flag('postUpdatedLead')),
		}),
		lists: (item) => [item.leadFields()],
		build: updateLead,
	}),
	'activity:create': form({
		operation: 'activity/create',
		inputs: (item) => ({
			leadId: item.leadId(),
			...activityInputs(item),
			relatedOpportunityId: item.optionalOption('relatedOpportunityId', relatedOpportunityLabel),
		}),
		lists: (item, { typeCode }) => [activityFields(item, typeCode)],
		build: createActivity,
	}),
	'activity:createWithLead': form({
		operation: 'activity/createcustom',
		inputs: (item) => ({ searchBy: item.searchBy(false), ...activityInputs(item) }),
		lists: (item, { typeCode }) => [item.leadFields(), activityFields(item, typeCode)],
		build: createLeadAndActivity,
	}),
	'call:log': form({
		operation: 'telephony/logcall',
		inputs: (item) => ({
			connectorPath: item.connectorPath(),
			call: item.isSet('callMode', 'json')
				? item.jsonObject('callJson', callJsonLabel)
				: callFields(item),
		}),
		lists: () => [],
		build: logCall,
	}),
};
