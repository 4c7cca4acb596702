/** What every node does with its input items: read them all first, stop or go on, keep the pairing. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { openClient, type Client, type ClientOptions } from './client';
import { toItemError, toNodeError, type ErrorPlace, type ShownError } from './errors';
import { mapItems } from './each-item';
import { clientOptions, runOptions } from './options';
import { problem, type Problem } from './problems';
import { read as reading, type Reading } from './reading';
import { isObject, quotable } from './text';
import { isTool, nodeOf } from './run-node';

/** Something read from one item, or what is wrong with it. */
export type ItemReading<T> = { ok: true; value: T } | { ok: false; error: ShownError };

/**
 * Reads every item before the first call is made. Where the node stops on errors, the first item
 * that cannot be sent ends the run here, so that nothing has left.
 *
 * @returns undefined when the execution was cancelled meanwhile
 */
export async function readItems<T>(
	context: IExecuteFunctions,
	read: (itemIndex: number) => Reading<T>,
): Promise<Array<ItemReading<T>> | undefined> {
	const untouched = context.getInputData().map(() => ({ ok: true, value: undefined }) as const);
	return await refineItems(context, untouched, (_, itemIndex) => read(itemIndex));
}

/** A further look at items that were read before, with something that only a call could tell; else like `readItems`. */
export async function refineItems<Before, After>(
	context: IExecuteFunctions,
	readings: ReadonlyArray<ItemReading<Before>>,
	refine: (value: Before, itemIndex: number) => Reading<After>,
): Promise<Array<ItemReading<After>> | undefined> {
	const node = nodeOf(context);
	const goesOn = context.continueOnFail();
	return await mapItems(context, readings, (before, itemIndex): ItemReading<After> => {
		if (!before.ok) return before;
		const reading = evaluated(() => refine(before.value, itemIndex));
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

/** What is read, or the problem with the expression that n8n could not evaluate for it. */
function evaluated<T>(read: () => Reading<T>): Reading<T> {
	try {
		return read();
	} catch (error) {
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
	const node = nodeOf(context);
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
): Promise<Ready | { failures: INodeExecutionData[] }> {
	const opened = await openWithOptions(context, changes);
	if (opened.ok) return opened.value;
	// It is no item's fault, so the error that ends the run names none.
	if (!context.continueOnFail()) throw toNodeError(nodeOf(context), opened.problem);
	return {
		failures: readings.map((reading, itemIndex) =>
			reading.ok
				? failItem(context, opened.problem, { itemIndex })
				: failedItem(context, reading.error, itemIndex),
		),
	};
}

/** A client, and the options that hold for the run as a whole. */
export interface Ready {
	client: Client;
	options: IDataObject;
}

async function openWithOptions(
	context: IExecuteFunctions,
	changes: Partial<ClientOptions>,
): Promise<Reading<Ready>> {
	const options = evaluated(() => reading(runOptions(context)));
	if (!options.ok) return options;
	const opened = await openClient(context, { ...clientOptions(options.value), ...changes });
	return opened.ok ? reading({ client: opened.client, options: options.value }) : opened;
}
