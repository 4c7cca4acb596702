/** Phone numbers, which people and accounts write in several ways. Pure. */

export const digitsOf = (text: string) => text.replace(/\D/g, '');

/** Shorter ones are not phone numbers. */
const fewestDigits = 5;

export const hasNumber = (text: string) => digitsOf(text).length >= fewestDigits;

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
	// Shorter ends are equal by chance.
	if (common < fewestDigits) return one === other;
	const [codeA, codeB] = [one, other].map((digits) =>
		digits.slice(0, digits.length - common).replace(/^0+|0+$/g, ''),
	);
	const isMissing = (code: string | undefined, text: string) =>
		code === '' && !text.trim().startsWith('+') && !digitsOf(text).startsWith('00');
	const isCode = (code = '') => code.length <= 3;
	return (
		codeA === codeB ||
		(isMissing(codeA, a) && isCode(codeB)) ||
		(isMissing(codeB, b) && isCode(codeA))
	);
}
