import { buildFields } from '../../../nodes/shared/fields/build-fields';
import { isEmpty, toId, toText } from '../../../nodes/shared/fields/values';
import {
	foldedText,
	isBlank,
	nameKey,
	plainBlanks,
	trimBlanks,
} from '../../../nodes/shared/lib/blanks';
import type { FieldKind } from '../../../nodes/shared/metadata/field-kinds';
import { fieldOf, listing, sentFor } from '../../support/fields';

const blanks: Array<[name: string, text: string]> = [
	['nothing', ''],
	['a space', ' '],
	['many spaces', '      '],
	['a no-break blank', '\u00A0'],
	['a narrow no-break blank', '\u202F'],
	['an ideographic blank', '\u3000'],
	['a tab', '\t'],
	['a line break', '\n'],
	['a line break of Windows', '\r\n'],
	['a line separator', '\u2028'],
	['a next-line control', '\u0085'],
	['a zero-width blank', '\u200B'],
	['a word joiner', '\u2060'],
	['a byte order mark', '\uFEFF'],
	['marks of direction', '\u202A\u202C\u200E'],
	['a soft hyphen', '\u00AD'],
	['a Hangul filler', '\u3164'],
	['a NUL', '\0'],
	['several kinds', ' \u00A0\n\u200B\t '],
];

describe.each(blanks)('a cell that holds only %s', (_name, text) => {
	test('is empty', () => {
		expect([isBlank(text), isEmpty(text)]).toEqual([true, true]);
		expect([toText(text), toId(text)]).toEqual([{ kind: 'empty' }, { kind: 'empty' }]);
	});

	test.each<FieldKind>([
		...(['text', 'number', 'boolean', 'date', 'dateTime', 'dropdown', 'multiSelect'] as const),
		...(['user', 'product', 'phone', 'email', 'url'] as const),
	])('is empty for a field of kind %s', (kind) =>
		expect(sentFor(fieldOf(kind), text)).toBe('empty'),
	);

	test('is empty in a list of choices', () => {
		expect(sentFor(listing('multiSelect', 'A'), [text, 'A'])).toBe('A');
		expect(sentFor(listing('dropdown', 'A'), [text, 'A'])).toBe('A');
		expect(sentFor(listing('dropdown', 'A'), [text])).toBe('empty');
	});

	test('is skipped or clears by hand and in JSON', () => {
		const values = [{ schemaName: 'mx_Custom_1', value: text }];
		expect(buildFields(values, 'skip')).toEqual({ ok: true, value: [] });
		expect(buildFields(values, 'clear')).toEqual({
			ok: true,
			value: [{ SchemaName: 'mx_Custom_1', Value: '' }],
		});
	});
});

test.each([
	['x', false],
	[' x ', false],
	['0', false],
	['-', false],
	['\u0930\u094D\u200D', false],
])('%j is not blank', (text, expected) => expect(isBlank(text)).toBe(expected));

test.each<[unknown, boolean]>([
	[0, false],
	[false, false],
	[[], false],
	[null, true],
	[undefined, true],
])('%j: empty %s', (value, expected) => expect(isEmpty(value)).toBe(expected));

test.each([
	['  Won ', 'Won'],
	['\u202A+91 98450\u202C', '+91 98450'],
	['\uFEFFName', 'Name'],
	['a\u{E0020}', 'a'],
	['\u{1F600} ', '\u{1F600}'],
	[' \u{1F600}', '\u{1F600}'],
	['a b', 'a b'],
	['', ''],
	[' ', ''],
])('%j is trimmed to %j', (text, trimmed) => expect(trimBlanks(text)).toBe(trimmed));

test('a megabyte of blanks within a text is trimmed at once', () => {
	const text = `a${' '.repeat(1_000_000)}b`;
	expect(trimBlanks(text)).toHaveLength(text.length);
});

test('blanks within a text become ordinary ones, and line breaks stay', () => {
	expect(plainBlanks('+91\u00A098450\u200B\t1\n2')).toBe('+91 98450 1\n2');
});

test('names and folded texts', () => {
	expect(nameKey('\uFEFFDeal \u00A0 Size\n')).toBe('deal size');
	expect(nameKey('Re\u0301gion')).toBe(nameKey('R\u00E9GION'));
	expect(foldedText(' Invalid/ \u00A0Junk')).toBe('invalid/junk');
});
