/** Builds the items that a node outputs. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toItemError, toNodeError, type ErrorPlace, type ShownError } from '../problems/node-error';
import type { Problem } from '../problems/problems';
import { inputOf } from './input';
import { continuesOnFail, isTool, nodeOf } from './node';

/**
 * A failed item of a node that continues, with the fields of its input: n8n adds them on the error output to an item
 * that has `error` alone.
 *
 * An `error` in the json of the first item triggers Retry On Fail for all items. So with Retry On Fail the error is the
 * item's own: n8n routes it too, but then sets the json to `{ error: message }`. For a tool n8n passes the json on
 * unchanged, so the message must be in it for the model to see.
 */
export function failedItem(
	context: IExecuteFunctions,
	error: ShownError,
	itemIndex: number,
): INodeExecutionData {
	const { message } = error;
	const pairedItem = { item: itemIndex };
	if (isTool(context)) return { json: { error: message }, error, pairedItem };
	const { onError, retryOnFail } = nodeOf(context);
	if (retryOnFail === true) return { json: {}, error, pairedItem };
	if (onError === 'continueErrorOutput') return { json: { error: message }, pairedItem };
	return outputItem({ error: message }, itemIndex, ownColumns(context, itemIndex));
}

/**
 * Without the RequestId of an earlier call: a status node after this one would ask about it, and report its outcome as
 * that of the item that failed.
 */
function ownColumns(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const json = inputOf(context, itemIndex);
	// Only the status node has the parameter; n8n fills in its default.
	if ('requestId' in nodeOf(context).parameters || !Object.hasOwn(json, 'RequestId')) return json;
	const { RequestId, ...rest } = json;
	return { ...rest, inputRequestId: RequestId };
}

export function outputItem(
	json: IDataObject,
	itemIndex: number,
	input: IDataObject | undefined,
): INodeExecutionData {
	// A plain copy is the smallest object.
	const whole = input === undefined ? { ...json } : { ...withoutError(input), ...json };
	return { json: whole, pairedItem: { item: itemIndex } };
}

/**
 * If the first item has a top-level `error`, n8n considers the node failed, and Retry On Fail would send everything
 * again. So an input field of that name becomes `inputError`.
 */
function withoutError(json: IDataObject): IDataObject {
	if (!Object.hasOwn(json, 'error')) return json;
	const { error, ...rest } = json;
	return { ...rest, inputError: error };
}

/** n8n discards the results of a cancelled execution; an error would mark it as failed. */
export function cancelledOutput(): never[] {
	return [];
}

/**
 * The error that ends a run. A tool's run is ended only for the callers of an MCP server. In queue mode n8n gives them
 * nothing but the message, so the next step is part of it; elsewhere n8n would add it. They can retry no execution, so
 * there is no addendum.
 */
export function endingError(
	context: IExecuteFunctions,
	cause: Problem,
	place?: ErrorPlace,
): ShownError {
	const toError = isTool(context) ? toItemError : toNodeError;
	return toError(nodeOf(context), cause, place);
}

/** Ends the run with the error; if the node continues on fail, returns an item with it. */
export function failItem(
	context: IExecuteFunctions,
	cause: Problem,
	place: ErrorPlace & { itemIndex: number },
): INodeExecutionData {
	if (!continuesOnFail(context)) throw endingError(context, cause, place);
	return failedItem(context, toItemError(nodeOf(context), cause, place), place.itemIndex);
}
