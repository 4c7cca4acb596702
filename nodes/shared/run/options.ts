/** Reads the options of a node. */
import type { IDataObject } from 'n8n-workflow';

import {
	defaultMaxConcurrency,
	defaultMaxTries,
	defaultTimeoutSeconds,
} from '../properties/options';
import type { ClientOptions } from '../transport/call';
import { optionsOf, type ParameterContext } from './parameters';

/** The options that apply to the whole run are those of its first item. */
export function runOptions(context: ParameterContext): IDataObject {
	return optionsOf(context, 0);
}

/** Whether the user allows duplicates. */
export function allowsRepeat(options: IDataObject): boolean {
	return options.repeatWhenUnanswered === true;
}

export function concurrencyOf(options: IDataObject): number {
	return Math.floor(atLeastOne(options.maxConcurrency, defaultMaxConcurrency));
}

/** The client's options; a value that makes no sense is replaced by the default. */
export function clientOptions(options: IDataObject): ClientOptions {
	return {
		timeoutMs: atLeastOne(options.timeout, defaultTimeoutSeconds) * 1_000,
		maxAttempts: Math.floor(atLeastOne(options.maxTries, defaultMaxTries)),
		retryOnNetworkFailure: options.retryOnNetworkFailure !== false,
	};
}

/** A number above 0, e.g. of seconds; anything else is replaced by the default. */
export function positiveOption(value: unknown, otherwise: number): number {
	const number = toNumber(value);
	return number > 0 ? number : otherwise;
}

function atLeastOne(value: unknown, otherwise: number): number {
	const number = toNumber(value);
	return number >= 1 ? number : otherwise;
}

/** An expression may produce a number as text. NaN if it is not a number. */
function toNumber(value: unknown): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : NaN;
}
