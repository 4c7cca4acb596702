/** Options that several nodes offer with the same meaning. */
import type { INodeProperties } from 'n8n-workflow';

export const defaultTimeoutSeconds = 30;

export const defaultMaxTries = 5;

export const defaultMaxConcurrency = 25;

export const includeInputFields: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		'Whether to put the fields of the input item before those of the result. An input field named error comes out as inputError.',
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
			description: 'The field keeps the value that it has in LeadSquared',
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
			description: 'The item fails before anything is sent, and its message names the value',
		},
		{
			name: 'Send As It Is',
			value: 'send',
			description: 'LeadSquared decides what becomes of it',
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
		'How mapped dates are written as text. Dates with the year first, such as 2026-11-24, are always taken. Nothing is guessed: a day that the calendar does not have is refused.',
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
			description: 'Only 2026-11-24 or 2026/11/24, with or without a time',
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
		'How often to try each call when LeadSquared is over its limit, in trouble or out of reach. What it refuses for good is not repeated.',
};

export const maxConcurrency: INodeProperties = {
	displayName: 'Max Concurrency',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: defaultMaxConcurrency,
	description:
		"How many calls may be under way at once. 'Calls per 5 Seconds' in the credential limits them all the same.",
};

export const retryOnNetworkFailure: INodeProperties = {
	displayName: 'Retry on Network Failure',
	name: 'retryOnNetworkFailure',
	type: 'boolean',
	default: true,
	description:
		'Whether to send an update again when no answer came. LeadSquared may have accepted it already; the same values set twice do no harm, but a note may then stand there twice, and automations run twice.',
};

export const repeatLabel = 'Repeat When Unanswered';

/** For operations that would make the same thing twice. */
export const repeatWhenUnanswered: INodeProperties = {
	displayName: repeatLabel,
	name: 'repeatWhenUnanswered',
	type: 'boolean',
	default: false,
	description:
		'Whether to send a call again when no answer came. LeadSquared may have accepted it already, and would then create the same thing twice. When off, such an item fails and says how to check.',
};

/** For names in the editor. Plain comparison: the order of a language would cost n8n's start the loading of its tables. */
export function alphabetically(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}
