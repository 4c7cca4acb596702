import type { INodeProperties } from 'n8n-workflow';

import { leadFields, leadId, options, showFor } from './common';

const show = showFor('lead', 'update');

export const leadUpdate: INodeProperties[] = [
	leadId(show),
	...leadFields(show, 'The fields to change. All others keep their values.'),
	{
		displayName: 'Post Updated Lead',
		name: 'postUpdatedLead',
		type: 'boolean',
		default: false,
		description:
			'Whether this update triggers automations, webhooks and notifications in LeadSquared. If off, the fields change but nothing is triggered.',
		displayOptions: { show },
	},
	options(show, { creates: false }),
];
