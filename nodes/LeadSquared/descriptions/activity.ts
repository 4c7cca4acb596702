import type { INodeProperties } from 'n8n-workflow';

import { findByLabel } from '../labels';
import {
	activityType,
	howMany,
	leadId,
	opportunityId,
	options,
	output,
	showFor,
	useDisplayNames,
} from './common';

const many = showFor('activity', 'getMany');

export const activity: INodeProperties[] = [
	{
		displayName: findByLabel,
		name: 'findBy',
		type: 'options',
		default: 'lead',
		description: 'Whose activities to return',
		options: [
			{ name: 'Lead', value: 'lead', description: 'All activities of a lead' },
			{
				name: 'Opportunity',
				value: 'opportunity',
				description: 'The activities of one of its opportunities',
			},
		],
		displayOptions: { show: many },
	},
	leadId({ ...many, findBy: ['lead'] }),
	opportunityId({ ...many, findBy: ['opportunity'] }, false),
	activityType(many, { description: 'The type of the activities. If empty, all types.' }),
	...howMany(many),
	...output(many, 'getActivityFieldNames'),
	options(many, useDisplayNames),
];
