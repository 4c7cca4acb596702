import type { INodeExecutionData } from 'n8n-workflow';

import { automatic, updateOf } from '../../support/mapper';
import { items } from '../../support/run-node';
import { code, id, useMappedUpdates } from './mapped-updates';

const { run, sent } = useMappedUpdates();

describe('Map Automatically', () => {
	const auto = async (...jsons: INodeExecutionData['json'][]) =>
		await run(updateOf(id, code, automatic), items(...jsons));

	test('maps schema names, and display names in any letter case', async () => {
		const { hints, error } = await auto({
			mx_Custom_6: 5,
			'expected CLOSURE date': '2026-11-24 18:30',
			STATUS: 'Lost',
			'Property: Builder': 'Sons',
			'mx_custom_4~mx_CustomObject_2': 'Tower',
		});
		expect([error, hints]).toEqual([undefined, []]);
		expect(sent()).toEqual([
			[
				{ SchemaName: 'mx_Custom_6', Value: '5' },
				{ SchemaName: 'mx_Custom_8', Value: '2026-11-24 13:00:00' },
				{ SchemaName: 'Status', Value: 'Lost' },
				{
					SchemaName: 'mx_Custom_4',
					Value: '',
					Fields: [
						{ SchemaName: 'mx_CustomObject_1', Value: 'Sons' },
						{ SchemaName: 'mx_CustomObject_2', Value: 'Tower' },
					],
				},
			],
		]);
	});

	test('names each ignored input field once', async () => {
		const { hints } = await auto(
			{
				id,
				row_number: 2,
				mx_Custom_3: 'a',
				Remarks: 'two fields have this name',
				'Created On': '2026-01-01',
			},
			{ id, mx_Custom_3: 'b', Score: 3 },
		);
		expect(hints).toEqual([
			'Map Automatically ignored input fields that LeadSquared does not have or does not let you set: id, row_number, Created On, Score',
			'Map Automatically ignored Remarks: two fields are called so, use the schema name',
		]);
		expect(sent()).toHaveLength(2);
	});

	test('prefers the schema name to the display name of the same field', async () => {
		const { hints } = await auto({ Source: 'display name', mx_Custom_3: 'schema name' });
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_3', Value: 'schema name' }]]);
		expect(hints).toEqual([expect.stringMatching(/: Source$/)]);
	});

	test('takes the first of two keys that differ in letter case only', async () => {
		const { hints } = await auto({ Source: 'first', SOURCE: 'second' });
		expect(sent()).toEqual([[{ SchemaName: 'mx_Custom_3', Value: 'first' }]]);
		expect(hints).toEqual([expect.stringMatching(/: SOURCE$/)]);
	});

	test('does not say that LeadSquared lacks a field which another column fills', async () => {
		const { hints } = await auto(
			{ Source: 'a', mx_Custom_3: 'b', Colour: 'red' },
			{ SOURCE: 'c', source: 'd' },
		);
		expect(sent().map(([field]) => (field as { Value: string }).Value)).toEqual(['b', 'c']);
		expect(hints).toEqual([
			'Map Automatically ignored input fields that LeadSquared does not have or does not let you set: Colour',
			'Map Automatically ignored input fields whose field in LeadSquared another one fills: Source, source',
		]);
	});

	test('checks values as the manual mapping does', async () => {
		const { error } = await auto({ 'Expected Deal Size': 'much' });
		expect(error?.message).toBe(
			`'Expected Deal Size (mx_Custom_6)' must be a number; "much" is not [item 0]`,
		);
	});

	test('names an item that has no matching key', async () => {
		const { error } = await auto({ foo: 1 });
		expect(error?.message).toMatch(/^'Fields to Update' has no value to send/);
	});
});
