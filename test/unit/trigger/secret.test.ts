import { hasDigest, secretFor } from '../../../nodes/LeadSquaredTrigger/secret';
import { digestOf } from '../../../nodes/shared/lib/digest';

test('is the same for one node and key, and another for every other', async () => {
	const secrets = await Promise.all(
		[
			['key', 'w n'],
			['key', 'w n'],
			['key', 'w m'],
			['other', 'w n'],
		].map(async ([key = '', node = '']) => await secretFor(key, node)),
	);
	expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
	expect(secrets[1]).toBe(secrets[0]);
	expect(new Set(secrets).size).toBe(3);
});

test.each([
	['abc', 'abc', true],
	['abc', 'abd', false],
	['abc', 'ab', false],
	['', 'abc', false],
	['ABC', 'abc', false],
	['äöü', 'äöü', true],
])('compares %j with the secret %j: %s', async (given, secret, isSame) => {
	expect(await hasDigest(given, await digestOf(secret))).toBe(isSame);
});

test('takes nothing for right where no digest is known', async () => {
	for (const given of ['', 'abc', await digestOf('')])
		expect(await hasDigest(given, '')).toBe(false);
});
