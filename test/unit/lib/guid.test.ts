import { isGuid, isOtherId } from '../../../nodes/shared/lib/guid';

const [one, other] = [
	'c0ffee00-0000-4000-8000-000000000001',
	'c0ffee00-0000-4000-8000-000000000002',
] as const;

test.each([
	[one, true],
	[one.toUpperCase(), true],
	['HL-1002', false],
	['c0ffee00-', false],
	[`${one}0`, false],
	['', false],
])('%j is a GUID: %s', (text, expected) => expect(isGuid(text)).toBe(expected));

// What is certain counts: neither name of a record says anything about the other.
test.each([
	[one, other, true],
	[one, one, false],
	[one, one.toUpperCase(), false],
	[one, 'HL-1002', false],
	['HL-1002', one, false],
	['HL-1002', 'HL-1003', false],
	['', one, false],
	// What .NET writes for no ID
	['00000000-0000-0000-0000-000000000000', one, false],
])('%j is the ID of another record than %j: %s', (id, asked, expected) =>
	expect(isOtherId(id, asked)).toBe(expected),
);
