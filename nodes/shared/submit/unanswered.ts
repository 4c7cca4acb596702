/**
 * Calls that MCP clients made and LeadSquared never answered, for some minutes in this process. n8n runs each call of
 * such a client as an execution of its own, so what an execution keeps does not reach the next one; and a client without
 * an answer soon makes its call again. Pure.
 */

/** Long enough for a program or a model that simply tries again, and not long for someone who has looked and means it. */
export const rememberedMinutes = 5;

/** More than there should ever be; beyond it the oldest are forgotten. */
const maxCalls = 1_000;

export class UnansweredCalls {
	/** By key, when the call was given up; the oldest first. */
	private readonly sinceMs = new Map<string, number>();

	/** @param now milliseconds, from a steady clock */
	constructor(private readonly now: () => number) {}

	/** A call that is remembered already is not remembered for longer: the time runs from when it was sent. */
	add(key: string): void {
		if (this.minutesLeft(key) !== undefined) return;
		this.sinceMs.set(key, this.now());
		const [oldest] = this.sinceMs.keys();
		if (this.sinceMs.size > maxCalls && oldest !== undefined) this.sinceMs.delete(oldest);
	}

	/** In how many minutes, rounded up, the call will be forgotten; undefined if it is not remembered. */
	minutesLeft(key: string): number | undefined {
		const sinceMs = this.sinceMs.get(key);
		if (sinceMs === undefined) return undefined;
		const leftMs = sinceMs + rememberedMinutes * 60_000 - this.now();
		if (leftMs > 0) return Math.ceil(leftMs / 60_000);
		this.sinceMs.delete(key);
		return undefined;
	}
}
