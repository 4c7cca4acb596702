import {
	answeredWith,
	isMeantForAnother,
	noteMeant,
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

/** The marks belong to the whole process, so this test has a file of its own. */
test('draws no conclusion from a missing mark until a mark has come back', () => {
	// An n8n that signs a copy of the request.
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

	// An answer to a call without a mark: copies are signed after all.
	expect(answeredWith({})).toBeUndefined();
	expect(wasNeverSigned({})).toBe(false);
});

test('shows the same mark to all copies of the code in a process', async () => {
	const request = {};
	noteSigned(request, account);
	await jest.isolateModulesAsync(async () => {
		const anew = await import('../../../nodes/shared/account/signature');
		expect(anew.signedWith).not.toBe(signedWith);
		expect(anew.signedWith(request)).toBe(account);
	});
});

test.each([
	['with the same keys', {}, false],
	['with new keys of its user', { accessKey: 'new', secretKey: 'new' }, false],
	['with a new x-api-key', { apiKey: 'new' }, false],
	['with another limit', { callsPerWindow: 10 }, false],
	[
		'with an access key and an x-api-key that are both new',
		{ accessKey: 'new', apiKey: 'new' },
		true,
	],
])('a request is for the account %s', (_, changes, isForAnother) => {
	const request = {};
	expect(isMeantForAnother(request, account)).toBe(false);
	noteMeant(request, account);
	expect(isMeantForAnother(request, { ...account, ...changes })).toBe(isForAnother);
	expect(JSON.stringify(request)).toBe('{}');
	expect(inspect(request)).not.toContain('plainly-fake');
	expect(signedWith(request)).toBeUndefined();
});

test('hides the keys of a mark from code that copies or logs the request', () => {
	const request = { url: 'https://async.example.com' };
	noteSigned(request, account);
	expect(signedWith({ ...request })).toBeUndefined();
	expect(JSON.stringify(request)).toBe('{"url":"https://async.example.com"}');
	expect(inspect(request)).not.toContain('plainly-fake');
});
