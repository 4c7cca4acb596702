import type { INodeProperties } from 'n8n-workflow';

import { conditionFieldLabel, conditionValueLabel, findByLabel } from '../labels';
import {
	changedSince,
	changedUntil,
	howMany,
	leadBy,
	options,
	output,
	showFor,
	useDisplayNames,
	whenNotFound,
} from './common';

const one = showFor('lead', 'get');

const many = showFor('lead', 'getMany');

const both = showFor('lead', 'get', 'getMany');

export const lead: INodeProperties[] = [
	...leadBy(one),
	{
		displayName: findByLabel,
		name: 'findBy',
		type: 'options',
		default: 'condition',
		description: 'Which leads to return',
		options: [
			{
				name: 'Changed Since',
				value: 'changed',
				description: 'All leads that were created or changed in a range of time',
			},
			{
				name: 'Condition',
				value: 'condition',
				description: 'The leads whose value of one field meets a condition',
			},
		],
		displayOptions: { show: many },
	},
	{
		displayName: conditionFieldLabel,
		name: 'conditionField',
		type: 'options',
		allowArbitraryValues: true,
		typeOptions: { loadOptionsMethod: 'getLeadFieldNames' },
		default: '',
		required: true,
		placeholder: 'e.g. ProspectStage',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		displayOptions: { show: { ...many, findBy: ['condition'] } },
	},
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		default: 'equals',
		description: 'How to compare the field with the value',
		options: [
			{ name: 'Contains', value: 'contains' },
			{ name: 'Equals', value: 'equals' },
			{ name: 'Is at Least', value: 'atLeast' },
			{ name: 'Is at Most', value: 'atMost' },
			{ name: 'Is Less Than', value: 'lessThan' },
			{ name: 'Is More Than', value: 'moreThan' },
			{ name: 'Is Not', value: 'isNot' },
		],
		displayOptions: { show: { ...many, findBy: ['condition'] } },
	},
	{
		displayName: conditionValueLabel,
		name: 'conditionValue',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Prospect',
		description:
			"The value to compare with. It is checked against the field: LeadSquared answers a value that it does not know with no leads. A date is in the workflow's time zone unless it has its own.",
		displayOptions: { show: { ...many, findBy: ['condition'] } },
	},
	changedSince({ ...many, findBy: ['changed'] }),
	...howMany(many),
	...output(both, 'getLeadFieldNames'),
	options(one, useDisplayNames, whenNotFound),
	options(many, changedUntil, useDisplayNames),
];
