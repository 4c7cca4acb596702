/** Parameters that several operations share. */
import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { fieldListProperties } from '../../shared/properties/field-list';
import {
	alphabetically,
	checkOnly,
	dateOrder,
	emptyValues,
	includeInputFields,
	maxConcurrency,
	maxTries,
	optionsCollection,
	repeatWhenUnanswered,
	retryOnNetworkFailure,
	timeout,
	uniqueLeadField,
	unlistedValues,
} from '../../shared/properties/options';
import { activityTypeLabel, activityTypeProperty } from '../../shared/properties/record-type';
import { activityFieldsPath, leadFieldsPath } from '../../shared/properties/where-in-leadsquared';
import {
	activityParameters,
	dateTimeLabel,
	leadIdLabel,
	leadParameters,
	noteLabel,
	searchByLabel,
} from '../labels';

export type Show = NonNullable<IDisplayOptions['show']>;

export function showFor(resource: string, operation: string): Show {
	return { resource: [resource], operation: [operation] };
}

export const jsonForm =
	'Enter a JSON object of schema names and values, or a list of { "SchemaName", "Value" }. Values are sent as text and are not checked: write dates as YYYY-MM-DD HH:mm:ss in UTC.';

/** @param purpose what the fields are for, as a sentence */
export function leadFields(show: Show, purpose: string): INodeProperties[] {
	return fieldListProperties({
		parameters: leadParameters,
		modeLabel: 'Specify Lead Fields',
		show,
		mapper: {
			description: purpose,
			method: 'getLeadFields',
			type: undefined,
			// A lead that is found needs only what changes.
			mode: 'map',
		},
		rows: {
			description: `${purpose} Find schema names in LeadSquared under ${leadFieldsPath}.`,
			schemaNamesMethod: 'getLeadSchemaNames',
			schemaName: 'e.g. EmailAddress',
			value: 'e.g. asha@example.com',
		},
		json: {
			description: `${purpose} ${jsonForm}`,
			placeholder: 'e.g. { "EmailAddress": "asha@example.com" }',
		},
	});
}

const uniqueFields: INodePropertyOptions[] = [
	{ name: 'Another Field', value: 'other', description: 'A unique field of this account' },
	{ name: 'Email', value: 'EmailAddress' },
	{ name: 'Lead ID', value: 'ProspectID' },
	{ name: 'Mobile', value: 'Mobile' },
	{ name: 'Phone', value: 'Phone' },
];

const ownOrder: INodePropertyOptions = {
	name: 'Automatic',
	value: '',
	description: 'LeadSquared searches by lead ID, then by email, then by phone',
};

/** @param hasOwnOrder whether LeadSquared can choose the field itself, in an order of its own */
export function searchBy(show: Show, hasOwnOrder: boolean): INodeProperties[] {
	const byEmail: INodeProperties = {
		displayName: searchByLabel,
		name: 'searchBy',
		type: 'options',
		default: 'EmailAddress',
		description:
			'The unique field by which LeadSquared finds the lead. It must have a value in the lead fields. If no lead has that value, a new lead is created.',
		options: uniqueFields,
		displayOptions: { show },
	};
	return [
		hasOwnOrder ? { ...byEmail, default: '', options: [ownOrder, ...uniqueFields] } : byEmail,
		{
			displayName: 'Field to Match By Name or ID',
			name: 'searchByField',
			...uniqueLeadField,
			hint: 'The schema name of a unique lead field',
			displayOptions: { show: { ...show, searchBy: ['other'] } },
		},
	];
}

export function leadId(show: Show): INodeProperties {
	return {
		displayName: leadIdLabel,
		name: 'leadId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 1ead0000-0000-4000-8000-000000000001',
		description: "The lead's ID, which LeadSquared calls ProspectID",
		displayOptions: { show },
	};
}

/** @param record what the call creates */
export function noteAndDate(show: Show, record: string): INodeProperties[] {
	return [
		{
			displayName: noteLabel,
			name: 'note',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'e.g. Asked to be called in the evening',
			description: `A note to add to the ${record}. Not sent if empty. A date is written on the clock of the workflow.`,
			displayOptions: { show },
		},
		{
			displayName: dateTimeLabel,
			name: 'dateTime',
			type: 'dateTime',
			default: '',
			description: `When the ${record} took place, in the workflow's time zone unless the value has its own. Sent as UTC. If empty, LeadSquared uses the time of the call.`,
			displayOptions: { show },
		},
	];
}

export function activityType(show: Show): INodeProperties {
	return activityTypeProperty('The type of the new activity', {
		required: true,
		displayOptions: { show },
	});
}

export function activityFields(show: Show): INodeProperties[] {
	return fieldListProperties({
		parameters: activityParameters,
		modeLabel: 'Specify Activity Fields',
		show,
		mapper: {
			description: 'The fields of the new activity.',
			method: 'getActivityFields',
			type: { name: 'activityType', label: activityTypeLabel },
			mode: 'add',
		},
		rows: {
			description: `The fields of the new activity. Find schema names in LeadSquared under ${activityFieldsPath}.`,
			schemaNamesMethod: 'getActivitySchemaNames',
			schemaName: 'e.g. mx_Custom_1',
			value: 'e.g. 123',
		},
		json: {
			description: `The fields of the new activity. ${jsonForm}`,
			placeholder: 'e.g. { "mx_Custom_1": "123" }',
		},
	});
}

export const skipDropdownValidation: INodeProperties = {
	displayName: 'Skip Drop-Down Validation',
	name: 'skipDropdownValidation',
	type: 'boolean',
	default: false,
	description:
		'Whether LeadSquared accepts drop-down values of the activity that it does not list. For mapped fields, also set Unlisted Drop-Down Values to Send As It Is.',
};

export interface OptionsFor {
	/** Whether the operation creates something, so that sending a call twice creates a duplicate. */
	creates: boolean;
	/** Whether it has lists of fields. */
	hasFields?: boolean;
	/** Options that only this operation has. */
	more?: INodeProperties[];
}

export function options(
	show: Show,
	{ creates, hasFields = true, more = [] }: OptionsFor,
): INodeProperties {
	const all = [
		checkOnly,
		includeInputFields,
		maxConcurrency,
		maxTries,
		creates ? repeatWhenUnanswered : retryOnNetworkFailure,
		timeout,
		...(hasFields ? [dateOrder, emptyValues, unlistedValues] : []),
		...more,
	];
	const sorted = all.sort((a, b) => alphabetically(a.displayName, b.displayName));
	return optionsCollection(sorted, show);
}
