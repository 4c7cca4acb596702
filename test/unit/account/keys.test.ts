import {
	answeredWith,
	noteSigned,
	signedWith,
	wasNeverSigned,
} from '../../../nodes/shared/account/signature';
import { inspect } from '../../support/platform';

const account = {
	asyncOrigin: 'https://async.example.com',
	apiOrigin: 'https://api.example.com',
	accessKey: 'plainly-fake-access',
	secretKey: 'plainly-fake-secret',
	apiKey: 'plainly-fake-x',
	callsPerWindow: 25,
};

/** The marks are of the whole process, so this stands in a file of its own. */
test('a missing mark says nothing, until a mark has been seen to come back', () => {
	// An n8n that has a copy of the request signed.
	const [given, copy] = [{}, {}];
	noteSigned(copy, account);
	expect(signedWith(given)).toBeUndefined();
	expect(wasNeverSigned(given)).toBe(false);

	const request = {};
	noteSigned(request, account);
	expect(wasNeverSigned(request)).toBe(false);
	expect(signedWith(request)).toBe(account);
	expect(wasNeverSigned(request)).toBe(false);
	expect(wasNeverSigned({})).toBe(true);

	// An answer to a call without a mark: somebody signs copies after all.
	expect(answeredWith({})).toBeUndefined();
	expect(wasNeverSigned({})).toBe(false);
});

test('all copies of the code in a process see the same mark', async () => {
	const request = {};
	noteSigned(request, account);
	await jest.isolateModulesAsync(async () => {
		const anew = await import('../../../nodes/shared/account/signature');
		expect(anew.signedWith).not.toBe(signedWith);
		expect(anew.signedWith(request)).toBe(account);
	});
});

test('the keys of a mark are met by nothing that copies or lists', () => {
	const request = { url: 'https://async.example.com' };
	noteSigned(request, account);
	expect(signedWith({ ...request })).toBeUndefined();
	expect(JSON.stringify(request)).toBe('{"url":"https://async.example.com"}');
	expect(inspect(request)).not.toContain('plainly-fake');
});
