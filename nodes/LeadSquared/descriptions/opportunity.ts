import type { INodeProperties } from 'n8n-workflow';

import { findByLabel } from '../labels';
import {
	changedSince,
	changedUntil,
	howMany,
	leadBy,
	opportunityId,
	opportunityType,
	options,
	output,
	showFor,
	useDisplayNames,
	whenNotFound,
} from './common';

const one = showFor('opportunity', 'get');

const many = showFor('opportunity', 'getMany');

const both = showFor('opportunity', 'get', 'getMany');

export const opportunity: INodeProperties[] = [
	{
		displayName: findByLabel,
		name: 'findBy',
		type: 'options',
		default: 'lead',
		description: 'Which opportunities to return',
		options: [
			{
				name: 'Changed Since',
				value: 'changed',
				description: 'Those of a type that were created or changed in a range of time',
			},
			{
				name: 'Latest of a Type',
				value: 'latest',
				description: "The newest first. LeadSquared allows this only with an administrator's keys.",
			},
			{ name: 'Lead', value: 'lead', description: 'Those of one lead, the newest first' },
		],
		displayOptions: { show: many },
	},
	opportunityId(one, true),
	...leadBy({ ...many, findBy: ['lead'] }),
	opportunityType({ ...many, findBy: ['changed', 'latest'] }, { required: true }),
	opportunityType(
		{ ...many, findBy: ['lead'] },
		{ description: 'The type of the opportunities. If empty, all types.' },
	),
	opportunityType(
		{ ...one, output: ['selected'] },
		{ description: "Only needed to list the fields below. The opportunity's own type counts." },
	),
	changedSince({ ...many, findBy: ['changed'] }),
	...howMany(many),
	...output(both, 'getOpportunityFieldNames'),
	options(one, useDisplayNames, whenNotFound),
	options(many, changedUntil, useDisplayNames),
];
