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
	['hexadecimal', (text) => Buffer.from(text).toString('hex')],
	['upper case', (text) => text.toUpperCase()],
	['lower case', (text) => text.toLowerCase()],
	['upper case, URL-encoded', (text) => encodeURIComponent(text).toUpperCase()],
	['hexadecimal in upper case', (text) => Buffer.from(text).toString('hex').toUpperCase()],
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

/** As long as LeadSquared's keys are. */
const key = 'u$r-plainly-fake-and-as-long-as-one-is';

const inAddress = (text: string, before = '') =>
	`https://asyncapi.example.com/opportunity/update?${before}accessKey=${text}&leadId=1`;

/** All that can be read in a text: as it is, and behind what encodes a whole address. */
function readings(text: string): string[] {
	const words = text.split('[hidden]');
	const offsets = [0, 1, 2, 3];
	const decoded = words.flatMap((word) =>
		offsets.flatMap((from) => [
			Buffer.from(word.slice(from), 'base64').toString('latin1'),
			Buffer.from(word.slice(from), 'hex').toString('latin1'),
		]),
	);
	const unescaped = words.map((word) => word.replace(/%(?:25)?24/g, '$'));
	return [...words, ...unescaped, ...decoded].map((word) => word.toLowerCase());
}

/** How much of the key can be read in one piece. */
function readable(text: string): number {
	const all = readings(text);
	for (let length = key.length; length > 0; length--) {
		for (let from = 0; from + length <= key.length; from++) {
			const piece = key.slice(from, from + length);
			if (all.some((reading) => reading.includes(piece))) return length;
		}
	}
	return 0;
}

test.each<[string, string]>([
	['the key', key],
	['in an address', inAddress(key)],
	['an address in upper case', inAddress(key).toUpperCase()],
	['an address in base64', Buffer.from(inAddress(key)).toString('base64')],
	['one that is a byte longer', Buffer.from(inAddress(key, '&')).toString('base64')],
	['one that is two bytes longer', Buffer.from(inAddress(key, '&&')).toString('base64')],
	['in base64 for an address', Buffer.from(inAddress(key, '&')).toString('base64url')],
	['an address in hexadecimal', Buffer.from(inAddress(key)).toString('hex').toUpperCase()],
	['cut off', inAddress(key).slice(0, 80)],
	['cut off, with the dots of who cut it', `${inAddress(key).slice(0, 85)}...`],
	['cut off, URL-encoded', encodeURIComponent(inAddress(encodeURIComponent(key))).slice(0, 100)],
	['cut off, in base64', Buffer.from(inAddress(key)).toString('base64').slice(0, 112)],
])('leaves less than half of a key to be read: %s', (_name, text) => {
	expect(readable(text)).toBeGreaterThan(key.length / 2);
	expect(readable(redactor([key])(text))).toBeLessThan(key.length / 2);
});

test('a word that begins like a short key is shown', () => {
	expect(redactor(['sandbox-key'])('the sandbox is here')).toBe('the sandbox is here');
});

test('keeps all else as it is, keys, numbers and nesting included', () => {
	const value = { a: ['the secret-key', 1, null, { 'secret-key': true }], b: 'x' };
	expect(redactDeep(value, redactor(['secret-key']))).toEqual({
		a: ['the [hidden]', 1, null, { '[hidden]': true }],
		b: 'x',
	});
});
