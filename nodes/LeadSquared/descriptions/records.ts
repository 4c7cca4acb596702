/** The parameters of each operation. */
import type { INodeProperties } from 'n8n-workflow';

import { uniqueLeadField, unlistedValues } from '../../shared/properties/options';
import { activityTypeProperty, opportunityTypeProperty } from '../../shared/properties/record-type';
import {
	conditionFieldLabel,
	conditionValueLabel,
	leadByLabel,
	leadFieldLabel,
	leadValueLabel,
	ownerLabel,
} from '../labels';
import {
	lead,
	nothingFound,
	opportunity,
	options,
	output,
	paging,
	range,
	showFor,
	useDisplayNames,
	which,
	type Show,
} from './common';

const sinceWhen = 'The beginning of the time, on the clock of the workflow';

function opportunityGet(show: Show): INodeProperties[] {
	return [
		opportunity(show, 'The opportunity to get'),
		opportunityTypeProperty(
			'The type whose fields to choose from. Only the list in the editor needs it.',
			{ displayOptions: { show: { ...show, output: ['selected'] } } },
		),
		...output(show, ['all', 'raw', 'selected', 'simplified']),
		options(show, [nothingFound, useDisplayNames]),
	];
}

function opportunityGetMany(show: Show): INodeProperties[] {
	const ofLead = { ...show, which: ['ofLead'] };
	const ofType = { ...show, which: ['latest', 'changed'] };
	return [
		which(
			show,
			[
				{
					name: 'Changed Since',
					value: 'changed',
					description: 'Opportunities of a type that were created or changed in a time',
				},
				{
					name: 'Latest of a Type',
					value: 'latest',
					description:
						'Opportunities of a type, newest first. LeadSquared allows this only with the keys of an administrator.',
				},
				{ name: 'Of a Lead', value: 'ofLead' },
			],
			'ofLead',
		),
		lead(ofLead, 'The lead whose opportunities to get'),
		opportunityTypeProperty('Only opportunities of this type. All types if empty.', {
			displayOptions: { show: ofLead },
		}),
		opportunityTypeProperty('The type of the opportunities', { displayOptions: { show: ofType } }),
		...range({ ...show, which: ['changed'] }, sinceWhen, true),
		...paging(show),
		...output(
			show,
			['all', 'raw', 'selected', 'simplified'],
			'All Fields and Selected Fields take one more call for each opportunity: no list of LeadSquared has every field.',
		),
		options(show, [useDisplayNames]),
	];
}

function leadGet(show: Show): INodeProperties[] {
	return [
		{
			displayName: leadByLabel,
			name: 'leadBy',
			type: 'options',
			default: 'phone',
			displayOptions: { show },
			description: 'What the value is',
			options: [
				{ name: 'Another Field', value: 'other', description: 'A unique field of this account' },
				{ name: 'Email', value: 'email' },
				{ name: 'Lead ID', value: 'id' },
				{ name: 'Mobile', value: 'mobile', description: 'Only the field Mobile' },
				{ name: 'Phone', value: 'phone', description: 'The fields Phone and Mobile' },
			],
		},
		{
			displayName: leadFieldLabel,
			name: 'leadField',
			...uniqueLeadField,
			required: true,
			displayOptions: { show: { ...show, leadBy: ['other'] } },
		},
		{
			displayName: leadValueLabel,
			name: 'leadValue',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. +91-9876543210',
			displayOptions: { show },
			description: 'The ID, email, phone number or other value of the lead',
		},
		...output(show, ['all', 'raw', 'selected', 'simplified']),
		options(show, [nothingFound, useDisplayNames]),
	];
}

function leadGetMany(show: Show): INodeProperties[] {
	const condition = { ...show, which: ['condition'] };
	return [
		which(
			show,
			[
				{
					name: 'By a Condition',
					value: 'condition',
					description: 'Leads with a certain value in one field, newest first',
				},
				{
					name: 'Changed Since',
					value: 'changed',
					description: 'Leads that were created or changed in a time',
				},
			],
			'condition',
		),
		{
			displayName: conditionFieldLabel,
			name: 'conditionField',
			...uniqueLeadField,
			typeOptions: { loadOptionsMethod: 'getFieldNames' },
			placeholder: 'e.g. ProspectStage',
			required: true,
			displayOptions: { show: condition },
		},
		{
			displayName: 'Operator',
			name: 'operator',
			type: 'options',
			default: 'is',
			displayOptions: { show: condition },
			options: [
				{ name: 'Contains', value: 'contains' },
				{ name: 'Is', value: 'is' },
				{ name: 'Is After or Greater Than', value: 'above' },
				{ name: 'Is at Least', value: 'atLeast' },
				{ name: 'Is at Most', value: 'atMost' },
				{ name: 'Is Before or Less Than', value: 'below' },
				{ name: 'Is Not', value: 'isNot' },
			],
		},
		{
			displayName: conditionValueLabel,
			name: 'conditionValue',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Prospect',
			displayOptions: { show: condition },
			description:
				'Checked against the field: LeadSquared answers a value that it does not list, or a date in another form, with no leads and no error. A date is on the clock of the workflow; a user is an ID or an email.',
		},
		...range({ ...show, which: ['changed'] }, sinceWhen, true),
		...paging(show),
		...output(show, ['all', 'raw', 'selected', 'simplified']),
		options(show, [
			{ ...unlistedValues, displayOptions: { show: { '/which': ['condition'] } } },
			useDisplayNames,
		]),
	];
}

function activityGetMany(show: Show): INodeProperties[] {
	return [
		which(
			show,
			[
				{ name: 'Of a Lead', value: 'ofLead' },
				{ name: 'Of an Opportunity', value: 'ofOpportunity' },
			],
			'ofLead',
		),
		lead({ ...show, which: ['ofLead'] }, 'The lead whose activities to get'),
		opportunity({ ...show, which: ['ofOpportunity'] }, 'The opportunity whose activities to get'),
		activityTypeProperty('Only activities of this type. All types if empty.', {
			displayOptions: { show },
		}),
		...paging(show),
		...output(show, ['all', 'raw', 'simplified']),
		options(show, [useDisplayNames]),
	];
}

function userGetMany(show: Show): INodeProperties[] {
	return [
		{
			displayName: 'Users',
			name: 'userStatus',
			type: 'options',
			default: 'active',
			displayOptions: { show },
			options: [
				{ name: 'Active', value: 'active' },
				{ name: 'All', value: 'all' },
				{ name: 'Inactive', value: 'inactive' },
			],
		},
		...paging(show),
		options(show),
	];
}

function typeGetMany(show: Show): INodeProperties[] {
	return [
		{
			displayName: 'Types Of',
			name: 'typesOf',
			type: 'options',
			default: 'opportunity',
			displayOptions: { show },
			options: [
				{ name: 'Activities', value: 'activity' },
				{ name: 'Opportunities', value: 'opportunity' },
			],
		},
		...paging(show),
		options(show),
	];
}

function typeGetFields(show: Show): INodeProperties[] {
	return [
		{
			displayName: 'Fields Of',
			name: 'fieldsOf',
			type: 'options',
			noDataExpression: true,
			default: 'opportunity',
			displayOptions: { show },
			options: [
				{ name: 'Activity Type', value: 'activity' },
				{ name: 'Leads', value: 'lead' },
				{ name: 'Opportunity Type', value: 'opportunity' },
			],
		},
		activityTypeProperty('The type whose fields to get', {
			displayOptions: { show: { ...show, fieldsOf: ['activity'] } },
		}),
		opportunityTypeProperty('The type whose fields to get', {
			displayOptions: { show: { ...show, fieldsOf: ['opportunity'] } },
		}),
		...paging(show),
		options(show),
	];
}

function taskGetMany(show: Show): INodeProperties[] {
	const ofOwner = { ...show, which: ['ofOwner'] };
	return [
		which(
			show,
			[
				{ name: 'Of a Lead', value: 'ofLead' },
				{ name: 'Of an Owner', value: 'ofOwner' },
			],
			'ofLead',
		),
		lead({ ...show, which: ['ofLead'] }, 'The lead whose tasks to get'),
		{
			displayName: ownerLabel,
			name: 'owner',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. asha@example.com',
			displayOptions: { show: ofOwner },
			description: 'The email or the ID of the user whose tasks to get',
		},
		{
			displayName: 'Tasks',
			name: 'taskStatus',
			type: 'options',
			default: 'all',
			displayOptions: { show },
			options: [
				{ name: 'All', value: 'all' },
				{ name: 'Completed', value: 'done' },
				{ name: 'Not Completed', value: 'open' },
			],
		},
		...paging(show),
		...output(show, ['raw', 'simplified']),
		options(show),
	];
}

export const operationProperties: INodeProperties[] = [
	...opportunityGet(showFor('opportunity', 'get')),
	...opportunityGetMany(showFor('opportunity', 'getMany')),
	...leadGet(showFor('lead', 'get')),
	...leadGetMany(showFor('lead', 'getMany')),
	...activityGetMany(showFor('activity', 'getMany')),
	...userGetMany(showFor('user', 'getMany')),
	...typeGetMany(showFor('type', 'getMany')),
	...typeGetFields(showFor('type', 'getFields')),
	...taskGetMany(showFor('task', 'getMany')),
];
