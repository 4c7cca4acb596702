/** Phone numbers, which people and accounts write in several ways. Pure. */

export const digitsOf = (text: string) => text.replace(/\D/g, '');

/** Shorter ones are not phone numbers. */
const fewestDigits = 5;

export const hasNumber = (text: string) => digitsOf(text).length >= fewestDigits;

/** Without what people and programs write around it: `tel:`, an apostrophe of a spreadsheet, other hyphens. */
const plainNumber = (text: string) => `${/^\D*\+/.test(text) ? '+' : ''}${digitsOf(text)}`;

/** Without the 00 before a country code; then also without the 0 before a number in the same country. */
export function numbersToSearch(value: string): string[] {
	const digits = digitsOf(value);
	return [...new Set([digits.replace(/^00/, ''), digits.replace(/^0+/, '')])];
}

/**
 * The search by a field takes only what is stored, and that differs: as it was given, as LeadSquared writes numbers, and
 * in digits with and without the country code.
 */
export function numbersAsStored(value: string): string[] {
	const stored = storedPhone(value);
	const national = stored === undefined ? [] : [stored, digitsOf(value).slice(-10)];
	return [...new Set([value, ...national, ...numbersToSearch(value)])];
}

/** As LeadSquared stores it, where the number has a country code. */
export function storedPhone(value: string): string | undefined {
	if (/^\+\d{1,3}-\d+$/.test(value)) return value;
	const digits = digitsOf(value).replace(/^0+/, '');
	return digits.length > 10 ? `+${digits.slice(0, -10)}-${digits.slice(-10)}` : undefined;
}

/** The country codes that the ITU assigns, perhaps with the 0 that is dialled inside the country. None begins with another. */
const countryCode =
	/^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(?:2[1-689]|3[578]|42|5[09]|6[789]|8[0578]|9[679])\d)0*$/;

export function isPhoneNumber(text: string): boolean {
	return /^[+()\d\s.-]+$/.test(text) && /\d/.test(text);
}

/**
 * Whether both are phone numbers and may be the same one: written with or without the country code, with 00 in place of
 * `+`, or with the 0 that is dialled inside a country. Numbers of two countries are not.
 */
export function mayBeSameNumber(a: string, b: string): boolean {
	if (!isPhoneNumber(a) || !isPhoneNumber(b)) return false;
	const [one, other] = [digitsOf(a), digitsOf(b)];
	let common = 0;
	while (common < one.length && one.at(-1 - common) === other.at(-1 - common)) common++;
	// A 0 in front belongs to what is dialled, or to a code such as 90.
	const rest = one.slice(one.length - common).replace(/^0+/, '').length;
	// Shorter ends are equal by chance.
	if (rest < fewestDigits) return one === other;
	const [before = '', otherBefore = ''] = [one, other].map((digits) =>
		digits.slice(0, digits.length - rest).replace(/^0+/, ''),
	);
	const [code, otherCode] = [before, otherBefore].map((text) => countryCode.exec(text)?.[1]);
	const isMissing = (start: string, text: string) =>
		start === '' && !text.trim().startsWith('+') && !digitsOf(text).startsWith('00');
	return (
		(code ?? before) === (otherCode ?? otherBefore) ||
		(isMissing(before, a) && otherCode !== undefined) ||
		(isMissing(otherBefore, b) && code !== undefined)
	);
}

/** Whether a stored number may be the one that was given, compared in the form in which it is searched. */
export function isNumberOf(stored: string, given: string): boolean {
	return mayBeSameNumber(stored, plainNumber(given));
}

/** A phone number that is neither masked nor cut. */
export function isWholeNumber(text: string): boolean {
	return isPhoneNumber(text) && hasNumber(text);
}
