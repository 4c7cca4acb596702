/** Work on every item of a run that lets n8n do other things in between. */
import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { now } from '../lib/time';

/**
 * ms. In one piece, the reading of thousands of items would hold up all that n8n does: cancelling, health checks, and
 * in queue mode the signs of life without which n8n takes a worker for dead and starts the execution again elsewhere.
 */
const longestHoldMs = 50;

/** Like `map`; undefined when the execution was cancelled meanwhile. */
export async function mapItems<T, U>(
	context: Pick<IExecuteFunctions, 'getExecutionCancelSignal'>,
	items: readonly T[],
	map: (item: T, index: number) => U,
): Promise<U[] | undefined> {
	const mapped: U[] = [];
	let sinceMs = now();
	for (const [index, item] of items.entries()) {
		if (now() - sinceMs > longestHoldMs) {
			await sleep(0);
			if (context.getExecutionCancelSignal()?.aborted === true) return undefined;
			sinceMs = now();
		}
		mapped.push(map(item, index));
	}
	return mapped;
}
