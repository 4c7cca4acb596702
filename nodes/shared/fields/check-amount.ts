/** Reads numbers and amounts of money as people write them. Pure. */
import { trimBlanks } from '../lib/blanks';
import { quoted } from '../problems/quote';
import { invalid, numberToText, type TextValue } from './values';

const plain = /^(\d+(\.\d*)?|\.\d+)$/;

/** Thousands in groups of three (1,200,000) or as in India (12,00,000). Not 0,125: that comma is a decimal one. */
const grouped = /^[1-9](\d{0,2}(,\d{3})+|\d?(,\d{2})*,\d{3})(\.\d+)?$/;

/** Blanks that a program puts between groups so that the number stays on one line. */
const groupBlanks = /[\u00A0\u2007\u2009\u202F]/g;

const codes =
	'AED|AUD|BDT|BHD|BRL|CAD|CHF|CNY|EUR|GBP|HKD|IDR|INR|JPY|KWD|LKR|MYR|NPR|NZD|OMR|PHP|PKR|QAR|SAR|SGD|THB|USD|VND|ZAR';

const currency = `(?:Rs\\.?|(?:US|A|C|S|HK|NZ)?\\$|\\p{Sc}|${codes})`;

/** A sign, a currency before or after the digits, and the `/-` that closes an amount in India. */
const amount = new RegExp(
	`^([+-]?)(${currency})?\\s*([+-]?)([\\d.,\\s]*\\d\\.?)\\s*(${currency})?\\s*(/[-=])?$`,
	'iu',
);

/** Of an amount alone: 1.200 is one thousand and two hundred to some, and one and a fifth to others. */
const perhapsGroupedByPoints = /^\d{1,3}\.\d{3}$/;

/** Plain digits, since LeadSquared does not say whether a number field takes commas. */
export function checkNumber(value: unknown): TextValue {
	const number = typeof value === 'bigint' ? String(value) : value;
	if (typeof number === 'number') {
		const text = numberToText(number);
		return text.kind === 'invalid' && !Number.isFinite(number)
			? { ...text, reason: `is ${String(number)}, which ${text.reason}` }
			: text;
	}
	const digits = typeof number === 'string' ? digitsOf(trimBlanks(number)) : undefined;
	return digits === undefined
		? invalid(
				`must be a number; ${quoted(value)} is not`,
				'Enter digits with a point before the decimals, e.g. 1250000.50. Commas between thousands, a currency and /- are taken too',
			)
		: { kind: 'text', text: digits };
}

function digitsOf(text: string): string | undefined {
	const match = amount.exec(text.replace('\u2212', '-'));
	if (match === null) return undefined;
	const [, before = '', leading, between = '', written = '', trailing, closing] = match;
	const isMoney = leading !== undefined || trailing !== undefined || closing !== undefined;
	if ((before !== '' && between !== '') || (between !== '' && leading === undefined))
		return undefined;
	if (isMoney && perhapsGroupedByPoints.test(written)) return undefined;
	const digits = written.replace(groupBlanks, ',');
	// No country mixes two kinds of separators in one number.
	if (digits !== written && written.includes(',')) return undefined;
	if (!plain.test(digits) && !grouped.test(digits)) return undefined;
	const sign = before === '-' || between === '-' ? '-' : '';
	return `${sign}${digits.replace(/,/g, '')}`;
}
