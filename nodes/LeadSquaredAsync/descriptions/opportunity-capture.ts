import type { INodeProperties } from 'n8n-workflow';

import { fieldListProperties, howToWriteValues } from '../../shared/properties/field-list';
import { opportunityTypeLabel, typeProperty } from '../../shared/properties/record-type';
import {
	opportunityFieldsPath,
	opportunityTypesPath,
} from '../../shared/properties/where-in-leadsquared';
import { opportunityParameters, overwriteLabel, updateEmptyLabel } from '../labels';
import { leadFields, noteAndDate, options, searchBy, showFor } from './common';

const show = showFor('opportunity', 'capture');

export const opportunityCapture: INodeProperties[] = [
	...searchBy(show, false),
	...leadFields(show, 'The fields of the lead to whom the opportunity belongs.'),
	typeProperty({
		displayName: opportunityTypeLabel,
		name: 'opportunityType',
		description: 'The type of the new opportunity',
		searchListMethod: 'searchOpportunityTypes',
		placeholder: 'e.g. 12000',
		hint: `The event code. To find it, open ${opportunityTypesPath} in LeadSquared and see the column Code.`,
		more: { required: true, displayOptions: { show } },
	}),
	...fieldListProperties({
		parameters: opportunityParameters,
		modeLabel: 'Give Opportunity Fields As',
		show,
		mapper: {
			description: `The fields of the new opportunity. Where the account asks for a comment with a change of status, mx_Custom_19 must have a value. ${howToWriteValues}`,
			method: 'getOpportunityFields',
			dependsOn: ['opportunityType.value'],
			mode: 'add',
		},
		rows: {
			description: `The fields of the new opportunity. Find schema names in LeadSquared under ${opportunityFieldsPath}.`,
			schemaNamesMethod: 'getOpportunitySchemaNames',
			schemaName: 'e.g. mx_Custom_1',
			value: 'e.g. Home Loan',
		},
		json: {
			description:
				'The fields of the new opportunity, as a JSON object of schema names and values, or as a list of { "SchemaName", "Value" }. Values are sent as text and not checked: write dates as YYYY-MM-DD HH:mm:ss in UTC.',
			placeholder: 'e.g. { "mx_Custom_1": "Home Loan" }',
		},
	}),
	...noteAndDate(show, 'opportunity'),
	options(show, {
		makes: true,
		more: [
			{
				displayName: 'Keep Owner',
				name: 'DoNotChangeOwner',
				type: 'boolean',
				default: false,
				description:
					'Whether an opportunity that exists already keeps its owner. Sent as DoNotChangeOwner.',
			},
			{
				displayName: 'No Activity for Duplicates',
				name: 'DoNotPostDuplicateActivity',
				type: 'boolean',
				default: false,
				description:
					'Whether LeadSquared leaves out the activity that tells of a duplicate. Sent as DoNotPostDuplicateActivity.',
			},
			{
				displayName: overwriteLabel,
				name: 'OverwriteFields',
				type: 'boolean',
				default: false,
				description:
					'Whether the fields of an opportunity that exists already are overwritten. Not together with Update Empty Fields. Sent as OverwriteFields.',
			},
			{
				displayName: updateEmptyLabel,
				name: 'UpdateEmptyFields',
				type: 'boolean',
				default: false,
				description:
					'Whether only the empty fields of an opportunity that exists already are filled. Not together with Overwrite Fields. Sent as UpdateEmptyFields.',
			},
		],
	}),
];
