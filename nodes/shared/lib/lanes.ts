/**
 * Work that is done several pieces at a time, but in order where pieces concern the same record. Pure.
 *
 * Pieces with the same key form a lane. A worker takes a whole lane, so that none of them ever waits for
 * another one, and there are as many promises as workers, however many pieces there are.
 */

export interface Lanes {
	/** The first piece of each lane, in order. */
	heads: readonly number[];
	/** The piece of the same lane that follows piece n; -1 after the last. */
	next: Int32Array;
}

/** @param keys of the pieces in their order; a piece without one is a lane of its own */
export function lanesOf(keys: ReadonlyArray<string | undefined>): Lanes {
	const heads: number[] = [];
	const next = new Int32Array(keys.length).fill(-1);
	const last = new Map<string, number>();
	for (const [piece, key] of keys.entries()) {
		const before = key === undefined ? undefined : last.get(key);
		if (before === undefined) heads.push(piece);
		else next[before] = piece;
		if (key !== undefined) last.set(key, piece);
	}
	return { heads, next };
}

/**
 * Does every piece once, at most `concurrency` at a time.
 *
 * @param work false ends it all: what has begun is awaited, nothing else is begun
 */
export async function runLanes(
	{ heads, next }: Lanes,
	concurrency: number,
	work: (piece: number) => Promise<boolean>,
): Promise<void> {
	let lane = 0;
	let isRunning = true;
	const worker = async () => {
		for (let head = heads[lane++]; head !== undefined && isRunning; head = heads[lane++]) {
			for (let piece = head; piece !== -1 && isRunning; piece = next[piece] ?? -1) {
				if (!(await work(piece))) isRunning = false;
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, heads.length) }, worker));
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
	let next = 0;
	let isRunning = true;
	const worker = async () => {
		while (isRunning && next < items.length) {
			const index = next++;
			if (!(await work(items[index] as T, index))) isRunning = false;
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
