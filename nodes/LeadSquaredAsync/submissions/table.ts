/**
 * The operations that submit something, by resource and operation as the editor names them: how the parameters of
 * one item are read, and which builder makes the body. A new operation is one more form, beside its row in
 * shared/operations.ts, its builder in bodies/ and its parameters in descriptions/.
 */
import { ok } from '../../shared/problems/result';
import { opportunityTypeLabel } from '../../shared/properties/record-type';
import { callJsonLabel, opportunityParameters, relatedOpportunityLabel } from '../labels';
import { activityFields, activityInputs } from './activity';
import { createActivity } from './activity-create';
import { createLeadAndActivity } from './activity-create-with-lead';
import { callFields, logCall } from './call-log';
import { submission, type SubmissionReader } from './form';
import { captureLead } from './lead-capture';
import { updateLead } from './lead-update';
import { captureFlags, captureOpportunity } from './opportunity-capture';

export const submissions: Record<string, SubmissionReader> = {
	'opportunity:capture': submission({
		operation: 'opportunity/capture',
		inputs: (item) => ({
			typeCode: item.typeCode('opportunityType', opportunityTypeLabel),
			searchBy: item.searchBy(false),
			note: item.note(),
			dateTime: item.dateTime(),
			flags: ok(new Set(captureFlags.filter((flag) => item.option(flag) === true))),
		}),
		lists: (item, { typeCode: code }) => [
			item.leadFields(),
			item.recordFields(opportunityParameters, { kind: 'opportunity', code }),
		],
		build: captureOpportunity,
	}),
	'lead:capture': submission({
		operation: 'lead/capture',
		inputs: (item) => ({ searchBy: item.searchBy(true) }),
		lists: (item) => [item.leadFields()],
		build: captureLead,
	}),
	'lead:update': submission({
		operation: 'lead/update',
		inputs: (item) => ({
			leadId: item.leadId(),
			postUpdatedLead: ok(item.flag('postUpdatedLead')),
		}),
		lists: (item) => [item.leadFields()],
		build: updateLead,
	}),
	'activity:create': submission({
		operation: 'activity/create',
		inputs: (item) => ({
			leadId: item.leadId(),
			...activityInputs(item),
			relatedOpportunityId: item.optionalOption('relatedOpportunityId', relatedOpportunityLabel),
		}),
		lists: (item, { typeCode }) => [activityFields(item, typeCode)],
		build: createActivity,
	}),
	'activity:createWithLead': submission({
		operation: 'activity/createcustom',
		inputs: (item) => ({ searchBy: item.searchBy(false), ...activityInputs(item) }),
		lists: (item, { typeCode }) => [item.leadFields(), activityFields(item, typeCode)],
		build: createLeadAndActivity,
	}),
	'call:log': submission({
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
