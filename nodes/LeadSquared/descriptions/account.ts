/** What the account knows: its users, types and fields. */
import type { INodeProperties } from 'n8n-workflow';

import { activityType, howMany, opportunityType, options, showFor } from './common';

const types = showFor('type', 'getMany');

const fields = showFor('type', 'getFields');

export const type: INodeProperties[] = [
	{
		displayName: 'Types Of',
		name: 'typesOf',
		type: 'options',
		default: 'opportunity',
		options: [
			{ name: 'Activity', value: 'activity' },
			{ name: 'Opportunity', value: 'opportunity' },
		],
		displayOptions: { show: types },
	},
	{
		displayName: 'Fields Of',
		name: 'fieldsOf',
		type: 'options',
		default: 'opportunity',
		options: [
			{ name: 'Activity Type', value: 'activity' },
			{ name: 'Lead', value: 'lead' },
			{ name: 'Opportunity Type', value: 'opportunity' },
		],
		displayOptions: { show: fields },
	},
	activityType({ ...fields, fieldsOf: ['activity'] }, { required: true }),
	opportunityType({ ...fields, fieldsOf: ['opportunity'] }, { required: true }),
	...howMany(showFor('type', 'getFields', 'getMany')),
	options(showFor('type', 'getFields', 'getMany')),
];

const users = showFor('user', 'getMany');

export const user: INodeProperties[] = [
	{
		displayName: 'User Status',
		name: 'userStatus',
		type: 'options',
		default: 'active',
		options: [
			{ name: 'Active', value: 'active', description: 'Users who can log in' },
			{ name: 'All', value: 'all' },
			{ name: 'Inactive', value: 'inactive', description: 'Users who were deactivated' },
		],
		displayOptions: { show: users },
	},
	...howMany(users),
	options(users),
];
