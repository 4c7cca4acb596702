/** The option Check Only: all checks, and no call that writes. */
import { opportunityId } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { mapped, updateOf } from '../../support/mapper';
import { byId, checkType, field, items, runNode, runUpdate } from '../../support/run-node';
import { itemFor, runSubmitter, submitters } from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';

const server = useSandbox();

const submitted = () => [...server.sandbox.requests.values()];

describe.each(submitters)('$operation', (submitter) => {
	const run = async (options: Record<string, unknown>, settings = {}) =>
		await runSubmitter(
			server.sandbox,
			submitter,
			options as never,
			[itemFor(1), itemFor(2)],
			settings,
		);

	test.each([{}, { onError: 'continueErrorOutput' }, { retryOnFail: true }])(
		'sends nothing, and shows the very call that a real run sends (%o)',
		async (settings) => {
			const { error, outputs, hints } = await run({ checkOnly: true }, settings);
			expect(error).toBeUndefined();
			expect(server.sandbox.calls).toEqual([]);
			expect(hints).toEqual([
				"Nothing was sent for 2 items, because 'Check Only' is on. WouldSend shows the call",
			]);
			const shown = outputs[0]!.map(({ json }) => json.WouldSend as { body: unknown });

			await run({});
			const calls = server.sandbox.calls.filter(({ method }) => method === 'POST');
			expect(calls).toHaveLength(2);
			for (const { path, query, body } of calls) {
				const own = Object.fromEntries(
					Object.entries(query).filter(([name]) => !/^(accessKey|secretKey)$/.test(name)),
				);
				expect(shown).toContainEqual({
					path: expect.stringMatching(new RegExp(`^${path.split('/').slice(0, 3).join('/')}`, 'i')),
					...(Object.keys(own).length > 0 && { query: own }),
					body,
				});
			}
			expect(outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(outputs[0]![0]!.json).toMatchObject({ Operation: submitter.operation });
			expect(outputs[0]![0]!.json).not.toHaveProperty('RequestId');
		},
	);

	test('sends the other items where an expression sets it for some', async () => {
		const { outputs } = await run({ checkOnly: '={{ $itemIndex === 1 }}' });
		expect(outputs[0]!.map(({ json }) => 'WouldSend' in json)).toEqual([false, true]);
		expect(submitted()).toHaveLength(1);
	});
});

test('finds an item that cannot be sent, as a real run does', async () => {
	const inputs = items({ id: opportunityId(1), v: '5' }, { id: opportunityId(2), v: 'five' });
	const parameters = {
		...updateOf('={{ $json.id }}', '12000', mapped({ mx_Custom_6: '={{ $json.v }}' })),
		options: { checkOnly: true },
	};
	const { error } = await runUpdate(server.sandbox, parameters, inputs);
	expect(error?.message).toBe(
		`'Expected Deal Size (mx_Custom_6)' must be a number; "five" is not [item 1]`,
	);
	expect(submitted()).toEqual([]);
});

test('shows the combined call for all items of an opportunity, and sends it only if none is to be checked', async () => {
	const inputs = items({ n: 1, check: false }, { n: 2, check: true });
	const { outputs } = await runUpdate(
		server.sandbox,
		{
			opportunityId: byId(opportunityId(1)),
			fields: { field: [field('=mx_Custom_{{ $json.n }}', 'x')] },
			options: { combineSameOpportunity: true, checkOnly: '={{ $json.check }}' },
		},
		inputs,
	);
	const bodies = outputs[0]!.map(({ json }) => (json.WouldSend as { body: object }).body);
	expect(bodies[0]).toEqual({
		ProspectOpportunityId: opportunityId(1),
		Fields: [
			{ SchemaName: 'mx_Custom_1', Value: 'x' },
			{ SchemaName: 'mx_Custom_2', Value: 'x' },
		],
	});
	expect(bodies[1]).toEqual(bodies[0]);
	expect(submitted()).toEqual([]);
});

test.each([true, false])(
	'ends well with a status node after it, which has nothing to look up (waits: %s)',
	async (waitForCompletion) => {
		const checked = { WouldSend: { path: '/opportunity/update', body: {} } };
		const { error, outputs, hints } = await runNode(
			{
				type: checkType,
				parameters: { waitForCompletion },
				credential: credentialFor(server.sandbox),
			},
			items(checked, checked),
		);
		expect(error).toBeUndefined();
		expect(outputs.flat()).toEqual([]);
		expect(hints).toEqual([
			"Nothing to look up for 2 items: 'Check Only' is on in the node before, so nothing was sent",
		]);
		expect(server.sandbox.calls).toEqual([]);
	},
);
