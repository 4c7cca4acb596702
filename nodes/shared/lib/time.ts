/** A steady clock, waits that end on abort, a stopwatch. */
import { sleep } from 'n8n-workflow';

/** Milliseconds; steady, unlike the time of day. */
export const now = () => performance.now();

/** Awaits work started elsewhere; undefined once the signal aborts. The work itself goes on. */
export async function unlessAborted<T>(
	work: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T | undefined> {
	if (signal === undefined) return await work;
	let abort: () => void = () => undefined;
	const aborted = new Promise<undefined>((resolve) => (abort = () => resolve(undefined)));
	const forget = onAbort(signal, abort);
	try {
		return await Promise.race([work, aborted]);
	} finally {
		forget();
	}
}

const awaiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Acts once the signal aborts, at once if it has. Listens once for each signal: Node warns of many listeners.
 *
 * @returns ends it
 */
function onAbort(signal: AbortSignal, act: () => void): () => void {
	if (signal.aborted) act();
	const known = awaiting.get(signal);
	const acts = known ?? new Set();
	acts.add(act);
	if (known === undefined) {
		awaiting.set(signal, acts);
		signal.addEventListener('abort', () => acts.forEach((each) => each()), { once: true });
	}
	return () => void acts.delete(act);
}

/** Waits; returns false as soon as the signal aborts. n8n cannot end a sleep, so it goes on unheard. */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
	if (ms > 0) await unlessAborted(sleep(ms), signal);
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
