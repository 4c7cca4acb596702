import { Buffer } from '../support/platform';
import { unflatten } from './saved-execution';
import { findIn } from './secrets';

/** The end-to-end run checks that no secret was saved. These tests prove that it would find one. */
describe('the search for secrets', () => {
	const secret = 's$e-Cr/2+t=\'"';
	const finds = (text: string) =>
		findIn('here', Buffer.from(`before ${text} after`), { secret }).length > 0;

	it.each([
		['as it is', secret],
		['in a URL', encodeURIComponent(secret)],
		['in a form', new URLSearchParams({ secret }).toString()],
		['in JSON', JSON.stringify({ secret })],
		['in JSON inside JSON', JSON.stringify(JSON.stringify({ secret }))],
		['in hex', Buffer.from(secret).toString('hex')],
	])('finds a secret %s', (_where, text) => {
		expect(finds(text)).toBe(true);
	});

	it.each(['', 'u', 'us', 'user:', 'user-a:', 'user-ab:'])(
		'finds a secret in base64 after "%s"',
		(before) => {
			expect(finds(Buffer.from(`${before}${secret}!`).toString('base64'))).toBe(true);
			expect(finds(Buffer.from(`${before}${secret}`).toString('base64url'))).toBe(true);
		},
	);

	it('finds nothing in a text without the secret', () => {
		expect(finds(`${secret.slice(1)} ${encodeURIComponent('s$e-Cr/2+x=')}`)).toBe(false);
	});
});

describe('reading a saved execution', () => {
	it('restores strings, lists and objects, also those that contain themselves', () => {
		const flat =
			'[{"name":"1","list":"2","self":"0","n":5,"none":null},"Update",["1","3",true],{"deep":"2"}]';
		const value = unflatten(flat) as Record<string, unknown>;
		expect(value.name).toBe('Update');
		expect(value.self).toBe(value);
		const list = value.list as unknown[];
		expect(list.slice(0, 1)).toEqual(['Update']);
		expect(list[2]).toBe(true);
		expect((list[1] as Record<string, unknown>).deep).toBe(list);
		expect([value.n, value.none]).toEqual([5, null]);
	});
});
