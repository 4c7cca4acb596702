import * as effects from './effects';
import type { Effect } from './effects';
import * as shapes from './shapes';
import type { ShapeCheck } from './shapes';
import type { OperationName } from './types';

/** One asynchronous operation, with everything that differs between them: https://apidocs.leadsquared.com/async-api/ */
export interface Operation {
	name: OperationName;
	submitPath: string;
	/** Where `statusPath: 'entity'` puts the status call. */
	entityStatusPath: string;
	taskType: string;
	/**
	 * Spelling of the id in the status reply; it differs from page to page, see
	 * https://apidocs.leadsquared.com/update-an-opportunity-status-api/ and
	 * https://apidocs.leadsquared.com/capture-opportunities-status-api/
	 */
	requestIdKey: 'RequestID' | 'RequestId';
	shape: ShapeCheck;
	effect: Effect;
	/** Query parameters without which the call is refused. */
	mandatoryQuery: string[];
	/** Are accessKey and secretKey needed? */
	keyed: boolean;
	/** May path segments follow the submit path? */
	openPath: boolean;
}

function operation(
	name: OperationName,
	taskType: string,
	requestIdKey: Operation['requestIdKey'],
	shape: ShapeCheck,
	effect: Effect,
	rest: Partial<Operation> = {},
): Operation {
	const submitPath = `/${name}`;
	const entityStatusPath = `/${name.split('/')[0] ?? ''}/status`;
	return {
		name,
		submitPath,
		entityStatusPath,
		taskType,
		requestIdKey,
		shape,
		effect,
		mandatoryQuery: [],
		keyed: true,
		openPath: false,
		...rest,
	};
}

const telephony = '/1/api/telephony/logcallcomplete';

export const operations: readonly Operation[] = [
	operation(
		'opportunity/update',
		'Opportunity Update',
		'RequestID',
		shapes.opportunityUpdate,
		effects.updateOpportunity,
	),
	operation(
		'opportunity/capture',
		'Opportunity Capture',
		'RequestId',
		shapes.opportunityCapture,
		effects.captureOpportunity,
	),
	operation(
		'lead/capture',
		'Lead Capture',
		'RequestId',
		shapes.leadAttributes,
		effects.captureOneLead,
	),
	operation('lead/update', 'Lead Update', 'RequestID', shapes.leadAttributes, effects.updateLead, {
		mandatoryQuery: ['leadId'],
	}),
	operation(
		'activity/create',
		'Activity Create',
		'RequestId',
		shapes.activityCreate,
		effects.createActivity,
	),
	// https://apidocs.leadsquared.com/create-lead-and-activity-status-api
	operation(
		'activity/createcustom',
		'Activity Create Custom',
		'RequestId',
		shapes.activityCreateCustom,
		effects.createLeadAndActivity,
	),
	// The call log's URL is documented with a connector id and without keys, and its status
	// path in full, so `statusPath` does not move it.
	operation(
		'telephony/logcall',
		'Telephony-LogCall',
		'RequestId',
		shapes.callLog,
		effects.logCall,
		{
			submitPath: telephony,
			entityStatusPath: `${telephony}/status`,
			keyed: false,
			openPath: true,
		},
	),
];

export function operationNamed(name: OperationName): Operation {
	const found = operations.find((candidate) => candidate.name === name);
	if (!found) throw new Error(`No operation ${name}`);
	return found;
}
