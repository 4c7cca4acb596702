/**
 * Runs work with a bounded concurrency; where items concern the same record, one after the other and in order. Pure.
 *
 * Items with the same key form a lane. A worker takes a whole lane, so no worker waits for another, and there are only
 * as many promises as workers, however many items there are.
 */

/** Arrays of numbers, because a list for each lane would take more memory than what it is about. */
export interface Lanes {
	/** The index of the first item of each lane, in order. */
	firsts: readonly number[];
	/** For each item, the index of the next one in its lane; 0 for the last. */
	next: Uint32Array;
}

/** @param keys one for each item, in order; an item without a key is a lane of its own */
export function lanesOf(keys: ReadonlyArray<string | undefined>): Lanes {
	const firsts: number[] = [];
	const next = new Uint32Array(keys.length);
	const lastOfKey = new Map<string, number>();
	for (const [index, key] of keys.entries()) {
		const last = key === undefined ? undefined : lastOfKey.get(key);
		if (last === undefined) firsts.push(index);
		else next[last] = index;
		if (key !== undefined) lastOfKey.set(key, index);
	}
	return { firsts, next };
}

/**
 * A run begins with so few pieces of work at a time. If all items have the same mistake, and the run stops at the first
 * failure, no more than four others are under way.
 */
const firstAtOnce = 5;

/** After so many pieces are done, each one that is done makes room for two more. */
const firstDone = 10;

/**
 * Does the work for every index in the lanes once, at most `concurrency` at a time, and few at a time at first.
 *
 * @param work return false to stop: running work is awaited, nothing new starts
 */
export async function runLanes(
	lanes: Lanes,
	concurrency: number,
	work: (index: number) => Promise<boolean>,
): Promise<void> {
	let isRunning = true;
	let done = 0;
	const { firsts, next } = lanes;
	await forEachFrom(firstAtOnce, firsts, concurrency, async (first, _index, widen) => {
		let index: number | undefined = first;
		do {
			// Work in another lane may have stopped the run meanwhile.
			if (!isRunning) break;
			if (!(await work(index))) isRunning = false;
			else if (++done >= firstDone) widen(2);
			index = next[index];
		} while (index);
		return isRunning;
	});
}

/**
 * Does the work for every item once, at most `concurrency` at a time.
 *
 * @param work return false to stop: running work is awaited, nothing new starts
 */
export async function forEachConcurrently<T>(
	items: readonly T[],
	concurrency: number,
	work: (item: T, index: number) => Promise<boolean>,
): Promise<void> {
	await forEachFrom(concurrency, items, concurrency, work);
}

/** The same, with `first` at a time until the work makes room for more. */
async function forEachFrom<T>(
	first: number,
	items: readonly T[],
	concurrency: number,
	work: (item: T, index: number, widen: (by: number) => void) => Promise<boolean>,
): Promise<void> {
	let next = 0;
	let isRunning = true;
	let workers = 0;
	await new Promise<void>((resolve, reject) => {
		const worker = async () => {
			while (isRunning && next < items.length) {
				const index = next++;
				if (!(await work(items[index] as T, index, widen))) isRunning = false;
			}
			if (--workers === 0) resolve();
		};
		const widen = (by: number) => {
			const most = Math.min(workers + by, concurrency);
			while (workers < most && isRunning && next < items.length) {
				workers++;
				worker().catch(reject);
			}
		};
		if (items.length === 0) resolve();
		widen(first);
	});
}
