/** Parameters that several operations share. */
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import {
	alphabetically,
	includeInputFields,
	maxConcurrency,
	maxTries,
	optionsCollection,
	timeout,
	uniqueLeadField,
} from '../../shared/properties/options';
import {
	activityTypeLabel,
	opportunityTypeLabel,
	typeProperty,
} from '../../shared/properties/record-type';
import {
	activityTypesPath,
	opportunityTypesPath,
} from '../../shared/properties/where-in-leadsquared';
import {
	changedSinceLabel,
	changedUntilLabel,
	leadByLabel,
	leadFieldLabel,
	leadIdLabel,
	leadValueLabel,
	limitLabel,
	opportunityIdLabel,
	returnAllLabel,
	selectedFieldsLabel,
} from '../labels';

export type Show = NonNullable<IDisplayOptions['show']>;

export function showFor(resource: string, ...operations: string[]): Show {
	return { resource: [resource], operation: operations };
}

/** How the lead is found. */
export function leadBy(show: Show): INodeProperties[] {
	return [
		{
			displayName: leadByLabel,
			name: 'leadBy',
			type: 'options',
			default: 'ProspectID',
			description: 'The field whose value names the lead',
			options: [
				{ name: 'Another Field', value: 'other', description: 'A unique field of this account' },
				{ name: 'Email', value: 'EmailAddress' },
				{ name: 'Lead ID', value: 'ProspectID' },
				{ name: 'Mobile', value: 'Mobile' },
				{
					name: 'Phone or Mobile',
					value: 'Phone',
					description: 'Either number. If several leads have it, the one with the latest activity.',
				},
			],
			displayOptions: { show },
		},
		{
			displayName: leadFieldLabel,
			name: 'leadField',
			...uniqueLeadField,
			hint: 'The schema name of a unique lead field',
			displayOptions: { show: { ...show, leadBy: ['other'] } },
		},
		{
			displayName: leadValueLabel,
			name: 'leadValue',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. asha@example.com',
			description:
				"The lead's ID, email, phone number or other value, as chosen above. A phone number may have its country code.",
			displayOptions: { show },
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

export function opportunityId(show: Show, isAutoIdTaken: boolean): INodeProperties {
	return {
		displayName: opportunityIdLabel,
		name: 'opportunityId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 5ca5b042-51ea-4699-b6f0-84c40ab12770',
		description: isAutoIdTaken
			? "The opportunity's ID, its AutoId value, or the URL of its page"
			: "The opportunity's ID, or the URL of its page",
		displayOptions: { show },
	};
}

export function opportunityType(show: Show, more: Partial<INodeProperties> = {}): INodeProperties {
	return typeProperty({
		displayName: opportunityTypeLabel,
		name: 'opportunityType',
		description: 'The type of the opportunities',
		searchListMethod: 'searchOpportunityTypes',
		placeholder: 'e.g. 12000',
		hint: `The event code. To find it, open ${opportunityTypesPath} in LeadSquared and see the column Code.`,
		more: { displayOptions: { show }, ...more },
	});
}

export function activityType(show: Show, more: Partial<INodeProperties> = {}): INodeProperties {
	return typeProperty({
		displayName: activityTypeLabel,
		name: 'activityType',
		description: 'The type of the activities',
		searchListMethod: 'searchActivityTypes',
		placeholder: 'e.g. 201',
		hint: `The event code. To find it, open ${activityTypesPath} in LeadSquared and see the column Code.`,
		more: { displayOptions: { show }, ...more },
	});
}

export function changedSince(show: Show): INodeProperties {
	return {
		displayName: changedSinceLabel,
		name: 'changedSince',
		type: 'dateTime',
		default: '',
		required: true,
		description:
			"The earliest change to return, in the workflow's time zone unless the value has its own. The result has the oldest change first.",
		displayOptions: { show },
	};
}

export const changedUntil: INodeProperties = {
	displayName: changedUntilLabel,
	name: 'changedUntil',
	type: 'dateTime',
	default: '',
	description: 'The latest change to return. If empty, everything that has changed until now.',
};

export function howMany(show: Show): INodeProperties[] {
	return [
		{
			displayName: returnAllLabel,
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
			displayOptions: { show },
		},
		{
			displayName: limitLabel,
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { ...show, returnAll: [false] } },
		},
	];
}

/** @param method of the editor, for the list of fields; undefined where there is none to choose from */
export function output(show: Show, method: string | undefined): INodeProperties[] {
	const selected: INodeProperties = {
		displayName: selectedFieldsLabel,
		name: 'selectedFields',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: method ?? '' },
		default: [],
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		displayOptions: { show: { ...show, output: ['selected'] } },
	};
	return [
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			default: 'simplified',
			description: 'What to return of each record',
			options: [
				{
					name: 'All Fields',
					value: 'all',
					description: 'What Simplified returns, and every field under its schema name',
				},
				{ name: 'Raw', value: 'raw', description: "LeadSquared's own reply, with its own dates" },
				...(method === undefined
					? []
					: [
							{
								name: 'Selected Fields',
								value: 'selected',
								description: 'The IDs of the record and the fields that you choose',
							},
						]),
				{
					name: 'Simplified',
					value: 'simplified',
					description: 'IDs, names and dates: at most ten fields',
				},
			],
			displayOptions: { show },
		},
		...(method === undefined ? [] : [selected]),
	];
}

export const useDisplayNames: INodeProperties = {
	displayName: 'Use Display Names',
	name: 'useDisplayNames',
	type: 'boolean',
	default: false,
	description:
		'Whether fields are under the names that LeadSquared shows, not under their schema names. Two fields with the same name keep their schema names too.',
};

export const whenNotFound: INodeProperties = {
	displayName: 'When Not Found',
	name: 'whenNotFound',
	type: 'options',
	default: 'error',
	description: 'What to do if LeadSquared has no such record',
	options: [
		{ name: 'Fail the Item', value: 'error', description: 'The message names the record' },
		{
			name: 'Return Nothing',
			value: 'nothing',
			description: "No output for this item. See 'Always Output Data' in the node's settings.",
		},
	],
};

export function options(show: Show, ...more: INodeProperties[]): INodeProperties {
	const all = [includeInputFields, maxConcurrency, maxTries, timeout, ...more];
	return optionsCollection(
		all.sort((a, b) => alphabetically(a.displayName, b.displayName)),
		show,
	);
}
