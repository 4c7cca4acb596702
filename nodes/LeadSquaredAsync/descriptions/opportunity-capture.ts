import type { INodeProperties } from 'n8n-workflow';

import { fieldListProperties } from '../../shared/properties/field-list';
import { opportunityTypeLabel, opportunityTypeProperty } from '../../shared/properties/record-type';
import { opportunityFieldsPath } from '../../shared/properties/where-in-leadsquared';
import { opportunityParameters, overwriteLabel, updateEmptyLabel } from '../labels';
import { jsonForm, leadFields, noteAndDate, options, searchBy, showFor } from './common';

const show = showFor('opportunity', 'capture');

export const opportunityCapture: INodeProperties[] = [
	...searchBy(show, false),
	...leadFields(show, 'The fields of the lead that the opportunity belongs to.'),
	opportunityTypeProperty('The type of the new opportunity', {
		required: true,
		displayOptions: { show },
	}),
	...fieldListProperties({
		parameters: opportunityParameters,
		modeLabel: 'Specify Opportunity Fields',
		show,
		mapper: {
			description:
				'The fields of the new opportunity. If the account requires a comment on status changes, mx_Custom_19 must have a value.',
			method: 'getOpportunityFields',
			type: { name: 'opportunityType', label: opportunityTypeLabel },
			mode: 'add',
		},
		rows: {
			description: `The fields of the new opportunity. Find schema names in LeadSquared under ${opportunityFieldsPath}.`,
			schemaNamesMethod: 'getOpportunitySchemaNames',
			schemaName: 'e.g. mx_Custom_1',
			value: 'e.g. Home Loan',
		},
		json: {
			description: `The fields of the new opportunity. ${jsonForm}`,
			placeholder: 'e.g. { "mx_Custom_1": "Home Loan" }',
		},
	}),
	...noteAndDate(show, 'opportunity'),
	options(show, {
		creates: true,
		more: [
			{
				displayName: 'Keep Owner',
				name: 'DoNotChangeOwner',
				type: 'boolean',
				default: false,
				description: 'Whether an existing opportunity keeps its owner. Sent as DoNotChangeOwner.',
			},
			{
				displayName: 'No Activity for Duplicates',
				name: 'DoNotPostDuplicateActivity',
				type: 'boolean',
				default: false,
				description:
					'Whether LeadSquared skips the activity that reports a duplicate. Sent as DoNotPostDuplicateActivity.',
			},
			{
				displayName: overwriteLabel,
				name: 'OverwriteFields',
				type: 'boolean',
				default: false,
				description:
					'Whether the fields of an existing opportunity are overwritten. Cannot be combined with Update Empty Fields. Sent as OverwriteFields.',
			},
			{
				displayName: updateEmptyLabel,
				name: 'UpdateEmptyFields',
				type: 'boolean',
				default: false,
				description:
					'Whether only the empty fields of an existing opportunity are filled. Cannot be combined with Overwrite Fields. Sent as UpdateEmptyFields.',
			},
		],
	}),
];
