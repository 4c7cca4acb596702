import { autoMap } from '../../../nodes/shared/fields/auto-map';
import { fieldNamed } from '../../../nodes/shared/metadata/field-catalog';
import { fieldOf } from '../../support/fields';

const catalog = [
	{ ...fieldOf('number'), schemaName: 'mx_Custom_6', displayName: 'Expected Deal  Size' },
	{ ...fieldOf('text'), schemaName: 'mx_Custom_7', displayName: 'R\u00E9gion' },
	{ ...fieldOf('text'), schemaName: 'mx_Custom_8', displayName: 'Remarks' },
	{ ...fieldOf('text'), schemaName: 'mx_Custom_9', displayName: 'Remarks\u00A0' },
	{ ...fieldOf('text'), schemaName: 'mx_Custom_10', displayName: 'Score', isWritable: false },
];

test.each([
	['Expected Deal Size', 'mx_Custom_6'],
	['Expected\u00A0Deal Size', 'mx_Custom_6'],
	[' expected  deal\nSIZE ', 'mx_Custom_6'],
	['\uFEFFExpected Deal Size', 'mx_Custom_6'],
	['Re\u0301gion', 'mx_Custom_7'],
	['MX_CUSTOM_7\u200B', 'mx_Custom_7'],
])('%j is the field %s', (key, schemaName) => {
	expect(autoMap({ [key]: 'x' }, catalog)).toEqual({
		values: [{ schemaName, value: 'x' }],
		ignored: [],
		shared: [],
		doubled: [],
	});
});

test('a name of two fields is told from one that no field has, or that cannot be set', () => {
	const json = { remarks: 'x', Unknown: 'y', Score: 'z', mx_Custom_8: 'w' };
	expect(autoMap(json, catalog)).toEqual({
		values: [{ schemaName: 'mx_Custom_8', value: 'w' }],
		ignored: ['remarks', 'Unknown', 'Score'],
		shared: ['remarks'],
		doubled: [],
	});
});

test.each([
	[['mx_Custom_6', 'Expected Deal Size'], 'mx_Custom_6'],
	[['Expected Deal Size', 'mx_Custom_6'], 'mx_Custom_6'],
	[['Expected Deal Size', 'expected deal size ', 'MX_CUSTOM_6'], 'MX_CUSTOM_6'],
	[['expected deal size', 'Expected Deal Size'], 'expected deal size'],
])(
	'of the keys %j, %s gives the value, and the others are told from unknown ones',
	(keys, taken) => {
		const json = Object.fromEntries([...keys, 'Unknown'].map((key) => [key, key]));
		const { values, ignored, doubled } = autoMap(json, catalog);
		expect(values).toEqual([{ schemaName: 'mx_Custom_6', value: taken }]);
		expect([...doubled].sort()).toEqual(keys.filter((key) => key !== taken).sort());
		expect(ignored).toEqual([...doubled, 'Unknown']);
	},
);

test('a blank within a name counts', () => {
	expect(autoMap({ ExpectedDealSize: 'x' }, catalog).values).toEqual([]);
});

test('a schema name is found with blanks around it', () => {
	expect(fieldNamed(catalog, '\u00A0MX_Custom_6\u200B')?.schemaName).toBe('mx_Custom_6');
});
