import {
	readPayload,
	readPayloadText,
} from '../../../nodes/LeadSquaredTrigger/deliveries/read-payload';

test.each(['', ' \r\n', '{}', '[]', 'null', '""', '\uFEFF', '\uFEFF{}'])(
	'takes %j for no payload',
	(text) => {
		expect(readPayloadText(text)).toEqual({ kind: 'none' });
	},
);

test.each<[string, object[], number]>([
	['{"a":1}', [{ a: 1 }], 0],
	['\uFEFF{"a":1}', [{ a: 1 }], 0],
	['[{"a":1},{"b":2}]', [{ a: 1 }, { b: 2 }], 0],
	['[{"a":1},3,null]', [{ a: 1 }], 2],
	['"{\\"a\\":1}"', [{ a: 1 }], 0],
	['["{\\"a\\":1}"]', [{ a: 1 }], 0],
])('reads the events of %s', (text, records, others) => {
	expect(readPayloadText(text)).toEqual({ kind: 'records', records, others });
});

test.each(['{"a":', 'plain', '1', 'true', '[1]', '[[]]', '<a/>', '"plain"'])(
	'cannot read %s',
	(text) => {
		expect(readPayloadText(text)).toEqual({ kind: 'unreadable' });
	},
);

test('reads what n8n has parsed already', () => {
	expect(readPayload({ a: 1 })).toMatchObject({ kind: 'records', records: [{ a: 1 }] });
	expect(readPayload(undefined)).toEqual({ kind: 'none' });
});
