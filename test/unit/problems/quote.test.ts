import { DateTime } from '../../support/luxon';

import { quoted, shown } from '../../../nodes/shared/problems/quote';

test.each<[unknown, string]>([
	['Won', '"Won"'],
	['Won ', '"Won␠"'],
	['  Won', '"␠␠Won"'],
	['Not now', '"Not now"'],
	['Not  now', '"Not␠␠now"'],
	[' ', '"␠"'],
	['', '""'],
	['Won\u00A0', '"Won⍽"'],
	['1\u202F000', '"1⍽000"'],
	['a\u3000b', '"a⍽b"'],
	['a\tb', '"a⇥b"'],
	['a\nb\r\n', '"a⏎b⏎"'],
	['a\u2028b', '"a⏎b"'],
	['a\u200Bb', '"a<U+200B>b"'],
	['\uFEFFName', '"<U+FEFF>Name"'],
	['\u202A+91\u202C', '"<U+202A>+91<U+202C>"'],
	['a\u0000b', '"a<U+0000>b"'],
	['a\u{E0041}', '"a<U+E0041>"'],
	// Indian scripts need a joiner within a word.
	['\u0915\u094D\u200D\u0937', '"\u0915\u094D\u200D\u0937"'],
	['\u0915\u200D', '"\u0915<U+200D>"'],
	['a\u200Db', '"a<U+200D>b"'],
	['x'.repeat(81), `"${'x'.repeat(80)}…"`],
	[5, '"5"'],
	[null, '"null"'],
	[undefined, '"undefined"'],
	[['Won '], '"["Won "]"'],
	[{ a: 'b\u00A0' }, '"{"a":"b⍽"}"'],
	[new Date(NaN), '"Invalid Date"'],
	[DateTime.invalid('because'), '"Invalid DateTime"'],
	[new Date(0), '""1970-01-01T00:00:00.000Z""'],
])('%p is quoted as %s', (value, expected) => expect(quoted(value)).toBe(expected));

test('a name is shown in the same way, without quotes', () => {
	expect(shown('Deal \u00A0Size ')).toBe('Deal ⍽Size␠');
});
