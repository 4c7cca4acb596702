import { proc } from '../support/platform';

/** Counts the checks of a suite and prints each of them. */
export class Checks {
	passed = 0;

	failed = 0;

	private readonly startedAt = Date.now();

	constructor(private readonly suite: string) {
		say(`\n== ${suite}`);
	}

	/** A heading of the suite, with the seconds since its start. */
	step(title: string): void {
		this.say(`\n[${this.seconds()} s] ${title}`);
	}

	say(line: string): void {
		say(line);
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

	/** Something unexpected ended the scenario. */
	broken(error: unknown): void {
		this.failed++;
		this.say(`  FAIL  ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
	}

	/** The result of a suite; its words differ from the last line of the run, which others search for. */
	summary(): string {
		const seconds = this.seconds();
		return `${this.suite}: ${this.passed} checks passed, ${this.failed} failed, ${seconds} s`;
	}

	private seconds(): string {
		return ((Date.now() - this.startedAt) / 1000).toFixed(1);
	}
}

/** The last line of the run, which counts all suites, and the exit code. */
export function finish(suites: Checks[]): number {
	const passed = suites.reduce((sum, suite) => sum + suite.passed, 0);
	const failed = suites.reduce((sum, suite) => sum + suite.failed, 0);
	say(`${passed} passed, ${failed} failed`);
	return failed === 0 && passed > 0 ? 0 : 1;
}

export function say(line: string): void {
	proc.stdout.write(`${line}\n`);
}

function shorten(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return text.length > 800 ? `${text.slice(0, 800)}…` : text;
}
