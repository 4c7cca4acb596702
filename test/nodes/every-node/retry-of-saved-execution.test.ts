import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { faults, opportunityId, startSandbox, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import {
	items,
	runNode,
	runUpdate,
	updateType,
	type NodeRun,
	type NodeSetup,
} from '../../support/run-node';
import { acceptedMarks, callsOf, itemFor, markOf, submitters } from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';
import { acceptancesOf, five, onceEach, parameters, savedContext } from './five-updates';

useVirtualTime();
const server = useSandbox();

describe('retrying a saved execution', () => {
	async function savedFailure() {
		const recover = server.sandbox.inject({
			opportunityId: opportunityId(2),
			fault: faults.mxException,
		});
		const { run } = await runUpdate(server.sandbox, parameters, five);
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
		const { outputs } = await again(await savedFailure(), server.sandbox);
		expect(outputs[0]).toHaveLength(5);
		expect(acceptancesOf(server.sandbox)).toEqual(onceEach(1, 2, 3, 4, 5));
	});

	test('finds each call without going through all of them', async () => {
		const listingsOf = async (count: number): Promise<number> => {
			server.sandbox.reset();
			const inputs = items(
				...Array.from({ length: count }, (_, n) => ({ id: opportunityId((n % 20) + 1), n })),
			);
			const setup = { type: updateType, parameters, credential: credentialFor(server.sandbox) };
			server.sandbox.inject({ opportunityId: opportunityId(20), fault: faults.mxException });
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

	test('sends what the user has changed in the workflow since', async () => {
		const contextData = await savedFailure();
		const before = acceptancesOf(server.sandbox);
		await again(contextData, server.sandbox, { note: 'another note' });
		const twice = Object.fromEntries(Object.keys(before).map((id) => [id, 2]));
		expect(Object.keys(twice).length).toBeGreaterThan(0);
		expect(acceptancesOf(server.sandbox)).toEqual({ ...onceEach(1, 2, 3, 4, 5), ...twice });
	});

	describe('new keys in the credential', () => {
		let account: Sandbox;
		beforeEach(async () => {
			account = await startSandbox();
		});
		afterEach(async () => await account.close());

		/** Four of five captures are accepted before the keys stop working; then the user enters new ones. */
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
		])('sends only what was not accepted with keys %s', async (_, keys) => {
			const { status, outputs } = await retriedWith(keys);
			expect(status).toBe('success');
			expect(outputs[0]).toHaveLength(5);
			expect(acceptedMarks(account)).toEqual([1, 2, 3, 4, 5].map(markOf));
		});

		test('sends everything with all three keys new, as for another account', async () => {
			await retriedWith({ accessKey: 'another', secretKey: 'another', apiKey: 'another' });
			expect(acceptedMarks(account)).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 5].map(markOf));
		});
	});

	test('sends everything with the credential of another account', async () => {
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
