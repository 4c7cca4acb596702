import type { INodeProperties } from 'n8n-workflow';

import { leadFields, leadId, options, showFor } from './common';

const show = showFor('lead', 'update');

export const leadUpdate: INodeProperties[] = [
	leadId(show),
	...leadFields(show, 'The fields to change; all others keep their values.'),
	{
		displayName: 'Post Updated Lead',
		name: 'postUpdatedLead',
		type: 'boolean',
		default: false,
		description:
			'Whether automations, webhooks and notifications in LeadSquared run on this update. When off, the fields change and all of these stay silent.',
		displayOptions: { show },
	},
	options(show, { makes: false }),
];
