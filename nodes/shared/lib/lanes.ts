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
 * How much work a run of lanes begins with. A run that stops at its first failure has so few others under way if all of
 * its items have the same mistake; and so few calls at once find out how many the account allows.
 */
const firstAtOnce = 5;

/**
 * Does the work for every index in the lanes once, at most `concurrency` at a time. Begins with few at a time; each piece
 * that is done makes room for one more.
 *
 * @param work return false to stop: running work is awaited, nothing new starts
 */
export async function runLanes(
	lanes: Lanes,
	concurrency: number,
	work: (index: number) => Promise<boolean>,
): Promise<void> {
	let isRunning = true;
	const workLane = async (lane: readonly number[], widen: () => void) => {
		for (const index of lane) {
			// Work in another lane may have stopped the run meanwhile.
			if (!isRunning) break;
			if (await work(index)) widen();
			else isRunning = false;
		}
		return isRunning;
	};
	await forEachOf(lanes, Math.min(firstAtOnce, concurrency), concurrency, async (lane, _, widen) => await workLane(lane, widen));
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
	await forEachOf(items, concurrency, concurrency, work);
}

async function forEachOf<T>(
	items: readonly T[],
	first: number,
	concurrency: number,
	work: (item: T, index: number, widen: () => void) => Promise<boolean>,
): Promise<void> {
	let next = 0;
	let isRunning = true;
	let workers = 0;
	const worker = async (widen: () => void) => {
		while (isRunning && next < items.length) {
			const index = next++;
			if (!(await work(items[index] as T, index, widen))) isRunning = false;
		}
	};
	await new Promise<void>((resolve, reject) => {
		const widen = () => {
			if (workers >= concurrency || next >= items.length) return;
			workers++;
			worker(widen).then(() => {
				if (--workers === 0) resolve();
			}, reject);
		};
		for (let n = 0; n < first; n++) widen();
		if (workers === 0) resolve();
	});
}
