/** Every operation that submits something, set up so that one test can cover all of them. */
import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import {
	operationNames,
	operations,
	type OperationName,
} from '../../nodes/shared/async-api/operations';
import { leadId, opportunityId, type FaultRule, type Sandbox } from '../sandbox';
import { credentialFor } from './credential';
import { asyncType, byId, field, runNode, updateType, type NodeRun } from './run-node';

export interface Submitter {
	operation: OperationName;
	/** What messages call it. */
	label: string;
	/** Whether the same call may arrive twice without harm. */
	repeatable: boolean;
	type: string;
	/** For items of `itemFor`: the mark of an item is in the body of its call. */
	parameters: INodeParameters;
}

const mark = '={{ $json.mark }}';
const rows = (...fields: INodeParameters[]) => ({ field: fields });
const email = field('EmailAddress', '={{ $json.email }}');
const lead = { searchBy: 'EmailAddress', leadFieldsMode: 'manual', leadFields: rows(email) };
const markedLead = { ...lead, leadFields: rows(email, field('mx_Mark', mark)) };
const activity = { activityType: byId('201'), fieldsMode: 'manual', note: mark };

const parameters: Record<OperationName, INodeParameters> = {
	'activity/create': {
		resource: 'activity',
		operation: 'create',
		leadId: '={{ $json.lead }}',
		...activity,
	},
	'activity/createcustom': {
		resource: 'activity',
		operation: 'createWithLead',
		...lead,
		...activity,
	},
	'lead/capture': { resource: 'lead', operation: 'capture', ...markedLead },
	'lead/update': {
		resource: 'lead',
		operation: 'update',
		leadId: '={{ $json.lead }}',
		leadFieldsMode: 'manual',
		leadFields: rows(field('mx_Mark', mark)),
	},
	'opportunity/capture': {
		resource: 'opportunity',
		operation: 'capture',
		...lead,
		opportunityType: byId('12000'),
		fieldsMode: 'manual',
		fields: rows(field('mx_Custom_1', mark)),
	},
	'opportunity/update': {
		opportunityId: byId('={{ $json.id }}'),
		fieldsMode: 'manual',
		fields: rows(field('mx_Custom_1', mark)),
	},
	'telephony/logcall': {
		resource: 'call',
		operation: 'log',
		callLogUrl: 'https://telephony.example.com/1/api/Telephony/LogCallComplete/connector',
		sourceNumber: '+91-9000000001',
		destinationNumber: '+91-9000000002',
		additionalFields: { CallSessionId: mark },
	},
};

export const submitters: readonly Submitter[] = operationNames.map((operation) => {
	const { label, repeatable } = operations[operation];
	const type = operation === 'opportunity/update' ? updateType : asyncType;
	return { operation, label, repeatable, type, parameters: parameters[operation] };
});

/** The same with a value in its body that n8n evaluates again for every attempt. */
export function volatile(submitter: Submitter): Submitter {
	return withMark(submitter, `${mark} {{ Math.random() }}`);
}

/** The same after the user has changed a parameter of the node: its body has another value. */
export function changed(submitter: Submitter): Submitter {
	return withMark(submitter, `${mark} changed`);
}

function withMark(submitter: Submitter, value: string): Submitter {
	const text = JSON.stringify(submitter.parameters).replaceAll(mark, value);
	return { ...submitter, parameters: JSON.parse(text) as INodeParameters };
}

/** Shows which call, request and item belong together. */
export const markOf = (n: number) => `mark-${String(n).padStart(4, '0')}`;

/** The mark in the body of a call. */
export function markIn(rawBody: string): string {
	const [found] = /mark-\d{4}/.exec(rawBody) ?? [];
	if (found === undefined) throw new Error(`a call without a mark: ${rawBody}`);
	return found;
}

/** An input item about the account's lead and opportunity number n (1 to 20). */
export function itemFor(n: number, itsMark = markOf(n)): INodeExecutionData {
	return {
		json: {
			id: opportunityId(n),
			lead: leadId(n),
			email: `lead${n}@example.com`,
			mark: itsMark,
		},
	};
}

/** A fault rule's part: the submit calls of item n. */
export function callsOf(n: number): Pick<FaultRule, 'when'> {
	return { when: ({ rawBody }) => rawBody.includes(markOf(n)) };
}

/** The marks of all that was accepted, in the order of arrival. */
export function acceptedMarks(sandbox: Sandbox): string[] {
	return [...sandbox.requests.values()].map(({ rawBody }) => markIn(rawBody));
}

export async function runSubmitter(
	sandbox: Sandbox,
	submitter: Submitter,
	options: INodeParameters,
	inputs: INodeExecutionData[],
	settings: Partial<INode>,
): Promise<NodeRun> {
	return await runNode(
		{
			type: submitter.type,
			parameters: { ...submitter.parameters, options },
			settings,
			credential: credentialFor(sandbox),
		},
		inputs,
	);
}
