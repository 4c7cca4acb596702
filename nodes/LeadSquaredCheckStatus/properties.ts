import type { INodeProperties } from 'n8n-workflow';

import { operations } from '../shared/async-api/operations';
import {
	alphabetically,
	includeInputFields,
	maxTries,
	timeout,
} from '../shared/properties/options';

export const defaultMaxWaitSeconds = 300;

export const defaultFirstDelaySeconds = 2;

export const defaultMaxDelaySeconds = 30;

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
		description: 'The RequestId that LeadSquared gave when it accepted the call',
	},
	{
		displayName: requestTypeLabel,
		name: 'requestType',
		type: 'options',
		default: 'auto',
		description: 'What the request was. LeadSquared keeps the status of each kind apart.',
		options: [
			{
				name: 'Automatic',
				value: 'auto',
				description: "What the input item's Operation says, or else Update Opportunity",
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
			'Whether to look again until each request is final or Max Wait is over. What is still queued then leaves through Pending.',
		hint: 'LeadSquared usually needs some seconds. When off, the node looks once.',
	},
	{
		displayName: 'Split Outputs',
		name: 'splitOutputs',
		type: 'boolean',
		default: true,
		noDataExpression: true,
		description:
			'Whether to give completed, failed and pending requests an output each. When off, or when used as an AI tool, all leave through one output and State tells them apart.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		options: [
			{
				displayName: 'Error Is Final',
				name: 'errorIsFinal',
				type: 'boolean',
				default: true,
				description:
					'Whether the status ERROR counts as failed. LeadSquared may still retry such a request for hours; when off, it stays pending.',
			},
			{
				displayName: 'First Delay',
				name: 'firstDelay',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: defaultFirstDelaySeconds,
				description:
					'How many seconds after the submission to look for the first time. The time between looks is the same at first, and then grows by half each time.',
				displayOptions: whileWaiting,
			},
			includeInputFields,
			{
				displayName: 'Max Delay',
				name: 'maxDelay',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: defaultMaxDelaySeconds,
				description: 'The longest time between two looks at a request, in seconds',
				displayOptions: whileWaiting,
			},
			{
				...maxTries,
				description: `${maxTries.description} While the node waits for completion each look is one try, and the next round is the next.`,
			},
			{
				displayName: 'Max Wait',
				name: 'maxWait',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: defaultMaxWaitSeconds,
				description:
					'How many seconds to wait in all. LeadSquared itself may retry for hours: to wait that long without holding up n8n, connect Pending to a Wait node and lead back here.',
				displayOptions: whileWaiting,
			},
			{
				displayName: statusPathLabel,
				name: 'statusPath',
				type: 'string',
				default: '',
				placeholder: 'e.g. /opportunity/update/status',
				description: 'Path of the status call, for an account where the usual paths are not found',
			},
			timeout,
		],
	},
];
