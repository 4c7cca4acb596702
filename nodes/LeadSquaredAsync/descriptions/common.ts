/** Parameters that several operations ask for. */
import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { fieldListProperties, howToWriteValues } from '../../shared/properties/field-list';
import {
	alphabetically,
	dateOrder,
	emptyValues,
	includeInputFields,
	maxConcurrency,
	maxTries,
	repeatWhenUnanswered,
	retryOnNetworkFailure,
	timeout,
	unlistedValues,
} from '../../shared/properties/options';
import { activityTypeLabel, typeProperty } from '../../shared/properties/record-type';
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

const jsonForm =
	'as a JSON object of schema names and values, or as a list of { "SchemaName", "Value" }. Values are sent as text and not checked: write dates as YYYY-MM-DD HH:mm:ss in UTC.';

/** @param of what the fields do, at the beginning of a sentence */
export function leadFields(show: Show, of: string): INodeProperties[] {
	return fieldListProperties({
		parameters: leadParameters,
		modeLabel: 'Give Lead Fields As',
		show,
		mapper: {
			description: `${of} ${howToWriteValues}`,
			method: 'getLeadFields',
			dependsOn: [],
			// A lead that is found needs only what changes.
			mode: 'map',
		},
		rows: {
			description: `${of} Schema names stand in LeadSquared under My Profile > Settings > Leads > Lead Fields.`,
			schemaNamesMethod: 'getLeadSchemaNames',
			schemaName: 'e.g. EmailAddress',
			value: 'e.g. asha@example.com',
		},
		json: {
			description: `${of} Give them ${jsonForm}`,
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
	description: 'LeadSquared looks by lead ID, then by email, then by phone',
};

/** @param hasOwnOrder whether LeadSquared has an order of its own in which it looks for the lead */
export function searchBy(show: Show, hasOwnOrder: boolean): INodeProperties[] {
	const byEmail: INodeProperties = {
		displayName: searchByLabel,
		name: 'searchBy',
		type: 'options',
		default: 'EmailAddress',
		description:
			'The unique field by which LeadSquared finds the lead. It must have a value in the lead fields. Where no lead has that value, a new one is created.',
		options: uniqueFields,
		displayOptions: { show },
	};
	return [
		hasOwnOrder ? { ...byEmail, default: '', options: [ownOrder, ...uniqueFields] } : byEmail,
		{
			displayName: 'Field to Match By',
			name: 'searchByField',
			type: 'string',
			default: '',
			placeholder: 'e.g. mx_Customer_Number',
			description: 'The schema name of a unique lead field',
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

export function noteAndDate(show: Show, of: string): INodeProperties[] {
	return [
		{
			displayName: noteLabel,
			name: 'note',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'e.g. Asked for a call in the evening',
			description: `A note on the ${of}. Not sent when empty. A date is written on the clock of the workflow.`,
			displayOptions: { show },
		},
		{
			displayName: dateTimeLabel,
			name: 'dateTime',
			type: 'dateTime',
			default: '',
			description: `When the ${of} took place, in the time zone of the workflow unless it names one; sent as UTC. LeadSquared takes the time of the call when empty.`,
			displayOptions: { show },
		},
	];
}

export function activityType(show: Show): INodeProperties {
	return typeProperty({
		displayName: activityTypeLabel,
		name: 'activityType',
		description: 'The type of the activity',
		searchListMethod: 'searchActivityTypes',
		placeholder: 'e.g. 201',
		hint: 'The event code: in LeadSquared under My Profile > Settings > Leads > Custom Activities & Scores, column Code',
		more: { required: true, displayOptions: { show } },
	});
}

export function activityFields(show: Show): INodeProperties[] {
	return fieldListProperties({
		parameters: activityParameters,
		modeLabel: 'Give Activity Fields As',
		show,
		mapper: {
			description: `The fields of the new activity. ${howToWriteValues}`,
			method: 'getActivityFields',
			dependsOn: ['activityType.value'],
			mode: 'add',
		},
		rows: {
			description:
				'The fields of the new activity. Schema names stand in LeadSquared under My Profile > Settings > Leads > Custom Activities & Scores > (type) > Edit.',
			schemaNamesMethod: 'getActivitySchemaNames',
			schemaName: 'e.g. mx_Custom_1',
			value: 'e.g. 123',
		},
		json: {
			description: `The fields of the new activity. Give them ${jsonForm}`,
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
		'Whether LeadSquared takes drop-down values of the activity that it does not list. For mapped fields, set Unlisted Drop-Down Values to Send As It Is as well.',
};

export interface OptionsFor {
	/** Whether the operation makes something, so that the same call twice makes it twice. */
	makes: boolean;
	/** Whether it has lists of fields. */
	hasFields?: boolean;
	/** Options of this operation alone. */
	more?: INodeProperties[];
}

export function options(
	show: Show,
	{ makes, hasFields = true, more = [] }: OptionsFor,
): INodeProperties {
	const all = [
		includeInputFields,
		maxConcurrency,
		maxTries,
		makes ? repeatWhenUnanswered : retryOnNetworkFailure,
		timeout,
		...(hasFields ? [dateOrder, emptyValues, unlistedValues] : []),
		...more,
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		displayOptions: { show },
		options: all.sort((a, b) => alphabetically(a.displayName, b.displayName)),
	};
}
