/** A further look at items that were read before, with something that only a call could tell. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { toItemError, toNodeError } from './errors';
import type { ItemReading } from './items';
import type { Problem } from './problems';

/** Like `readItems`: where the node stops on errors, the first bad item ends the run, and nothing has been sent. */
export function refineItems<Before, After>(
	context: IExecuteFunctions,
	readings: ReadonlyArray<ItemReading<Before>>,
	refine: (
		value: Before,
		itemIndex: number,
	) => { ok: true; value: After } | { ok: false; problem: Problem },
): Array<ItemReading<After>> {
	const node = context.getNode();
	const goesOn = context.continueOnFail();
	return readings.map((reading, itemIndex) => {
		if (!reading.ok) return reading;
		const refined = refine(reading.value, itemIndex);
		if (refined.ok) return refined;
		if (!goesOn) {
			const addendum = 'Nothing of this run was sent';
			throw toNodeError(node, refined.problem, { itemIndex, addendum });
		}
		return { ok: false, error: toItemError(node, refined.problem, { itemIndex }) };
	});
}
