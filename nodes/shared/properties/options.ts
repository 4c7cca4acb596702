/** Options that several nodes offer with the same meaning. */
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

export const defaultTimeoutSeconds = 30;

export const defaultMaxTries = 5;

export const defaultMaxConcurrency = 25;

export const includeInputFields: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		'Whether to put the fields of the input item before those of the result. An input field named error is renamed to inputError.',
};

/** For every operation that writes. */
export const checkOnly: INodeProperties = {
	displayName: 'Check Only',
	name: 'checkOnly',
	type: 'boolean',
	default: false,
	description:
		'Whether to check all items and send none. Each item then has WouldSend, with the call as it would be sent. What the checks need is still read from LeadSquared.',
};

export const emptyValues: INodeProperties = {
	displayName: 'Empty Values',
	name: 'emptyValues',
	type: 'options',
	default: 'skip',
	description: 'What to do with a field whose value is empty',
	options: [
		{
			name: 'Skip',
			value: 'skip',
			description: 'The field keeps its value in LeadSquared',
		},
		{
			name: 'Clear',
			value: 'clear',
			description: 'The field is emptied in LeadSquared',
		},
	],
};

export const unlistedValues: INodeProperties = {
	displayName: 'Unlisted Drop-Down Values',
	name: 'unlistedValues',
	type: 'options',
	default: 'refuse',
	description: 'What to do with a value that LeadSquared does not list for the drop-down',
	options: [
		{
			name: 'Refuse the Item',
			value: 'refuse',
			description: 'The item fails before anything is sent, and the message names the value',
		},
		{
			name: 'Send As It Is',
			value: 'send',
			description: 'LeadSquared decides whether to accept it',
		},
	],
};

export const dateOrderLabel = 'Dates Are Written';

export const dateOrderNames = {
	year: 'Year First',
	day: 'Day First',
	month: 'Month First',
} as const;

export const dateOrder: INodeProperties = {
	displayName: dateOrderLabel,
	name: 'dateOrder',
	type: 'options',
	default: 'year',
	description:
		'How mapped dates are written as text. Dates with the year first, such as 2026-11-24, or with the name of the month, such as 24-Nov-2026, are always taken. Nothing is guessed: a day that the calendar does not have is refused.',
	options: [
		{
			name: dateOrderNames.day,
			value: 'day',
			description: '24/11/2026, 24-11-2026 or 24.11.2026, with or without a time',
		},
		{
			name: dateOrderNames.month,
			value: 'month',
			description: '11/24/2026, 11-24-2026 or 11.24.2026, with or without a time',
		},
		{
			name: dateOrderNames.year,
			value: 'year',
			description: '2026-11-24 or 2026/11/24, with or without a time',
		},
	],
};

export const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: defaultTimeoutSeconds,
	description: 'How many seconds one call to LeadSquared may take',
};

export const maxTries: INodeProperties = {
	displayName: 'Max Tries',
	name: 'maxTries',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: defaultMaxTries,
	description:
		'How often to try each call if the limit is exceeded, or if LeadSquared has an error or cannot be reached. A call that LeadSquared refuses is not repeated.',
};

export const maxConcurrency: INodeProperties = {
	displayName: 'Max Concurrency',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: defaultMaxConcurrency,
	description:
		"How many calls may be in progress at once. 'Calls per 5 Seconds' in the credential still applies.",
};

export const retryOnNetworkFailure: INodeProperties = {
	displayName: 'Retry on Network Failure',
	name: 'retryOnNetworkFailure',
	type: 'boolean',
	default: true,
	description:
		'Whether to send an update again if no answer came. LeadSquared may have accepted it already. Setting the same values twice does no harm, but a note may be added twice and automations may run twice.',
};

export const repeatLabel = 'Repeat When Unanswered';

/** For operations that would create a duplicate. */
export const repeatWhenUnanswered: INodeProperties = {
	displayName: repeatLabel,
	name: 'repeatWhenUnanswered',
	type: 'boolean',
	default: false,
	description:
		'Whether to send a call again if no answer came. LeadSquared may have accepted it already and would then create a duplicate. If this is off, the item fails and its message says how to check.',
};

/** A unique field of leads, chosen from the account's list or typed. */
export const uniqueLeadField = {
	type: 'options',
	// Any name can be typed as well.
	allowArbitraryValues: true,
	typeOptions: { loadOptionsMethod: 'getUniqueLeadFields' },
	default: '',
	placeholder: 'e.g. mx_Customer_Number',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
} as const satisfies Partial<INodeProperties>;

/** The collection that holds the options of a node or operation. */
export function optionsCollection(
	options: INodeProperties[],
	show?: IDisplayOptions['show'],
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		placeholder: 'Add Option',
		options,
		...(show === undefined ? {} : { displayOptions: { show } }),
	};
}

/** For names in the editor. Plain comparison: comparing by language would load locale data at n8n's start. */
export function alphabetically(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}
