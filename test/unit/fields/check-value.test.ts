import { tryToParseDateTime } from 'n8n-workflow';

import { checkValue } from '../../../nodes/shared/fields/check-value';
import type { AccountField } from '../../../nodes/shared/metadata/field-catalog';
import type { FieldKind } from '../../../nodes/shared/metadata/field-kinds';
import type { ValueRules } from '../../../nodes/shared/fields/value-rules';
import { quoted } from '../../../nodes/shared/problems/quote';
import { problem } from '../../../nodes/shared/problems/problems';
import { fieldOf as field, rules } from '../../support/fields';

const listed = {
	options: ['A, B', 'C'].map((value) => ({ value, text: `Text of ${value}` })),
	isClosed: true,
};

/** What is sent, or the kind of result if nothing is. */
function sent(one: AccountField, value: unknown, more: Partial<ValueRules> = {}): string {
	const text = checkValue(one, value, { ...rules, ...more });
	return text.kind === 'text' ? text.text : text.kind;
}

describe('numbers', () => {
	test.each<[unknown, string]>([
		[0, '0'],
		[-12.5, '-12.5'],
		[1.5e-7, '0.00000015'],
		['007', '007'],
		[' 12.50 ', '12.50'],
		['+5', '5'],
		['.5', '.5'],
		['1,250,000.75', '1250000.75'],
		['12,50,000', '1250000'],
		['1,00,00,000', '10000000'],
		['12345678901234567890', '12345678901234567890'],
		[5n, '5'],
		['', 'empty'],
		[null, 'empty'],
		['1,25', 'invalid'],
		// A decimal comma, as in Europe.
		['0,125', 'invalid'],
		['-00,125', 'invalid'],
		['1.250.000,75', 'invalid'],
		['₹5', '5'],
		['५', 'invalid'],
		['1e5', 'invalid'],
		['0x10', 'invalid'],
		['-', 'invalid'],
		[NaN, 'invalid'],
		[Infinity, 'invalid'],
		[true, 'invalid'],
		[new Date(0), 'invalid'],
	])('%p is %s', (value, text) => expect(sent(field('number'), value)).toBe(text));
});

describe('switches', () => {
	test.each<[unknown, string]>([
		[true, 'true'],
		[false, 'false'],
		['TRUE', 'true'],
		[' no ', 'false'],
		['Yes', 'true'],
		[1, 'true'],
		['0', 'false'],
		['', 'empty'],
		[2, 'invalid'],
		['on', 'invalid'],
		[{}, 'invalid'],
	])('%p is %s', (value, text) => expect(sent(field('boolean'), value)).toBe(text));
});

describe('lists, as a form gives them for its choices', () => {
	const guid = '5ca5b042-51ea-4699-b6f0-84c40ab12770';
	test.each<[FieldKind, unknown, string]>([
		['text', 'Yes', 'Yes'],
		['boolean', 'Yes', 'true'],
		['number', '2,00,000', '200000'],
		['date', '2026-11-24', '2026-11-24 00:00:00'],
		['dateTime', '2026-11-24T18:30:00Z', '2026-11-24 18:30:00'],
		['phone', ' +91 98450 ', '+91 98450'],
		['user', guid, guid],
		['product', guid, guid],
	])('%s: a list of one is its element, of none is empty, of two is refused', (kind, one, text) => {
		expect(sent(field(kind), [one])).toBe(text);
		expect(sent(field(kind), [])).toBe('empty');
		expect(sent(field(kind), [null])).toBe('empty');
		expect(sent(field(kind), [one, one])).toBe('invalid');
	});

	test('of two for a drop-down are refused with advice that works', () => {
		const text = checkValue(field('dropdown', listed), ['C', 'A, B'], rules);
		expect(text).toMatchObject({ hint: expect.stringContaining('{{ $json.list[0] }}') });
	});
});

test.each<[FieldKind, unknown, string]>([
	['number', 2 ** 60, 'is a number that cannot be sent exactly (1152921504606847000)'],
	['text', 2 ** 60, 'is a number that cannot be sent exactly (1152921504606847000)'],
	['number', NaN, 'is NaN, which is not a number that can be sent'],
	['text', NaN, 'is not a number that can be sent'],
])('%s, %p: %s', (kind, value, reason) =>
	expect(checkValue(field(kind), value, rules)).toMatchObject({ kind: 'invalid', reason }),
);

describe('drop-downs', () => {
	test.each<[unknown, string]>([
		['C', 'C'],
		['Text of C', 'C'],
		['A, B', 'A, B'],
		['c', 'C'],
		['C ', 'C'],
		['D', 'invalid'],
		['', 'empty'],
	])('%p is %s', (value, text) => expect(sent(field('dropdown', listed), value)).toBe(text));

	test('accept any text without a list, or where unlisted values are sent', () => {
		expect(sent(field('dropdown'), 'anything')).toBe('anything');
		expect(sent(field('dropdown', listed), 'd', { unlistedValues: 'send' })).toBe('d');
	});
});

describe('several choices', () => {
	test.each<[unknown, string]>([
		[['C', 'A, B'], 'C;A, B'],
		['C; A, B', 'C;A, B'],
		['["C","A, B"]', 'C;A, B'],
		['A, B', 'A, B'],
		['Text of C;C', 'C'],
		[['C', '', null], 'C'],
		[[], 'empty'],
		['C;D', 'invalid'],
		[[['C']], 'invalid'],
	])('%p is %s', (value, text) => expect(sent(field('multiSelect', listed), value)).toBe(text));
});

describe('users', () => {
	const guid = 'C0FFEE00-0000-4000-8000-000000000009';
	test.each<[unknown, string]>([
		['asha@EXAMPLE.com', 'u-1'],
		[` ${guid} `, guid],
		['', 'empty'],
		['ravi@example.com', 'invalid'],
		['Asha', 'invalid'],
	])('%p is %s', (value, text) => expect(sent(field('user'), value)).toBe(text));

	test('are given by email while the list cannot be read only if unlisted values are sent', () => {
		const users = { ok: false, problem: problem('exception', {}) } as const;
		expect(sent(field('user'), 'asha@example.com', { users })).toBe('invalid');
		expect(sent(field('user'), 'asha@example.com', { users, unlistedValues: 'send' })).toBe(
			'asha@example.com',
		);
	});
});

describe('texts', () => {
	test.each<[FieldKind, unknown, string]>([
		['text', 'x'.repeat(5), 'xxxxx'],
		['text', 'x'.repeat(6), 'invalid'],
		['text', 12345, '12345'],
		['phone', '+91-9', '+91-9'],
		['email', 'a@b.cd', 'invalid'],
		['url', 'h://x', 'h://x'],
		['text', ['a', 'b'], 'invalid'],
		['text', ' ', 'empty'],
	])('sent to a field of kind %s: %p is %s', (kind, value, text) =>
		expect(sent(field(kind, { maxLength: 5 }), value)).toBe(text),
	);

	test('have no limit without a length from the account', () => {
		expect(sent(field('text'), 'x'.repeat(9_999))).toHaveLength(9_999);
	});
});

describe.each<FieldKind>(['phone', 'email', 'url'])('a field of kind %s', (kind) => {
	// Odoo gives false for an empty field, json-2-csv writes undefined into a file.
	test.each([false, true, 'false', ' undefined ', 'NULL', 'NaN', '[object Object]', [false]])(
		'refuses %j, which stands for no value',
		(value) => {
			const text = checkValue(field(kind), value, rules);
			expect(text).toMatchObject({ kind: 'invalid', reason: expect.stringContaining('the word') });
		},
	);

	test.each(['9.84501E+09', ' 9,84501e+09 ', '+9.2E+11', '1E+10'])(
		'refuses %j, from which a spreadsheet took digits',
		(value) => {
			expect(checkValue(field(kind), value, rules)).toMatchObject({
				kind: 'invalid',
				reason: `is a number that has lost its last digits: "${value.trim()}"`,
			});
		},
	);

	test.each(['9.845012345E9', '1.0E7'])('refuses %j, which Java writes for a number', (value) => {
		expect(checkValue(field(kind), value, rules)).toMatchObject({
			kind: 'invalid',
			reason: `is a number with an exponent: "${value}"`,
		});
	});

	test.each([919845012345, 'null@example.com', 'https://example.com/true'])('takes %p', (value) =>
		expect(sent(field(kind), value)).toBe(String(value)),
	);
});

describe('what JavaScript writes for what it cannot write', () => {
	const kinds: FieldKind[] = ['text', 'dropdown', 'multiSelect', 'phone', 'user', 'date', 'number'];
	test.each(kinds)('is refused by a field of kind %s', (kind) => {
		for (const text of [
			'[object Object]',
			' [object Map]\n',
			'[object Object],[object Object]',
			'NaN',
			'Invalid Date',
			'Invalid DateTime',
		]) {
			expect(sent(field(kind), text)).toBe('invalid');
		}
	});

	test.each<[string, string, RegExp]>([
		['[object Object]', 'is the word "[object Object]", which stands for an object', /^Pick one/],
		['NaN', 'is the word "NaN", which stands for a number that is not one', /^Check the expr/],
		[
			'Invalid DateTime',
			'is the text "Invalid DateTime", which stands for a date that is not one',
			/^Check that the format/,
		],
	])('%s: %s', (text, reason, hint) =>
		expect(checkValue(field('text'), text, rules)).toEqual({
			kind: 'invalid',
			reason,
			hint: expect.stringMatching(hint),
		}),
	);

	test.each(['an [object Object] in a text', 'Nan', 'NaN kg', 'invalid date', '[object]'])(
		'%j is a text like any other',
		(text) => expect(sent(field('text'), text)).toBe(text),
	);
});

test.each([
	[false, 'false'],
	['Null', 'Null'],
	['9.84501E+09', '9.84501E+09'],
])('a text may be %p, which may be meant', (value, text) =>
	expect(sent(field('text'), value)).toBe(text),
);

describe.each(['UTC', 'America/New_York', 'Asia/Kolkata'])(
	'dates of a workflow in %s',
	(timeZone) => {
		const day = '2026-11-24';
		test.each(
			['UTC', 'UTC+5:30', 'UTC-11', 'UTC+14', 'America/New_York', 'Asia/Kolkata'].flatMap((zone) =>
				['00:15', '12:00', '23:45'].map((time) => [time, zone]),
			),
		)('keep the day that a DateTime at %s in %s shows', (time, zone) => {
			const value = tryToParseDateTime(`${day}T${time}`, zone);
			expect(sent(field('date'), value, { timeZone })).toBe(`${day} 00:00:00`);
		});

		test('keep the day of the text that a DateTime with an offset was parsed from', () => {
			const value = tryToParseDateTime(`${day}T00:15:00+05:30`);
			expect(value.zoneName).toBe('UTC+5:30');
			expect(sent(field('date'), value, { timeZone })).toBe(`${day} 00:00:00`);
			expect(sent(field('dateTime'), value, { timeZone })).toBe('2026-11-23 18:45:00');
		});

		test('keep the day of a Date that is saved and read again', () => {
			// Midnight in India, then midnight in UTC: a day as programs write it.
			const days = { UTC: '2026-11-23', 'America/New_York': '2026-11-23', 'Asia/Kolkata': day };
			for (const [text, expected] of [
				['2026-11-23T18:30:00.000Z', days[timeZone as keyof typeof days]],
				['2026-11-24T00:00:00.000Z', day],
			]) {
				const date = new Date(text!);
				expect(sent(field('date'), date, { timeZone })).toBe(`${expected} 00:00:00`);
				expect(sent(field('date'), date.toISOString(), { timeZone })).toBe(`${expected} 00:00:00`);
			}
		});

		test('keep the day of a text without a zone, or with one that is not UTC', () => {
			for (const text of [day, `${day} 23:45`, `${day}T00:15:00+05:30`, `${day}T23:45:00-05:00`]) {
				expect(sent(field('date'), text, { timeZone })).toBe(`${day} 00:00:00`);
			}
		});

		test('refuse an invalid DateTime and a year of more than four digits', () => {
			for (const value of [
				tryToParseDateTime(day, 'UTC').setZone('Nowhere/Town'),
				tryToParseDateTime(day, 'UTC').set({ year: 12026 }),
				{ isLuxonDateTime: true, toMillis: () => 0, year: 2026, month: 11, day: NaN },
				{ isLuxonDateTime: true, toMillis: () => 0, year: '2026', month: '11', day: '24' },
			]) {
				expect(sent(field('date'), value, { timeZone })).toBe('invalid');
			}
		});
	},
);

test.each<FieldKind>(['date', 'dateTime', 'text', 'number', 'boolean', 'dropdown', 'multiSelect'])(
	'refuses an object that only claims to be a DateTime for a field of kind %s',
	(kind) => {
		expect(sent(field(kind), { isLuxonDateTime: true })).toBe('invalid');
		expect(sent(field(kind), { isLuxonDateTime: true, toMillis: 0 })).toBe('invalid');
	},
);

test('refuses values that JSON cannot hold, and can quote them', () => {
	const circular: Record<string, unknown> = {};
	circular.self = circular;
	for (const value of [circular, { toJSON: () => undefined }]) {
		expect(sent(field('text'), value)).toBe('invalid');
		expect(sent(field('date'), value)).toBe('invalid');
		expect(quoted(value)).toBe('"[object Object]"');
	}
	expect(quoted([circular])).toBe('"[object Array]"');
});
