/** Characters that nobody sees: blanks of every kind, line breaks, control characters, and those without a width. Pure. */

const blank = '[\\s\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800]';

const onlyBlanks = new RegExp(`^${blank}*$`, 'u');

const leadingBlanks = new RegExp(`^${blank}+`, 'u');

const allBlanks = new RegExp(`${blank}+`, 'gu');

const withoutWidth = /(?!\s)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

export function isBlank(text: string): boolean {
	return onlyBlanks.test(text);
}

/** Unlike `trim()`, also cuts what has no width, such as the marks that come with a copied phone number. */
export function trimBlanks(text: string): string {
	const start = leadingBlanks.exec(text)?.[0].length ?? 0;
	let end = text.length;
	// Step by step: a pattern for the end takes quadratic time on a text with many blanks inside.
	while (end > start) {
		const isPair = /[\uDC00-\uDFFF]/.test(text.charAt(end - 1));
		const from = isPair ? end - 2 : end - 1;
		if (!onlyBlanks.test(text.slice(from, end))) break;
		end = from;
	}
	return text.slice(start, Math.max(start, end));
}

/** Every blank as an ordinary space, and nothing without a width. Line breaks stay. */
export function plainBlanks(text: string): string {
	return text.replace(withoutWidth, '').replace(/[^\S\r\n\v\f\u2028\u2029]/g, ' ');
}

/** Both: for names, IDs and dates, in which no blank is meant to be anything but a space. */
export function tidied(text: string): string {
	return plainBlanks(trimBlanks(text));
}

/** Equal for names that differ only in letter case, in the kind or number of blanks, or in how accents are encoded. */
export function nameKey(text: string): string {
	const plain = plainBlanks(text.normalize('NFC'));
	return plain.replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Like `nameKey`, and blanks do not count at all. */
export function foldedText(text: string): string {
	return text.normalize('NFC').replace(allBlanks, '').toLowerCase();
}
