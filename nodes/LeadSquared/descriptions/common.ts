/** Parameters that several operations share. */
import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import {
	includeInputFields,
	maxConcurrency,
	maxTries,
	optionsCollection,
	timeout,
} from '../../shared/properties/options';
import {
	fromLabel,
	leadLabel,
	limitLabel,
	nothingFoundLabel,
	opportunityLabel,
	returnAllLabel,
	selectedFieldsLabel,
	toLabel,
} from '../labels';

export type Show = NonNullable<IDisplayOptions['show']>;

export function showFor(resource: string, operation: string): Show {
	return { resource: [resource], operation: [operation] };
}

/** Which of the records. */
export function which(show: Show, options: INodePropertyOptions[], start: string): INodeProperties {
	return {
		displayName: 'Which',
		name: 'which',
		type: 'options',
		noDataExpression: true,
		default: start,
		displayOptions: { show },
		options,
	};
}

export function opportunity(show: Show, description: string): INodeProperties {
	return {
		displayName: opportunityLabel,
		name: 'opportunityId',
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		required: true,
		description,
		displayOptions: { show },
		modes: [
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
			},
		],
	};
}

export function lead(show: Show, description: string): INodeProperties {
	return {
		displayName: leadLabel,
		name: 'leadId',
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		required: true,
		description,
		displayOptions: { show },
		modes: [
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 1ead0000-0000-4000-8000-000000000001',
				hint: 'The ID of the lead (ProspectID)',
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder:
					'e.g. https://in21.leadsquared.com/LeadManagement/LeadDetails?LeadID=1ead0000-0000-4000-8000-000000000001',
				hint: "The URL of the lead's page in LeadSquared",
			},
			{
				displayName: 'By Email or Phone',
				name: 'key',
				type: 'string',
				placeholder: 'e.g. asha@example.com',
				hint: 'Takes one or two extra calls for each lead',
			},
		],
	};
}

export function range(show: Show, fromDescription: string, isNeeded: boolean): INodeProperties[] {
	return [
		{
			displayName: fromLabel,
			name: 'from',
			type: 'dateTime',
			default: '',
			required: isNeeded,
			displayOptions: { show },
			description: fromDescription,
		},
		{
			displayName: toLabel,
			name: 'to',
			type: 'dateTime',
			default: '',
			displayOptions: { show },
			description: 'Optional end of the time. If empty, up to now.',
		},
	];
}

export function paging(show: Show): INodeProperties[] {
	return [
		{
			displayName: returnAllLabel,
			name: 'returnAll',
			type: 'boolean',
			default: false,
			displayOptions: { show },
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: limitLabel,
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { ...show, returnAll: [false] } },
			description: 'Max number of results to return',
		},
	];
}

/** What is output of a record. */
const forms: Record<string, INodePropertyOptions> = {
	all: { name: 'All Fields', value: 'all' },
	raw: {
		name: 'Raw',
		value: 'raw',
		description: 'As LeadSquared returns it, which differs by call',
	},
	selected: { name: 'Selected Fields', value: 'selected' },
	simplified: {
		name: 'Simplified',
		value: 'simplified',
		description: 'IDs, dates and the most used fields, ten at most',
	},
};

/** @param note what another form than the simplified one costs */
export function output(show: Show, kinds: readonly string[], note = ''): INodeProperties[] {
	const form: INodeProperties = {
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'simplified',
		displayOptions: { show },
		description: `What to return of each record. ${note}`.trim(),
		options: kinds.flatMap((kind) => forms[kind] ?? []),
	};
	if (!kinds.includes('selected')) return [form];
	return [
		form,
		{
			displayName: selectedFieldsLabel,
			name: 'selectedFields',
			type: 'multiOptions',
			typeOptions: {
				loadOptionsMethod: 'getFieldNames',
				loadOptionsDependsOn: ['resource', 'opportunityType.value'],
			},
			default: [],
			displayOptions: { show: { ...show, output: ['selected'] } },
			description:
				'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
	];
}

export const useDisplayNames: INodeProperties = {
	displayName: 'Use Display Names',
	name: 'useDisplayNames',
	type: 'boolean',
	default: false,
	description:
		'Whether to name fields as LeadSquared shows them instead of by schema name. Applies to All Fields and Selected Fields.',
};

export const nothingFound: INodeProperties = {
	displayName: nothingFoundLabel,
	name: 'nothingFound',
	type: 'options',
	default: 'fail',
	description: 'What to do with an item for which LeadSquared has no record',
	options: [
		{ name: 'Fail the Item', value: 'fail' },
		{
			name: 'Return Nothing',
			value: 'nothing',
			description:
				"No item comes out. To go on even if no item at all comes out, switch on 'Always Output Data' in the settings of the node.",
		},
	],
};

export function options(show: Show, own: readonly INodeProperties[] = []): INodeProperties {
	const all = [...own, includeInputFields, maxConcurrency, maxTries, timeout];
	return optionsCollection(
		all.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
		show,
	);
}
