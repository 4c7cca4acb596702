/** Runs that are large, or hold what nobody would expect: nothing is lost, and n8n is not held up. */
import { soon } from '../../support/platform';
import { faults, leadId, opportunityId } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { typeOf } from '../../support/editor-methods';
import { byId, checkType, items, runNode, runUpdate } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
const server = useSandbox();

const parameters = { opportunityId: byId('={{ $json.id }}'), note: 'a note' };
const two = () => items({ id: opportunityId(1) }, { id: opportunityId(2) });
const retrying = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

test('sends with Retry On Fail only what was not accepted, even from circular input', async () => {
	const inputs = two();
	const [first] = inputs;
	Object.assign(first!.json, { self: first!.json });
	server.sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException, times: 1 });
	const { status } = await runUpdate(
		server.sandbox,
		{ ...parameters, options: { maxConcurrency: 1 } },
		inputs,
		retrying,
	);
	expect(status).toBe('success');
	expect(server.sandbox.requests.size).toBe(2);
});

test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'fails every item when an option cannot be evaluated, and returns no input as a result (%s)',
	async (onError) => {
		const options = { timeout: "={{ $('Nowhere').item.json.t }}" };
		const { outputs } = await runUpdate(server.sandbox, { ...parameters, options }, two(), {
			onError,
		});
		const failed = outputs.flat().filter(({ json }) => json.error !== undefined);
		expect(failed).toHaveLength(2);
		expect(outputs.flat()).toHaveLength(2);
		expect(server.sandbox.calls).toEqual([]);
	},
);

test('fails only the item whose value merely looks like a date', async () => {
	const inputs = items(
		{ id: opportunityId(1), mx_Custom_8: { isLuxonDateTime: true } },
		{ id: opportunityId(2), mx_Custom_8: '2026-11-24' },
	);
	const { outputs } = await runUpdate(
		server.sandbox,
		{
			opportunityId: byId('={{ $json.id }}'),
			opportunityType: typeOf('12000'),
			fieldsMode: 'mapped',
			mappedFields: { mappingMode: 'autoMapInputData', value: null },
		},
		inputs,
		{ onError: 'continueRegularOutput' },
	);
	expect(outputs[0]?.map(({ json }) => Object.keys(json).at(-1))).toEqual(['error', 'SubmittedAt']);
});

test('shares one copy of the node among the failed items of a run', async () => {
	const inputs = items({ id: '' }, { id: opportunityId(1) }, { id: opportunityId(2) });
	server.sandbox.inject({ fault: faults.mxException });
	const { outputs } = await runUpdate(server.sandbox, parameters, inputs, {
		...retrying,
		onError: 'continueRegularOutput',
	});
	const nodes = outputs[0]?.map(({ error }) => error?.node);
	expect(nodes).toEqual([expect.anything(), expect.anything(), expect.anything()]);
	expect(new Set(nodes).size).toBe(1);
});

test('lets n8n do other things while it reads many items', async () => {
	// On the clock that the node reads, each reading of a value takes a millisecond.
	let readMs = 0;
	let [seenAt, longestHold] = [0, 0];
	const clock = jest.spyOn(performance, 'now').mockImplementation(() => readMs);
	const inputs = items(
		...Array.from({ length: 500 }, (_, n) =>
			Object.defineProperty({}, 'id', {
				enumerable: true,
				get: () => {
					longestHold = Math.max(longestHold, ++readMs - seenAt);
					return n === 499 ? '' : opportunityId(n);
				},
			}),
		),
	);
	let isOver = false;
	const look = () => {
		seenAt = readMs;
		if (!isOver) soon(look);
	};
	look();
	const { error } = await runUpdate(server.sandbox, parameters, inputs);
	isOver = true;
	clock.mockRestore();
	expect(error?.message).toMatch(/\[item 499\]$/);
	expect(server.sandbox.calls).toEqual([]);
	expect(readMs).toBeGreaterThanOrEqual(500);
	// A piece is 50 ms, and ends with the item that exceeds them.
	expect(longestHold).toBe(51);
});

test('ends lookups by lead with the first that failed permanently', async () => {
	server.sandbox.inject({ fault: { kind: 'reply', status: 401, body: 'Unauthorized' } });
	const inputs = items(...Array.from({ length: 20 }, (_, n) => ({ lead: `lead${n}@example.com` })));
	const { error } = await runUpdate(
		server.sandbox,
		{
			opportunityId: { __rl: true, mode: 'lead', value: '={{ $json.lead }}' },
			opportunityType: typeOf('12000'),
			note: 'x',
			options: { maxConcurrency: 1 },
		},
		inputs,
	);
	expect(error?.message).toMatch(/\[item 0\]$/);
	expect(server.sandbox.calls).toHaveLength(1);
});

test('names the request that cannot be checked, not one with a temporary error, while waiting', async () => {
	server.sandbox.inject({
		when: ({ query }) => query.RequestID === leadId(1),
		fault: faults.plain503,
	});
	server.sandbox.inject({
		when: ({ query }) => query.RequestID === leadId(2),
		fault: { kind: 'reply', status: 403, body: { message: 'Forbidden' } },
	});
	const { error } = await runNode(
		{
			type: checkType,
			parameters: { waitForCompletion: true, options: { firstDelay: 0.1, maxWait: 20 } },
			credential: credentialFor(server.sandbox),
		},
		items({ RequestId: leadId(1) }, { RequestId: leadId(2) }),
	);
	expect(error?.message).toMatch(/\[item 1\]/);
});
