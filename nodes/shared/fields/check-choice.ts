/** Finds the listed values that a text or a list means. Pure. */
import { foldedText, isBlank, trimBlanks } from '../lib/blanks';
import { parseJson } from '../lib/json';
import type { AccountField } from '../metadata/field-catalog';
import { quoted, shown } from '../problems/quote';
import { invalid, isEmpty, type TextValue } from './values';
import { oneText, type ValueRules } from './value-rules';

/** Undocumented; observed. A list is sent as one text. */
const sentSeparator = ';';

const lineBreak = /\r\n|[\n\r\u2028\u2029]/;

/** What people and programs put between several choices in one cell, the likeliest first. */
const separators = [
	{ pattern: /(;)/, name: '";"' },
	{ pattern: /(,)/, name: '","' },
	{ pattern: /(\r\n|[\n\r\u2028\u2029])/, name: 'the line break' },
	{ pattern: /(;|,|\r\n|[\n\r\u2028\u2029])/, name: '";", "," or the line break' },
];

export function checkChoice(field: AccountField, value: unknown, rules: ValueRules): TextValue {
	const list = listOf(value);
	if (list !== undefined && list.length < 2) {
		return list.length === 0 ? { kind: 'empty' } : checkOne(field, list[0], rules);
	}
	return checkOne(field, value, rules);
}

const pickOne = 'Pick one value of the list, for example with {{ $json.list[0] }}';

function checkOne(field: AccountField, value: unknown, rules: ValueRules): TextValue {
	const text = oneText(value, rules);
	if (text.kind === 'invalid' && Array.isArray(value)) return { ...text, hint: pickOne };
	if (text.kind !== 'text') return text;
	const meant = listedValues(field, text.text);
	if (meant.length === 1) return { kind: 'text', text: meant[0]! };
	if (!field.isClosed || rules.unlistedValues === 'send') return text;
	return meant.length > 1
		? invalid(
				`lists several values like ${quoted(text.text)}: ${meant.map((one) => quoted(one)).join(', ')}`,
				'Enter one of them exactly as LeadSquared lists it',
			)
		: invalid(`does not list ${quoted(text.text)}`, unlistedHint(field, text.text));
}

interface Listed {
	/** By value, and by the text that is shown where no value is the same and no other value has it. */
	exact: ReadonlyMap<string, string>;
	/** By either, without regard to letter case and blanks. */
	folded: ReadonlyMap<string, readonly string[]>;
}

const indexes = new WeakMap<AccountField, Listed>();

/** Built once for each field, since thousands of items may use it. */
function indexOf(field: AccountField): Listed {
	let index = indexes.get(field);
	if (index === undefined) {
		const exact = new Map(field.options.map(({ value }) => [value, value]));
		const folded = new Map<string, string[]>();
		const values = new Set(exact.keys());
		const shared = new Set<string>();
		for (const { value, text } of field.options) {
			if (!values.has(text)) {
				if (exact.has(text)) shared.add(text);
				exact.set(text, value);
			}
			for (const key of new Set([foldedText(value), foldedText(text)])) {
				folded.set(key, [...(folded.get(key) ?? []), value]);
			}
		}
		for (const text of shared) exact.delete(text);
		index = { exact, folded };
		indexes.set(field, index);
	}
	return index;
}

/** The value with exactly this text; else all that differ only in letter case and blanks. */
function listedValues(field: AccountField, text: string): readonly string[] {
	const { exact, folded } = indexOf(field);
	const same = exact.get(text);
	if (same !== undefined) return [same];
	// There a line break is more than a blank: it separates two choices.
	if (field.kind === 'multiSelect' && lineBreak.test(trimBlanks(text))) return [];
	return folded.get(foldedText(text)) ?? [];
}

const bare = (text: string) => foldedText(text).replace(/[.,/_-]+/g, '');

function unlistedHint({ options }: AccountField, text: string): string {
	const near = options.find(({ value }) => bare(value) === bare(text));
	const first = options.slice(0, 10).map(({ value }) => shown(value));
	const more = options.length > first.length ? `, and ${options.length - first.length} more` : '';
	const advice = near
		? `LeadSquared spells it ${quoted(near.value)}`
		: `LeadSquared lists: ${first.join('; ')}${more}`;
	return `${advice}. To send it anyway, set 'Unlisted Drop-Down Values' in the options to 'Send As It Is'`;
}

export function checkChoices(field: AccountField, value: unknown, rules: ValueRules): TextValue {
	const texts: string[] = [];
	for (const part of listOf(value) ?? [value]) {
		const choices = typeof part === 'string' ? split(field, part, rules) : { parts: [part] };
		if (choices === 'unclear') {
			return invalid(
				`can be cut into listed values in several ways: ${quoted(part)}`,
				'Give the values as a list, for example {{ $json.choices }}',
			);
		}
		for (const one of choices.parts) {
			const choice = checkOne(field, one, rules);
			if (choice.kind === 'invalid') return withSeparator(choice, choices.at);
			if (choice.kind === 'text' && !texts.includes(choice.text)) texts.push(choice.text);
		}
	}
	return texts.length === 0 ? { kind: 'empty' } : { kind: 'text', text: texts.join(sentSeparator) };
}

/** A list, or a list as JSON text. */
function listOf(value: unknown): readonly unknown[] | undefined {
	const parsed =
		typeof value === 'string' && trimBlanks(value).startsWith('[')
			? parseJson(trimBlanks(value))
			: undefined;
	const list = parsed?.ok ? parsed.value : value;
	return Array.isArray(list) ? list.filter((part) => !isEmpty(part)) : undefined;
}

interface Split {
	parts: readonly unknown[];
	/** The separator at which a text was cut. */
	at?: string;
}

/** A listed text stays whole. Else it is cut at the first separator that leaves only listed parts. */
function split(
	field: AccountField,
	text: string,
	{ unlistedValues }: ValueRules,
): Split | 'unclear' {
	if (listedValues(field, text).length > 0) return { parts: [text] };
	const isFree = !field.isClosed || unlistedValues === 'send';
	for (const { pattern, name } of separators) {
		const parts = listedParts(field, text.split(pattern));
		if (parts === 'unclear') return isFree ? { parts: [text] } : parts;
		if (parts !== undefined) return { parts, at: name };
	}
	// Of unlisted values only the sign that LeadSquared itself uses is known to be a separator.
	const used = separators.find(({ pattern }) => pattern.test(text));
	if (used === undefined || (isFree && used !== separators[0])) return { parts: [text] };
	const parts = text.split(used.pattern).filter((_, index) => index % 2 === 0);
	return { parts: parts.map((part) => trimBlanks(part)), at: used.name };
}

/** Nobody chooses more than this. */
const mostPieces = 400;

/**
 * The fewest listed values that make up the text: a listed value may hold the separator itself.
 *
 * @param pieces of the text, with the separators between them
 * @returns undefined if a part is not listed
 */
function listedParts(
	field: AccountField,
	pieces: readonly string[],
): string[] | 'unclear' | undefined {
	if (pieces.length === 1 || pieces.length > mostPieces) return undefined;
	/** From the piece at the index to the end. */
	const ways = new Map<number, { parts: string[]; isOnly: boolean }>([
		[pieces.length + 1, { parts: [], isOnly: true }],
	]);
	for (let from = pieces.length - 1; from >= 0; from -= 2) {
		let best: { parts: string[]; isOnly: boolean } | undefined;
		let joined = '';
		for (let to = from; to < pieces.length; to += 2) {
			joined += to === from ? pieces[to]! : pieces[to - 1]! + pieces[to]!;
			const rest = ways.get(to + 2);
			const isNothing = to === from && isBlank(joined);
			const isPart =
				!isBlank(pieces[from]!) &&
				!isBlank(pieces[to]!) &&
				listedValues(field, joined).length === 1;
			if (rest === undefined || !(isNothing || isPart)) continue;
			const parts = isNothing ? rest.parts : [joined, ...rest.parts];
			if (best === undefined || parts.length < best.parts.length) {
				best = { parts, isOnly: rest.isOnly };
			} else if (parts.length === best.parts.length) best.isOnly = false;
		}
		if (best !== undefined) ways.set(from, best);
	}
	const whole = ways.get(0);
	if (whole === undefined) return undefined;
	return whole.isOnly ? whole.parts : 'unclear';
}

function withSeparator(fault: Extract<TextValue, { kind: 'invalid' }>, at: string | undefined) {
	const how =
		at === undefined
			? 'Put ; between several choices'
			: `The text was cut at ${at}, and each part must be listed`;
	return { ...fault, hint: `${how}. ${fault.hint ?? ''}` };
}
