/** Builds the items that a node outputs. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isObject } from '../lib/json';
import { toItemError, toNodeError, type ErrorPlace, type ShownError } from '../problems/node-error';
import type { Problem } from '../problems/problems';
import { continuesOnFail, isTool, nodeOf } from './node';

/**
 * A failed item of a node that continues. n8n routes it by `error` and then sets its json to `{ error: message }`.
 * An `error` in the json of the first item would trigger Retry On Fail for all items.
 *
 * The model reads the json of a tool's first output. n8n would move an item with `error`, or with nothing but an error
 * in its json, to an output that no model reads.
 */
export function failedItem(
	context: IExecuteFunctions,
	error: ShownError,
	itemIndex: number,
): INodeExecutionData {
	const pairedItem = { item: itemIndex };
	if (!isTool(context)) return { json: {}, error, pairedItem };
	const { code } = isObject(error.context.data) ? error.context.data : {};
	return { json: { error: error.message, code: String(code) }, pairedItem };
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
