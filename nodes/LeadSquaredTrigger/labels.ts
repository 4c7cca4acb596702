/** Names as the editor shows them, for descriptions and messages. */

export const eventLabel = 'Event';

export const registrationLabel = 'Registration';

export const secretLabel = 'Header Secret';

export const activityTypesLabel = 'Activity Type Names or IDs';

export const opportunityTypesLabel = 'Opportunity Type Names or IDs';

export const onlyFieldsLabel = 'Only When These Fields Change';

export const ignoreByLabel = 'Ignore Changes By';

export const customNumberLabel = 'Event Number';

export const customKeysLabel = 'Extra Keys (JSON)';

export const customPropertiesLabel = 'Webhook Properties (JSON)';

export const fetchRecordLabel = 'Fetch Record';

/** The header that carries the secret. */
export const headerName = 'X-N8n-Webhook-Secret';

export const events = {
	activityCreated: {
		name: 'Activity Created',
		description: 'An activity of the chosen types was posted',
	},
	activityUpdated: {
		name: 'Activity Updated',
		description: 'An activity of the chosen types was changed',
	},
	custom: { name: 'Custom Event', description: 'Any other event, by its number' },
	leadCreated: { name: 'Lead Created', description: 'A lead was created' },
	leadStageChanged: { name: 'Lead Stage Changed', description: 'A lead moved to another stage' },
	leadUpdated: { name: 'Lead Updated', description: 'A lead was changed' },
	opportunityCreated: {
		name: 'Opportunity Created',
		description: 'An opportunity of the chosen types was created',
	},
	opportunityUpdated: {
		name: 'Opportunity Updated',
		description: 'An opportunity of the chosen types was changed',
	},
} as const;

export type EventName = keyof typeof events;

export const activityEvents: EventName[] = ['activityCreated', 'activityUpdated'];

export const opportunityEvents: EventName[] = ['opportunityCreated', 'opportunityUpdated'];
