/** Makes text that others wrote safe to quote in a message. */

/** A value in a message: in quotes, with its blanks and invisible characters shown, and not longer than it helps. */
export function quoted(value: unknown): string {
	return `"${shown(typeof value === 'object' ? objectText(value) : String(value), 80)}"`;
}

function objectText(value: unknown): string {
	const kind = Object.prototype.toString.call(value);
	try {
		// JSON makes null of a Date or a DateTime that is not one.
		if (kind === '[object Date]' && Number.isNaN((value as Date).getTime())) return 'Invalid Date';
		if (isInvalidDateTime(value)) return 'Invalid DateTime';
		return JSON.stringify(value) ?? kind;
	} catch {
		// A circular object.
		return kind;
	}
}

function isInvalidDateTime(value: unknown): boolean {
	return (
		typeof value === 'object' &&
		value !== null &&
		'isLuxonDateTime' in value &&
		'isValid' in value &&
		value.isValid === false
	);
}

const longestQuote = 500;

/** Text for one line of a message: without control characters, at most 500 characters. */
export function quotable(text: string): string {
	const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
	return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
}

/** Marks of vowels and joined letters, as Indian scripts need them. */
const joinersWithinWords = /(?<=[^\p{ASCII}\s])[\u200C\u200D](?=[^\p{ASCII}\s])/u;

const invisible = new RegExp(`(?!${joinersWithinWords.source})[\\p{Cc}\\p{Cf}\\uFEFF]`, 'gu');

/**
 * The user's own text in one line of a message: what nobody sees has a sign. A space has one at the ends, and where
 * several follow each other.
 */
export function shown(text: string, longest = longestQuote): string {
	const isCut = text.length > longest;
	const line = (isCut ? text.slice(0, longest) : text)
		.replace(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g, '⏎')
		.replace(/\t/g, '⇥')
		.replace(isCut ? /^ +| {2,}/g : /^ +| +$| {2,}/g, (run) => '␠'.repeat(run.length))
		.replace(
			invisible,
			(character) => `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`,
		)
		.replace(/[^\S ]/g, '⍽');
	return isCut ? `${line}…` : line;
}
