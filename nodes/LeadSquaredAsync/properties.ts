import type { INodeProperties } from 'n8n-workflow';

import { activityCreate } from './descriptions/activity-create';
import { activityCreateWithLead } from './descriptions/activity-create-with-lead';
import { callLog } from './descriptions/call-log';
import { leadCapture } from './descriptions/lead-capture';
import { leadUpdate } from './descriptions/lead-update';
import { opportunityCapture } from './descriptions/opportunity-capture';
import { queueGetMetrics } from './descriptions/queue-get-metrics';

export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		default: 'opportunity',
		options: [
			{ name: 'Activity', value: 'activity' },
			{ name: 'Call', value: 'call' },
			{ name: 'Lead', value: 'lead' },
			{ name: 'Opportunity', value: 'opportunity' },
			{ name: 'Queue', value: 'queue' },
		],
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'capture',
		displayOptions: { show: { resource: ['opportunity'] } },
		options: [
			{
				name: 'Capture',
				value: 'capture',
				action: 'Capture opportunity',
				description: 'Create an opportunity, and its lead if there is none yet',
			},
		],
	},
	{
		displayName:
			'To change an existing opportunity, use the node <b>LeadSquared Update Opportunity (Async)</b>. For the outcome of a request, use <b>LeadSquared Check Status</b>.',
		name: 'updateHelp',
		type: 'notice',
		default: '',
		displayOptions: { show: { resource: ['opportunity'] } },
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'capture',
		displayOptions: { show: { resource: ['lead'] } },
		options: [
			{
				name: 'Capture',
				value: 'capture',
				action: 'Capture lead',
				description: 'Create a lead, or update the one with the same unique field',
			},
			{
				name: 'Update',
				value: 'update',
				action: 'Update lead',
				description: 'Change fields of a lead by its ID',
			},
		],
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'create',
		displayOptions: { show: { resource: ['activity'] } },
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create activity',
				description: 'Post an activity on a lead by its ID',
			},
			{
				name: 'Create With Lead',
				value: 'createWithLead',
				action: 'Create activity with lead',
				description:
					'Post an activity on a lead that is found by a unique field, or create the lead',
			},
		],
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'log',
		displayOptions: { show: { resource: ['call'] } },
		options: [
			{
				name: 'Log',
				value: 'log',
				action: 'Log call',
				description: 'Log a phone call, which LeadSquared keeps as an activity of the lead',
			},
		],
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'getMetrics',
		displayOptions: { show: { resource: ['queue'] } },
		options: [
			{
				name: 'Get Metrics',
				value: 'getMetrics',
				action: 'Get queue metrics',
				description:
					'Get how many requests are waiting in LeadSquared and how fast they are processed',
			},
		],
	},
	...opportunityCapture,
	...leadCapture,
	...leadUpdate,
	...activityCreate,
	...activityCreateWithLead,
	...callLog,
	...queueGetMetrics,
];
