import { proc } from '../support/platform';

/** Counts what was proved and prints each line as it is. */
export class Checks {
	passed = 0;

	failed = 0;

	private readonly startedAt = Date.now();

	/** A heading of the story, with the seconds since its start. */
	step(title: string): void {
		const seconds = ((Date.now() - this.startedAt) / 1000).toFixed(1);
		this.say(`\n[${seconds} s] ${title}`);
	}

	say(line: string): void {
		proc.stdout.write(`${line}\n`);
	}

	/** One promise kept or broken; `seen` says what was there instead. */
	that(promise: string, kept: boolean, seen?: unknown): void {
		if (kept) {
			this.passed++;
			this.say(`  ok    ${promise}`);
			return;
		}
		this.failed++;
		this.say(`  FAIL  ${promise}`);
		if (seen !== undefined) this.say(`        saw: ${shorten(seen)}`);
	}

	equal(promise: string, seen: unknown, expected: unknown): void {
		const kept = JSON.stringify(seen) === JSON.stringify(expected);
		this.that(promise, kept, `${shorten(seen)}, expected ${shorten(expected)}`);
	}

	/** Something unforeseen ended the story. */
	broken(error: unknown): void {
		this.failed++;
		this.say(`  FAIL  ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
	}

	/** The last line, and the exit code. */
	finish(): number {
		const seconds = ((Date.now() - this.startedAt) / 1000).toFixed(1);
		this.say(`\nEnd to end on a real n8n: ${seconds} s`);
		this.say(`${this.passed} passed, ${this.failed} failed`);
		return this.failed === 0 && this.passed > 0 ? 0 : 1;
	}
}

function shorten(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return text.length > 800 ? `${text.slice(0, 800)}…` : text;
}
