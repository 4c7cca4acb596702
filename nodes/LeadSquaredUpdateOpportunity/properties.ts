import type { INodeProperties } from 'n8n-workflow';

import {
	fieldListProperties,
	howToWriteValues,
	type FieldListParameters,
} from '../shared/properties/field-list';
import {
	emptyValues,
	includeInputFields,
	maxConcurrency,
	maxTries,
	retryOnNetworkFailure,
	timeout,
	unlistedValues,
} from '../shared/properties/options';
import { opportunityTypeLabel, typeProperty } from '../shared/properties/record-type';

export const opportunityIdLabel = 'Opportunity';

export const noteLabel = 'Note';

export const fieldParameters: FieldListParameters = {
	mode: 'fieldsMode',
	mapped: { name: 'mappedFields', label: 'Fields to Update' },
	rows: { name: 'fields', label: 'Fields' },
	json: { name: 'fieldsJson', label: 'Fields (JSON)' },
};

/** A link to an opportunity's page, e.g. https://in21.leadsquared.com/OpportunityManagement/OpportunityDetails?opportunityId=… */
const opportunityLink = '^https?://.*[?&#][oO]pportunity[iI][dD]=[^&#\\s]+.*$';

export const properties: INodeProperties[] = [
	typeProperty({
		displayName: opportunityTypeLabel,
		name: 'opportunityType',
		description:
			'The type of the opportunity: its fields are mapped, and opportunities are listed and found by it. Only needed for that.',
		searchListMethod: 'searchOpportunityTypes',
		placeholder: 'e.g. 12000',
		hint: 'The event code: in LeadSquared under My Profile > Settings > Opportunities > Opportunity Types, column Code',
	}),
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
	...fieldListProperties({
		parameters: fieldParameters,
		modeLabel: 'Give Fields As',
		mapper: {
			description: `The fields to change; all others keep their values, and so does a field that is left empty. ${howToWriteValues}`,
			method: 'getFields',
			dependsOn: ['opportunityType.value'],
			// Not "add", which would demand every mandatory field: an update needs only what it changes.
			mode: 'map',
		},
		rows: {
			description:
				'The fields to change; all others keep their values. Schema names stand in LeadSquared under My Profile > Settings > Opportunities > Opportunity Types > (type) > Edit.',
			schemaNamesMethod: 'getSchemaNames',
			schemaName: 'e.g. mx_Custom_6',
			value: 'e.g. 200,000',
		},
		json: {
			description:
				'The fields to change, as a JSON object of schema names and values such as { "mx_Custom_6": "200000", "mx_Custom_8": "2026-11-24 13:00:00" }, or as a list of { "SchemaName", "Value" }. Values are sent as text and not checked: write dates as YYYY-MM-DD HH:mm:ss in UTC. A part of a custom field set is named mx_Custom_4~mx_CustomObject_1.',
			placeholder: 'e.g. { "mx_Custom_6": "200,000" }',
		},
	}),
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
			emptyValues,
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
			{ ...unlistedValues, displayOptions: { show: { '/fieldsMode': ['mapped'] } } },
		],
	},
];
