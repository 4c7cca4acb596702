import { operationNames, operations } from '../../../nodes/shared/async-api/operations';
import { faults } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { asyncType, items, runNode } from '../../support/run-node';
import { itemFor, runSubmitter, submitters } from '../../support/submitters';
import { useNewSandbox } from '../../support/use-sandbox';

const server = useNewSandbox({ processingDelayMs: 90_000 });

const queue = { resource: 'queue', operation: 'getMetrics' };
const ask = async (queueOf: string, inputs = items({}), settings = {}) =>
	await runNode(
		{
			type: asyncType,
			parameters: { ...queue, queueOf },
			settings,
			credential: credentialFor(server.sandbox),
		},
		inputs,
	);

/** Replaces the sandbox's answer. */
const say = (body: unknown) =>
	server.sandbox.inject({ path: /metrics$/, fault: { kind: 'reply', status: 200, body } });

test.each(operationNames)('reads the queue of %s with the x-api-key alone', async (name) => {
	const submitter = submitters.find(({ operation }) => operation === name)!;
	await runSubmitter(server.sandbox, submitter, {}, [itemFor(1), itemFor(2)], {});
	server.sandbox.calls.length = 0;
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
	expect(server.sandbox.calls.map(({ path, search }) => [path, search])).toEqual([
		[`${operations[name].path}/metrics`, ''],
	]);
	expect(server.sandbox.leaks).toEqual([]);
});

test.each([
	[
		'from the rate',
		{ PendingMessages: 62, MaxDelayInSeconds: 9, ProcessingRatePerMinute: 24.8 },
		150,
	],
	[
		'from a rate in another letter case',
		{ PendingMessages: 62, ProcessingratePerMinute: 24.8 },
		150,
	],
	['from the longest delay, without a rate', { PendingMessages: 5, MaxDelayInSeconds: 40 }, 40],
	['as 0 for an empty queue', { PendingMessages: 0, MaxDelayInSeconds: 40 }, 0],
	['as null, without a rate and a delay', { PendingMessages: 5 }, null],
])('estimates the wait %s', async (_name, body, expected) => {
	say(body);
	const { outputs } = await ask('opportunity/update');
	expect(outputs[0]![0]!.json.EstimatedWaitSeconds).toBe(expected);
});

test('makes one call for items that ask about the same queue, and answers each', async () => {
	const inputs = items({ q: 'lead/update' }, { q: 'opportunity/update' }, { q: 'lead/update' });
	const { outputs } = await ask('={{ $json.q }}', inputs);
	expect(outputs[0]!.map(({ json, pairedItem }) => [json.Operation, pairedItem])).toEqual([
		['lead/update', { item: 0 }],
		['opportunity/update', { item: 1 }],
		['lead/update', { item: 2 }],
	]);
	expect(server.sandbox.calls).toHaveLength(2);
});

test('names a queue that does not exist before any call', async () => {
	const { error } = await ask('={{ $json.q }}', items({ q: 'lead/update' }, { q: 'task/create' }));
	expect(error?.message).toBe('\'Queue Of\' has no choice "task/create" [item 1]');
	expect(server.sandbox.calls).toEqual([]);
});

test('fails the items of a queue that cannot be read, and answers the others', async () => {
	server.sandbox.inject({ path: '/lead/update/metrics', fault: faults.unknownRoute });
	const inputs = items({ q: 'lead/update' }, { q: 'opportunity/update' });
	const { outputs } = await ask('={{ $json.q }}', inputs, { onError: 'continueErrorOutput' });
	expect(outputs.map((output) => output.map(({ pairedItem }) => pairedItem))).toEqual([
		[{ item: 1 }],
		[{ item: 0 }],
	]);
	expect(outputs[1]![0]!.json.error).toMatch(/does not offer the queue of Update Lead/);
});
