import {
	compareNotes,
	compareValues,
	needsUsers,
	type FoundField,
} from '../../../nodes/LeadSquaredCheckStatus/confirming/compare';
import type { FieldOption } from '../../../nodes/shared/metadata/field-catalog';
import type { User } from '../../../nodes/shared/metadata/users';

const [asha, ravi, former, twin] = [1, 2, 3, 4].map(
	(n) => `c0ffee00-0000-4000-8000-00000000000${n}`,
) as [string, string, string, string];

const users: User[] = [
	{ id: asha, name: 'Asha Rao', email: 'asha@example.com', isActive: true },
	{ id: ravi, name: 'Ravi Menon', email: 'Ravi@example.com', isActive: true },
	{ id: former, name: 'Ravi Former', email: 'ravi@example.com', isActive: false },
	{ id: twin, name: 'Asha Rao', email: 'other@example.com', isActive: true },
];

const options: FieldOption[] = [
	{ value: 'P1', text: 'High' },
	{ value: 'P2', text: 'Low' },
	{ value: 'Low', text: 'Swapped' },
];

/** `same`, `different`, `different: reason`, `shortened`, or why the two are not compared, in brackets. */
function outcomeOf(kind: FoundField['kind'], sent: string, value: unknown, known = users): string {
	const outcome = compareValues(sent, { kind, value, options }, known);
	if (outcome.kind === 'notCompared') return `(${outcome.why})`;
	return outcome.kind === 'different' && outcome.why !== undefined
		? `${outcome.kind}: ${outcome.why}`
		: outcome.kind;
}

const cut = 'x'.repeat(200);
const dayOnly = '(a date without a time was sent, and LeadSquared returned one with a time)';
const maybeEmpty = '(LeadSquared may show an empty field like this)';
const maybeFalse = '(LeadSquared may show false as an empty field)';
const hiddenPart = '(holds a key of the credential, which is hidden)';
const otherForm = '(may be the same phone number in another form)';
const unreadable = (what: 'sent' | 'found', noun: string) =>
	`(the ${what} value cannot be read as a ${noun})`;

test.each<[FoundField['kind'], string, unknown, string]>([
	// Every kind
	...(
		['text', 'number', 'boolean', 'date', 'dateTime', 'dropdown', 'multiSelect', 'user'] as const
	).flatMap(
		(kind): Array<[FoundField['kind'], string, unknown, string]> => [
			[kind, ' as it is ', 'as it is', 'same'],
			[kind, '', null, 'same'],
			[kind, '', 'kept', 'different'],
			[kind, 'lost', null, 'different'],
			[kind, 'lost', undefined, 'different'],
			[kind, 'one', { two: 2 }, '(LeadSquared returned no simple value)'],
		],
	),
	['text', 'one', 'two', 'different'],
	['text', 'One', 'ONE', 'different: only in letter case'],
	['text', `${cut}yz`, cut, 'shortened'],
	['text', `${cut}yz`, `${cut}z`, 'different'],
	['text', 'xxyz', 'xx', 'different'],
	['text', '12', 12, 'same'],
	['email', 'a@example.com', 'A@example.com', 'different: only in letter case'],
	['url', 'https://example.com/a', 'https://example.com/b', 'different'],
	['autoId', 'HL-1', 'HL-2', 'different'],
	[undefined, 'one', 'two', '(the values differ, and the kind of the field is not known)'],
	[undefined, `${cut}yz`, cut, 'shortened'],
	['file', 'a.pdf', 'a.pdf', '(files are not compared)'],
	// Keys of the credential, which stand as [hidden] in whatever LeadSquared answers
	...(['text', 'url', 'dropdown', undefined] as const).flatMap(
		(kind): Array<[FoundField['kind'], string, unknown, string]> => [
			[kind, '[hidden]', '[hidden]', hiddenPart],
			[kind, 'a [hidden]', 'b [hidden]', hiddenPart],
		],
	),
	['text', 'a [hidden]', 'a', 'different'],
	['text', 'a', '[hidden]', 'different'],
	['set', '', '{"mx_CustomObject_1":"x"}', '(custom field sets are not compared)'],
	// Numbers
	['number', '200000', '200000.00', 'same'],
	['number', '200000', '2,00,000', 'same'],
	['number', '1200000.5', '1,200,000.50', 'same'],
	['number', '-5', '-5.0', 'same'],
	['number', '-0', '0', 'same'],
	['number', '007', '7', 'same'],
	['number', '200000', '20000', 'different'],
	['number', '5', '-5', 'different'],
	['number', '10.555', '10.56', 'different'],
	['number', '12345678901234567890', '12345678901234567891', 'different'],
	['number', '15', '1,5', unreadable('found', 'number')],
	['number', '1500', '1.500,00', unreadable('found', 'number')],
	['number', '200000', 'Rs. 200000', unreadable('found', 'number')],
	['number', 'many', '5', unreadable('sent', 'number')],
	// Booleans
	['boolean', 'true', '1', 'same'],
	['boolean', '1', 'True', 'same'],
	['boolean', 'no', false, 'same'],
	['boolean', 'true', '0', 'different'],
	['boolean', 'true', 'on', unreadable('found', 'boolean')],
	// Nothing, 0 and false
	...['0', 0, 'false', 'False', false, 'No'].flatMap(
		(found): Array<[FoundField['kind'], string, unknown, string]> => [
			['boolean', '', found, maybeEmpty],
			[undefined, '', found, maybeEmpty],
			['text', '', found, 'different'],
		],
	),
	...['0', 0, '0.00', '-0'].map((found): [FoundField['kind'], string, unknown, string] => [
		...(['number', ''] as const),
		found,
		maybeEmpty,
	]),
	...[null, undefined, '', ' '].flatMap(
		(found): Array<[FoundField['kind'], string, unknown, string]> => [
			['boolean', 'false', found, maybeFalse],
			['boolean', '0', found, maybeFalse],
			['boolean', 'true', found, 'different'],
			[undefined, 'false', found, maybeFalse],
			['number', '0', found, 'different'],
			['text', 'false', found, 'different'],
		],
	),
	['boolean', '', '1', 'different'],
	['boolean', '', true, 'different'],
	['number', '', '5', 'different'],
	[undefined, '', '5', 'different'],
	['dropdown', '', 'No', 'different'],
	// Dates, in the four forms
	...(['2026-07-31 05:33:50', '2026-07-31 05:33:50.000', '7/31/2026 5:33:50 AM'] as const).flatMap(
		(found): Array<[FoundField['kind'], string, unknown, string]> => [
			['dateTime', '2026-07-31 05:33:50', found, 'same'],
			['dateTime', '2026-07-31 05:33:51', found, 'different'],
			['dateTime', '2026-07-31 17:33:50', found, 'different'],
			['dateTime', '2026-07-31', found, dayOnly],
			['dateTime', '2026-07-30', found, 'different'],
			// The day may begin in another zone.
			['date', '2026-07-31', found, dayOnly],
			['date', '2026-08-01', found, dayOnly],
			['date', '2026-08-02', found, 'different'],
			['date', '2026-07-31 05:33:50', found, 'same'],
		],
	),
	['dateTime', '2026-07-31 05:33:50', '/Date(1785476030000+0000)/', 'same'],
	['dateTime', '2026-07-31 05:33:51', '/Date(1785476030000+0000)/', 'different'],
	['date', '2026-07-31', '/Date(1785456000000+0000)/', 'same'],
	['date', '2026-07-31', '/Date(1785476030000+0000)/', dayOnly],
	...[
		'2026-07-31',
		'2026-07-31 00:00:00',
		'2026-07-31T00:00:00.000',
		'7/31/2026 12:00:00 AM',
	].flatMap(
		(found): Array<[FoundField['kind'], string, unknown, string]> => [
			['date', '2026-07-31', found, 'same'],
			['date', '2026-07-30', found, 'different'],
		],
	),
	['date', '2026-07-31', '7/31/2026', 'same'],
	['dateTime', '2026-07-31', '7/31/2026 12:00:00 AM', 'same'],
	['dateTime', '2026-07-31', '7/31/2026', 'same'],
	['dateTime', '2026-07-31', '2026-07-30 18:30:00', dayOnly],
	['dateTime', '2026-07-31', '2026-08-01 00:00:00', 'different'],
	[
		'multiSelect',
		'P1;Low',
		'High;Swapped',
		'(LeadSquared returned the texts of the choices instead of their values)',
	],
	['multiSelect', 'P1;P2', 'High;Swapped', 'different'],
	['date', '2026-07-31', '2026-07-30 18:30:00', dayOnly],
	['date', '2026-07-31', '2026-07-29 18:30:00', 'different'],
	['dateTime', '2026-07-31 05:33:50', '31-07-2026', unreadable('found', 'date')],
	['dateTime', '2026-07-31T05:33:50+05:30', '2026-07-31 00:03:50', unreadable('sent', 'date')],
	['date', 'tomorrow', '2026-07-31', unreadable('sent', 'date')],
	// Users
	['user', asha.toUpperCase(), asha, 'same'],
	['user', asha, ravi, 'different'],
	['user', 'ravi@example.com', ravi, 'same'],
	['user', ravi, 'RAVI@example.com', 'same'],
	['user', ravi, 'Ravi Menon', 'same'],
	['user', ravi, 'Ravi Former', 'different'],
	['user', asha, 'Asha Rao', '(several users have this name)'],
	['user', ravi, 'Asha Rao', 'different'],
	['user', ravi, 'Somebody', "(is not among the account's users)"],
	// Choices
	['dropdown', 'P1', 'High', 'same'],
	['dropdown', 'P1', 'P2', 'different'],
	['dropdown', 'P1', 'p1', 'different: only in letter case'],
	// The text of one choice is the value of another.
	['dropdown', 'P2', 'Low', 'different'],
	['multiSelect', 'A;B', 'B;A', '(only the order or the separator of the values differs)'],
	['multiSelect', 'A;B', 'A, B', '(only the order or the separator of the values differs)'],
	['dropdown', 'A;B', 'A,B', '(only the order or the separator of the values differs)'],
	['multiSelect', 'A;B', 'A', 'different'],
	// Phones
	['phone', '+919876543210', '+91-9876543210', 'same'],
	['phone', '+91-9876543210', '+91-9876543211', 'different'],
	['phone', 'none', '+91-9876543210', 'different'],
	...[
		...['9876543210', '09876543210', '098765 43210', '(0)98765-43210', '0091 9876543210'],
		...['00919876543210', '+9109876543210', '+91 (0) 98765 43210', '+00919876543210'],
	].flatMap(
		(number): Array<[FoundField['kind'], string, unknown, string]> => [
			['phone', number, '+91-9876543210', otherForm],
			['phone', '+91-9876543210', number, otherForm],
			['phone', number, '+91-9876543211', 'different'],
			['phone', '+91-9876543211', number, 'different'],
		],
	),
	['phone', '09876543210', '9876543210', otherForm],
	// An extension, a country code put before another, a part of the number
	['phone', '+919876543210', '+91-919876543210', 'different'],
	['phone', '19876543210', '+91-9876543210', 'different'],
	['phone', '+91-9876543210', '43210', 'different'],
	['phone', '43210', '+91-9876543210', 'different'],
	['phone', '9876543210', '+91-98765432101', 'different'],
	['phone', '0', '+91-9876543210', 'different'],
	['phone', '00', '0', 'different'],
	['product', asha, 'Home Loan', '(LeadSquared returned the product in another form)'],
	['product', asha, ravi, 'different'],
])('a %s, sent %j and found %j: %s', (kind, sent, found, expected) => {
	expect(outcomeOf(kind, sent, found)).toBe(expected);
});

test('users without a list of them are not compared', () => {
	const field: FoundField = { kind: 'user', value: 'Asha Rao', options: [] };
	expect(compareValues(asha, field, undefined)).toMatchObject({
		kind: 'notCompared',
		isFinal: true,
	});
	expect(needsUsers(asha, field)).toBe(true);
	expect(needsUsers(asha, { ...field, value: ravi })).toBe(false);
	expect(needsUsers('Asha Rao', field)).toBe(false);
});

test.each([
	['Called', 'Called', 'same'],
	['Called', 'Before. Called', 'notCompared'],
	['Called', 'Before', 'different'],
	['Called', null, 'different'],
])('a note, sent %j and found %j: %s', (sent, found, kind) => {
	expect(compareNotes(sent, found).kind).toBe(kind);
});
