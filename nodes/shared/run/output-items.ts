import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toItemError, toNodeError, type ErrorPlace, type ShownError } from '../problems/node-error';
import type { Problem } from '../problems/problems';
import { isTool, nodeOf } from './node';

/**
 * An item that goes on with its error: n8n routes it by `error` and then makes `{ error: message }` its json.
 * A json that has an `error` already, on the first item, would set off Retry On Fail for all items. Of a tool n8n
 * hands over the json as it is, so the message must stand there, or the model would not learn of it.
 */
export function failedItem(
	context: IExecuteFunctions,
	error: ShownError,
	itemIndex: number,
): INodeExecutionData {
	const json = isTool(context) ? { error: error.message } : {};
	return { json, error, pairedItem: { item: itemIndex } };
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

/** n8n discards the results of a cancelled execution; an error would mark it as failed. */
export function cancelledOutput(): never[] {
	return [];
}

/** Ends the run with the error, or gives it to the item where the node goes on. */
export function failItem(
	context: IExecuteFunctions,
	cause: Problem,
	place: ErrorPlace & { itemIndex: number },
): INodeExecutionData {
	const node = nodeOf(context);
	if (!context.continueOnFail()) throw toNodeError(node, cause, place);
	return failedItem(context, toItemError(node, cause, place), place.itemIndex);
}
