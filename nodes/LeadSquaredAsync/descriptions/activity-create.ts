import type { INodeProperties } from 'n8n-workflow';

import { relatedOpportunityLabel } from '../labels';
import {
	activityFields,
	activityType,
	leadId,
	noteAndDate,
	options,
	showFor,
	skipDropdownValidation,
} from './common';

const show = showFor('activity', 'create');

export const activityCreate: INodeProperties[] = [
	leadId(show),
	activityType(show),
	...activityFields(show),
	...noteAndDate(show, 'activity'),
	options(show, {
		creates: true,
		more: [
			{
				displayName: relatedOpportunityLabel,
				name: 'relatedOpportunityId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 5ca5b042-51ea-4699-b6f0-84c40ab12770',
				description:
					'An opportunity of the lead that the activity also belongs to. LeadSquared documents this field for synchronous calls; asynchronous calls take the same body.',
			},
			skipDropdownValidation,
		],
	}),
];
