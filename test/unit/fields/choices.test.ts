import { adviceFor, fieldOf, listing, sentFor } from '../../support/fields';

describe('a drop-down', () => {
	const status = listing('dropdown', 'Open', 'Won', 'Lost', 'Invalid/ Junk', ['P1', 'High']);

	test.each<[unknown, string]>([
		['Won', 'Won'],
		['Won ', 'Won'],
		[' won', 'Won'],
		['WON', 'Won'],
		['Won\u00A0', 'Won'],
		['\u200BWon\n', 'Won'],
		['W on', 'Won'],
		['invalid/junk', 'Invalid/ Junk'],
		['Invalid/\u00A0Junk', 'Invalid/ Junk'],
		['high ', 'P1'],
		['p1', 'P1'],
		[['Open'], 'Open'],
		[['open '], 'Open'],
		['["Open"]', 'Open'],
		[' ["Open"] ', 'Open'],
		[[], 'empty'],
		['[]', 'empty'],
		[['', null], 'empty'],
		[['Won', ''], 'Won'],
		['Wonn', '! does not list "Wonn"'],
		['Wonn\u00A0', '! does not list "Wonn⍽"'],
		[['Won', 'Lost'], '! takes one value; "["Won","Lost"]" is a list'],
		[{ value: 'Won' }, '! takes one value; "{"value":"Won"}" is an object'],
	])('%j is %s', (value, expected) => expect(sentFor(status, value)).toBe(expected));

	const twins = listing(
		'dropdown',
		'Won',
		'won ',
		'Lost',
		['Gone', 'lost'],
		['X', 'Y'],
		['Y', 'Z'],
		['S1', 'Site Visit'],
		['S2', 'Site Visit'],
		['S3', 'Site Visit'],
	);
	test.each<[unknown, string]>([
		['Won', 'Won'],
		['won ', 'won '],
		['won', '! lists several values like "won": "Won", "won␠"'],
		['WON', '! lists several values like "WON": "Won", "won␠"'],
		['Lost', 'Lost'],
		// The text that is shown for another value.
		['lost', 'Gone'],
		['LOST', '! lists several values like "LOST": "Lost", "Gone"'],
		// A value goes before a text.
		['Y', 'Y'],
		['y', '! lists several values like "y": "X", "Y"'],
		// One text for several values.
		['Site Visit', '! lists several values like "Site Visit": "S1", "S2", "S3"'],
		['s2', 'S2'],
	])('of values that look the same, %j is %s', (value, expected) =>
		expect(sentFor(twins, value)).toBe(expected),
	);

	test('accents count, however they are encoded', () => {
		expect(sentFor(listing('dropdown', 'R\u00E9gion'), 'Re\u0301gion')).toBe('R\u00E9gion');
		expect(sentFor(listing('dropdown', 'R\u00E9gion'), 'Region')).toBe('! does not list "Region"');
	});

	test('that takes any text gets LeadSquared’s spelling where it lists the value', () => {
		const open = { ...status, isClosed: false };
		expect(sentFor(open, 'won ')).toBe('Won');
		expect(sentFor(open, 'Perhaps ')).toBe('Perhaps ');
		expect(sentFor(status, 'won ', { unlistedValues: 'send' })).toBe('Won');
		expect(sentFor(fieldOf('dropdown'), 'won ')).toBe('won ');
	});

	test('says how a value is spelled only where it is spelled otherwise', () => {
		expect(adviceFor(status, 'Invalid-Junk')).toMatch(/^LeadSquared spells it "Invalid\/ Junk"/);
		expect(adviceFor(status, 'Wonn')).toMatch(/^LeadSquared lists: Open; Won; Lost;/);
	});
});

describe('several choices', () => {
	const documents = listing('multiSelect', 'PAN', 'Aadhaar', 'Form 16', 'Bank, 6 months', 'ITR ');

	test.each<[unknown, string]>([
		['PAN', 'PAN'],
		['PAN;Aadhaar', 'PAN;Aadhaar'],
		['PAN, Aadhaar', 'PAN;Aadhaar'],
		['PAN,Aadhaar', 'PAN;Aadhaar'],
		['pan , AADHAAR', 'PAN;Aadhaar'],
		['PAN\nAadhaar', 'PAN;Aadhaar'],
		['PAN\r\nAadhaar\r\n', 'PAN;Aadhaar'],
		['PAN,\nAadhaar; Form 16', 'PAN;Aadhaar;Form 16'],
		['PAN, Aadhaar,', 'PAN;Aadhaar'],
		['PAN,,Aadhaar', 'PAN;Aadhaar'],
		['PAN, pan', 'PAN'],
		['ITR', 'ITR '],
		['PAN, ITR ', 'PAN;ITR '],
		['Bank, 6 months', 'Bank, 6 months'],
		['bank,6 Months', 'Bank, 6 months'],
		['PAN, Bank, 6 months, Aadhaar', 'PAN;Bank, 6 months;Aadhaar'],
		['Bank, 6 months;PAN', 'Bank, 6 months;PAN'],
		[['PAN', 'Bank, 6 months'], 'PAN;Bank, 6 months'],
		[['PAN, Aadhaar'], 'PAN;Aadhaar'],
		['["PAN","Aadhaar"]', 'PAN;Aadhaar'],
		[';', 'empty'],
		['[]', 'empty'],
		['PAN, Passport', '! does not list "Passport"'],
		['PAN / Aadhaar', '! does not list "PAN / Aadhaar"'],
		['Passport', '! does not list "Passport"'],
	])('%j is %s', (value, expected) => expect(sentFor(documents, value)).toBe(expected));

	test.each([
		['PAN, Passport', /^The text was cut at ",", and each part must be listed\. LeadSquared lists/],
		['PAN; Passport', /^The text was cut at ";"/],
		['PAN\nPassport', /^The text was cut at the line break/],
		['PAN / Aadhaar', /^Put ; between several choices/],
	])('%j is refused with the separator', (value, hint) =>
		expect(adviceFor(documents, value)).toMatch(hint),
	);

	test('a listed value goes before its parts, and what can be cut in two ways is refused', () => {
		const overlapping = listing('multiSelect', 'A', 'B', 'C', 'A, B', 'B, C');
		expect(sentFor(overlapping, 'A, B')).toBe('A, B');
		expect(sentFor(overlapping, 'A;B')).toBe('A;B');
		expect(sentFor(overlapping, 'A, B, C')).toBe(
			'! can be cut into listed values in several ways: "A, B, C"',
		);
		expect(sentFor(overlapping, ['A', 'B, C'])).toBe('A;B, C');
	});

	test('a line break is between two choices, never within one', () => {
		const near = listing('multiSelect', 'A', 'B', 'AB');
		expect(sentFor(near, 'A\nB')).toBe('A;B');
		expect(sentFor(near, 'A B')).toBe('AB');
		expect(sentFor(listing('multiSelect', 'A', 'AB'), 'A\nB')).toBe('! does not list "B"');
	});

	test('a listed value that holds the sign LeadSquared separates by', () => {
		const odd = listing('multiSelect', 'A;B', 'C');
		expect(sentFor(odd, 'A;B')).toBe('A;B');
		expect(sentFor(odd, 'A;B;C')).toBe('A;B;C');
		expect(sentFor(odd, 'C, A;B')).toBe('C;A;B');
	});

	test('of unlisted values that are sent only ; is a separator', () => {
		const send = { unlistedValues: 'send' } as const;
		expect(sentFor(documents, 'PAN; Passport', send)).toBe('PAN;Passport');
		expect(sentFor(documents, 'PAN, Passport', send)).toBe('PAN, Passport');
		expect(sentFor(documents, 'pan, aadhaar', send)).toBe('PAN;Aadhaar');
		expect(sentFor(fieldOf('multiSelect'), 'a, b')).toBe('a, b');
	});

	test('a thousand pieces are no burden', () => {
		const text = Array.from({ length: 1_000 }, () => 'PAN').join(',');
		expect(sentFor(documents, text)).toBe('PAN');
	});
});
