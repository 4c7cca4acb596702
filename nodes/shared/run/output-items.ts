/** Builds the items that a node outputs. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toItemError, toNodeError, type ErrorPlace, type ShownError } from '../problems/node-error';
import type { Problem } from '../problems/problems';
import { continuesOnFail, isTool, nodeOf } from './node';

/**
 * A failed item of a node that continues. n8n routes it by `error` and then sets its json to `{ error: message }`.
 * An `error` in the json of the first item would trigger Retry On Fail for all items. For a tool n8n passes the json
 * on unchanged, so the message must be in it for the model to see.
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
	input: IDataObject | undefined,
): INodeExecutionData {
	return { json: { ...withoutError(input), ...json }, pairedItem: { item: itemIndex } };
}

/**
 * If the first item has a top-level `error`, n8n considers the node failed, and Retry On Fail would send everything
 * again. So an input field of that name becomes `inputError`.
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

/** Ends the run with the error; if the node continues on fail, returns an item with it. */
export function failItem(
	context: IExecuteFunctions,
	cause: Problem,
	place: ErrorPlace & { itemIndex: number },
): INodeExecutionData {
	const node = nodeOf(context);
	if (!continuesOnFail(context)) throw toNodeError(node, cause, place);
	return failedItem(context, toItemError(node, cause, place), place.itemIndex);
}
