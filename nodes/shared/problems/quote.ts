/** Makes text that others wrote safe to quote in a message. */

/** A value in quotes, cut after 80 characters. */
export function quoted(value: unknown): string {
	const line = quotable(typeof value === 'object' ? objectText(value) : String(value));
	return `"${line.length > 80 ? `${line.slice(0, 80)}…` : line}"`;
}

function objectText(value: unknown): string {
	const kind = Object.prototype.toString.call(value);
	try {
		return JSON.stringify(value) ?? kind;
	} catch {
		// A circular object.
		return kind;
	}
}

const longestQuote = 500;

/** Text for one line of a message: without control characters, at most 500 characters. */
export function quotable(text: string): string {
	const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
	return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
}
