import type { INodeProperties } from 'n8n-workflow';

import { operations } from '../../shared/async-api/operations';
import {
	alphabetically,
	includeInputFields,
	maxConcurrency,
	maxTries,
	timeout,
} from '../../shared/properties/options';
import { showFor } from './common';

const show = showFor('queue', 'getMetrics');

export const queueGetMetrics: INodeProperties[] = [
	{
		displayName: 'Queue Of',
		name: 'queueOf',
		type: 'options',
		default: 'opportunity/update',
		description: 'The operation whose queue to ask about. LeadSquared has a queue for each.',
		options: Object.entries(operations)
			.map(([value, { label }]) => ({ name: label, value }))
			.sort((a, b) => alphabetically(a.name, b.name)),
		displayOptions: { show },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		displayOptions: { show },
		options: [includeInputFields, maxConcurrency, maxTries, timeout],
	},
];
