/** Reads the input items of a run: all of them before the first call, with the error of each that cannot be sent. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { badInput } from '../problems/bad-input';
import { toItemError, type ShownError } from '../problems/node-error';
import { quotable } from '../problems/quote';
import type { Result } from '../problems/result';
import { mapItems, replaceItems } from './map-items';
import { continuesOnFail, nodeOf } from './node';
import { endingError } from './output-items';
import { optionsOf, ParameterFault } from './parameters';

/** A value read from one item, or the item's error. */
export type ItemReading<T> = { ok: true; value: T } | { ok: false; error: ShownError };

/**
 * Reads every item before the first call is made. If the node stops on errors, the first item that cannot be sent
 * ends the run here, before anything is sent.
 *
 * @returns undefined if the execution was cancelled in the meantime
 */
export async function readItems<T>(
	context: IExecuteFunctions,
	read: (itemIndex: number) => Result<T>,
): Promise<Array<ItemReading<T>> | undefined> {
	return await mapItems(context, context.getInputData(), (_, itemIndex) =>
		readItem(context, itemIndex, () => {
			// Whatever an item says about options is checked here, and may be used without a check later.
			optionsOf(context, itemIndex);
			return read(itemIndex);
		}),
	);
}

/**
 * Continues with items that were read before, once calls have returned what they need; otherwise like `readItems`.
 *
 * @param readings replaced one by one, so they must not be used afterwards
 */
export async function refineItems<Before, After>(
	context: IExecuteFunctions,
	readings: Array<ItemReading<Before>>,
	refine: (value: Before) => Result<After>,
): Promise<Array<ItemReading<After>> | undefined> {
	return await replaceItems(context, readings, (before, itemIndex) =>
		before.ok ? readItem(context, itemIndex, () => refine(before.value)) : before,
	);
}

function readItem<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	read: () => Result<T>,
): ItemReading<T> {
	const result = evaluated(read);
	if (result.ok) return result;
	if (continuesOnFail(context)) {
		return { ok: false, error: toItemError(nodeOf(context), result.problem, { itemIndex }) };
	}
	throw endingError(context, result.problem, {
		itemIndex,
		addendum: 'Nothing of this run was sent',
	});
}

/** The result, or the problem with a parameter that cannot be read. */
export function evaluated<T>(read: () => Result<T>): Result<T> {
	try {
		return read();
	} catch (error) {
		if (error instanceof ParameterFault) return badInput(error.label, error.fault);
		const complaint = error instanceof Error ? error.message : String(error);
		return badInput('Parameters', `cannot be read: ${quotable(complaint)}`);
	}
}
