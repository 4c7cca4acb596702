import fc from 'fast-check';

import { redactDeep, redactor } from '../../nodes/shared/redact';

const encoders: Array<[string, (text: string) => string]> = [
	['raw', (text) => text],
	['encodeURIComponent', encodeURIComponent],
	['a form', (text) => new URLSearchParams({ k: text }).toString().slice(2)],
	['base64', (text) => Buffer.from(text).toString('base64')],
	['base64url', (text) => Buffer.from(text).toString('base64url')],
	['JSON', (text) => JSON.stringify(text).slice(1, -1)],
	[
		'JSON with upper-case escapes',
		(text) =>
			JSON.stringify(text)
				.slice(1, -1)
				.replace(/[&'+<>`]/g, (c) => `\\u00${c.charCodeAt(0).toString(16).toUpperCase()}`),
	],
	[
		'JSON with lower-case escapes',
		(text) =>
			JSON.stringify(text)
				.slice(1, -1)
				.replace(/[&'<=>]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
	],
];

/** Printable ASCII, which is all that a header can carry, long enough not to occur by chance. */
const secret = fc.string({
	unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
	minLength: 12,
	maxLength: 40,
});

test.each(encoders)('hides any secret, %s', (_name, encode) => {
	fc.assert(
		fc.property(secret, fc.string(), fc.string(), (key, before, after) => {
			const shown = redactor([key])(`${before} ${encode(key)} ${after}`);
			expect(shown).toContain('[hidden]');
			expect(shown).not.toContain(encode(key));
		}),
	);
});

test('leaves all else as it is, keys, numbers and nesting included', () => {
	const value = { a: ['the secret-key', 1, null, { 'secret-key': true }], b: 'x' };
	expect(redactDeep(value, redactor(['secret-key']))).toEqual({
		a: ['the [hidden]', 1, null, { '[hidden]': true }],
		b: 'x',
	});
});
