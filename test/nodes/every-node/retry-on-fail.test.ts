import type { INode } from 'n8n-workflow';

import { faults, opportunityId } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { diagnostics } from '../../support/platform';
import { checkType, items, runNode, runUpdate } from '../../support/run-node';
import {
	acceptedMarks,
	callsOf,
	itemFor,
	markOf,
	runSubmitter,
	submitters,
	volatile,
} from '../../support/submitters';
import { useNewSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';
import { acceptancesOf, five, onceEach, parameters, retrying, savedContext } from './five-updates';

useVirtualTime();
const server = useNewSandbox();

/** The newest call of an HTTP client in this process. */
let lastRequest: { destroy(error: Error): void } | undefined;
const onRequest = (message: unknown) => {
	lastRequest = (message as { request: typeof lastRequest }).request;
};
beforeAll(() => diagnostics.subscribe('http.client.request.start', onRequest));
afterAll(() => void diagnostics.unsubscribe('http.client.request.start', onRequest));

describe.each(submitters)('$operation', (submitter) => {
	const inputs = [1, 2, 3, 4, 5].map((n) => itemFor(n));
	const run = async (settings: Partial<INode> = retrying, options = {}) =>
		await runSubmitter(server.sandbox, submitter, options, inputs, settings);
	const marks = (...numbers: number[]) => numbers.map(markOf);

	test.each([1, 3, 5])(
		'sends with Retry On Fail only what was not accepted: item %d fails at first',
		async (failing) => {
			server.sandbox.inject({ ...callsOf(failing), fault: faults.mxException, times: 1 });
			const waitBetweenTries = 2_000;
			const { status, outputs, hints } = await run({ ...retrying, waitBetweenTries });
			expect(status).toBe('success');
			expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
			expect(server.sandbox.calls).toHaveLength(6);
			for (const [index, { json, pairedItem }] of outputs[0]!.entries()) {
				expect(pairedItem).toEqual({ item: index });
				const request = server.sandbox.requests.get(String(json.RequestId));
				expect(request?.rawBody).toContain(markOf(index + 1));
				expect(json).toMatchObject({
					Operation: submitter.operation,
					Status: expect.any(String),
				});
				expect(new Date(String(json.SubmittedAt)).getTime()).not.toBeNaN();
			}
			// The first attempt ends with the failure, however many calls it had sent until then.
			const submitted = outputs[0]!.map(({ json }) => Date.parse(String(json.SubmittedAt)));
			const retriedAt = submitted[failing - 1]! - waitBetweenTries / 2;
			const earlier = submitted.filter((at) => at < retriedAt).length;
			expect(hints).toEqual(
				earlier === 0
					? []
					: [
							`Not sent again: ${earlier} of the items were accepted in an earlier attempt and keep their RequestId`,
						],
			);
		},
	);

	test('recognises a call although n8n evaluates a value anew for every attempt', async () => {
		server.sandbox.inject({ ...callsOf(4), fault: faults.mxException, times: 1 });
		const { status } = await runSubmitter(
			server.sandbox,
			volatile(submitter),
			{},
			inputs,
			retrying,
		);
		expect(status).toBe('success');
		expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
	});

	test('fails in the end what never succeeds, and has nothing accepted twice', async () => {
		server.sandbox.inject({ ...callsOf(3), fault: faults.mxException });
		const { status, error } = await run();
		expect(status).toBe('error');
		expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 4, 5));
		expect(server.sandbox.calls).toHaveLength(4 + 3);
		expect(error?.description).toMatch(/4 of 5 items were accepted/);
	});

	test('sends a rate-limited call again by itself', async () => {
		server.sandbox.inject({ ...callsOf(2), fault: faults.throttled('0'), times: 1 });
		const { status } = await run({});
		expect(status).toBe('success');
		expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
	});

	test('sends with the next attempt a call that n8n did not send because the credential had changed', async () => {
		let readings = 0;
		const credential = Object.defineProperty(credentialFor(server.sandbox), 'asyncHost', {
			enumerable: true,
			// Three times for the run, which compares items, and once for each call.
			get: () => (++readings === 5 ? 'https://another.example.com' : server.sandbox.url),
		});
		const setup = {
			type: submitter.type,
			parameters: { ...submitter.parameters, options: { maxConcurrency: 1 } },
			credential,
		};
		const failed = await runNode(setup, inputs);
		expect(failed.error?.message).toMatch(
			`n8n did not send ${submitter.label}: This address is not on a host of the LeadSquared credential`,
		);
		expect(failed.error?.description).toMatch(/Nothing was sent\. 1 of 5 items were accepted/);
		expect(acceptedMarks(server.sandbox)).toEqual(marks(1));

		server.sandbox.reset();
		readings = 0;
		const { status } = await runNode({ ...setup, settings: retrying }, inputs);
		expect(status).toBe('success');
		expect(acceptedMarks(server.sandbox)).toEqual(marks(1, 2, 3, 4, 5));
	});

	describe('a call that LeadSquared accepts and never answers', () => {
		beforeEach(() => {
			server.sandbox.inject({ ...callsOf(2), fault: { kind: 'reset', accept: true }, times: 1 });
		});

		if (submitter.repeatable) {
			test('is sent again, which does no harm', async () => {
				const { status } = await run({});
				expect(status).toBe('success');
				expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 2, 3, 4, 5));
			});
			return;
		}

		test.each([
			'read EHOSTUNREACH',
			'read ENETUNREACH',
			'read ECONNREFUSED',
			'write EADDRNOTAVAIL',
		])('is not sent again where its connection breaks with %s', async (message) => {
			const [, code] = message.split(' ');
			server.sandbox.reset();
			server.sandbox.inject({
				when: (call) => {
					if (!callsOf(2).when?.(call)) return false;
					lastRequest?.destroy(Object.assign(new Error(message), { code }));
					return true;
				},
				fault: { kind: 'hang', accept: true },
			});
			const { error } = await run(retrying, { maxConcurrency: 1 });
			expect(error?.description).toMatch(/^It is unknown .+ Look in LeadSquared for /);
			expect(acceptedMarks(server.sandbox)).toEqual(marks(1, 2));
		});

		test('is not sent again, neither by itself nor by Retry On Fail, and the message says how to check', async () => {
			const { status, error } = await run();
			expect(status).toBe('error');
			expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
			expect(server.sandbox.calls).toHaveLength(5);
			expect(error?.message).toContain(
				`${submitter.label} was sent in an earlier attempt of this run and never answered, so it was not sent again [item 1]`,
			);
			expect(error?.description).toMatch(/^It is unknown .+ Look in LeadSquared for /);
		});

		test('is not sent again where n8n evaluates another value for every attempt', async () => {
			const { status } = await runSubmitter(
				server.sandbox,
				volatile(submitter),
				{},
				inputs,
				retrying,
			);
			expect(status).toBe('error');
			expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
		});

		test('does not keep a retry from sending the rest where the node then goes on', async () => {
			const { run: failed } = await run({}, { maxConcurrency: 1 });
			expect(acceptedMarks(server.sandbox)).toEqual(marks(1, 2));
			const contextData = savedContext(failed);
			const { outputs } = await runNode(
				{
					type: submitter.type,
					parameters: { ...submitter.parameters, options: { maxConcurrency: 5 } },
					settings: { onError: 'continueErrorOutput' },
					credential: credentialFor(server.sandbox),
					contextData,
				},
				inputs,
			);
			expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
			expect(outputs.map((output) => output.length)).toEqual([4, 1]);
		});

		test('is not sent again by Retry of the saved execution either', async () => {
			const { run: failed } = await run({});
			const contextData = savedContext(failed);
			const { status, error } = await runNode(
				{
					type: submitter.type,
					parameters: submitter.parameters,
					credential: credentialFor(server.sandbox),
					...(contextData && { contextData }),
				},
				inputs,
			);
			expect(status).toBe('error');
			expect(error?.message).toMatch(/never answered, so it was not sent again \[item 1\]/);
			expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
		});

		test('is sent again where the user allows it', async () => {
			const { status } = await run({}, { repeatWhenUnanswered: true });
			expect(status).toBe('success');
			expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 2, 3, 4, 5));
		});

		test.each([
			['was refused', faults.wrongKeys],
			['was over the limit', faults.throttled('0')],
			['did not get past a proxy', faults.proxyLogin],
		])(
			'is not sent again where the user no longer allows it, although its last attempt %s',
			async (_, fault) => {
				server.sandbox.inject({ ...callsOf(2), fault, times: 1 });
				const { run: failed } = await run({}, { maxTries: 2, repeatWhenUnanswered: true });
				const { error } = await runNode(
					{
						type: submitter.type,
						parameters: submitter.parameters,
						credential: credentialFor(server.sandbox),
						contextData: savedContext(failed),
					},
					inputs,
				);
				expect(error?.message).toMatch(/never answered, so it was not sent again \[item 1\]/);
				expect(acceptedMarks(server.sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
			},
		);

		test('fails its own item where the node goes on, and all others are accepted', async () => {
			const { outputs } = await run({ onError: 'continueErrorOutput' });
			expect(outputs[0]).toHaveLength(4);
			expect(outputs[1]!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
			expect(outputs[1]![0]!.json.error).toMatch(/It is unknown whether LeadSquared accepted/);
		});
	});
});

test('keeps combined items together', async () => {
	server.sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException, times: 1 });
	const combined = { ...parameters, options: { combineSameOpportunity: true } };
	const inputs = items(...[1, 2, 1].map((n) => ({ id: opportunityId(n) })));
	const { outputs } = await runUpdate(server.sandbox, combined, inputs, retrying);
	expect(acceptancesOf(server.sandbox)).toEqual(onceEach(1, 2));
	const ids = outputs[0]!.map(({ json }) => json.RequestId);
	expect(ids[0]).toBe(ids[2]);
});

test('leaves nothing in the execution after a successful run', async () => {
	server.sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException, times: 1 });
	const { run } = await runUpdate(server.sandbox, parameters, five, retrying);
	expect(run.data.executionData?.contextData['node:Subject']).toEqual({});
});

test('keeps the RequestIds of a failed run in the execution, and no key', async () => {
	server.sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException });
	const { run } = await runUpdate(server.sandbox, parameters, five.slice(0, 2));
	const kept = JSON.stringify(run.data.executionData?.contextData);
	expect(kept).toContain([...server.sandbox.requests.keys()][0]);
	for (const key of Object.values(server.sandbox.keys)) expect(kept).not.toContain(key);
});

describe('Retry On Fail sends nothing again that was accepted, even where the first item failed', () => {
	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)('%s', async (onError) => {
		server.sandbox.inject({ opportunityId: opportunityId(1), fault: faults.mxException });
		const settings = { onError, retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const { outputs } = await runUpdate(server.sandbox, parameters, five.slice(0, 3), settings);
		expect(server.sandbox.calls).toHaveLength(3);
		expect(server.sandbox.requests.size).toBe(2);
		expect(outputs.flat()).toHaveLength(3);

		const requestIds = [...server.sandbox.requests.keys()].map((RequestId) => ({ RequestId }));
		server.sandbox.calls.length = 0;
		await runNode(
			{
				type: checkType,
				parameters: { splitOutputs: false },
				settings,
				credential: credentialFor(server.sandbox),
			},
			items({ RequestId: 'unknown' }, ...requestIds),
		);
		expect(server.sandbox.calls).toHaveLength(3);
	});
});
