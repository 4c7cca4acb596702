/** Foreign text, safe inside a message. */

/** A foreign value in a message: in quotes, and not longer than it helps. */
export function quoted(value: unknown): string {
	const line = quotable(typeof value === 'object' ? objectText(value) : String(value));
	return `"${line.length > 80 ? `${line.slice(0, 80)}…` : line}"`;
}

function objectText(value: unknown): string {
	const kind = Object.prototype.toString.call(value);
	try {
		return JSON.stringify(value) ?? kind;
	} catch {
		// It holds itself.
		return kind;
	}
}

const longestQuote = 500;

/** A foreign text fit for one line of a message: no control characters, no bulk. */
export function quotable(text: string): string {
	const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
	return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
}
