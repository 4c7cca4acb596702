/**
 * Runs work with a bounded concurrency; where items concern the same record, one after the other and in order. Pure.
 *
 * Items with the same key form a lane. A worker takes a whole lane, so no worker waits for another, and there are only
 * as many promises as workers, however many items there are.
 */

/** The indexes of the items in each lane, in order; the lanes in the order of their first items. */
export type Lanes = ReadonlyArray<readonly number[]>;

/** @param keys one for each item, in order; an item without a key is a lane of its own */
export function lanesOf(keys: ReadonlyArray<string | undefined>): Lanes {
	const lanes: number[][] = [];
	const laneOfKey = new Map<string, number[]>();
	for (const [index, key] of keys.entries()) {
		const lane = key === undefined ? undefined : laneOfKey.get(key);
		if (lane !== undefined) {
			lane.push(index);
			continue;
		}
		const newLane = [index];
		lanes.push(newLane);
		if (key !== undefined) laneOfKey.set(key, newLane);
	}
	return lanes;
}

/**
 * Does the work for every index in the lanes once, at most `concurrency` at a time.
 *
 * @param work as for `forEachConcurrently`
 */
export async function runLanes(
	lanes: Lanes,
	concurrency: number,
	work: (index: number, widen: () => void) => Promise<boolean>,
	beginWith = concurrency,
): Promise<void> {
	let isRunning = true;
	const workOff = async (lane: readonly number[], _: number, widen: () => void) => {
		for (const index of lane) {
			// Work in another lane may have stopped the run meanwhile.
			if (!isRunning) break;
			if (!(await work(index, widen))) isRunning = false;
		}
		return isRunning;
	};
	await forEachConcurrently(lanes, concurrency, workOff, beginWith);
}

/**
 * Does the work for every item once, at most `concurrency` at a time.
 *
 * @param work return false to stop: running work is awaited, nothing new starts. After as many calls of `widen` as run
 *   at a time, one more may run
 * @param beginWith how many run at a time before `widen` is called
 */
export async function forEachConcurrently<T>(
	items: readonly T[],
	concurrency: number,
	work: (item: T, index: number, widen: () => void) => Promise<boolean>,
	beginWith = concurrency,
): Promise<void> {
	let next = 0;
	let isRunning = true;
	const idle: Array<() => void> = [];
	const begin = () => idle.shift()?.();
	let width = beginWith;
	let good = 0;
	const widen = () => {
		if (++good < width) return;
		good = 0;
		width++;
		begin();
	};
	const worker = async (_: unknown, number: number) => {
		if (number >= beginWith) await new Promise<void>((resume) => idle.push(resume));
		while (isRunning && next < items.length) {
			const index = next++;
			if (!(await work(items[index] as T, index, widen))) isRunning = false;
		}
		// Nothing is left to begin, so the others may end too.
		begin();
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
