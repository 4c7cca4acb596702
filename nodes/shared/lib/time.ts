/** A steady clock, waits that end on abort, a stopwatch. */
import { sleep } from 'n8n-workflow';

/** Milliseconds; steady, unlike the time of day. */
export const now = () => performance.now();

/** n8n 1.x cannot abort a sleep, so a long one is cut into pieces and the signal is checked in between. */
const pieceMs = 250;

/** Awaits work started elsewhere; undefined once the signal aborts. The work itself goes on. */
export async function unlessAborted<T>(
	work: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T | undefined> {
	let settled = false;
	const settle = work.finally(() => (settled = true));
	while (!settled && !signal?.aborted) await Promise.race([settle, sleep(pieceMs)]);
	return settled ? await settle : undefined;
}

/** Waits; returns false as soon as the signal aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
	for (let left = ms; left > 0 && !signal?.aborted; left -= pieceMs) {
		await sleep(Math.min(left, pieceMs));
	}
	return signal?.aborted !== true;
}

/** Total time in which at least one piece of work was running; overlaps count once. */
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

	/** In milliseconds, up to the last time that all work had ended. */
	elapsedMs(): number {
		return this.total;
	}
}
