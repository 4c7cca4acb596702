/** What every node does with its input items: read them all first, stop or go on, keep the pairing. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { isObject } from '../lib/json';
import { badInput } from '../problems/bad-input';
import { toItemError, toNodeError, type ShownError } from '../problems/node-error';
import { quotable } from '../problems/quote';
import type { Result } from '../problems/result';
import { mapItems } from './map-items';
import { nodeOf } from './node';

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
	read: (itemIndex: number) => Result<T>,
): Promise<Array<ItemReading<T>> | undefined> {
	const untouched = context.getInputData().map(() => ({ ok: true, value: undefined }) as const);
	return await refineItems(context, untouched, (_, itemIndex) => read(itemIndex));
}

/** A further look at items that were read before, with something that only a call could tell; else like `readItems`. */
export async function refineItems<Before, After>(
	context: IExecuteFunctions,
	readings: ReadonlyArray<ItemReading<Before>>,
	refine: (value: Before, itemIndex: number) => Result<After>,
): Promise<Array<ItemReading<After>> | undefined> {
	const node = nodeOf(context);
	const continuesOnFail = context.continueOnFail();
	return await mapItems(context, readings, (before, itemIndex): ItemReading<After> => {
		if (!before.ok) return before;
		const reading = evaluated(() => refine(before.value, itemIndex));
		if (reading.ok) return reading;
		if (!continuesOnFail) {
			throw toNodeError(node, reading.problem, {
				itemIndex,
				addendum: 'Nothing of this run was sent',
			});
		}
		return { ok: false, error: toItemError(node, reading.problem, { itemIndex }) };
	});
}

/** What is read, or the problem with the expression that n8n could not evaluate for it. */
export function evaluated<T>(read: () => Result<T>): Result<T> {
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

/** n8n leaves the parameter's name on the error of an expression. */
function parameterOf(error: unknown): string {
	const context: unknown = error instanceof Error && 'context' in error ? error.context : undefined;
	const name = isObject(context) ? context.parameter : undefined;
	return typeof name === 'string' ? name : 'A parameter';
}
