import type { INodeProperties } from 'n8n-workflow';

import { howMany, options, showFor } from './common';

const many = showFor('user', 'getMany');

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
		displayOptions: { show: many },
	},
	...howMany(many),
	options(many),
];
