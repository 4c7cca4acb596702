import { fieldKindOf } from '../../../nodes/shared/metadata/field-kinds';
import { readLeadMetadata } from '../../../nodes/shared/metadata/lead-metadata';
import { readOpportunityTypes, readTypeCode } from '../../../nodes/shared/metadata/record-types';
import { readTypeMetadata } from '../../../nodes/shared/metadata/type-metadata';
import { readUsers, userByEmail } from '../../../nodes/shared/metadata/users';

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
		['File', 'file'],
		['FileUpload', 'file'],
		['Hologram', 'text'],
		['', 'text'],
	])('%s is %s', (dataType, kind) => expect(fieldKindOf(dataType, false)).toBe(kind));

	test('a drop-down is a multi-select by its flag', () => {
		expect(fieldKindOf('SearchableDropdown', true)).toBe('multiSelect');
		expect(fieldKindOf('Number', true)).toBe('number');
	});
});

describe('an OptionSet', () => {
	const closed = { isClosed: true };
	test.each([
		['JSON in a text', '[{"Text":"","Value":"Open","Order":0}]', [['Open', 'Open']]],
		['with a text to read', '[{"Text":"High","Value":"P1"}]', [['High', 'P1']]],
		['with a text alone', '[{"Text":"High","Value":""}]', [['High', 'High']]],
		[
			'in its own order',
			'[{"Value":"b","Order":2},{"Value":"a","Order":1}]',
			[
				['a', 'a'],
				['b', 'b'],
			],
		],
		['with a value twice', '[{"Value":"a"},{"Value":"a"}]', [['a', 'a']]],
		['a list that is no text', [{ Value: 'a' }], [['a', 'a']]],
		['a number for a value', '[{"Value":7}]', [['7', '7']]],
		[
			'plain strings',
			'["Open",{"Value":"Won"}]',
			[
				['Open', 'Open'],
				['Won', 'Won'],
			],
		],
	])('%s', (_name, optionSet, pairs) => {
		const field = optionsOf(optionSet);
		expect(field).toMatchObject(closed);
		expect(field?.options.map(({ text, value }) => [text, value])).toEqual(pairs);
	});

	test.each(['', '[]', '[{"Va', null, '5', '[{}]', '{}', '[""]'])(
		'%j allows any text',
		(optionSet) => expect(optionsOf(optionSet)).toMatchObject({ options: [], isClosed: false }),
	);

	test('that allows other values is not closed', () => {
		const field = optionsOf('[{"Value":"a"}]', { IncludeOthersOption: true });
		expect(field).toMatchObject({ isClosed: false, options: [{ value: 'a' }] });
	});

	test('of a dependent drop-down suggests values but does not limit them', () => {
		const DependentOptionSet = '{"Won":[{"Value":"Price"}],"Lost":[{"Value":"Rival"}]}';
		const field = optionsOf('', { DependentOptionSet });
		expect(field?.options.map(({ value }) => value)).toEqual(['Price', 'Rival']);
		expect(field?.isClosed).toBe(false);
	});

	test('is ignored for a field that is not a drop-down', () => {
		expect(
			read({ SchemaName: 'a', DataType: 'Number', OptionSet: '[{"Value":"a"}]' })?.[0]?.options,
		).toEqual([]);
	});
});

describe('fields', () => {
	test('are sorted by Sequence, parts at the place of their set', () => {
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
	])('%s is recognised as a part by its path', (SchemaName) => {
		expect(read({ SchemaName, DataType: 'Number' })?.[0]?.schemaName).toBe(
			'mx_Custom_3~mx_CustomObject_1',
		);
	});

	test('derived from another field are left out', () => {
		const product = { SchemaName: 'mx_Custom_5', DataType: 'Product', DisplayName: 'Product' };
		const derived = { SchemaName: 'ProductName', DataType: null, DisplayName: null };
		expect(
			read(product, { ...derived, IsDerived: true })?.map(({ schemaName }) => schemaName),
		).toEqual(['mx_Custom_5']);
		expect(readLeadMetadata([product, { ...derived, IsDerived: 'true' }])).toHaveLength(1);
		expect(read(product, { ...derived, IsDerived: false })).toHaveLength(2);
	});

	test('without a name are left out, and a missing list gives none', () => {
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
	])('MaxFieldLength %p is %p', (MaxFieldLength, length) =>
		expect(read({ SchemaName: 'a', DataType: 'String', MaxFieldLength })?.[0]?.maxLength).toBe(
			length,
		),
	);
});

describe('opportunity types', () => {
	test.each([
		['a list', [{ EventCode: 12000, DisplayName: 'Loan' }]],
		['a list of texts', [{ EventCode: '12000', Name: 'Loan' }]],
		[
			'as an account returned them',
			[{ EventCode: '12000', DisplayName: 'Loan', CreatedByName: 'A B', Fields: null }],
		],
		[
			'with null in place of the fields',
			{ Fields: null, List: [{ EventCode: 12000, DisplayName: 'Loan' }] },
		],
		['a list inside', { RecordCount: 1, List: [{ EventCode: 12000, EventName: 'Loan' }] }],
		['a list inside under any name', { OpportunityTypes: [{ eventCode: 12000, Name: 'Loan' }] }],
	])('%s', (_name, body) =>
		expect(readOpportunityTypes(body)).toEqual([{ code: '12000', name: 'Loan' }]),
	);

	test('a type without a name is shown by its code', () => {
		expect(readOpportunityTypes([{ EventCode: 12000 }])).toEqual([
			{ code: '12000', name: 'Type 12000' },
		]);
	});

	test.each([[{}], ['text'], [[{ Code: 1 }]], [null]])('%j is not a list of types', (body) => {
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
	])('the code in %j is %p', (parameter, code) => expect(readTypeCode(parameter)).toBe(code));
});

describe('users', () => {
	test('are read with everything that is known about them', () => {
		const asha = { ID: 'u1', FirstName: 'Asha', LastName: '', EmailAddress: 'Asha@Example.com' };
		expect(readUsers([asha, { FirstName: 'no id' }])).toEqual([
			{ id: 'u1', name: 'Asha', email: 'Asha@Example.com', isActive: true },
		]);
		expect(readUsers({ error: 'x' })).toBeUndefined();
	});

	test.each([
		[0, true],
		[1, false],
		['0', true],
		['1', false],
		[undefined, true],
		[null, true],
	])('StatusCode %p: active is %p', (StatusCode, isActive) =>
		expect(readUsers([{ ID: 'u', StatusCode }])?.[0]?.isActive).toBe(isActive),
	);

	const user = (id: string, email: string, isActive: boolean) => ({
		id,
		name: id,
		email,
		isActive,
	});
	test.each([
		['in any letter case', [user('a', 'Asha@Example.com', true)], 'a'],
		['none', [user('a', 'other@example.com', true)], undefined],
		[
			'the active one, wherever it is',
			[user('old', 'asha@example.com', false), user('new', 'ASHA@example.com', true)],
			'new',
		],
		['an inactive one alone', [user('old', 'asha@example.com', false)], 'old'],
	])('by email: %s', (_name, users, id) =>
		expect(userByEmail(users, 'asha@example.COM')?.id).toBe(id),
	);
});

describe('lead fields', () => {
	const lead = (entry: Record<string, unknown>) =>
		readLeadMetadata([{ SchemaName: 'a', DataType: 'Select', ...entry }])?.[0];

	test.each([
		['objects', [{ Value: 'A' }, { Value: 'B' }]],
		['plain strings', ['A', 'B']],
		['both, with an empty one and one twice', ['A', '', { Value: 'B' }, 'B', null]],
	])('options as %s', (_name, Options) => {
		expect(lead({ Options })?.options.map(({ value }) => value)).toEqual(['A', 'B']);
		expect(lead({ Options })?.isClosed).toBe(true);
	});

	test.each([
		[{ IsLeadIdentifier: true }, true],
		[{ IsUnique: 'true' }, true],
		[{ IsUnique: false }, false],
		[{}, false],
	])('%j: unique is %p', (entry, isUnique) => expect(lead(entry)?.isUnique).toBe(isUnique));
});
