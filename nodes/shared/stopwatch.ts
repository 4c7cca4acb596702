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
