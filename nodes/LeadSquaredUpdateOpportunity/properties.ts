import type { INodeProperties } from 'n8n-workflow';

import {
	includeInputFields,
	maxConcurrency,
	maxTries,
	retryOnNetworkFailure,
	timeout,
} from '../shared/options';

export const opportunityIdLabel = 'Opportunity';
export const fieldsLabel = 'Fields';
export const fieldsJsonLabel = 'Fields (JSON)';
export const noteLabel = 'Note';

/** A link to an opportunity's page, e.g. https://in21.leadsquared.com/OpportunityManagement/OpportunityDetails?opportunityId=… */
const opportunityLink = '^https?://.*[?&#][oO]pportunity[iI][dD]=[^&#\\s]+.*$';

export const properties: INodeProperties[] = [
	{
		displayName: opportunityIdLabel,
		name: 'opportunityId',
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		required: true,
		description: 'The opportunity to update',
		modes: [
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 5ca5b042-51ea-4699-b6f0-84c40ab12770',
				hint: 'The ID of the opportunity, or its AutoId value where the type has one',
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder:
					'e.g. https://in21.leadsquared.com/OpportunityManagement/OpportunityDetails?opportunityId=5ca5b042-51ea-4699-b6f0-84c40ab12770',
				hint: "The address of the opportunity's page in LeadSquared",
				validation: [
					{
						type: 'regex',
						properties: {
							regex: opportunityLink,
							errorMessage: 'The address holds no opportunityId',
						},
					},
				],
			},
		],
	},
	{
		displayName: 'Give Fields As',
		name: 'fieldsMode',
		type: 'options',
		noDataExpression: true,
		default: 'manual',
		options: [
			{
				name: 'Schema Names and Values',
				value: 'manual',
				description: 'Write each schema name and its value',
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'Give all fields in one JSON value, for example from an expression',
			},
		],
	},
	{
		displayName: fieldsLabel,
		name: 'fields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Field',
		description:
			'The fields to change; all others keep their values. Schema names stand in LeadSquared under My Profile > Settings > Opportunities > Opportunity Types > (type) > Edit.',
		displayOptions: { show: { fieldsMode: ['manual'] } },
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					{
						displayName: 'Schema Name',
						name: 'schemaName',
						type: 'string',
						default: '',
						placeholder: 'e.g. mx_Custom_6',
						description:
							'The name of the field in LeadSquared. For a part of a custom field set write mx_Custom_4~mx_CustomObject_1.',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. 200,000',
						description:
							'Text is sent as it is. A date from an expression is sent as UTC in the form that LeadSquared expects.',
					},
				],
			},
		],
	},
	{
		displayName: fieldsJsonLabel,
		name: 'fieldsJson',
		type: 'json',
		typeOptions: { rows: 6 },
		default: '{}',
		placeholder: 'e.g. { "mx_Custom_6": "200,000" }',
		description:
			'Schema names and values as { "mx_Custom_6": "200,000" }, or a list of { "SchemaName", "Value" }',
		displayOptions: { show: { fieldsMode: ['json'] } },
	},
	{
		displayName: noteLabel,
		name: 'note',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. Documents received',
		description: 'A note on the opportunity. Not sent when empty.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		options: [
			{
				displayName: 'Combine Same Opportunity',
				name: 'combineSameOpportunity',
				type: 'boolean',
				default: false,
				description:
					'Whether to make one call of all items for the same opportunity. The last value of a field and the last note win, and every item gets the RequestId of that call. When off, they are sent one after the other, in the order of the items.',
			},
			{
				displayName: 'Empty Values',
				name: 'emptyValues',
				type: 'options',
				default: 'skip',
				description: 'What to do with a field whose value is empty',
				options: [
					{
						name: 'Skip',
						value: 'skip',
						description: 'The field keeps the value that it has in LeadSquared',
					},
					{
						name: 'Clear',
						value: 'clear',
						description: 'The field is emptied in LeadSquared',
					},
				],
			},
			includeInputFields,
			maxConcurrency,
			maxTries,
			retryOnNetworkFailure,
			timeout,
		],
	},
];
