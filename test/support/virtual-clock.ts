/** Time that passes only when a test lets it: nothing really waits, and every run is the same. */
import { soon } from './platform';
import type { Clock } from '../../nodes/shared/limit/limiter';

export class VirtualClock implements Clock {
	private time = 0;
	private timers: Array<{ at: number; wake: () => void }> = [];

	now(): number {
		return this.time;
	}

	async wait(ms: number): Promise<void> {
		await new Promise<void>((wake) => this.timers.push({ at: this.time + Math.max(0, ms), wake }));
	}

	/** Runs until nothing waits any more, or until `limitMs`. */
	async run(limitMs = Infinity): Promise<void> {
		for (;;) {
			await settle();
			const next = this.timers.reduce((first, { at }) => Math.min(first, at), Infinity);
			if (next === Infinity || next > limitMs) return;
			this.time = Math.max(this.time, next);
			const due = this.timers.filter(({ at }) => at <= next);
			this.timers = this.timers.filter(({ at }) => at > next);
			for (const { wake } of due) wake();
		}
	}
}

/** Lets everything happen that needs no time: all promises that are ready settle first. */
async function settle(): Promise<void> {
	await new Promise((resolve) => soon(resolve));
}
