import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { operationProperties } from './descriptions/records';

function operations(
	resource: string,
	start: string,
	options: INodePropertyOptions[],
): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: start,
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
	operations('activity', 'getMany', [
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many activities',
			description: 'Get the activities of a lead or of an opportunity, newest first',
		},
	]),
	operations('lead', 'get', [
		{
			name: 'Get',
			value: 'get',
			action: 'Get a lead',
			description: 'Get a lead by its ID, email, phone number or another unique field',
		},
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many leads',
			description: 'Get the leads that fit a condition, or those that changed',
		},
	]),
	operations('opportunity', 'get', [
		{
			name: 'Get',
			value: 'get',
			action: 'Get an opportunity',
			description: 'Get an opportunity with all its fields',
		},
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many opportunities',
			description: 'Get the opportunities of a lead, the latest of a type, or those that changed',
		},
	]),
	operations('task', 'getMany', [
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many tasks',
			description: 'Get the tasks of a lead or of a user',
		},
	]),
	operations('type', 'getMany', [
		{
			name: 'Get Fields',
			value: 'getFields',
			action: 'Get the fields of a type',
			description: 'Get the fields that a type or leads have, with their schema names and values',
		},
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many types',
			description: 'Get the opportunity types or the activity types with their codes',
		},
	]),
	operations('user', 'getMany', [
		{
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many users',
			description: 'Get the users of the account with their IDs',
		},
	]),
	...operationProperties,
];
