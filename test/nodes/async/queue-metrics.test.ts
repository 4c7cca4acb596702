import { operationNames, operations } from '../../../nodes/shared/async-api/operations';
import { faults, startSandbox, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { asyncType, items, runNode } from '../../support/run-node';
import { itemFor, runSubmitter, submitters } from '../../support/submitters';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ processingDelayMs: 90_000 });
});
afterEach(async () => await sandbox.close());

const queue = { resource: 'queue', operation: 'getMetrics' };
const ask = async (queueOf: string, inputs = items({}), settings = {}) =>
	await runNode(
		{
			type: asyncType,
			parameters: { ...queue, queueOf },
			settings,
			credential: credentialFor(sandbox),
		},
		inputs,
	);

/** LeadSquared's answer, instead of the sandbox's. */
const say = (body: unknown) =>
	sandbox.inject({ path: /metrics$/, fault: { kind: 'reply', status: 200, body } });

test.each(operationNames)('%s: its own queue, asked with the x-api-key alone', async (name) => {
	const submitter = submitters.find(({ operation }) => operation === name)!;
	await runSubmitter(sandbox, submitter, {}, [itemFor(1), itemFor(2)], {});
	sandbox.calls.length = 0;
	const { outputs } = await ask(name);
	expect(outputs).toEqual([
		[
			{
				json: {
					PendingMessages: 2,
					MaxDelayInSeconds: 90,
					ProcessingRatePerMinute: 0,
					EstimatedWaitSeconds: 90,
					Operation: name,
				},
				pairedItem: { item: 0 },
			},
		],
	]);
	expect(sandbox.calls.map(({ path, search }) => [path, search])).toEqual([
		[`${operations[name].path}/metrics`, ''],
	]);
	expect(sandbox.leaks).toEqual([]);
});

test.each([
	[
		'by its rate',
		{ PendingMessages: 62, MaxDelayInSeconds: 9, ProcessingRatePerMinute: 24.8 },
		150,
	],
	['whatever the letter case', { PendingMessages: 62, ProcessingratePerMinute: 24.8 }, 150],
	['by its longest delay, without a rate', { PendingMessages: 5, MaxDelayInSeconds: 40 }, 40],
	['none, when it is empty', { PendingMessages: 0, MaxDelayInSeconds: 40 }, 0],
	['unknown, when it tells nothing', { PendingMessages: 5 }, null],
])('the wait in seconds: %s', async (_name, body, expected) => {
	say(body);
	const { outputs } = await ask('opportunity/update');
	expect(outputs[0]![0]!.json.EstimatedWaitSeconds).toBe(expected);
});

test('items that ask about the same queue share one call, and each gets the answer', async () => {
	const inputs = items({ q: 'lead/update' }, { q: 'opportunity/update' }, { q: 'lead/update' });
	const { outputs } = await ask('={{ $json.q }}', inputs);
	expect(outputs[0]!.map(({ json, pairedItem }) => [json.Operation, pairedItem])).toEqual([
		['lead/update', { item: 0 }],
		['opportunity/update', { item: 1 }],
		['lead/update', { item: 2 }],
	]);
	expect(sandbox.calls).toHaveLength(2);
});

test('a queue that is not there is named before any call', async () => {
	const { error } = await ask('={{ $json.q }}', items({ q: 'lead/update' }, { q: 'task/create' }));
	expect(error?.message).toBe(
		"'Queue Of' is no operation that LeadSquared has: task/create [item 1]",
	);
	expect(sandbox.calls).toEqual([]);
});

test('what cannot be asked fails the items that asked it, and the others are answered', async () => {
	sandbox.inject({ path: '/lead/update/metrics', fault: faults.unknownRoute });
	const inputs = items({ q: 'lead/update' }, { q: 'opportunity/update' });
	const { outputs } = await ask('={{ $json.q }}', inputs, { onError: 'continueErrorOutput' });
	expect(outputs.map((output) => output.map(({ pairedItem }) => pairedItem))).toEqual([
		[{ item: 1 }],
		[{ item: 0 }],
	]);
	expect(outputs[1]![0]!.json.error).toMatch(/does not offer the queue of Update Lead/);
});
