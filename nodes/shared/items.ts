/** What every node does with its input items: read them all first, stop or go on, keep the pairing. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { toItemError, toNodeError, type ShownError } from './errors';
import { problem, type Problem } from './problems';

/** Something read from one item, or what is wrong with it. */
export type ItemReading<T> = { ok: true; value: T } | { ok: false; error: ShownError };

/**
 * Reads every item before the first call is made. Where the node stops on errors, the first item
 * that cannot be sent ends the run here, so that nothing has left.
 */
export function readItems<T>(
	context: IExecuteFunctions,
	read: (itemIndex: number) => { ok: true; value: T } | { ok: false; problem: Problem },
): Array<ItemReading<T>> {
	const node = context.getNode();
	const goesOn = context.continueOnFail();
	return context.getInputData().map((_, itemIndex) => {
		const reading = attemptRead(context, itemIndex, read);
		if (reading.ok) return reading;
		if ('error' in reading) {
			if (!goesOn) throw reading.error;
			return reading;
		}
		if (!goesOn) {
			throw toNodeError(node, reading.problem, {
				itemIndex,
				addendum: 'Nothing of this run was sent',
			});
		}
		return { ok: false, error: toItemError(node, reading.problem, { itemIndex }) };
	});
}

function attemptRead<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	read: (itemIndex: number) => { ok: true; value: T } | { ok: false; problem: Problem },
) {
	try {
		return read(itemIndex);
	} catch (error) {
		// An expression that n8n cannot evaluate: its own message says which and why.
		return {
			ok: false as const,
			error: new NodeOperationError(context.getNode(), error as Error, { itemIndex }),
		};
	}
}

/** A problem with one parameter of one item. */
export function badInput(parameter: string, reason: string, hint?: string) {
	return {
		ok: false as const,
		problem: problem('badInput', { parameter, reason, ...(hint === undefined ? {} : { hint }) }),
	};
}

/** An item that goes on with its error: n8n routes it by `error` and leaves it the message as json. */
export function failedItem(error: ShownError, itemIndex: number): INodeExecutionData {
	return { json: { error: error.message }, error, pairedItem: { item: itemIndex } };
}

export function outputItem(
	json: IDataObject,
	itemIndex: number,
	input: INodeExecutionData | undefined,
): INodeExecutionData {
	return { json: { ...withoutError(input?.json), ...json }, pairedItem: { item: itemIndex } };
}

/**
 * n8n takes a first item with a top-level `error` for a failed node, and Retry On Fail would then
 * send everything again. An input field of that name travels on as `inputError`.
 */
function withoutError(json: IDataObject | undefined): IDataObject {
	if (json === undefined || !Object.hasOwn(json, 'error')) return json ?? {};
	const { error, ...rest } = json;
	return { ...rest, inputError: error };
}

/** `timeout` of the options, in milliseconds. */
export function timeoutMsOf(options: IDataObject): number {
	const seconds = Number(options.timeout ?? defaultTimeoutSeconds);
	return (Number.isFinite(seconds) && seconds >= 1 ? seconds : defaultTimeoutSeconds) * 1_000;
}

export const defaultTimeoutSeconds = 30;
