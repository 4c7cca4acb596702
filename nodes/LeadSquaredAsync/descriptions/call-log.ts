import type { INodeProperties } from 'n8n-workflow';

import { callLogApiPath } from '../../shared/properties/where-in-leadsquared';
import { callJsonLabel, callLabels, callLogUrlLabel, optionalCallFields } from '../labels';
import { options, showFor } from './common';

const show = showFor('call', 'log');

const withFields = { show: { ...show, callMode: ['fields'] } };

/** What the optional fields mean: LeadSquared's own words, shortened. */
const meanings: Record<(typeof optionalCallFields)[number]['name'], string> = {
	CallSessionId: "The telephony provider's ID of the call",
	CallerSource:
		'Where the caller came from, at most 50 characters. If the call creates a lead, this becomes its source.',
	DisplayNumber: 'The virtual number, or the number of the IVR',
	LeadId: 'The lead on the call. If empty, LeadSquared finds the lead by the phone number.',
	ResourceURL: 'The URL of the recording',
	Tag: 'A tag for the call',
	UserId: 'The user who made or took the call',
};

export const callLog: INodeProperties[] = [
	{
		displayName: callLogUrlLabel,
		name: 'callLogUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://telephony-in21.leadsquared.com/1/api/Telephony/LogCallComplete/…',
		description: `The URL for call logs of your telephony connector. Find it in LeadSquared under ${callLogApiPath}. Its host does not matter: the call goes to the Async API.`,
		displayOptions: { show },
	},
	{
		displayName: 'Specify Call',
		name: 'callMode',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		options: [
			{
				name: 'Fields',
				value: 'fields',
				description: "The fields of LeadSquared's generic telephony connector",
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'The whole body, for connectors that need other fields',
			},
		],
		displayOptions: { show },
	},
	{
		displayName: callJsonLabel,
		name: 'callJson',
		type: 'json',
		typeOptions: { rows: 6 },
		default: '{}',
		required: true,
		placeholder: 'e.g. { "SourceNumber": "+91-9999999999" }',
		description: 'The body that the connector expects. It is sent as it is.',
		displayOptions: { show: { ...show, callMode: ['json'] } },
	},
	{
		displayName: callLabels.Direction,
		name: 'direction',
		type: 'options',
		default: 'Inbound',
		options: [
			{ name: 'Inbound', value: 'Inbound', description: 'The lead called' },
			{ name: 'Outbound', value: 'Outbound', description: 'A user called the lead' },
		],
		displayOptions: withFields,
	},
	{
		displayName: callLabels.SourceNumber,
		name: 'sourceNumber',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +91-9999999999',
		description:
			"The number that called: the lead's for an inbound call, the user's for an outbound call",
		displayOptions: withFields,
	},
	{
		displayName: callLabels.DestinationNumber,
		name: 'destinationNumber',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +91-8888888888',
		description:
			"The number that was called: the user's for an inbound call, the lead's for an outbound call",
		displayOptions: withFields,
	},
	{
		displayName: callLabels.Status,
		name: 'callStatus',
		type: 'string',
		default: 'Answered',
		required: true,
		placeholder: 'e.g. Answered',
		description: 'Outcome of the call, as the connector names it',
		displayOptions: withFields,
	},
	{
		displayName: callLabels.CallDuration,
		name: 'duration',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'How long the call lasted, in seconds',
		displayOptions: withFields,
	},
	{
		displayName: callLabels.StartTime,
		name: 'startTime',
		type: 'dateTime',
		default: '',
		description:
			"When the call started, in the workflow's time zone unless the value has its own. Sent as UTC. Not sent if empty.",
		displayOptions: withFields,
	},
	{
		displayName: callLabels.EndTime,
		name: 'endTime',
		type: 'dateTime',
		default: '',
		description:
			"When the call ended, in the workflow's time zone unless the value has its own. Sent as UTC. Not sent if empty.",
		displayOptions: withFields,
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		default: {},
		placeholder: 'Add Field',
		displayOptions: withFields,
		options: optionalCallFields.map(({ name, label }) => ({
			displayName: label,
			name,
			type: 'string',
			default: '',
			description: meanings[name],
		})),
	},
	options(show, { creates: true, hasFields: false }),
];
