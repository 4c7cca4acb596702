import { noteSigned, signedWith, wasNeverSigned } from '../../nodes/shared/authenticate';

/** The marks are of the whole process, so this stands in a file of its own. */
test('a missing mark says nothing, until a mark has been seen to come back', () => {
	const account = {
		asyncOrigin: 'https://async.example.com',
		apiOrigin: 'https://api.example.com',
		accessKey: 'a',
		secretKey: 's',
		apiKey: 'x',
		callsPerWindow: 25,
	};
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
});
