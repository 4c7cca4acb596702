import fc from 'fast-check';

import { buildFields } from '../../../nodes/shared/fields/build-fields';
import { readFieldsJson } from '../../../nodes/shared/fields/read-fields-json';

const name = fc.integer({ min: 1, max: 200 }).map((n) => `mx_Custom_${n}`);
const part = fc.integer({ min: 1, max: 20 }).map((n) => `mx_CustomObject_${n}`);
const path = fc.oneof(
	name,
	fc.tuple(name, part).map((pieces) => pieces.join('~')),
);

test('puts every value once under its own name', () => {
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

test('accepts a name that occurs in several objects of the JSON, but once in each', () => {
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

test('refuses two names that differ only in letter case', () => {
	const values = ['mx_Custom_1', 'MX_CUSTOM_1'].map((schemaName) => ({ schemaName, value: 'x' }));
	expect(buildFields(values, 'skip')).toMatchObject({
		ok: false,
		problem: { reason: 'contains the schema name MX_CUSTOM_1 twice' },
	});
});

test('finds a name that occurs twice behind an escaped text of many megabytes', () => {
	const long = JSON.stringify('quote " and backslash \\ '.repeat(1_000_000));
	expect(readFieldsJson(`{ "a": ${long}, "b": 1 }`)).toMatchObject({ ok: true });
	expect(readFieldsJson(`{ "a": ${long}, "b" : 1, "\\u0062": 2 }`)).toMatchObject({
		ok: false,
		problem: { reason: 'contains the name b twice' },
	});
});

describe('an object in one of LeadSquared’s own forms, whose words are not schema names', () => {
	const entry = { SchemaName: 'mx_Custom_6', Value: '200,000' };
	test.each<[string, unknown, string]>([
		['an entry', entry, 'is a single field that is not in a list'],
		['in another letter case', { schemaName: 'a', value: 1 }, 'is a single field'],
		['without a value', { SchemaName: 'a', Value: null }, 'is a single field'],
		['a set', { SchemaName: 'a', Value: '', Fields: [entry] }, 'is a single field'],
		['of a lead', { Attribute: 'Phone', Value: '1' }, 'is a single field'],
		['a body', { ProspectOpportunityId: 'x', Fields: [entry] }, 'is the whole body of a call'],
		['a body of a capture', { LeadDetails: [], Opportunity: {} }, 'is the whole body of a call'],
	])('%s', (_name, data, reason) => {
		for (const json of [data, JSON.stringify(data)]) {
			expect(readFieldsJson(json)).toMatchObject({
				ok: false,
				problem: { reason: expect.stringContaining(reason), hint: expect.stringMatching(/\[\{/) },
			});
		}
	});
});

test('a schema name is sent without what nobody sees in it', () => {
	const values = ['\uFEFFmx_Custom\u200B_6 ', 'mx_Custom_4 ~\u2060mx_Custom\u00ADObject_1'];
	expect(
		buildFields(
			values.map((schemaName) => ({ schemaName, value: 'x' })),
			'skip',
		),
	).toEqual({
		ok: true,
		value: [
			{ SchemaName: 'mx_Custom_6', Value: 'x' },
			{
				SchemaName: 'mx_Custom_4',
				Value: '',
				Fields: [{ SchemaName: 'mx_CustomObject_1', Value: 'x' }],
			},
		],
	});
	const twice = ['mx_Custom_6', 'mx_\u200BCustom_6'].map((schemaName) => ({
		schemaName,
		value: 1,
	}));
	expect(buildFields(twice, 'skip')).toMatchObject({ ok: false });
});
