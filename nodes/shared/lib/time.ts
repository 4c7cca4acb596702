/** A steady clock, waits that end on abort, a stopwatch. */
import { sleep } from 'n8n-workflow';

import { onAbort } from './abort';

/** Milliseconds; steady, unlike the time of day. */
export const now = () => performance.now();

/**
 * Longest single sleep. n8n 1.x cannot end a sleep, so the timer of a wait that was aborted runs on for so long, unheard.
 * A timer may not be longer than 24 days either.
 */
const longestSleepMs = 60_000;

/** Awaits work started elsewhere; undefined as soon as the signal aborts. The work itself goes on. */
export async function unlessAborted<T>(
	work: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T | undefined> {
	if (signal === undefined) return await work;
	if (signal.aborted) return undefined;
	let abort: () => void = () => undefined;
	const aborted = new Promise<undefined>((resolve) => (abort = () => resolve(undefined)));
	const forget = onAbort(signal, abort);
	try {
		return await Promise.race([work, aborted]);
	} finally {
		forget();
	}
}

/** Waits; returns false as soon as the signal aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
	for (let left = ms; left > 0 && !signal?.aborted; left -= longestSleepMs) {
		await unlessAborted(sleep(Math.min(left, longestSleepMs)), signal);
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
