import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { type, user } from './descriptions/account';
import { activity } from './descriptions/activity';
import { lead } from './descriptions/lead';
import { opportunity } from './descriptions/opportunity';
import { task } from './descriptions/task';

function operations(
	resource: string,
	options: [INodePropertyOptions, ...INodePropertyOptions[]],
): INodeProperties {
	const [{ value }] = options;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: value,
		displayOptions: { show: { resource: [resource] } },
		options,
	};
}

export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		default: 'lead',
		options: [
			{ name: 'Activity', value: 'activity' },
			{ name: 'Lead', value: 'lead' },
			{ name: 'Opportunity', value: 'opportunity' },
			{ name: 'Task', value: 'task' },
			{ name: 'Type', value: 'type' },
			{ name: 'User', value: 'user' },
		],
	},
	operations('activity', [
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many activities',
			description: 'Get the activities of a lead or an opportunity',
		},
	]),
	operations('lead', [
		{
			name: 'Get',
			value: 'get',
			action: 'Get lead',
			description: 'Get a lead by its ID, email, phone number or another unique field',
		},
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many leads',
			description: 'Get the leads that meet a condition, or that changed in a range of time',
		},
	]),
	operations('opportunity', [
		{
			name: 'Get',
			value: 'get',
			action: 'Get opportunity',
			description: 'Get an opportunity with all its fields',
		},
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many opportunities',
			description: 'Get the opportunities of a lead, the latest of a type, or those that changed',
		},
	]),
	operations('task', [
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many tasks',
			description: 'Get the tasks of a lead or a user',
		},
	]),
	operations('type', [
		{
			name: 'Get Fields',
			value: 'getFields',
			action: 'Get fields',
			description: 'Get the fields of a type or of leads, with their names and allowed values',
		},
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many types',
			description: "Get the account's opportunity types or activity types",
		},
	]),
	operations('user', [
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many users',
			description: "Get the account's users",
		},
	]),
	...activity,
	...lead,
	...opportunity,
	...task,
	...type,
	...user,
];
