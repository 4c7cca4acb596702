/**
 * Replies that change rarely, kept for some minutes in this process. Whoever asks while a call is under way
 * shares its answer, so that thousands of items cost one call. Failures are never kept.
 */
import { unlessAborted } from '../lib/time';
import type { Reply } from '../transport/reply';

interface Entry<T> {
	inFlight: Promise<Reply<T>>;
	/** When the answer came; undefined while it is under way. */
	sinceMs?: number;
}

/** More accounts and types than one process works with; beyond it the oldest entry goes. */
const maxEntries = 200;

export class ReplyCache<T> {
	private readonly entries = new Map<string, Entry<T>>();

	/** @param now milliseconds, from a steady clock */
	constructor(private readonly now: () => number) {}

	/**
	 * @param maxAgeMs an older answer is asked for anew
	 * @param load makes the call; ends with `cancelled` when its own execution is cancelled
	 * @param signal ends the waiting for a call that another execution makes
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
