import fc from 'fast-check';

import { buildFields } from '../../../nodes/shared/fields/build-fields';
import { readFieldsJson } from '../../../nodes/shared/fields/read-fields-json';

const name = fc.integer({ min: 1, max: 200 }).map((n) => `mx_Custom_${n}`);
const part = fc.integer({ min: 1, max: 20 }).map((n) => `mx_CustomObject_${n}`);
const path = fc.oneof(
	name,
	fc.tuple(name, part).map((pieces) => pieces.join('~')),
);

test('every value with its own name arrives once, under its name', () => {
	fc.assert(
		fc.property(fc.uniqueArray(path), (paths) => {
			const reading = buildFields(
				paths.map((schemaName) => ({ schemaName, value: `value of ${schemaName}` })),
				'skip',
			);
			if (!reading.ok) throw new Error(reading.problem.reason);
			const arrived = reading.value.flatMap(({ SchemaName, Value, Fields = [] }) => [
				...(Value === '' ? [] : [[SchemaName, Value]]),
				...Fields.map((field) => [`${SchemaName}~${field.SchemaName}`, field.Value]),
			]);
			const sent = paths.map((schemaName) => [schemaName, `value of ${schemaName}`]);
			expect(arrived.sort()).toEqual(sent.sort());
			const names = reading.value.map(({ SchemaName }) => SchemaName);
			expect(new Set(names).size).toBe(names.length);
		}),
	);
});

test('a name that occurs in several objects of the JSON, but once in each, is no repetition', () => {
	const json =
		'[{"SchemaName":"a","Value":"{\\"x\\":1,\\"x\\":2}"},{"SchemaName":"b","Value":"2"}]';
	expect(readFieldsJson(json)).toEqual({
		ok: true,
		value: [
			{ schemaName: 'a', value: '{"x":1,"x":2}' },
			{ schemaName: 'b', value: '2' },
		],
	});
});

test('names that differ by their letter case alone are the same name', () => {
	const values = ['mx_Custom_1', 'MX_CUSTOM_1'].map((schemaName) => ({ schemaName, value: 'x' }));
	expect(buildFields(values, 'skip')).toMatchObject({
		ok: false,
		problem: { reason: 'contains the schema name MX_CUSTOM_1 twice' },
	});
});

test('a name that stands twice is found behind a text of many megabytes, escapes and all', () => {
	const long = JSON.stringify('quote " and backslash \\ '.repeat(1_000_000));
	expect(readFieldsJson(`{ "a": ${long}, "b": 1 }`)).toMatchObject({ ok: true });
	expect(readFieldsJson(`{ "a": ${long}, "b" : 1, "\\u0062": 2 }`)).toMatchObject({
		ok: false,
		problem: { reason: 'contains the name b twice' },
	});
});
