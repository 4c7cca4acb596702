/**
 * Caches replies that rarely change, for some minutes in this process. Callers that ask while a call is in flight
 * share its reply, so that thousands of items cost one call. Failures are never cached.
 */
import { unlessAborted } from '../lib/time';
import type { Reply } from '../transport/reply';

interface Entry<T> {
	inFlight: Promise<Reply<T>>;
	/** When the reply came; undefined while the call is in flight. */
	sinceMs?: number;
}

/** More accounts and types than one process works with; above it the oldest entry is dropped. */
const maxEntries = 200;

export class ReplyCache<T> {
	private readonly entries = new Map<string, Entry<T>>();

	/** @param now milliseconds, from a steady clock */
	constructor(private readonly now: () => number) {}

	/**
	 * @param maxAgeMs an older reply is loaded again
	 * @param load makes the call; returns `cancelled` if its own execution is cancelled
	 * @param signal ends the wait for a call of another execution
	 */
	async get(
		key: string,
		maxAgeMs: number,
		load: () => Promise<Reply<T>>,
		signal?: AbortSignal,
	): Promise<Reply<T>> {
		for (;;) {
			const known = this.entries.get(key);
			if (known === undefined || this.isOlder(known, maxAgeMs)) return await this.start(key, load);
			const reply = await unlessAborted(known.inFlight, signal);
			if (reply === undefined) return { kind: 'cancelled', fate: 'refused' };
			// The execution that made the call was cancelled, not this one.
			if (reply.kind !== 'cancelled') return reply;
		}
	}

	private isOlder({ sinceMs }: Entry<T>, maxAgeMs: number): boolean {
		return sinceMs !== undefined && this.now() - sinceMs > maxAgeMs;
	}

	private async start(key: string, load: () => Promise<Reply<T>>): Promise<Reply<T>> {
		const entry: Entry<T> = { inFlight: load() };
		this.entries.delete(key);
		this.entries.set(key, entry);
		const [oldest] = this.entries.keys();
		if (this.entries.size > maxEntries && oldest !== undefined) this.entries.delete(oldest);
		let isKept = false;
		try {
			const reply = await entry.inFlight;
			isKept = reply.kind === 'accepted';
			if (isKept) entry.sinceMs = this.now();
			return reply;
		} finally {
			if (!isKept && this.entries.get(key) === entry) this.entries.delete(key);
		}
	}
}
