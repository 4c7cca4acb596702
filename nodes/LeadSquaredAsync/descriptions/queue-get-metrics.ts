import type { INodeProperties } from 'n8n-workflow';

import { operations } from '../../shared/async-api/operations';
import {
	alphabetically,
	includeInputFields,
	maxConcurrency,
	maxTries,
	optionsCollection,
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
		description: 'The operation whose queue to check. LeadSquared has a separate queue for each.',
		options: Object.entries(operations)
			.map(([value, { label }]) => ({ name: label, value }))
			.sort((a, b) => alphabetically(a.name, b.name)),
		displayOptions: { show },
	},
	optionsCollection([includeInputFields, maxConcurrency, maxTries, timeout], show),
];
