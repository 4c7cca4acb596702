import { fieldKindOf } from '../../../nodes/shared/metadata/field-kinds';
import { readOpportunityTypes, readTypeCode } from '../../../nodes/shared/metadata/record-types';
import { readTypeMetadata } from '../../../nodes/shared/metadata/type-metadata';
import { readUsers, userIdOf } from '../../../nodes/shared/metadata/users';

const read = (...fields: Array<Record<string, unknown>>) => readTypeMetadata({ Fields: fields });
const optionsOf = (OptionSet: unknown, more = {}) =>
	read({ SchemaName: 'a', DataType: 'SearchableDropdown', OptionSet, ...more })?.[0];

describe('the kind of a field', () => {
	test.each([
		['String', 'text'],
		['Number', 'number'],
		['Decimal', 'number'],
		['Boolean', 'boolean'],
		['Date', 'date'],
		['DateTime', 'dateTime'],
		['Date_Time', 'dateTime'],
		['SearchableDropdown', 'dropdown'],
		['MultiSelect', 'multiSelect'],
		['ActiveUsers', 'user'],
		['Phone', 'phone'],
		['Email', 'email'],
		['Website', 'url'],
		['CustomObject', 'set'],
		['Hologram', 'text'],
		['', 'text'],
	])('of the DataType "%s" is %s', (dataType, kind) =>
		expect(fieldKindOf(dataType, false)).toBe(kind),
	);

	test('of a drop-down with the flag for several values is multiSelect', () => {
		expect(fieldKindOf('SearchableDropdown', true)).toBe('multiSelect');
		expect(fieldKindOf('Number', true)).toBe('number');
	});
});

describe('an OptionSet', () => {
	const closed = { isClosed: true };
	test.each([
		['of JSON in a text', '[{"Text":"","Value":"Open","Order":0}]', [['Open', 'Open']]],
		['with a text to read', '[{"Text":"High","Value":"P1"}]', [['High', 'P1']]],
		['with a text alone', '[{"Text":"High","Value":""}]', [['High', 'High']]],
		[
			'with an order of its own',
			'[{"Value":"b","Order":2},{"Value":"a","Order":1}]',
			[
				['a', 'a'],
				['b', 'b'],
			],
		],
		['with a value twice', '[{"Value":"a"},{"Value":"a"}]', [['a', 'a']]],
		['that is a list and not a text', [{ Value: 'a' }], [['a', 'a']]],
		['with a number for a value', '[{"Value":7}]', [['7', '7']]],
	])('%s is read', (_name, optionSet, pairs) => {
		const field = optionsOf(optionSet);
		expect(field).toMatchObject(closed);
		expect(field?.options.map(({ text, value }) => [text, value])).toEqual(pairs);
	});

	test.each(['', '[]', '[{"Va', null, '5', '[{}]', '{}'])(
		'of %j leaves the text free',
		(optionSet) => expect(optionsOf(optionSet)).toMatchObject({ options: [], isClosed: false }),
	);

	test('is not closed if the field accepts other values too', () => {
		const field = optionsOf('[{"Value":"a"}]', { IncludeOthersOption: true });
		expect(field).toMatchObject({ isClosed: false, options: [{ value: 'a' }] });
	});

	test('of a dependent drop-down offers values and excludes none', () => {
		const DependentOptionSet = '{"Won":[{"Value":"Price"}],"Lost":[{"Value":"Rival"}]}';
		const field = optionsOf('', { DependentOptionSet });
		expect(field?.options.map(({ value }) => value)).toEqual(['Price', 'Rival']);
		expect(field?.isClosed).toBe(false);
	});

	test('is ignored on a field that is not a drop-down', () => {
		expect(
			read({ SchemaName: 'a', DataType: 'Number', OptionSet: '[{"Value":"a"}]' })?.[0]?.options,
		).toEqual([]);
	});
});

describe('the fields of a type', () => {
	test('are sorted by Sequence, with the parts of a set in its place', () => {
		const fields = read(
			{ SchemaName: 'late', DataType: 'String', Sequence: 5 },
			{ SchemaName: 'set~b', DataType: 'String', Sequence: 8 },
			{ SchemaName: 'set~a', DataType: 'String', Sequence: 7 },
			{ SchemaName: 'set', DataType: 'CustomObject', Sequence: 2, DisplayName: 'Set' },
			{ SchemaName: 'first', DataType: 'String', Sequence: '1' },
		);
		expect(fields?.map(({ schemaName }) => schemaName)).toEqual([
			'first',
			'set~a',
			'set~b',
			'late',
		]);
		expect(fields?.[1]?.displayName).toBe('Set: set~a');
	});

	test.each([
		['mx_Custom_3x007Emx_CustomObject_1'],
		['mx_Custom_3_x007E_mx_CustomObject_1'],
		['mx_Custom_3~mx_CustomObject_1'],
	])('have %s for a part of a set', (SchemaName) => {
		expect(read({ SchemaName, DataType: 'Number' })?.[0]?.schemaName).toBe(
			'mx_Custom_3~mx_CustomObject_1',
		);
	});

	test('are left out without a name, and unknown where there is no list', () => {
		expect(read({ DisplayName: 'x' }, { SchemaName: ' ' })).toEqual([]);
		expect(readTypeMetadata({ Fields: 'none' })).toBeUndefined();
		expect(readTypeMetadata([])).toBeUndefined();
	});

	test.each([
		[200, 200],
		['200', 200],
		[0, undefined],
		[-1, undefined],
		['', undefined],
		[undefined, undefined],
	])('have for a MaxFieldLength of %p the length %p', (MaxFieldLength, length) =>
		expect(read({ SchemaName: 'a', DataType: 'String', MaxFieldLength })?.[0]?.maxLength).toBe(
			length,
		),
	);
});

describe('the list of opportunity types', () => {
	test.each([
		['a list', [{ EventCode: 12000, DisplayName: 'Loan' }]],
		['a list of texts', [{ EventCode: '12000', Name: 'Loan' }]],
		['a list inside', { RecordCount: 1, List: [{ EventCode: 12000, EventName: 'Loan' }] }],
		['a list inside under any name', { OpportunityTypes: [{ eventCode: 12000, Name: 'Loan' }] }],
	])('is read from %s', (_name, body) =>
		expect(readOpportunityTypes(body)).toEqual([{ code: '12000', name: 'Loan' }]),
	);

	test('names a type without a name by its code', () => {
		expect(readOpportunityTypes([{ EventCode: 12000 }])).toEqual([
			{ code: '12000', name: 'Type 12000' },
		]);
	});

	test.each([[{}], ['text'], [[{ Code: 1 }]], [null]])('is not read from %j', (body) => {
		expect(readOpportunityTypes(body)).toBeUndefined();
	});

	test.each([
		[' 12000 ', '12000'],
		[12000, '12000'],
		[{ __rl: true, mode: 'id', value: 12000 }, '12000'],
		['Home Loan', undefined],
		['', undefined],
		[-1, undefined],
		[undefined, undefined],
	])('has in the parameter %j the code %p', (parameter, code) =>
		expect(readTypeCode(parameter)).toBe(code),
	);
});

test('finds users by email in any letter case', () => {
	const users = readUsers([
		{ ID: 'u1', FirstName: 'Asha', LastName: '', EmailAddress: 'Asha@Example.com' },
		{ FirstName: 'no id' },
	]);
	expect(users).toEqual([{ id: 'u1', name: 'Asha', email: 'Asha@Example.com' }]);
	expect(userIdOf(users ?? [], 'asha@example.COM')).toBe('u1');
	expect(userIdOf(users ?? [], 'other@example.com')).toBeUndefined();
	expect(readUsers({ error: 'x' })).toBeUndefined();
});
