/** A steady clock, waits that end on abort, a stopwatch. */
import { sleep } from 'n8n-workflow';

/** Milliseconds; steady, unlike the time of day. */
export const now = () => performance.now();

/** n8n 1.x cannot abort a sleep, so a long one is cut into pieces between which the signal is looked at. */
const pieceMs = 250;

/** What somebody else works on, for as long as the signal does not fire; then undefined. */
export async function unlessAborted<T>(
	work: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T | undefined> {
	let settled = false;
	const settle = work.finally(() => (settled = true));
	while (!settled && !signal?.aborted) await Promise.race([settle, sleep(pieceMs)]);
	return settled ? await settle : undefined;
}

/** Waits; false as soon as the signal fires. */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
	for (let left = ms; left > 0 && !signal?.aborted; left -= pieceMs) {
		await sleep(Math.min(left, pieceMs));
	}
	return signal?.aborted !== true;
}

/** Times what several calls do at once as a person with a watch would: overlapping waits count once. */
export class Stopwatch {
	private running = 0;
	private since = 0;
	private total = 0;

	constructor(private readonly now: () => number) {}

	async during<T>(work: Promise<T>): Promise<T> {
		if (this.running++ === 0) this.since = this.now();
		try {
			return await work;
		} finally {
			if (--this.running === 0) this.total += this.now() - this.since;
		}
	}

	/** Milliseconds of all that has ended. */
	elapsedMs(): number {
		return this.total;
	}
}
