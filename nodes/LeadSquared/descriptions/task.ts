import type { INodeProperties } from 'n8n-workflow';

import { findByLabel, ownerLabel } from '../labels';
import { howMany, leadId, options, output, showFor } from './common';

const many = showFor('task', 'getMany');

export const task: INodeProperties[] = [
	{
		displayName: findByLabel,
		name: 'findBy',
		type: 'options',
		default: 'lead',
		description: 'Whose tasks to return',
		options: [
			{ name: 'Lead', value: 'lead', description: 'The tasks of one lead' },
			{ name: 'Owner', value: 'owner', description: 'The tasks of one user' },
		],
		displayOptions: { show: many },
	},
	leadId({ ...many, findBy: ['lead'] }),
	{
		displayName: ownerLabel,
		name: 'owner',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. asha@example.com',
		description: "The user's email or ID",
		displayOptions: { show: { ...many, findBy: ['owner'] } },
	},
	{
		displayName: 'Task Status',
		name: 'taskStatus',
		type: 'options',
		default: 'all',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Completed', value: 'completed' },
			{ name: 'Open', value: 'open' },
		],
		displayOptions: { show: many },
	},
	...howMany(many),
	...output(many, undefined),
	options(many),
];
