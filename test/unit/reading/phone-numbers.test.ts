import { mayBeSameNumber } from '../../../nodes/shared/reading/phone-numbers';

/** The first of each is stored as LeadSquared stores numbers. */
test.each<[string, string, boolean]>([
	['+91-9876543210', '9876543210', true],
	['+91-9876543210', '919876543210', true],
	['+91-9876543210', '09876543210', true],
	['+91-9876543210', '0091 98765 43210', true],
	['+91-9876543210', '+91 (0) 98765 43210', true],
	['+1-2025550123', '12025550123', true],
	['+1-2025550123', '(202) 555-0123', true],
	['+971-501234567', '050 123 4567', true],
	// Codes that end with 0, beside the 0 that is dialled inside the country
	['+20-1012345678', '01012345678', true],
	['+90-5321234567', '05321234567', true],
	['+90-5321234567', '5321234567', true],
	['+420-601123456', '601123456', true],
	['+39-0612345678', '0612345678', true],
	// Of two countries, with + or without it
	['+91-9000000001', '+1 9000000001', false],
	['+91-9000000001', '19000000001', false],
	['+91-9000000001', '19000000001 ', false],
	['+351-912345678', '1912345678', false],
	['+44-7911123456', '47911123456', false],
	['+97-1501234567', '1501234567', false],
	['+91-9000000001', '+9000000001', false],
	['+91-9000000001', '009000000001', false],
	// A part of a number, and a number with more
	['+91-9876543210', '43210', false],
	['+91-9876543210', '8876543210', false],
	['+91-9876543210', '98765432101', false],
	['+91-9000000001', '00001', false],
])('%j and %j may be the same: %s', (stored, given, expected) => {
	expect([mayBeSameNumber(stored, given), mayBeSameNumber(given, stored)]).toEqual([
		expected,
		expected,
	]);
});
