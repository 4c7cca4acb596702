/** Options that several nodes offer with the same meaning. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ClientOptions } from './client';

const defaultTimeoutSeconds = 30;
const defaultMaxTries = 5;

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

export const retryOnNetworkFailure: INodeProperties = {
	displayName: 'Retry on Network Failure',
	name: 'retryOnNetworkFailure',
	type: 'boolean',
	default: true,
	description:
		'Whether to send an update again when no answer came. LeadSquared may have accepted it already; the same values set twice do no harm, but a note may then stand there twice.',
};

/** The options of a run as the client takes them; a value that makes no sense counts as its default. */
export function clientOptions(options: IDataObject): ClientOptions {
	return {
		timeoutMs: atLeastOne(options.timeout, defaultTimeoutSeconds) * 1_000,
		maxTries: Math.floor(atLeastOne(options.maxTries, defaultMaxTries)),
		retryOnNetworkFailure: options.retryOnNetworkFailure !== false,
	};
}

function atLeastOne(value: unknown, otherwise: number): number {
	return typeof value === 'number' && Number.isFinite(value) && value >= 1 ? value : otherwise;
}
