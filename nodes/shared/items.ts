/** What every node does with its input items: read them all first, stop or go on, keep the pairing. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { openClient, type Client, type ClientOptions } from './client';
import { toItemError, toNodeError, type ErrorPlace, type ShownError } from './errors';
import { clientOptions, runOptions } from './options';
import { problem, type Problem } from './problems';
import { isObject, quotable } from './text';
import { isTool } from './tool';

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
		const reading = attemptRead(itemIndex, read);
		if (reading.ok) return reading;
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
	itemIndex: number,
	read: (itemIndex: number) => { ok: true; value: T } | { ok: false; problem: Problem },
) {
	try {
		return read(itemIndex);
	} catch (error) {
		// An expression that n8n cannot evaluate.
		const said = error instanceof Error ? error.message : String(error);
		const parameter = parameterOf(error);
		return badInput(
			parameter,
			`holds an expression that cannot be evaluated: ${quotable(said)}`,
			'Correct the expression. The name above is that of the parameter in the workflow',
		);
	}
}

/** A problem with one parameter of one item. */
export function badInput(parameter: string, reason: string, hint?: string) {
	return {
		ok: false as const,
		problem: problem('badInput', { parameter, reason, ...(hint === undefined ? {} : { hint }) }),
	};
}

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

/** n8n leaves the parameter's name on the error of an expression. */
function parameterOf(error: unknown): string {
	const context: unknown = error instanceof Error && 'context' in error ? error.context : undefined;
	const name = isObject(context) ? context.parameter : undefined;
	return typeof name === 'string' ? name : 'A parameter';
}

/** Ends the run with the error, or gives it to the item where the node goes on. */
export function failItem(
	context: IExecuteFunctions,
	cause: Problem,
	place: ErrorPlace & { itemIndex: number },
): INodeExecutionData {
	const node = context.getNode();
	if (!context.continueOnFail()) throw toNodeError(node, cause, place);
	return failedItem(context, toItemError(node, cause, place), place.itemIndex);
}

/**
 * The client for a run; or, where the credential cannot be used, the end of the run. A node that goes on gives
 * every item its error instead: n8n would otherwise pass the input on as if it were a result.
 */
export async function openForRun<T>(
	context: IExecuteFunctions,
	readings: ReadonlyArray<ItemReading<T>>,
	changes: Partial<ClientOptions> = {},
): Promise<{ client: Client } | { failures: INodeExecutionData[] }> {
	const opened = await openClient(context, { ...clientOptions(runOptions(context)), ...changes });
	if (opened.ok) return { client: opened.client };
	// It is no item's fault, so the error that ends the run names none.
	if (!context.continueOnFail()) throw toNodeError(context.getNode(), opened.problem);
	return {
		failures: readings.map((reading, itemIndex) =>
			reading.ok
				? failItem(context, opened.problem, { itemIndex })
				: failedItem(context, reading.error, itemIndex),
		),
	};
}
