import fc from 'fast-check';

import { redactDeep, redactor } from '../../../nodes/shared/transport/redact';

function asForm(text: string): string {
	return new URLSearchParams({ k: text }).toString().slice(2);
}

/** Keeps `!()*-._` and encodes a space as `+`. */
function dotNet(text: string): string {
	return encodeURIComponent(text).replace(/%20/g, '+').replace(/'/g, '%27').replace(/~/g, '%7E');
}

function lowerEscapes(text: string): string {
	return text.replace(/%../g, (escape) => escape.toLowerCase());
}

const encoders: Array<[string, (text: string) => string]> = [
	['raw', (text) => text],
	['encodeURIComponent', encodeURIComponent],
	['encodeURIComponent with lower-case escapes', (text) => lowerEscapes(encodeURIComponent(text))],
	['a form', asForm],
	['a form with lower-case escapes', (text) => lowerEscapes(asForm(text))],
	[".NET's WebUtility.UrlEncode", dotNet],
	[".NET's HttpUtility.UrlEncode", (text) => lowerEscapes(dotNet(text))],
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

/** Printable ASCII, all that a header can carry, and long enough not to occur by chance. */
const secret = fc
	.string({
		unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
		minLength: 12,
		maxLength: 40,
	})
	// The credential is trimmed when it is read.
	.filter((text) => text === text.trim());

test.each(encoders)('hides any secret, %s', (_name, encode) => {
	fc.assert(
		fc.property(secret, fc.string(), fc.string(), (key, before, after) => {
			const shown = redactor([key])(`${before} ${encode(key)} ${after}`);
			expect(shown).toContain('[hidden]');
			expect(shown).not.toContain(encode(key));
		}),
	);
});

test('keeps all else as it is, keys, numbers and nesting included', () => {
	const value = { a: ['the secret-key', 1, null, { 'secret-key': true }], b: 'x' };
	expect(redactDeep(value, redactor(['secret-key']))).toEqual({
		a: ['the [hidden]', 1, null, { '[hidden]': true }],
		b: 'x',
	});
});
