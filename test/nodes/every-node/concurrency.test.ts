import { faults, opportunityId } from '../../sandbox';
import { byId, field, items, runUpdate } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
const server = useSandbox();

const parameters = (options = {}) => ({
	opportunityId: byId('={{ $json.id }}'),
	fields: { field: [field('mx_Custom_1', '={{ $json.title }}')] },
	options,
});

/** Items for the opportunities of these numbers, titled by their place in the run. */
const inputs = (...numbers: number[]) =>
	items(...numbers.map((n, place) => ({ id: opportunityId(n), title: `t${place}` })));
const range = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

/** The opportunities and titles of the calls as they arrived. */
const arrivals = () =>
	server.sandbox.calls.map(({ body }) => {
		const { ProspectOpportunityId, Fields } = body as {
			ProspectOpportunityId: string;
			Fields: Array<{ Value: string }>;
		};
		return [ProspectOpportunityId, Fields[0]?.Value];
	});

/** Answers late, and counts how many calls are unanswered at once. */
function answerAfter(ms: (call: number) => number): { most: number } {
	const seen = { most: 0 };
	for (let call = 0; call < 100; call++) {
		server.sandbox.inject({
			times: 1,
			when: () => {
				const open = server.sandbox.calls.filter(({ statusCode }) => statusCode === 0).length;
				seen.most = Math.max(seen.most, open);
				return true;
			},
			fault: { kind: 'delay', ms: ms(call) },
		});
	}
	return seen;
}

test.each([
	[1, { maxConcurrency: 1 }],
	[3, { maxConcurrency: 3 }],
	[25, {}],
])('has at most %d calls in progress at once, and uses them all', async (expected, options) => {
	// Time passes only when all of them have come.
	const seen = answerAfter(() => 100);
	const { outputs } = await runUpdate(server.sandbox, parameters(options), inputs(...range(90)));
	expect(outputs[0]).toHaveLength(90);
	expect(seen.most).toBe(expected);
});

test('returns results in the order of the items, whichever answer came first', async () => {
	answerAfter((call) => 100 - call * 10);
	const { outputs } = await runUpdate(server.sandbox, parameters(), inputs(...range(8)));
	const ids = range(8).map((n) => opportunityId(n));
	expect(outputs[0]!.map(({ json }) => json.ProspectOpportunityId)).toEqual(ids);
	expect(outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual(
		range(8).map((n) => ({ item: n - 1 })),
	);
	for (const { json } of outputs[0]!) {
		const request = server.sandbox.requests.get(String(json.RequestId));
		expect(request?.body).toMatchObject({ ProspectOpportunityId: json.ProspectOpportunityId });
	}
});

describe('updates of one opportunity', () => {
	test('are sent in order, each after the previous one was accepted, however many attempts that took', async () => {
		server.sandbox.inject({ opportunityId: opportunityId(1), fault: faults.plain503, times: 1 });
		answerAfter(() => 30);
		const run = await runUpdate(server.sandbox, parameters(), inputs(1, 2, 1, 3, 1));
		expect(arrivals().filter(([id]) => id === opportunityId(1))).toEqual(
			['t0', 't0', 't2', 't4'].map((title) => [opportunityId(1), title]),
		);
		expect(run.outputs[0]).toHaveLength(5);
		server.sandbox.process();
		expect(server.sandbox.opportunities.get(opportunityId(1))?.fields.mx_Custom_1).toBe('t4');
	});

	test('are recognised by their ID whatever its letter case', async () => {
		answerAfter(() => 30);
		const [first, second] = inputs(1, 1);
		second!.json.id = opportunityId(1).toUpperCase();
		await runUpdate(server.sandbox, parameters(), [first!, second!]);
		const [before, after] = server.sandbox.calls;
		expect(after!.at - before!.at).toBeGreaterThanOrEqual(30);
	});
});

describe('Combine Same Opportunity', () => {
	const twoFields = {
		opportunityId: byId('={{ $json.id }}'),
		fieldsMode: 'json',
		fieldsJson: '={{ $json.fields }}',
		note: '={{ $json.note }}',
		options: { combineSameOpportunity: true },
	};

	test('makes one call with the last value of each field and the last note, and gives every item its RequestId', async () => {
		const { outputs } = await runUpdate(
			server.sandbox,
			twoFields,
			items(
				{ id: opportunityId(1), fields: { mx_Custom_1: 'a', mx_Custom_2: 'kept' }, note: 'one' },
				{ id: opportunityId(2), fields: { mx_Custom_1: 'other' }, note: '' },
				{ id: opportunityId(1).toUpperCase(), fields: { MX_custom_1: 'b' }, note: 'two' },
				{ id: opportunityId(1), fields: { 'mx_Custom_4~mx_CustomObject_1': 'p' }, note: '' },
				{ id: opportunityId(1), fields: { 'mx_Custom_4~mx_CustomObject_2': 'q' }, note: '' },
			),
		);
		expect(server.sandbox.calls.map(({ body }) => body)).toEqual([
			{
				ProspectOpportunityId: opportunityId(1),
				OpportunityNote: 'two',
				Fields: [
					{ SchemaName: 'MX_custom_1', Value: 'b' },
					{ SchemaName: 'mx_Custom_2', Value: 'kept' },
					{
						SchemaName: 'mx_Custom_4',
						Value: '',
						Fields: [
							{ SchemaName: 'mx_CustomObject_1', Value: 'p' },
							{ SchemaName: 'mx_CustomObject_2', Value: 'q' },
						],
					},
				],
			},
			{
				ProspectOpportunityId: opportunityId(2),
				Fields: [{ SchemaName: 'mx_Custom_1', Value: 'other' }],
			},
		]);
		const [one, two] = [...server.sandbox.requests.keys()];
		expect(outputs[0]!.map(({ json }) => json.RequestId)).toEqual([one, two, one, one, one]);
		expect(outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
	});

	test.each([
		[
			'a part, then the own value',
			{ 'mx_Custom_4~mx_CustomObject_1': 'p' },
			{ mx_Custom_4: 'own' },
		],
		[
			'the own value, then a part',
			{ mx_Custom_4: 'own' },
			{ 'mx_Custom_4~mx_CustomObject_1': 'p' },
		],
	])('keeps both of a custom field set: %s', async (_, ...both) => {
		const inputs = items(...both.map((fields) => ({ id: opportunityId(1), fields, note: '' })));
		await runUpdate(server.sandbox, twoFields, inputs);
		expect(server.sandbox.calls.map(({ body }) => (body as { Fields: unknown }).Fields)).toEqual([
			[
				{
					SchemaName: 'mx_Custom_4',
					Value: 'own',
					Fields: [{ SchemaName: 'mx_CustomObject_1', Value: 'p' }],
				},
			],
		]);
	});

	test('sends the emptying of a custom field set after one of its parts was set', async () => {
		const both = [{ 'mx_Custom_4~mx_CustomObject_1': 'p' }, { mx_Custom_4: '' }];
		const inputs = items(...both.map((fields) => ({ id: opportunityId(1), fields, note: '' })));
		const options = { ...twoFields.options, emptyValues: 'clear' };
		await runUpdate(server.sandbox, { ...twoFields, options }, inputs);
		expect(server.sandbox.calls.map(({ body }) => (body as { Fields: unknown }).Fields)).toEqual([
			[{ SchemaName: 'mx_Custom_4', Value: '' }],
		]);
	});

	test('fails each item of a refused call, and leaves an item that cannot be sent out of it', async () => {
		server.sandbox.inject({ opportunityId: opportunityId(1), fault: faults.mxException });
		const { outputs } = await runUpdate(
			server.sandbox,
			twoFields,
			items(
				{ id: opportunityId(1), fields: { mx_Custom_1: 'a' }, note: '' },
				{ id: opportunityId(1), fields: 'no JSON', note: '' },
				{ id: opportunityId(2), fields: { mx_Custom_1: 'b' }, note: '' },
				{ id: opportunityId(1), fields: { mx_Custom_1: 'c' }, note: '' },
			),
			{ onError: 'continueErrorOutput' },
		);
		expect(arrivals()).toEqual([
			[opportunityId(1), 'c'],
			[opportunityId(2), 'b'],
		]);
		expect(outputs.map((output) => output.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 2 }],
			[{ item: 0 }, { item: 1 }, { item: 3 }],
		]);
		expect(outputs[1]![2]!.json.error).toMatch(/MXInvalidActivityFieldsException.+\[item 3\]/);
	});
});

describe('On Error = Stop', () => {
	test('sends nothing after the first item that fails permanently, and awaits the calls in progress', async () => {
		server.sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException });
		answerAfter(() => 60);
		const { error, outputs } = await runUpdate(
			server.sandbox,
			parameters({ maxConcurrency: 4 }),
			inputs(...range(20)),
		);
		expect(server.sandbox.calls).toHaveLength(4);
		expect(server.sandbox.calls.map(({ statusCode }) => statusCode)).toEqual([200, 500, 200, 200]);
		expect(error?.message).toMatch(/\[item 1\]/);
		expect(error?.description).toMatch(
			/3 of 20 items were accepted before the run stopped, 16 were not sent\./,
		);
		expect(outputs).toEqual([]);
	});

	test.each([1, 3, 9])(
		'has at most four other calls in progress where item %d fails, one of the first of a long run',
		async (failing) => {
			server.sandbox.inject({
				opportunityId: opportunityId(failing + 1),
				fault: faults.mxException,
			});
			// The refusal comes first.
			answerAfter(() => 100);
			const { error } = await runUpdate(server.sandbox, parameters(), inputs(...range(60)));
			expect(error?.message).toMatch(`[item ${failing}]`);
			const late = arrivals().slice(failing + 1);
			expect(late.length).toBeLessThanOrEqual(4);
			expect(server.sandbox.requests.size).toBe(failing + late.length);
		},
	);

	test('names the first of several failed items, and counts the others', async () => {
		for (const n of [3, 2]) {
			server.sandbox.inject({ opportunityId: opportunityId(n), fault: faults.mxException });
		}
		const { error } = await runUpdate(server.sandbox, parameters(), inputs(1, 2, 3));
		expect(error?.message).toMatch(/\[item 1\]/);
		expect(error?.description).toMatch(
			/1 of 3 items were accepted before the run stopped, 2 failed\. Retry/,
		);
	});

	test.each([
		[faults.plain503, '1 had no final reply yet'],
		[faults.throttled(), '1 was not sent'],
	])(
		'a call that would be tried again is not, and is not named in place of the one that stopped the run',
		async (fault, counted) => {
			server.sandbox.inject({ opportunityId: opportunityId(1), fault });
			server.sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException });
			const { error } = await runUpdate(server.sandbox, parameters(), inputs(1, 2));
			expect(server.sandbox.calls).toHaveLength(2);
			expect(error?.message).toMatch(/MX\w+Exception.*\[item 1\]/);
			expect(error?.description).toContain(
				`0 of 2 items were accepted before the run stopped, ${counted}. `,
			);
		},
	);
});
