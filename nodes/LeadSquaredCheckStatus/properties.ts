import type { INodeProperties } from 'n8n-workflow';

import { operations } from '../shared/async-api/operations';
import {
	alphabetically,
	includeInputFields,
	maxTries,
	optionsCollection,
	timeout,
} from '../shared/properties/options';

export const defaultMaxWaitSeconds = 300;

export const defaultFirstDelaySeconds = 2;

export const defaultMaxDelaySeconds = 30;

/** The version of the node that has Simplify. */
export const simplifiedSince = 1.1;

/** Only where the node waits. */
const whileWaiting = { show: { '/waitForCompletion': [true] } };

export const requestIdLabel = 'Request ID';

export const requestTypeLabel = 'Request Type';

export const statusPathLabel = 'Status Path';

export const properties: INodeProperties[] = [
	{
		displayName: requestIdLabel,
		name: 'requestId',
		type: 'string',
		default: '={{ $json.RequestId }}',
		required: true,
		placeholder: 'e.g. 7ba60ab0-7054-4856-8590-1b5a9f904ad1',
		description: 'The RequestId that LeadSquared returned when it accepted the call',
	},
	{
		displayName: requestTypeLabel,
		name: 'requestType',
		type: 'options',
		default: 'auto',
		description:
			'The operation that submitted the request. LeadSquared has a separate Status API for each.',
		options: [
			{
				name: 'Automatic',
				value: 'auto',
				description: 'The Operation of the input item or, without one, Update Opportunity',
			},
			...Object.entries(operations)
				.map(([value, { label }]) => ({ name: label, value }))
				.sort((a, b) => alphabetically(a.name, b.name)),
		],
	},
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		noDataExpression: true,
		description:
			'Whether to check again until each request is final or Max Wait is over. Requests still queued by then go to Pending.',
		hint: 'LeadSquared usually needs a few seconds. If off, the node checks once.',
	},
	{
		displayName: 'Split Outputs',
		name: 'splitOutputs',
		type: 'boolean',
		default: true,
		noDataExpression: true,
		description:
			'Whether completed, failed and pending requests each have their own output. If off, or if used as an AI tool, the node has one output and State says which is which.',
	},
	optionsCollection([
		{
			displayName: 'Confirm by Reading',
			name: 'confirmByReading',
			type: 'boolean',
			default: false,
			description:
				'Whether to read the record of each completed update or capture and to add Confirmation: whether it shows the values that were sent. Costs one call for each record, and up to three more where it does not show them.',
		},
		{
			displayName: 'Error Is Final',
			name: 'errorIsFinal',
			type: 'boolean',
			default: true,
			description:
				'Whether the status ERROR counts as failed. LeadSquared may still retry such a request for hours. If off, it stays pending.',
		},
		{
			displayName: 'First Delay',
			name: 'firstDelay',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: defaultFirstDelaySeconds,
			description:
				'How many seconds after the submission to check for the first time. The time to the second check is the same, and then grows by half each time.',
			displayOptions: whileWaiting,
		},
		includeInputFields,
		{
			displayName: 'Max Delay',
			name: 'maxDelay',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: defaultMaxDelaySeconds,
			description: 'The longest time between two checks of a request, in seconds',
			displayOptions: whileWaiting,
		},
		{
			...maxTries,
			description: `${maxTries.description} While the node waits for completion, each check is one try, and the next check is the next try.`,
		},
		{
			displayName: 'Max Wait',
			name: 'maxWait',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: defaultMaxWaitSeconds,
			description:
				'How many seconds to wait in total. LeadSquared itself may retry for hours: to wait that long without blocking n8n, connect Pending to a Wait node and loop back to this node.',
			displayOptions: whileWaiting,
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
			displayOptions: { show: { '@version': [{ _cnd: { gte: simplifiedSince } }] } },
		},
		{
			displayName: statusPathLabel,
			name: 'statusPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. /opportunity/update/status',
			description:
				'The path of the status call, for an account where the usual paths are not found',
		},
		timeout,
	]),
];
