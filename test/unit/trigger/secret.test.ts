import { isSameSecret, newSecret } from '../../../nodes/LeadSquaredTrigger/secret';

test('makes secrets of 32 bytes that differ', () => {
	const secrets = new Set(Array.from({ length: 100 }, newSecret));
	expect(secrets.size).toBe(100);
	for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
	['abc', 'abc', true],
	['abc', 'abd', false],
	['abc', 'ab', false],
	['ab', 'abc', false],
	['', '', false],
	['abc', '', false],
	['', 'abc', false],
	['ABC', 'abc', false],
	['äöü', 'äöü', true],
])('compares %j with the secret %j: %s', async (given, expected, isSame) => {
	expect(await isSameSecret(given, expected)).toBe(isSame);
});
