/** Runs that are large, or hold what nobody would expect: nothing is lost, and n8n is not held up. */
import { cancelLater, delay, later } from '../../support/platform';
import { faults, leadId, opportunityId, startSandbox, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { typeOf } from '../../support/load-options';
import { byId, checkType, field, items, runNode, runUpdate } from '../../support/run-node';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

const parameters = { opportunityId: byId('={{ $json.id }}'), note: 'a note' };
const two = () => items({ id: opportunityId(1) }, { id: opportunityId(2) });
const retrying = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

test('input that holds itself: Retry On Fail sends only what was not accepted', async () => {
	const inputs = two();
	const [first] = inputs;
	Object.assign(first!.json, { self: first!.json });
	sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException, times: 1 });
	const { status } = await runUpdate(
		sandbox,
		{ ...parameters, options: { maxConcurrency: 1 } },
		inputs,
		retrying,
	);
	expect(status).toBe('success');
	expect(sandbox.requests.size).toBe(2);
});

test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'an option that cannot be evaluated fails every item, and no input leaves as a result (%s)',
	async (onError) => {
		const options = { timeout: "={{ $('Nowhere').item.json.t }}" };
		const { outputs } = await runUpdate(sandbox, { ...parameters, options }, two(), { onError });
		const failed = outputs.flat().filter(({ json }) => json.error !== undefined);
		expect(failed).toHaveLength(2);
		expect(outputs.flat()).toHaveLength(2);
		expect(sandbox.calls).toEqual([]);
	},
);

test('an object that only looks like a date fails its item alone', async () => {
	const inputs = items(
		{ id: opportunityId(1), mx_Custom_8: { isLuxonDateTime: true } },
		{ id: opportunityId(2), mx_Custom_8: '2026-11-24' },
	);
	const { outputs } = await runUpdate(
		sandbox,
		{
			opportunityId: byId('={{ $json.id }}'),
			opportunityType: typeOf('12000'),
			fieldsMode: 'mapped',
			mappedFields: { mappingMode: 'autoMapInputData', value: null },
		},
		inputs,
		{ onError: 'continueRegularOutput' },
	);
	expect(outputs[0]?.map(({ json }) => Object.keys(json)[0])).toEqual(['error', 'RequestId']);
});

test('the failed items of a run share one copy of the node', async () => {
	const inputs = items({ id: '' }, { id: opportunityId(1) }, { id: opportunityId(2) });
	sandbox.inject({ fault: faults.mxException });
	const { outputs } = await runUpdate(sandbox, parameters, inputs, {
		onError: 'continueRegularOutput',
	});
	const nodes = outputs[0]?.map(({ error }) => error?.node);
	expect(nodes).toHaveLength(3);
	expect(new Set(nodes).size).toBe(1);
});

test('reading many items lets n8n do other things in between', async () => {
	const rows = Array.from({ length: 12 }, (_, n) =>
		field(`mx_Custom_${n + 20}`, `={{ $json.id }}${n}`),
	);
	const inputs = items(
		...Array.from({ length: 2_000 }, (_, n) => ({ id: n === 1_999 ? '' : opportunityId(n) })),
	);
	let [seenAt, longestHold] = [performance.now(), 0];
	const look = () => {
		longestHold = Math.max(longestHold, performance.now() - seenAt);
		seenAt = performance.now();
		timer = later(look, 5);
	};
	let timer = later(look, 5);
	const { error } = await runUpdate(sandbox, { ...parameters, fields: { field: rows } }, inputs);
	// A hold is noticed when the loop turns again.
	await delay(50);
	cancelLater(timer);
	expect(error?.message).toMatch(/\[item 1999\]$/);
	expect(sandbox.calls).toEqual([]);
	// A piece is 50 ms of reading; a busy machine stretches it.
	expect(longestHold).toBeLessThan(500);
});

test('lookups by lead end with the first that failed for good', async () => {
	sandbox.inject({ fault: { kind: 'reply', status: 401, body: 'Unauthorized' } });
	const inputs = items(...Array.from({ length: 20 }, (_, n) => ({ lead: `lead${n}@example.com` })));
	const { error } = await runUpdate(
		sandbox,
		{
			opportunityId: { __rl: true, mode: 'lead', value: '={{ $json.lead }}' },
			opportunityType: typeOf('12000'),
			note: 'x',
			options: { maxConcurrency: 1 },
		},
		inputs,
	);
	expect(error?.message).toMatch(/\[item 0\]$/);
	expect(sandbox.calls).toHaveLength(1);
});

test('waiting: the request that cannot be asked about is named, not one that met passing trouble', async () => {
	sandbox.inject({
		when: ({ query }) => query.RequestID === leadId(1),
		fault: faults.plain503,
	});
	sandbox.inject({
		when: ({ query }) => query.RequestID === leadId(2),
		fault: { kind: 'reply', status: 403, body: { message: 'Forbidden' } },
	});
	const { error } = await runNode(
		{
			type: checkType,
			parameters: { waitForCompletion: true, options: { firstDelay: 0.1, maxWait: 20 } },
			credential: credentialFor(sandbox),
		},
		items({ RequestId: leadId(1) }, { RequestId: leadId(2) }),
	);
	expect(error?.message).toMatch(/\[item 1\]/);
});
