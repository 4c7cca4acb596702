import type { INodeProperties } from 'n8n-workflow';

import { fieldListProperties, type FieldListParameters } from '../shared/properties/field-list';
import {
	checkOnly,
	dateOrder,
	emptyValues,
	includeInputFields,
	maxConcurrency,
	maxTries,
	optionsCollection,
	retryOnNetworkFailure,
	timeout,
	uniqueLeadField,
	unlistedValues,
} from '../shared/properties/options';
import { opportunityTypeLabel, opportunityTypeProperty } from '../shared/properties/record-type';
import { opportunityFieldsPath } from '../shared/properties/where-in-leadsquared';

export const opportunityIdLabel = 'Opportunity';

export const noteLabel = 'Note';

export const leadFieldLabel = 'Lead Field Name or ID';

export const fieldParameters: FieldListParameters = {
	mode: 'fieldsMode',
	mapped: { name: 'mappedFields', label: 'Fields to Update' },
	rows: { name: 'fields', label: 'Fields' },
	json: { name: 'fieldsJson', label: 'Fields (JSON)' },
};

/** A link to an opportunity's page, e.g. https://in21.leadsquared.com/OpportunityManagement/OpportunityDetails?opportunityId=… */
const opportunityLink = '^https?://.*[?&#][oO]pportunity[iI][dD]=[^&#\\s]+.*$';

export const properties: INodeProperties[] = [
	opportunityTypeProperty(
		'The type of the opportunity. Needed to map fields, to list opportunities, and to find those of a lead.',
	),
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
				hint: 'The ID of the opportunity, or its AutoId value if the type has one',
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder:
					'e.g. https://in21.leadsquared.com/OpportunityManagement/OpportunityDetails?opportunityId=5ca5b042-51ea-4699-b6f0-84c40ab12770',
				hint: "The URL of the opportunity's page in LeadSquared",
				validation: [
					{
						type: 'regex',
						properties: {
							regex: opportunityLink,
							errorMessage: 'The URL does not contain an opportunityId',
						},
					},
				],
			},
			{
				displayName: "By Lead's Email or Phone",
				name: 'lead',
				type: 'string',
				placeholder: 'e.g. asha@example.com',
				hint: "The lead's opportunity of the type above. A phone number is searched in Phone, then in Mobile. Finding takes one or two extra calls. For another unique field, see the options.",
			},
		],
	},
	...fieldListProperties({
		parameters: fieldParameters,
		modeLabel: 'Specify Fields',
		mapper: {
			description: 'The fields to change. All others, and fields left empty, keep their values.',
			method: 'getFields',
			type: { name: 'opportunityType', label: opportunityTypeLabel },
			// Not "add", which would require every mandatory field: an update needs only what it changes.
			mode: 'map',
		},
		rows: {
			description: `The fields to change. All others keep their values. Find schema names in LeadSquared under ${opportunityFieldsPath}.`,
			schemaNamesMethod: 'getSchemaNames',
			schemaName: 'e.g. mx_Custom_6',
			value: 'e.g. 200,000',
		},
		json: {
			description:
				'The fields to change, as a JSON object of schema names and values, such as { "mx_Custom_6": "200000", "mx_Custom_8": "2026-11-24 13:00:00" }, or as a list of { "SchemaName", "Value" }. Values are sent as text and are not checked: write dates as YYYY-MM-DD HH:mm:ss in UTC. A part of a custom field set is named mx_Custom_4~mx_CustomObject_1.',
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
		description:
			'A note to add to the opportunity. Not sent if empty. A date is written on the clock of the workflow.',
	},
	optionsCollection([
		checkOnly,
		{
			displayName: 'Combine Same Opportunity',
			name: 'combineSameOpportunity',
			type: 'boolean',
			default: false,
			description:
				'Whether to send all items for the same opportunity in one call. The last value of each field and the last note win, and every item gets the RequestId of that call. If off, the items are sent one after the other, in their order.',
		},
		{ ...dateOrder, displayOptions: { show: { '/fieldsMode': ['mapped'] } } },
		emptyValues,
		includeInputFields,
		{
			displayName: leadFieldLabel,
			name: 'leadField',
			...uniqueLeadField,
			hint: "The unique lead field whose value 'Opportunity' contains. If empty: Email for a value with @, otherwise Phone, then Mobile.",
			displayOptions: { show: { '/opportunityId.mode': ['lead'] } },
		},
		maxConcurrency,
		maxTries,
		retryOnNetworkFailure,
		{
			displayName: 'Several Opportunities of a Lead',
			name: 'severalOpportunities',
			type: 'options',
			default: 'refuse',
			description: 'What to do if the lead has more than one opportunity of the type',
			displayOptions: { show: { '/opportunityId.mode': ['lead'] } },
			options: [
				{
					name: 'Refuse the Item',
					value: 'refuse',
					description: 'Fail the item, with a message that names the opportunities',
				},
				{
					name: 'Update the Latest',
					value: 'latest',
					description: 'Update the opportunity that was created last',
				},
			],
		},
		timeout,
		{ ...unlistedValues, displayOptions: { show: { '/fieldsMode': ['mapped'] } } },
	]),
];
