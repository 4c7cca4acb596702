/**
 * LeadSquared's asynchronous operations, one row each.
 * Source: https://apidocs.leadsquared.com/async-api/ and the page of each operation.
 */
import {
	activityFieldsPath,
	callLogApiPath,
	leadFieldsPath,
	opportunityFieldsPath,
} from '../properties/where-in-leadsquared';

export interface AsyncOperation {
	/** Path of the submit call on the async host. */
	path: string;
	/** `TaskStatus.TaskType` in the status reply. */
	taskType: string;
	/** Its name in messages. */
	label: string;
	/**
	 * Whether a call may be sent again when it is unknown if LeadSquared accepted it.
	 * An update sets the same values a second time; a capture or an activity would be created twice.
	 */
	repeatable: boolean;
	/** If it may not: what the user can look for in LeadSquared to see whether the call was accepted. */
	lookFor?: string;
	/** Advice for when LeadSquared cannot read the body. */
	whereToFindNames: string;
	/** Whether the call carries the x-api-key alone (account/keys.ts). */
	usesApiKeyOnly?: boolean;
	/** Path of the status call, if LeadSquared publishes it; for the others see ask-status.ts. */
	statusPath?: string;
}

const activityNames = `Find schema names in LeadSquared under ${activityFieldsPath}`;

const leadNames = `Find schema names in LeadSquared under ${leadFieldsPath}`;

const opportunityNames = `Find schema names in LeadSquared under ${opportunityFieldsPath}`;

export const operations = {
	'activity/create': {
		path: '/activity/create',
		taskType: 'Activity Create',
		label: 'Post Activity on Lead',
		whereToFindNames: activityNames,
		repeatable: false,
		lookFor: 'the activity on its lead',
	},
	'activity/createcustom': {
		path: '/activity/createcustom',
		taskType: 'Activity Create Custom',
		label: 'Create Lead and Activity',
		whereToFindNames: `${leadNames}, and under Custom Activities & Scores > (type) > Edit`,
		repeatable: false,
		lookFor: 'the lead and its activity',
	},
	'lead/capture': {
		path: '/lead/capture',
		taskType: 'Lead Capture',
		label: 'Capture Lead',
		whereToFindNames: leadNames,
		repeatable: false,
		lookFor: 'the lead',
	},
	'lead/update': {
		path: '/lead/update',
		taskType: 'Lead Update',
		label: 'Update Lead',
		whereToFindNames: leadNames,
		repeatable: true,
	},
	'opportunity/capture': {
		path: '/opportunity/capture',
		taskType: 'Opportunity Capture',
		label: 'Capture Opportunity',
		whereToFindNames: opportunityNames,
		repeatable: false,
		lookFor: 'the opportunity on its lead',
	},
	'opportunity/update': {
		path: '/opportunity/update',
		taskType: 'Opportunity Update',
		label: 'Update Opportunity',
		whereToFindNames: opportunityNames,
		repeatable: true,
	},
	// Each item adds the path of its telephony connector.
	'telephony/logcall': {
		path: '/1/api/telephony/logcallcomplete',
		statusPath: '/1/api/telephony/logcallcomplete/status',
		usesApiKeyOnly: true,
		taskType: 'Telephony-LogCall',
		label: 'Log Call',
		whereToFindNames: `Find the fields that the connector accepts in LeadSquared under ${callLogApiPath}`,
		repeatable: false,
		lookFor: 'the phone call activity on its lead',
	},
} satisfies Record<string, AsyncOperation>;

export type OperationName = keyof typeof operations;

export function operationNamed(name: OperationName): AsyncOperation {
	return operations[name];
}

export const operationNames = Object.keys(operations) as OperationName[];

export function isOperationName(value: unknown): value is OperationName {
	return typeof value === 'string' && Object.hasOwn(operations, value);
}
