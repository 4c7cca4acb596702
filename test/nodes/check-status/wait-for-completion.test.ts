import axios from 'axios';
import { sleep, type INodeExecutionData, type INodeParameters } from 'n8n-workflow';

import {
	faults,
	opportunityId,
	startSandbox,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { logLines } from '../../support/logs';
import { checkType, runNode } from '../../support/run-node';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
let sandbox: Sandbox;
afterEach(async () => await sandbox.close());

/** How long LeadSquared takes for the update of opportunity n, in ms. */
type Durations = Record<number, number>;
const never = 3_600_000;

async function open(durations: Durations = {}, options: SandboxOptions = {}) {
	sandbox = await startSandbox({
		processingDelayMs: ({ body }) => {
			const { ProspectOpportunityId: id } = body as { ProspectOpportunityId: string };
			const [, ms = 0] =
				Object.entries(durations).find(([n]) => opportunityId(Number(n)) === id) ?? [];
			return ms;
		},
		...options,
	});
}

/** Items as the update node gives them for opportunities 1 to n. Sent past the node, so that no slot of its limit is taken. */
async function submit(count: number): Promise<Inputs> {
	const { accessKey, secretKey, apiKey } = sandbox.keys;
	const sent = await Promise.all(
		Array.from({ length: count }, async (_, n) => {
			const { data } = await axios.post<{ RequestID: string }>(
				`${sandbox.url}/opportunity/update`,
				{ ProspectOpportunityId: opportunityId(n + 1), OpportunityNote: 'a note', Fields: [] },
				{
					params: new URLSearchParams({ accessKey, secretKey }),
					headers: { 'x-api-key': apiKey },
					proxy: false,
				},
			);
			return {
				json: {
					RequestId: data.RequestID,
					Operation: 'opportunity/update',
					SubmittedAt: new Date().toISOString(),
				},
			};
		}),
	);
	sandbox.calls.length = 0;
	return sent;
}

type Inputs = Array<Pick<INodeExecutionData, 'json'>>;
interface More {
	options?: INodeParameters;
	settings?: object;
	callsPerWindow?: number;
	type?: string;
	onStarted?: (cancel: () => void) => void;
}

/** Checks and waits, with delays that suit a test. */
async function wait(
	inputs: Inputs,
	{ options, settings, callsPerWindow, type, onStarted }: More = {},
) {
	return await runNode(
		{
			type: type ?? checkType,
			parameters: {
				waitForCompletion: true,
				options: { maxWait: 3, firstDelay: 0.2, maxDelay: 0.5, ...options },
			},
			settings: settings ?? {},
			credential: credentialFor(sandbox, callsPerWindow === undefined ? {} : { callsPerWindow }),
			...(onStarted === undefined ? {} : { onStarted }),
		},
		inputs,
	);
}

/** How often each request was looked at, in the order of the inputs. */
const looksAt = (inputs: Inputs) =>
	inputs.map(
		({ json }) =>
			sandbox.calls.filter(
				({ path, query }) => path.endsWith('/status') && query.RequestID === json.RequestId,
			).length,
	);
const requestIds = (output: Array<{ json: object }> | undefined) =>
	output!.map(({ json }) => (json as { RequestId?: unknown }).RequestId);

test('sorts requests by their outcome, and does not poll again what is final', async () => {
	await open({ 1: 0, 2: 900, 3: never });
	const inputs = await submit(3);
	const startedAt = performance.now();
	const { outputs, hints } = await wait(inputs, { options: { maxWait: 2 } });
	const seconds = (performance.now() - startedAt) / 1_000;

	const [completed, failed, pending] = outputs;
	const [first, second, third] = requestIds(inputs);
	expect(requestIds(completed)).toEqual([first, second]);
	expect(failed).toEqual([]);
	expect(pending).toMatchObject([
		{
			json: {
				RequestId: third,
				State: 'pending',
				Status: 'In-Queue',
				Operation: 'opportunity/update',
				SubmittedAt: inputs[2]!.json.SubmittedAt,
			},
			pairedItem: { item: 2 },
		},
	]);
	const [one, two, three] = looksAt(inputs);
	expect([one, completed![0]!.json.Polls]).toEqual([1, 1]);
	expect(two).toBe(completed![1]!.json.Polls);
	expect(three).toBe(pending![0]!.json.Polls);
	expect(two).toBeGreaterThan(1);
	expect(three).toBeGreaterThan(two!);
	// It is done after 900 ms, and the longest delay between two polls is 500 ms.
	expect(completed![1]!.json.WaitedMs).toBeGreaterThanOrEqual(900);
	expect(completed![1]!.json.WaitedMs).toBeLessThan(1_500);
	// The wait ends with its last poll, at most half a second before the time is over.
	expect(seconds).toBeGreaterThanOrEqual(1.5);
	expect(seconds).toBeLessThanOrEqual(2);
	const looks = (one! + two! + three!) / 3;
	expect(hints).toEqual([
		`2 succeeded, 0 failed, 1 still queued after 2 s; checked ${looks.toFixed(1)} times per request`,
	]);
});

test('gives a queued request all that is needed to check again, and adds up its polls and waits', async () => {
	await open({ 1: never });
	const inputs = await submit(1);
	const first = (await wait(inputs, { options: { maxWait: 1 } })).outputs[2]![0]!;
	const second = (await wait([{ json: first.json }], { options: { maxWait: 1 } })).outputs[2]![0]!;
	expect(second.json.SubmittedAt).toBe(inputs[0]!.json.SubmittedAt);
	expect(second.json.Polls).toBe(looksAt(inputs)[0]);
	expect(second.json.Polls).toBeGreaterThan(Number(first.json.Polls));
	expect(second.json.WaitedMs).toBeGreaterThanOrEqual(Number(first.json.WaitedMs) + 500);
});

test('logs while it waits how many requests are final, with the execution and the time', async () => {
	await open({ 2: never });
	const inputs = await submit(2);
	logLines.length = 0;
	await wait(inputs);
	expect(logLines.join('\n')).toMatch(
		/LeadSquared: waited \d+ s: 1 of 2 requests are final, 1 is queued; execution 1; \d{4}-\d\d-\d\dT[\d:.]+Z/,
	);
});

test('goes on waiting after polls that failed', async () => {
	await open({ 1: 600 });
	const inputs = await submit(1);
	const ofOther = {
		RequestID: '00000000-0000-4000-8000-00000000dead',
		TaskStatus: { Status: 'FAILURE', StatusReason: 'x' },
	};
	const failures = [
		faults.plain503,
		{ kind: 'reset' } as const,
		faults.throttled('0'),
		{ kind: 'reply', status: 200, body: ofOther } as const,
	];
	for (const fault of failures) sandbox.inject({ path: /status$/, fault, times: 1 });
	const { outputs } = await wait(inputs, { options: { maxWait: 20 } });
	expect(requestIds(outputs[0])).toEqual(requestIds(inputs));
	expect(looksAt(inputs)[0]).toBeGreaterThanOrEqual(5);
});

test('makes an item error, not a state, of a request that could never be checked, and keeps its RequestId', async () => {
	await open();
	const inputs = await submit(1);
	sandbox.inject({ path: /status$/, fault: faults.plain503 });
	const { error, hints } = await wait(inputs, { options: { maxWait: 1 } });
	expect(error?.message).toMatch(/^LeadSquared could not handle the status of Update Opportunity/);
	expect(error?.message).toContain(`[request ${String(inputs[0]!.json.RequestId)}]`);
	expect(hints).toEqual([]);
});

describe('a request that can never be checked', () => {
	const unknown = { json: { RequestId: '00000000-0000-4000-8000-00000000dead' } };

	test('ends the wait with its error (On Error = Stop)', async () => {
		await open({ 1: never });
		const inputs = [...(await submit(1)), unknown];
		const startedAt = performance.now();
		const { error } = await wait(inputs, { options: { maxWait: 60 } });
		// Its error is known with its first poll, and the other request would be waited for 60 s.
		expect(performance.now() - startedAt).toBeLessThan(1_000);
		expect(error?.message).toMatch(/does not know this request ID.+\[item 1\]/);
	});

	test('is counted in the summary, in which the numbers add up to the items (On Error = Continue)', async () => {
		await open({ 1: 0, 2: never });
		const [one, two] = await submit(2);
		const { hints } = await wait([one!, one!, two!, unknown, { json: {} }], {
			settings: { onError: 'continueRegularOutput' },
		});
		expect(hints).toEqual([
			expect.stringMatching(
				/^2 succeeded, 0 failed, 1 still queued after 3 s, 2 could not be checked; /,
			),
		]);
	});

	test('sends it to the error output, and waits for the others (On Error = Error Output)', async () => {
		await open({ 1: 800 });
		const inputs = [...(await submit(1)), unknown];
		const { outputs } = await wait(inputs, { settings: { onError: 'continueErrorOutput' } });
		expect(requestIds(outputs[0])).toEqual([inputs[0]!.json.RequestId]);
		expect(outputs[3]!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(looksAt(inputs)[1]).toBe(1);
	});
});

test('ends the wait within 50 ms when the run is cancelled, and polls no more', async () => {
	await open({ 1: never });
	const inputs = await submit(1);
	let cancelledAt = Infinity;
	const { status } = await wait(inputs, {
		options: { maxWait: 60 },
		onStarted: (cancel) =>
			void sleep(700).then(() => {
				cancelledAt = performance.now();
				cancel();
			}),
	});
	const calls = sandbox.calls.length;
	expect(status).toBe('canceled');
	expect(performance.now() - cancelledAt).toBeLessThan(50);
	// Longer than the run would have waited.
	await sleep(60_000);
	expect(sandbox.calls).toHaveLength(calls);
});

test("waits no longer than its own Max Wait for another execution's first poll of the host", async () => {
	await open();
	const inputs = await submit(1);
	// A second poll would find the state; but whoever comes second waits for what the first learns of the path.
	const second = new Promise<Awaited<ReturnType<typeof wait>>>((resolve) =>
		sandbox.inject({
			path: /status$/,
			times: 1,
			when: () => {
				resolve(wait(inputs, { options: { maxWait: 1 } }));
				return true;
			},
			fault: { kind: 'hang' },
		}),
	);
	const first = wait(inputs, { options: { maxWait: 1, timeout: 60 } });
	const startedAt = performance.now();
	const outputs = (await second).outputs;
	expect(performance.now() - startedAt).toBeLessThan(2_000);
	expect(requestIds(outputs[2])).toEqual([inputs[0]!.json.RequestId]);
	expect(sandbox.calls).toHaveLength(1);
	await sandbox.close();
	await first;
});

describe('a batch larger than one window of calls', () => {
	const metrics = () => sandbox.calls.filter(({ path }) => path === '/opportunity/update/metrics');

	test('asks once for the metrics of the queue, and polls a request when it should have had its turn', async () => {
		await open();
		const inputs = await submit(6);
		// Ten requests wait, of which ours are the last six: the first of them is due after half a second.
		sandbox.inject({
			path: /metrics$/,
			fault: {
				kind: 'reply',
				status: 200,
				body: { PendingMessages: 10, MaxDelayInSeconds: 2, ProcessingratePerMinute: 600 },
			},
		});
		const { outputs } = await wait(inputs, { callsPerWindow: 5, options: { maxWait: 20 } });
		expect(outputs[0]).toHaveLength(6);
		expect(metrics()).toHaveLength(1);
		const [asked, firstLook] = sandbox.calls;
		expect(firstLook!.at - asked!.at).toBeGreaterThanOrEqual(490);
		expect(looksAt(inputs)).toEqual([1, 1, 1, 1, 1, 1]);
	});

	test('follows its schedule where the metrics cannot be had', async () => {
		await open();
		const inputs = await submit(6);
		sandbox.inject({ path: /metrics$/, fault: faults.badApiKey });
		const { outputs } = await wait(inputs, { callsPerWindow: 5, options: { maxWait: 20 } });
		expect(outputs[0]).toHaveLength(6);
		expect(metrics()).toHaveLength(1);
	});

	test('does not ask for the metrics of the queue for a small batch', async () => {
		await open();
		await wait(await submit(5), { callsPerWindow: 100 });
		expect(metrics()).toHaveLength(0);
	});
});

test('reports as pending, with no poll counted, what there was no time to poll', async () => {
	await open();
	const inputs = await submit(4);
	const { outputs } = await wait(inputs, { callsPerWindow: 2, options: { maxWait: 1 } });
	const [completed, failed, pending] = outputs;
	// Two slots: one for the metrics, one for a look.
	expect([completed!.length, failed!.length, pending!.length]).toEqual([1, 0, 3]);
	for (const { json } of pending!) {
		expect(json).toMatchObject({ State: 'pending', Status: '', CheckedAt: null, Polls: 0 });
	}
});

test('has one output as an AI tool, with the state in each item', async () => {
	await open({ 2: never });
	const inputs = await submit(2);
	const { outputs } = await wait(inputs, { type: `${checkType}Tool`, options: { maxWait: 1 } });
	expect(outputs).toHaveLength(1);
	expect(outputs[0]!.map(({ json }) => json.State)).toEqual(['succeeded', 'pending']);
});
