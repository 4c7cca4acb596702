import {
	NodeHelpers,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
} from 'n8n-workflow';

import { LeadSquaredUpdateOpportunity } from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { digestOf } from '../../../nodes/shared/lib/digest';
import { faults, opportunityId, startSandbox, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import {
	byId,
	field,
	items,
	runNode,
	runUpdate,
	updateType,
	type NodeRun,
	type NodeSetup,
} from '../../support/run-node';
import {
	acceptedMarks,
	callsOf,
	changed,
	itemFor,
	markOf,
	submitters,
} from '../../support/submitters';
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

	describe('after the package was updated', () => {
		const { properties } = new LeadSquaredUpdateOpportunity().description;
		const before = [...properties];
		afterEach(() => void properties.splice(0, properties.length, ...before));

		const addNotice = () =>
			properties.splice(1, 0, {
				displayName: 'News',
				name: 'newsHelp',
				type: 'notice',
				default: '',
			});
		/** n8n evaluates the note again, so the bodies of the second attempt are others. */
		const noted = { ...parameters, note: '={{ Math.random() }}' };

		test.each(['a version without it', 'a version with it', 'the same version'])(
			'a notice in the description is no change: the first attempt was made by %s',
			async (first) => {
				const recover = server.sandbox.inject({
					opportunityId: opportunityId(2),
					fault: faults.mxException,
				});
				if (first === 'a version with it') addNotice();
				const { run } = await runUpdate(server.sandbox, noted, five);
				recover();
				properties.splice(0, properties.length, ...before);
				if (first === 'a version without it') addNotice();
				const { hints } = await again(savedContext(run), server.sandbox, noted);
				expect(acceptancesOf(server.sandbox)).toEqual(onceEach(1, 2, 3, 4, 5));
				expect(hints.join()).not.toContain('changed');
			},
		);
	});

	test('finds what a version kept in which notices still counted', async () => {
		const noted: INodeParameters = { ...parameters, note: '={{ Math.random() }}' };
		const recover = server.sandbox.inject({
			opportunityId: opportunityId(2),
			fault: faults.mxException,
		});
		const { run } = await runUpdate(server.sandbox, noted, five);
		recover();
		const contextData = savedContext(run) as Record<string, IDataObject>;
		const pages = contextData['node:Subject']!.leadSquaredAccepted as Record<string, IDataObject>;
		const { description } = new LeadSquaredUpdateOpportunity();
		const { options, ...others } = NodeHelpers.getNodeParameters(
			description.properties,
			{ fieldsMode: 'mapped', ...noted },
			true,
			false,
			{ typeVersion: 1 },
			description,
		)!;
		expect(Object.keys(others)).toContain('mappedFieldsHelp');
		const hash = async (...parts: unknown[]) =>
			await digestOf(JSON.stringify(['opportunity/update', ...parts]));
		for (const [item, kept] of Object.entries(pages['0']!) as Array<[string, IDataObject]>) {
			const inputs = [five[Number(item)]!.json];
			const then = await hash(await hash(others, Object.entries(options as object)), inputs);
			expect(kept.given).not.toBe(then);
			kept.given = then;
		}
		await again(contextData, server.sandbox, noted);
		expect(acceptancesOf(server.sandbox)).toEqual(onceEach(1, 2, 3, 4, 5));
	});

	describe('new keys in the credential', () => {
		let account: Sandbox;
		beforeEach(async () => {
			account = await startSandbox();
		});
		afterEach(async () => await account.close());

		/** Four of five captures are accepted before the keys stop working; then the user enters new ones. */
		async function retriedWith(
			keys: Partial<Sandbox['keys']>,
			settings: NodeSetup['settings'] = {},
		): Promise<NodeRun> {
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
			return await runNode({ ...setup(credentialFor(account)), settings, contextData }, inputs);
		}

		const another = { credentials: { leadSquaredAsyncApi: { id: '2', name: 'Another' } } };

		test('sends only what was not accepted with another credential that has the same keys', async () => {
			await retriedWith({}, another);
			expect(acceptedMarks(account)).toEqual([1, 2, 3, 4, 5].map(markOf));
		});

		test('sends everything with another credential that has the keys of another user', async () => {
			await retriedWith({ accessKey: 'another-user', secretKey: 'another-secret' }, another);
			expect(acceptedMarks(account)).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 5].map(markOf));
		});

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

describe.each(submitters)('$operation: the node is changed before the retry', (submitter) => {
	const inputs = [1, 2, 3, 4, 5].map((n) => itemFor(n));
	const before = [1, 2, 4, 5].map(markOf);

	async function attempt(
		parameters: INodeParameters,
		contextData?: NodeSetup['contextData'],
		itsInputs = inputs,
	): Promise<NodeRun> {
		return await runNode(
			{
				type: submitter.type,
				parameters,
				credential: credentialFor(server.sandbox),
				...(contextData && { contextData }),
			},
			itsInputs,
		);
	}

	/** All but item 2 were accepted; `times` attempts fail. */
	async function failedFirst(times = 1) {
		server.sandbox.inject({ ...callsOf(3), fault: faults.mxException, times });
		const { run } = await attempt(submitter.parameters);
		expect(acceptedMarks(server.sandbox).sort()).toEqual(before);
		const earlier = [...server.sandbox.requests.keys()];
		return { contextData: savedContext(run), earlier };
	}

	if (submitter.repeatable) {
		test('what was accepted is sent again with the new values, and a hint says which', async () => {
			const { contextData, earlier } = await failedFirst();
			const { status, outputs, hints } = await attempt(changed(submitter).parameters, contextData);
			expect(status).toBe('success');
			expect(acceptedMarks(server.sandbox).sort()).toEqual(
				[...before, ...inputs.map((_, n) => markOf(n + 1))].sort(),
			);
			const later = [...server.sandbox.requests.values()].slice(earlier.length);
			for (const { rawBody } of later) expect(rawBody).toContain('changed');
			expect(outputs[0]).toHaveLength(5);
			expect(hints).toEqual([
				'Sent again with new values: items 0, 1, 3, 4 were accepted in an earlier attempt with other values',
			]);
		});
		return;
	}

	const notSentAgain =
		'Not sent again: items 0, 1, 3, 4 were accepted in an earlier attempt with other values, and sending the new ones would create another record. To do so on purpose, run the workflow again with these items only';

	test('what was accepted keeps its RequestId, and a hint says which', async () => {
		const { contextData, earlier } = await failedFirst();
		const { status, outputs, hints } = await attempt(changed(submitter).parameters, contextData);
		expect(status).toBe('success');
		expect(acceptedMarks(server.sandbox)).toEqual([...before, markOf(3)]);
		const ids = outputs[0]!.map(({ json }) => json.RequestId);
		expect(new Set(ids)).toEqual(new Set(server.sandbox.requests.keys()));
		expect(ids.filter((id) => earlier.includes(String(id)))).toHaveLength(4);
		expect(hints).toEqual([notSentAgain]);
	});

	test('neither one more retry nor going back to the old values sends it again', async () => {
		const { contextData } = await failedFirst(2);
		const { run } = await attempt(changed(submitter).parameters, contextData);
		const afterSecond = savedContext(run);
		const third = await attempt(changed(submitter).parameters, structuredClone(afterSecond));
		expect(third.hints).toEqual([notSentAgain]);
		expect(acceptedMarks(server.sandbox)).toEqual([...before, markOf(3)]);
		const { hints } = await attempt(submitter.parameters, afterSecond);
		expect(hints).toEqual([
			'Not sent again: 4 of the items were accepted in an earlier attempt and keep their RequestId',
		]);
	});

	test('what was never answered is not sent with other values either', async () => {
		server.sandbox.inject({ ...callsOf(3), fault: { kind: 'reset', accept: true }, times: 1 });
		const { run } = await attempt(submitter.parameters);
		const { error } = await attempt(changed(submitter).parameters, savedContext(run));
		expect(error?.message).toMatch(
			/never answered, so it was not sent again \[item 2\]( \[.+\])?$/,
		);
		expect(acceptedMarks(server.sandbox).sort()).toEqual([1, 2, 3, 4, 5].map(markOf));
	});

	test('another item in its place is sent', async () => {
		const { contextData } = await failedFirst();
		const others = [6, 7, 8, 9, 10].map((n) => itemFor(n));
		const { hints } = await attempt(submitter.parameters, contextData, others);
		expect(acceptedMarks(server.sandbox)).toHaveLength(4 + 5);
		expect(hints).toEqual([]);
	});
});

describe.each(submitters)('$operation: what was allowed before the retry', (submitter) => {
	const inputs = [itemFor(1)];
	const attempt = async (options: INodeParameters, contextData?: NodeSetup['contextData']) =>
		await runNode(
			{
				type: submitter.type,
				parameters: { ...submitter.parameters, options: { maxTries: 1, ...options } },
				credential: credentialFor(server.sandbox),
				...(contextData && { contextData }),
			},
			inputs,
		);

	test("a call that was never answered counts as such, although 'Repeat When Unanswered' was on", async () => {
		server.sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
		const { run, error } = await attempt({ repeatWhenUnanswered: true });
		expect(error?.description).toMatch(/retrying the saved execution, send only what was not acc/);
		const again = await attempt({}, savedContext(run));
		expect(server.sandbox.requests.size).toBe(submitter.repeatable ? 2 : 1);
		expect(again.status).toBe(submitter.repeatable ? 'success' : 'error');
		if (!submitter.repeatable) {
			expect(again.error?.message).toMatch(/never answered, so it was not sent again/);
		}
	});

	test('the same where the run was stopped between two attempts of the call', async () => {
		const [first, second] = [itemFor(1), itemFor(2)];
		const setup = (options: INodeParameters, contextData?: NodeSetup['contextData']) => ({
			type: submitter.type,
			parameters: { ...submitter.parameters, options },
			credential: credentialFor(server.sandbox),
			...(contextData && { contextData }),
		});
		server.sandbox.inject({ ...callsOf(1), fault: { kind: 'reset', accept: true }, times: 1 });
		server.sandbox.inject({ ...callsOf(2), fault: faults.mxException, times: 1 });
		const { run, error } = await runNode(setup({ repeatWhenUnanswered: true }), [first, second]);
		expect(error?.message).toContain('[item 1]');
		expect(error?.description).toMatch(/1 had no final reply yet/);
		await runNode(setup({}, savedContext(run)), [first, second]);
		const times = acceptedMarks(server.sandbox).filter((mark) => mark === markOf(1)).length;
		expect(times).toBe(submitter.repeatable ? 2 : 1);
	});
});

describe('updates of one record', () => {
	const update = (value: string, options: INodeParameters = {}): INodeParameters => ({
		opportunityId: byId('={{ $json.id }}'),
		fieldsMode: 'manual',
		fields: { field: [field('mx_Custom_1', value)] },
		options: { maxTries: 1, maxConcurrency: 1, ...options },
	});
	const attempt = async (
		value: string,
		inputs: INodeExecutionData[],
		before?: NodeRun,
		options: INodeParameters = {},
	) =>
		await runNode(
			{
				type: updateType,
				parameters: update(value, options),
				credential: credentialFor(server.sandbox),
				...(before && { contextData: savedContext(before.run) }),
			},
			inputs,
		);
	const sent = () =>
		[...server.sandbox.requests.values()].map(({ body }) => {
			const { ProspectOpportunityId: id, Fields } = body as unknown as {
				ProspectOpportunityId: string;
				Fields: Array<{ Value: string }>;
			};
			return [id, Fields[0]?.Value];
		});
	const refuseOnce = (n: number) =>
		server.sandbox.inject({
			opportunityId: opportunityId(n),
			fault: faults.mxException,
			times: 1,
		});

	test('keep their order: what follows a changed one is sent again, and a hint says which', async () => {
		const inputs = items(
			{ id: opportunityId(1), stage: 'Open' },
			{ id: opportunityId(1), stage: 'Won' },
			{ id: opportunityId(3), stage: 'Lost' },
			{ id: opportunityId(2), stage: 'Open' },
		);
		refuseOnce(2);
		const first = await attempt('={{ $json.stage }}', inputs);
		expect(first.status).toBe('error');
		server.sandbox.requests.clear();
		const changedFirst = "={{ $json.stage === 'Open' ? 'Begun' : $json.stage }}";
		const { hints } = await attempt(changedFirst, inputs, first);
		expect(sent()).toEqual([
			[opportunityId(1), 'Begun'],
			[opportunityId(1), 'Won'],
			[opportunityId(2), 'Begun'],
		]);
		expect(hints).toEqual([
			'Not sent again: 1 of the items were accepted in an earlier attempt and keep their RequestId',
			'Sent again with new values: item 0 was accepted in an earlier attempt with other values',
			'Sent again to keep the order: item 1 was accepted in an earlier attempt, but an earlier item that updates the same record was sent now',
		]);
	});

	test('keep their order where the first one was only checked before', async () => {
		const inputs = items(
			{ id: opportunityId(1), stage: 'Open', check: true },
			{ id: opportunityId(1), stage: 'Won', check: false },
			{ id: opportunityId(2), stage: 'Open', check: false },
		);
		refuseOnce(2);
		const first = await attempt('={{ $json.stage }}', inputs, undefined, {
			checkOnly: '={{ $json.check }}',
		});
		expect(sent()).toEqual([[opportunityId(1), 'Won']]);
		await attempt('={{ $json.stage }}', inputs, first);
		expect(sent().slice(1)).toEqual([
			[opportunityId(1), 'Open'],
			[opportunityId(1), 'Won'],
			[opportunityId(2), 'Open'],
		]);
	});

	test('are sent with the old values again after new ones that may have been accepted', async () => {
		const inputs = items({ id: opportunityId(1) }, { id: opportunityId(2) });
		refuseOnce(2);
		const first = await attempt('old', inputs);
		server.sandbox.inject({
			opportunityId: opportunityId(1),
			fault: { kind: 'reset', accept: true },
			times: 1,
		});
		const second = await attempt('new', inputs, first);
		expect([first.status, second.status]).toEqual(['error', 'error']);
		await attempt('old', inputs, second);
		expect(sent()).toEqual([
			[opportunityId(1), 'old'],
			[opportunityId(1), 'new'],
			[opportunityId(1), 'old'],
			[opportunityId(2), 'old'],
		]);
	});
});

test.each(submitters)(
	'$operation: what was accepted is kept where an expression fails while the calls are sent',
	async (submitter) => {
		server.sandbox.inject({ fault: { kind: 'delay', ms: 400 } });
		const until = Date.now() + 600;
		const inputs = [1, 2, 3].map((n) => ({ json: { ...itemFor(n).json, until } }));
		const setup = (checkOnly: INodeParameters[string]): NodeSetup => ({
			type: submitter.type,
			parameters: { ...submitter.parameters, options: { maxConcurrency: 1, checkOnly } },
			credential: credentialFor(server.sandbox),
		});
		const { run, error } = await runNode(
			setup('={{ Date.now() > $json.until ? DateTime.fromNowhere() : false }}'),
			inputs,
		);
		expect(error?.message).toMatch(/^'Check Only' contains an expression that cannot be evaluated/);
		expect(acceptedMarks(server.sandbox)).toEqual([1, 2].map(markOf));
		await runNode({ ...setup(false), contextData: savedContext(run) }, inputs);
		expect(acceptedMarks(server.sandbox).sort()).toEqual([1, 2, 3].map(markOf));
	},
);
