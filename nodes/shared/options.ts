/** Options that several nodes offer with the same meaning. */
import type { INodeProperties } from 'n8n-workflow';

import { defaultTimeoutSeconds } from './items';

export const includeInputFields: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		'Whether to put the fields of the input item before those of the result. An input field named error comes out as inputError.',
};

export const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: defaultTimeoutSeconds,
	description: 'How many seconds one call to LeadSquared may take',
};
