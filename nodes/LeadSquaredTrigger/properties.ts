import type { INodeProperties } from 'n8n-workflow';

import { timeout } from '../shared/properties/options';
import { webhooksPath } from '../shared/properties/where-in-leadsquared';
import {
	activityEvents,
	activityTypesLabel,
	customKeysLabel,
	customNumberLabel,
	customPropertiesLabel,
	eventLabel,
	events,
	fetchRecordLabel,
	ignoreByLabel,
	onlyFieldsLabel,
	opportunityEvents,
	opportunityTypesLabel,
	registrationLabel,
	headerName,
	secretLabel,
} from './labels';

/** Several of the account's types, fields or users. */
function severalOf(loadOptionsMethod: string) {
	return {
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod },
		default: [],
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	} as const satisfies Partial<INodeProperties>;
}

const fetchRecord: INodeProperties = {
	displayName: fetchRecordLabel,
	name: 'fetchRecord',
	type: 'boolean',
	default: false,
	description:
		'Whether to read the lead that the event is about. The event itself holds what changed. Takes an extra call for each event.',
	displayOptions: { hide: { event: [...opportunityEvents, 'custom'] } },
};

export const properties: INodeProperties[] = [
	{
		displayName: registrationLabel,
		name: 'registration',
		type: 'options',
		default: 'automatic',
		description: 'How LeadSquared learns the address of this node',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description:
					"Activating the workflow creates the webhook in LeadSquared, deactivating deletes it. Needs an administrator's keys.",
			},
			{
				name: 'By Hand',
				value: 'byHand',
				description: `You create the webhook in LeadSquared under ${webhooksPath}`,
			},
		],
	},
	{
		displayName: `In LeadSquared, create a webhook for the event below. Enter the production URL of this node, choose POST and application/json, and add the custom header <b>${headerName}</b> with the secret below.`,
		name: 'byHandNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['byHand'] } },
	},
	{
		displayName: secretLabel,
		name: 'secret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: `A long random text. Enter the same text in LeadSquared as the value of the header ${headerName}. Calls without it start nothing.`,
		displayOptions: { show: { registration: ['byHand'] } },
	},
	{
		displayName: eventLabel,
		name: 'event',
		type: 'options',
		default: 'opportunityUpdated',
		description: 'What starts the workflow',
		options: Object.entries(events).map(([value, { name, description }]) => ({
			name,
			value,
			description,
		})),
	},
	{
		displayName: activityTypesLabel,
		name: 'activityTypes',
		...severalOf('getActivityTypes'),
		required: true,
		hint: 'LeadSquared gets one webhook for each type, and each plan allows a limited number',
		displayOptions: { show: { event: activityEvents } },
	},
	{
		displayName: opportunityTypesLabel,
		name: 'opportunityTypes',
		...severalOf('getOpportunityTypes'),
		required: true,
		displayOptions: { show: { event: opportunityEvents } },
	},
	{
		displayName: onlyFieldsLabel,
		name: 'onlyWhenFields',
		...severalOf('getLeadFields'),
		hint: 'The lead before and after the change is compared. Without a choice, every change starts the workflow.',
		displayOptions: { show: { event: ['leadUpdated'] } },
	},
	{
		displayName: customNumberLabel,
		name: 'customEvent',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 7',
		description:
			"The number of the event on LeadSquared's page Create a Webhook. The node reads back which event LeadSquared made of it, and outputs its name.",
		displayOptions: { show: { event: ['custom'] } },
	},
	{
		displayName: customKeysLabel,
		name: 'customKeys',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. { "ChangedLeadField": "mx_City" }',
		description: 'What the event needs beside its number, at the top of the call',
		displayOptions: { show: { event: ['custom'] } },
	},
	{
		displayName: customPropertiesLabel,
		name: 'customProperties',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. { "ChangedLeadField": "mx_City" }',
		description: 'The WebhookProperties of the call, usually the same keys once more',
		displayOptions: { show: { event: ['custom'] } },
	},
	{
		...fetchRecord,
		default: true,
		description:
			'Whether to read the opportunity that the event is about. LeadSquared sends only its ID and type. Takes an extra call for each event.',
		displayOptions: { show: { event: opportunityEvents } },
	},
	fetchRecord,
	{
		displayName: ignoreByLabel,
		name: 'ignoreChangesBy',
		...severalOf('getUsers'),
		hint: 'A workflow that changes what it listens to would start itself. Choose the user whose keys the workflow uses. For Opportunity Updated this needs Fetch Record.',
	},
	{
		// n8n parses the body of a call before it asks the node, and answers 422 if the body is not JSON. After ten such
		// answers LeadSquared switches a webhook off. This is the setting that leaves the body to a node of version 1.
		displayName: 'Body Handling',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
	{
		displayName: 'Options',
		name: 'triggerOptions',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		options: [
			{
				displayName: 'Event Number in LeadSquared',
				name: 'eventNumber',
				type: 'string',
				default: '',
				placeholder: 'e.g. 29',
				description:
					'The number of the event in this account. Without it, the node tries the numbers that are known and checks what LeadSquared made of them.',
			},
			{
				displayName: 'Include Raw Event',
				name: 'includeRaw',
				type: 'boolean',
				default: false,
				description: 'Whether to add the event as LeadSquared sent it, under raw',
			},
			timeout,
		],
	},
];
