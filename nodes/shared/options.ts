/** Options that several nodes offer with the same meaning. */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ClientOptions } from './client';

const defaultTimeoutSeconds = 30;
const defaultMaxTries = 5;
const defaultMaxConcurrency = 25;

export const includeInputFields: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		'Whether to put the fields of the input item before those of the result. An input field named error comes out as inputError.',
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
		'Whether to send an update again when no answer came. LeadSquared may have accepted it already; the same values set twice do no harm, but a note may then stand there twice.',
};

/** The options that hold for a run as a whole are those of its first item. */
export function runOptions(context: Pick<IExecuteFunctions, 'getNodeParameter'>): IDataObject {
	return context.getNodeParameter('options', 0, {}) as IDataObject;
}

export function concurrencyOf(context: Pick<IExecuteFunctions, 'getNodeParameter'>): number {
	return Math.floor(atLeastOne(runOptions(context).maxConcurrency, defaultMaxConcurrency));
}

/** The options of a run as the client takes them; a value that makes no sense counts as its default. */
export function clientOptions(options: IDataObject): ClientOptions {
	return {
		timeoutMs: atLeastOne(options.timeout, defaultTimeoutSeconds) * 1_000,
		maxTries: Math.floor(atLeastOne(options.maxTries, defaultMaxTries)),
		retryOnNetworkFailure: options.retryOnNetworkFailure !== false,
	};
}

/** A number of seconds or the like above 0; anything else counts as the default. */
export function positiveOption(value: unknown, otherwise: number): number {
	return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : otherwise;
}

function atLeastOne(value: unknown, otherwise: number): number {
	return typeof value === 'number' && Number.isFinite(value) && value >= 1 ? value : otherwise;
}
