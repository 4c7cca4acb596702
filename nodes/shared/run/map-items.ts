/** Works through all items of a run without blocking n8n. */
import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { now } from '../lib/time';

/**
 * How long to work without a break. Reading thousands of items in one go would block everything else in n8n:
 * cancelling, health checks, and in queue mode the heartbeat without which n8n considers the worker stalled and
 * restarts the execution elsewhere.
 */
const longestBlockMs = 50;

/** Like `map`; undefined if the execution was cancelled in the meantime. */
export async function mapItems<T, U>(
	context: Pick<IExecuteFunctions, 'getExecutionCancelSignal'>,
	items: readonly T[],
	map: (item: T, index: number) => U,
): Promise<U[] | undefined> {
	const mapped = new Array<U>();
	const isDone = await eachItem(context, items, (item, index) => mapped.push(map(item, index)));
	return isDone ? mapped : undefined;
}

/**
 * The same, but each item makes room for what it becomes: with many items, two lists would need twice the memory.
 *
 * @param items must not be used afterwards
 */
export async function replaceItems<T, U>(
	context: Pick<IExecuteFunctions, 'getExecutionCancelSignal'>,
	items: T[],
	map: (item: T, index: number) => U,
): Promise<U[] | undefined> {
	const list: Array<T | U> = items;
	const isDone = await eachItem(context, items, (item, index) => (list[index] = map(item, index)));
	return isDone ? (list as U[]) : undefined;
}

/** @returns false if the execution was cancelled in the meantime */
export async function eachItem<T>(
	context: Pick<IExecuteFunctions, 'getExecutionCancelSignal'>,
	items: readonly T[],
	work: (item: T, index: number) => unknown,
): Promise<boolean> {
	let sinceMs = now();
	for (const [index, item] of items.entries()) {
		if (now() - sinceMs > longestBlockMs) {
			await sleep(0);
			if (context.getExecutionCancelSignal()?.aborted === true) return false;
			sinceMs = now();
		}
		work(item, index);
	}
	return true;
}
