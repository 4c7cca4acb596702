/**
 * LeadSquared's asynchronous operations, one row each. A node asks this table and holds no copy of it.
 * Source: https://apidocs.leadsquared.com/async-api/ and the page of each operation.
 */

export interface AsyncOperation {
	/** Path of the submit call on the async host. */
	path: string;
	/** `TaskStatus.TaskType` in the status reply. */
	taskType: string;
	/** What a person calls it. */
	label: string;
	/**
	 * Whether a call whose fate is unknown may be sent again.
	 * An update sets the same values a second time; a capture or an activity would exist twice.
	 */
	repeatable: boolean;
	/** Where not: what a person looks for in LeadSquared to learn whether the call was taken. */
	lookFor?: string;
	/** Path of the status call, where LeadSquared publishes it; of the others see status.ts. */
	statusPath?: string;
}

export const operations = {
	'activity/create': {
		path: '/activity/create',
		taskType: 'Activity Create',
		label: 'Post Activity on Lead',
		repeatable: false,
		lookFor: 'the activity at its lead',
	},
	'activity/createcustom': {
		path: '/activity/createcustom',
		taskType: 'Activity Create',
		label: 'Create Lead and Activity',
		repeatable: false,
		lookFor: 'the lead and its activity',
	},
	'lead/capture': {
		path: '/lead/capture',
		taskType: 'Lead Capture',
		label: 'Capture Lead',
		repeatable: false,
		lookFor: 'the lead',
	},
	'lead/update': {
		path: '/lead/update',
		taskType: 'Lead Update',
		label: 'Update Lead',
		repeatable: true,
	},
	'opportunity/capture': {
		path: '/opportunity/capture',
		taskType: 'Opportunity Capture',
		label: 'Capture Opportunity',
		repeatable: false,
		lookFor: 'the opportunity at its lead',
	},
	'opportunity/update': {
		path: '/opportunity/update',
		taskType: 'Opportunity Update',
		label: 'Update Opportunity',
		repeatable: true,
	},
	// The address goes on with the telephony connector's own part, which each item names.
	'telephony/logcall': {
		path: '/1/api/telephony/logcallcomplete',
		statusPath: '/1/api/telephony/logcallcomplete/status',
		taskType: 'Telephony-LogCall',
		label: 'Log Call',
		repeatable: false,
		lookFor: 'the phone call activity at its lead',
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
