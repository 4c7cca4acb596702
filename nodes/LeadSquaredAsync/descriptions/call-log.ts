import type { INodeProperties } from 'n8n-workflow';

import { callLogApiPath } from '../../shared/properties/where-in-leadsquared';
import { callJsonLabel, callLabels, callLogUrlLabel, optionalCallFields } from '../labels';
import { options, showFor } from './common';

const show = showFor('call', 'log');

const withFields = { show: { ...show, callMode: ['fields'] } };

/** What the optional fields mean, in LeadSquared's words made short. */
const meanings: Record<(typeof optionalCallFields)[number]['name'], string> = {
	CallSessionId: 'The ID that the telephony provider gave the call',
	CallerSource:
		'Where the caller came from, at most 50 characters. A lead that is created by the call gets it as its source.',
	DisplayNumber: 'The virtual number or that of the IVR',
	LeadId: 'The lead with whom the call was. Without it, LeadSquared looks for the phone number.',
	ResourceURL: 'Where the recording can be heard',
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
		displayName: 'Give Call As',
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
				description: 'The whole body, for connectors that want other fields',
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
		description: 'The body as the connector wants it. It is sent as it is.',
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
		description: "Who called: the lead's number in an inbound call, the user's in an outbound one",
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
			"Who was called: the user's number in an inbound call, the lead's in an outbound one",
		displayOptions: withFields,
	},
	{
		displayName: callLabels.Status,
		name: 'callStatus',
		type: 'string',
		default: 'Answered',
		required: true,
		placeholder: 'e.g. Answered',
		description: 'What became of the call, in the words that the connector knows',
		displayOptions: withFields,
	},
	{
		displayName: callLabels.CallDuration,
		name: 'duration',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'How long the call took, in seconds',
		displayOptions: withFields,
	},
	{
		displayName: callLabels.StartTime,
		name: 'startTime',
		type: 'dateTime',
		default: '',
		description:
			'When the call began, in the time zone of the workflow unless it names one; sent as UTC. Not sent when empty.',
		displayOptions: withFields,
	},
	{
		displayName: callLabels.EndTime,
		name: 'endTime',
		type: 'dateTime',
		default: '',
		description: 'When the call ended, written like the start. Not sent when empty.',
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
	options(show, { makes: true, hasFields: false }),
];
