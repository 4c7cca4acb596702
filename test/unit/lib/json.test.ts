import fc from 'fast-check';

import { jsonFaultAt, parseJson } from '../../../nodes/shared/lib/json';

describe('where a text stops being JSON', () => {
	test.each([
		['{"a": 1,}', 8],
		['{"a" 1}', 5],
		['{a: 1}', 1],
		["{'a': 1}", 1],
		['{"a": tru}', 6],
		['{"a": 01}', 6],
		['[1, 2,, 3]', 6],
		['[1 2]', 3],
		['{"a": 1}}', 8],
		['{"a": "x\ny"}', 6],
		['{"a": {"b": [1, {"c": }]}}', 22],
		['{"a": 1', 7],
		['{"a": "x', 8],
		['{"a":', 5],
		['', 0],
		['NaN', 0],
	])('%j: at %d', (text, at) => {
		expect(parseJson(text).ok).toBe(false);
		expect(jsonFaultAt(text)).toBe(at);
	});

	test('is the end for every piece of JSON that lacks only its end', () => {
		fc.assert(
			fc.property(fc.array(fc.json(), { minLength: 1 }), fc.nat(), (values, length) => {
				const text = `[${values.join(',')}]`;
				const piece = text.slice(0, length % text.length);
				// A literal that is cut is a fault at its beginning.
				fc.pre(!/[\w.+-]$/.test(piece));
				expect(jsonFaultAt(piece)).toBe(piece.length);
			}),
		);
	});

	test('is where a character that JSON does not know was put in', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = JSON.stringify([value, 1], undefined, 1);
				const at = text.lastIndexOf(',');
				expect(jsonFaultAt(`${text.slice(0, at)}@${text.slice(at)}`)).toBe(at);
			}),
		);
	});
});
