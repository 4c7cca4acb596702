import type { INodeProperties } from 'n8n-workflow';

import {
	includeInputFields,
	maxConcurrency,
	maxTries,
	retryOnNetworkFailure,
	timeout,
} from '../shared/options';

export const opportunityTypeLabel = 'Opportunity Type';
export const opportunityIdLabel = 'Opportunity';
export const mappedFieldsLabel = 'Fields to Update';
export const fieldsLabel = 'Fields';
export const fieldsJsonLabel = 'Fields (JSON)';
export const noteLabel = 'Note';

/** A link to an opportunity's page, e.g. https://in21.leadsquared.com/OpportunityManagement/OpportunityDetails?opportunityId=… */
const opportunityLink = '^https?://.*[?&#][oO]pportunity[iI][dD]=[^&#\\s]+.*$';

export const properties: INodeProperties[] = [
	{
		displayName: opportunityTypeLabel,
		name: 'opportunityType',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description:
			'The type of the opportunity: its fields are mapped, and opportunities are listed and found by it. Only needed for that.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchOpportunityTypes', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 12000',
				hint: 'The event code: in LeadSquared under My Profile > Settings > Opportunities > Opportunity Types, column Code',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*\\d+\\s*$',
							errorMessage: 'An event code has digits only',
						},
					},
				],
			},
		],
	},
	{
		displayName: opportunityIdLabel,
		name: 'opportunityId',
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		required: true,
		description: 'The opportunity to update',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchOpportunities', searchable: true },
			},
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
			{
				displayName: "By Lead's Email or Phone",
				name: 'lead',
				type: 'string',
				placeholder: 'e.g. asha@example.com',
				hint: 'The opportunity of this lead and of the type above. Finding it takes one call before the update.',
			},
		],
	},
	{
		displayName: 'Give Fields As',
		name: 'fieldsMode',
		type: 'options',
		noDataExpression: true,
		default: 'mapped',
		options: [
			{
				name: 'Mapped Fields',
				value: 'mapped',
				description:
					"Choose fields by the names that they have in LeadSquared; values are checked against the account's own field types",
			},
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
		displayName: mappedFieldsLabel,
		name: 'mappedFields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		description:
			'The fields to change; all others keep their values, and so does a field that is left empty. Write a date as 2026-11-24 or 2026-11-24 18:30 (in the time zone of the workflow), a number as plain digits, a drop-down value exactly as listed, several choices with ; between them, and a user as ID or email.',
		displayOptions: { show: { fieldsMode: ['mapped'] } },
		typeOptions: {
			loadOptionsDependsOn: ['opportunityType.value'],
			resourceMapper: {
				resourceMapperMethod: 'getFields',
				// Not "add", which would demand every mandatory field: an update needs only what it changes.
				mode: 'map',
				fieldWords: { singular: 'field', plural: 'fields' },
				valuesLabel: 'Values to Send',
				// A type has more than a hundred fields, and an update changes a few.
				addAllFields: false,
				supportAutoMap: true,
				multiKeyMatch: false,
				hideNoDataError: true,
				refreshIncompleteSchemaOnOpen: true,
				// The editor looks again when the type changes, but for another credential only on opening the node.
				refreshStaleSchemaOnOpen: true,
			},
		},
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
						displayName: 'Schema Name or ID',
						name: 'schemaName',
						type: 'options',
						// Any name can be typed as well; without an opportunity type there is no list.
						allowArbitraryValues: true,
						typeOptions: {
							loadOptionsMethod: 'getSchemaNames',
							loadOptionsDependsOn: ['opportunityType.value'],
						},
						default: '',
						placeholder: 'e.g. mx_Custom_6',
						description:
							'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
						hint: 'Any name can be typed. For a part of a custom field set write mx_Custom_4~mx_CustomObject_1.',
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
			'The fields to change, as a JSON object of schema names and values such as { "mx_Custom_6": "200000", "mx_Custom_8": "2026-11-24 13:00:00" }, or as a list of { "SchemaName", "Value" }. Values are sent as text and not checked: write dates as YYYY-MM-DD HH:mm:ss in UTC. A part of a custom field set is named mx_Custom_4~mx_CustomObject_1.',
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
			{
				displayName: 'Several Opportunities of a Lead',
				name: 'severalOpportunities',
				type: 'options',
				default: 'refuse',
				description: 'What to do when the lead has more than one opportunity of the type',
				displayOptions: { show: { '/opportunityId.mode': ['lead'] } },
				options: [
					{
						name: 'Refuse the Item',
						value: 'refuse',
						description: 'The item fails and its message names the opportunities',
					},
					{
						name: 'Update the Latest',
						value: 'latest',
						description: 'The one that was created last',
					},
				],
			},
			timeout,
			{
				displayName: 'Unlisted Drop-Down Values',
				name: 'unlistedValues',
				type: 'options',
				default: 'refuse',
				description: 'What to do with a value that LeadSquared does not list for the drop-down',
				displayOptions: { show: { '/fieldsMode': ['mapped'] } },
				options: [
					{
						name: 'Refuse the Item',
						value: 'refuse',
						description: 'The item fails before anything is sent, and its message names the value',
					},
					{
						name: 'Send As It Is',
						value: 'send',
						description: 'LeadSquared decides what becomes of it',
					},
				],
			},
		],
	},
];
