import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
} from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquaredUpdateOpportunity } from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { faults, opportunityId, startSandbox, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { runWorkflow, updateType } from '../../support/engine';
import {
	byId,
	items,
	runNode,
	runUpdate,
	type NodeRun,
	type NodeSetup,
} from '../../support/run-node';
import {
	acceptedMarks,
	callsOf,
	itemFor,
	markOf,
	runSubmitter,
	submitters,
	volatile,
} from '../../support/submitters';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const parameters = {
	opportunityId: byId('={{ $json.id }}'),
	note: '={{ $json.note ?? "a note" }}',
};
// n8n takes 0 for its default of a second.
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const five = items(...[1, 2, 3, 4, 5].map((n) => ({ id: opportunityId(n) })));

/** What a failed execution leaves in the database. */
function savedContext({ data }: IRun): NonNullable<NodeSetup['contextData']> {
	return JSON.parse(JSON.stringify(data.executionData?.contextData)) as NonNullable<
		NodeSetup['contextData']
	>;
}

/** How often an update of each opportunity was accepted. */
function acceptances(): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { body } of sandbox.requests.values()) {
		const { ProspectOpportunityId: id } = body as { ProspectOpportunityId: string };
		counts[id] = (counts[id] ?? 0) + 1;
	}
	return counts;
}

const onceEach = (...numbers: number[]) =>
	Object.fromEntries(numbers.map((n) => [opportunityId(n), 1]));

describe.each(submitters)('$operation', (submitter) => {
	const inputs = [1, 2, 3, 4, 5].map((n) => itemFor(n));
	const run = async (settings: Partial<INode> = retrying, options = {}) =>
		await runSubmitter(sandbox, submitter, options, inputs, settings);
	const marks = (...numbers: number[]) => numbers.map(markOf);

	test.each([1, 3, 5])(
		'Retry On Fail sends only what was not accepted: item %d fails at first',
		async (failing) => {
			sandbox.inject({ ...callsOf(failing), fault: faults.mxException, times: 1 });
			const { status, outputs, hints } = await run();
			expect(status).toBe('success');
			expect(acceptedMarks(sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
			expect(sandbox.calls).toHaveLength(6);
			for (const [index, { json, pairedItem }] of outputs[0]!.entries()) {
				expect(pairedItem).toEqual({ item: index });
				const request = sandbox.requests.get(String(json.RequestId));
				expect(request?.rawBody).toContain(markOf(index + 1));
				expect(json).toMatchObject({
					Operation: submitter.operation,
					Status: expect.any(String),
				});
				expect(new Date(String(json.SubmittedAt)).getTime()).not.toBeNaN();
			}
			expect(hints).toEqual([
				'Not sent again: 4 of the items were accepted in an earlier attempt and keep their RequestId',
			]);
		},
	);

	test('a value that n8n evaluates anew for every try makes no other call of it', async () => {
		sandbox.inject({ ...callsOf(4), fault: faults.mxException, times: 1 });
		const { status } = await runSubmitter(sandbox, volatile(submitter), {}, inputs, retrying);
		expect(status).toBe('success');
		expect(acceptedMarks(sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
	});

	test('what never succeeds fails in the end, and nothing was accepted twice', async () => {
		sandbox.inject({ ...callsOf(3), fault: faults.mxException });
		const { status, error } = await run();
		expect(status).toBe('error');
		expect(acceptedMarks(sandbox).sort()).toEqual(marks(1, 2, 4, 5));
		expect(sandbox.calls).toHaveLength(4 + 3);
		expect(error?.description).toMatch(/4 of 5 items were accepted/);
	});

	test('a call that is put off, or that certainly did not arrive, is sent again by itself', async () => {
		sandbox.inject({ ...callsOf(2), fault: faults.throttled('0'), times: 1 });
		const { status } = await run({});
		expect(status).toBe('success');
		expect(acceptedMarks(sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
	});

	test('a call that n8n does not let out, since the credential was changed meanwhile, is sent by the next try', async () => {
		let readings = 0;
		const credential = Object.defineProperty(credentialFor(sandbox), 'asyncHost', {
			enumerable: true,
			// Once for the run, and once for each call.
			get: () => (++readings === 3 ? 'https://another.example.com' : sandbox.url),
		});
		const setup = {
			type: submitter.type,
			parameters: { ...submitter.parameters, options: { maxConcurrency: 1 } },
			credential,
		};
		const failed = await runNode(setup, inputs);
		expect(failed.error?.message).toMatch(
			`n8n did not send ${submitter.label}: This address is none of the hosts of the LeadSquared credential`,
		);
		expect(failed.error?.description).toMatch(/Nothing was sent\. 1 of 5 items were accepted/);
		expect(acceptedMarks(sandbox)).toEqual(marks(1));

		sandbox.reset();
		readings = 0;
		const { status } = await runNode({ ...setup, settings: retrying }, inputs);
		expect(status).toBe('success');
		expect(acceptedMarks(sandbox)).toEqual(marks(1, 2, 3, 4, 5));
	});

	describe('a call that LeadSquared accepts and never answers', () => {
		beforeEach(() => {
			sandbox.inject({ ...callsOf(2), fault: { kind: 'reset', accept: true }, times: 1 });
		});

		if (submitter.repeatable) {
			test('is sent again, which does no harm', async () => {
				const { status } = await run({});
				expect(status).toBe('success');
				expect(acceptedMarks(sandbox).sort()).toEqual(marks(1, 2, 2, 3, 4, 5));
			});
			return;
		}

		test('is not sent again, neither by itself nor by Retry On Fail, and the message says how to check', async () => {
			const { status, error } = await run();
			expect(status).toBe('error');
			expect(acceptedMarks(sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
			expect(sandbox.calls).toHaveLength(5);
			expect(error?.message).toBe(
				`${submitter.label} was sent in an earlier try of this run and never answered, so it was not sent again [item 1]`,
			);
			expect(error?.description).toMatch(/^It is unknown .+ Look in LeadSquared for /);
		});

		test('nor where n8n evaluates another value for every try', async () => {
			const { status } = await runSubmitter(sandbox, volatile(submitter), {}, inputs, retrying);
			expect(status).toBe('error');
			expect(acceptedMarks(sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
		});

		test('the rest is sent by a retry where the node then goes on', async () => {
			const { run: failed } = await run({}, { maxConcurrency: 1 });
			expect(acceptedMarks(sandbox)).toEqual(marks(1, 2));
			const contextData = savedContext(failed);
			const { outputs } = await runNode(
				{
					type: submitter.type,
					parameters: { ...submitter.parameters, options: { maxConcurrency: 5 } },
					settings: { onError: 'continueErrorOutput' },
					credential: credentialFor(sandbox),
					contextData,
				},
				inputs,
			);
			expect(acceptedMarks(sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
			expect(outputs.map((output) => output.length)).toEqual([4, 1]);
		});

		test('is not sent again by Retry of the saved execution either', async () => {
			const { run: failed } = await run({});
			const contextData = savedContext(failed);
			const { status, error } = await runNode(
				{
					type: submitter.type,
					parameters: submitter.parameters,
					credential: credentialFor(sandbox),
					...(contextData && { contextData }),
				},
				inputs,
			);
			expect(status).toBe('error');
			expect(error?.message).toMatch(/never answered, so it was not sent again \[item 1\]$/);
			expect(acceptedMarks(sandbox).sort()).toEqual(marks(1, 2, 3, 4, 5));
		});

		test('is sent again where the user allows it', async () => {
			const { status } = await run({}, { repeatWhenUnanswered: true });
			expect(status).toBe('success');
			expect(acceptedMarks(sandbox).sort()).toEqual(marks(1, 2, 2, 3, 4, 5));
		});

		test('fails its own item where the node goes on, and all others are accepted', async () => {
			const { outputs } = await run({ onError: 'continueErrorOutput' });
			expect(outputs[0]).toHaveLength(4);
			expect(outputs[1]!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
			expect(outputs[1]![0]!.json.error).toMatch(/It is unknown whether LeadSquared accepted/);
		});
	});
});

test('combined items are kept together', async () => {
	sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException, times: 1 });
	const combined = { ...parameters, options: { combineSameOpportunity: true } };
	const inputs = items(...[1, 2, 1].map((n) => ({ id: opportunityId(n) })));
	const { outputs } = await runUpdate(sandbox, combined, inputs, retrying);
	expect(acceptances()).toEqual(onceEach(1, 2));
	const ids = outputs[0]!.map(({ json }) => json.RequestId);
	expect(ids[0]).toBe(ids[2]);
});

test('a run that ended well leaves nothing behind in the execution', async () => {
	sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException, times: 1 });
	const { run } = await runUpdate(sandbox, parameters, five, retrying);
	expect(run.data.executionData?.contextData['node:Subject']).toEqual({});
});

test('a run that failed keeps its RequestIds in the execution, and no key', async () => {
	sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException });
	const { run } = await runUpdate(sandbox, parameters, five.slice(0, 2));
	const kept = JSON.stringify(run.data.executionData?.contextData);
	expect(kept).toContain([...sandbox.requests.keys()][0]);
	for (const key of Object.values(sandbox.keys)) expect(kept).not.toContain(key);
});

describe('an execution that failed, was saved and is tried again', () => {
	async function savedFailure() {
		const recover = sandbox.inject({ opportunityId: opportunityId(2), fault: faults.mxException });
		const { run } = await runUpdate(sandbox, parameters, five);
		recover();
		return savedContext(run);
	}
	const again = async (
		contextData: NodeSetup['contextData'],
		account: Sandbox,
		changes: INodeParameters = {},
	) =>
		await runNode(
			{
				type: updateType,
				parameters: { ...parameters, ...changes },
				credential: credentialFor(account),
				...(contextData && { contextData }),
			},
			five,
		);

	test('sends only what was not accepted', async () => {
		const { outputs } = await again(await savedFailure(), sandbox);
		expect(outputs[0]).toHaveLength(5);
		expect(acceptances()).toEqual(onceEach(1, 2, 3, 4, 5));
	});

	test('looks each call up without going through all of them', async () => {
		const listingsOf = async (count: number): Promise<number> => {
			sandbox.reset();
			const inputs = items(
				...Array.from({ length: count }, (_, n) => ({ id: opportunityId((n % 20) + 1), n })),
			);
			const setup = { type: updateType, parameters, credential: credentialFor(sandbox) };
			sandbox.inject({ opportunityId: opportunityId(20), fault: faults.mxException });
			const { run } = await runNode(setup, inputs);
			const contextData = run.data.executionData!.contextData as Record<string, IDataObject>;
			const pages = contextData['node:Subject']!.leadSquaredAccepted as Record<string, IDataObject>;
			let listings = 0;
			pages['0'] = new Proxy(pages['0']!, {
				ownKeys: (page) => {
					listings++;
					return Reflect.ownKeys(page);
				},
			});
			await runNode({ ...setup, contextData }, inputs);
			return listings;
		};
		const ofTwenty = await listingsOf(20);
		expect(ofTwenty).toBeGreaterThan(0);
		expect(await listingsOf(100)).toBe(ofTwenty);
	});

	test('sends what a person has changed in the workflow meanwhile', async () => {
		const contextData = await savedFailure();
		const before = acceptances();
		await again(contextData, sandbox, { note: 'another note' });
		const twice = Object.fromEntries(Object.keys(before).map((id) => [id, 2]));
		expect(Object.keys(twice).length).toBeGreaterThan(0);
		expect(acceptances()).toEqual({ ...onceEach(1, 2, 3, 4, 5), ...twice });
	});

	describe('with new keys in the credential', () => {
		let account: Sandbox;
		beforeEach(async () => {
			account = await startSandbox();
		});
		afterEach(async () => await account.close());

		/** Four of five captures are accepted before the keys no longer hold; then a person enters new ones. */
		async function retriedWith(keys: Partial<Sandbox['keys']>): Promise<NodeRun> {
			const capture = submitters.find(({ operation }) => operation === 'opportunity/capture')!;
			const inputs = [1, 2, 3, 4, 5].map((n) => itemFor(n));
			const setup = (credential: NodeSetup['credential']): NodeSetup => ({
				type: capture.type,
				parameters: { ...capture.parameters, options: { maxConcurrency: 1 } },
				credential,
			});
			account.inject({ ...callsOf(5), fault: faults.wrongKeys, times: 1 });
			const { run, error } = await runNode(setup(credentialFor(account)), inputs);
			expect(error?.description).toMatch(/retrying the saved execution, send only what was not/);
			Object.assign(account.keys, keys);
			const contextData = savedContext(run);
			return await runNode({ ...setup(credentialFor(account)), contextData }, inputs);
		}

		test.each([
			['of another user', { accessKey: 'another-user', secretKey: 'another-secret' }],
			['of the Async API', { apiKey: 'another-x-api-key' }],
		])('%s, sends only what was not accepted', async (_, keys) => {
			const { status, outputs } = await retriedWith(keys);
			expect(status).toBe('success');
			expect(outputs[0]).toHaveLength(5);
			expect(acceptedMarks(account)).toEqual([1, 2, 3, 4, 5].map(markOf));
		});

		test('all three of them, takes it for another account and sends everything', async () => {
			await retriedWith({ accessKey: 'another', secretKey: 'another', apiKey: 'another' });
			expect(acceptedMarks(account)).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 5].map(markOf));
		});
	});

	test('with the credential of another account, sends everything there', async () => {
		const contextData = await savedFailure();
		const other = await startSandbox();
		try {
			const { outputs } = await again(contextData, other);
			const given = outputs[0]!.map(({ json }) => json.RequestId);
			expect(new Set(given)).toEqual(new Set(other.requests.keys()));
			expect(given).toHaveLength(5);
		} finally {
			await other.close();
		}
	});
});

describe('a loop is no retry', () => {
	/** Sends its input back into the loop, until it was asked three times. */
	class Again {
		private rounds = 0;

		readonly type = {
			description: {
				displayName: 'Again',
				name: 'again',
				group: ['transform'],
				version: 1,
				description: '',
				defaults: { name: 'Again' },
				inputs: ['main'],
				outputs: ['main'],
				properties: [],
			},
			execute: async (): Promise<INodeExecutionData[][]> => [++this.rounds < 3 ? this.inputs : []],
		} as unknown as INodeType;

		constructor(private readonly inputs: INodeExecutionData[]) {}
	}

	const node = (name: string, type: string, rest: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...rest,
	});

	test('the same items, sent again on purpose, are sent: three rounds, with a retry in the second', async () => {
		sandbox.inject({
			opportunityId: opportunityId(2),
			fault: faults.mxException,
			after: 1,
			times: 1,
		});
		const inputs = five.slice(0, 2);
		const run = await runWorkflow({
			nodes: [
				node('Start', 'test.start'),
				node('Update', updateType, {
					parameters,
					credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
					...retrying,
				}),
				node('Again', 'test.again'),
			],
			connections: {
				Start: { main: [[{ node: 'Update', type: 'main', index: 0 }]] },
				Update: { main: [[{ node: 'Again', type: 'main', index: 0 }]] },
				Again: { main: [[{ node: 'Update', type: 'main', index: 0 }]] },
			},
			items: inputs,
			credential: credentialFor(sandbox),
			credentialType: new LeadSquaredAsyncApi(),
			nodeTypes: {
				[updateType]: new LeadSquaredUpdateOpportunity(),
				'test.again': new Again(inputs).type,
			},
		});
		expect(run.status).toBe('success');
		expect(run.data.resultData.runData.Update).toHaveLength(3);
		expect(acceptances()).toEqual({ [opportunityId(1)]: 3, [opportunityId(2)]: 3 });
	});
});
