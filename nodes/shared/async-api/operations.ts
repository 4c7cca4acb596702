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
	/** Where to look when LeadSquared cannot read the body. */
	whereNamesStand: string;
	/** Path of the status call, where LeadSquared publishes it; of the others see status.ts. */
	statusPath?: string;
}

const activityFields =
	'Schema names stand in LeadSquared under My Profile > Settings > Leads > Custom Activities & Scores > (type) > Edit';

const leadFields =
	'Schema names stand in LeadSquared under My Profile > Settings > Leads > Lead Fields';

const opportunityFields =
	'Schema names stand in LeadSquared under My Profile > Settings > Opportunities > Opportunity Types > (type) > Edit';

export const operations = {
	'activity/create': {
		path: '/activity/create',
		taskType: 'Activity Create',
		label: 'Post Activity on Lead',
		whereNamesStand: activityFields,
		repeatable: false,
		lookFor: 'the activity at its lead',
	},
	'activity/createcustom': {
		path: '/activity/createcustom',
		taskType: 'Activity Create Custom',
		label: 'Create Lead and Activity',
		whereNamesStand: `${leadFields}, and under Custom Activities & Scores > (type) > Edit`,
		repeatable: false,
		lookFor: 'the lead and its activity',
	},
	'lead/capture': {
		path: '/lead/capture',
		taskType: 'Lead Capture',
		label: 'Capture Lead',
		whereNamesStand: leadFields,
		repeatable: false,
		lookFor: 'the lead',
	},
	'lead/update': {
		path: '/lead/update',
		taskType: 'Lead Update',
		label: 'Update Lead',
		whereNamesStand: leadFields,
		repeatable: true,
	},
	'opportunity/capture': {
		path: '/opportunity/capture',
		taskType: 'Opportunity Capture',
		label: 'Capture Opportunity',
		whereNamesStand: opportunityFields,
		repeatable: false,
		lookFor: 'the opportunity at its lead',
	},
	'opportunity/update': {
		path: '/opportunity/update',
		taskType: 'Opportunity Update',
		label: 'Update Opportunity',
		whereNamesStand: opportunityFields,
		repeatable: true,
	},
	// The address goes on with the telephony connector's own part, which each item names.
	'telephony/logcall': {
		path: '/1/api/telephony/logcallcomplete',
		statusPath: '/1/api/telephony/logcallcomplete/status',
		taskType: 'Telephony-LogCall',
		label: 'Log Call',
		whereNamesStand:
			'What the connector takes stands in LeadSquared under Apps > Apps Marketplace > (connector) > Settings > Configure > Call Log API',
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
