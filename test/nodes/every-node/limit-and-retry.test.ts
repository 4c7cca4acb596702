import { sleep, type ICredentialDataDecryptedObject, type INodeParameters } from 'n8n-workflow';

import { faults, opportunityId, startSandbox, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { checkType, items, runNode, runUpdate, updateType } from '../../support/run-node';
import { itemFor, runSubmitter, submitters } from '../../support/submitters';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
let sandbox: Sandbox;
// A new one for each test: what the limiter has learned of an account would stay.
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

const parameters = {
	opportunityId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	note: 'a note',
};

/** The sandbox's calls, as statuses in the order of arrival. */
const statuses = () => sandbox.calls.map(({ statusCode }) => statusCode);

const one = () => items({ id: opportunityId(1) });

/** Updates one opportunity. */
const updateOne = async (options: INodeParameters = {}) =>
	await runUpdate(sandbox, { ...parameters, options }, one());

/** The same with a credential of another id. */
const withCredential = async (id: string, changes: ICredentialDataDecryptedObject) =>
	await runNode(
		{
			type: updateType,
			parameters,
			settings: { credentials: { leadSquaredAsyncApi: { id, name: id } } },
			credential: credentialFor(sandbox, changes),
		},
		one(),
	);

test("loses nothing over the account's limit with two runs at once, even if rejected calls count", async () => {
	const limit = 6;
	await sandbox.close();
	sandbox = await startSandbox({ limit: { model: 'log+rejected', calls: limit } });
	const run = async (first: number) =>
		await runNode(
			{
				type: updateType,
				parameters,
				credential: credentialFor(sandbox, { callsPerWindow: limit }),
			},
			items(...[0, 1, 2, 3].map((n) => ({ id: opportunityId(first + n) }))),
		);
	const runs = await Promise.all([run(1), run(11)]);
	// Two calls had to wait for the window to turn; whose run they are of is up to the machine.
	const hints = new Set(runs.flatMap((each) => each.hints));
	expect([...hints]).toEqual(['Waited 5 s in total for the limit of 6 calls per 5 s']);
	expect(runs.map(({ outputs }) => outputs[0]!.length)).toEqual([4, 4]);
	expect(statuses()).toEqual(Array.from({ length: 8 }, () => 200));
	const arrivals = sandbox.calls.map(({ at }) => at);
	expect(arrivals[limit]! - arrivals[0]!).toBeGreaterThanOrEqual(5_000);
});

test('tries a call again after a server error, and gives its item one RequestId', async () => {
	sandbox.inject({ fault: faults.plain503, times: 1 });
	const { outputs } = await updateOne();
	expect(statuses()).toEqual([503, 200]);
	expect(outputs[0]!.map(({ json }) => json.RequestId)).toEqual([...sandbox.requests.keys()]);
});

test('tries a rate-limited call again after the time that LeadSquared names', async () => {
	sandbox.inject({ fault: faults.throttled('1'), times: 1 });
	const { hints } = await withCredential('one', { callsPerWindow: 25 });
	expect(statuses()).toEqual([429, 200]);
	expect(hints).toEqual([
		expect.stringMatching(/^LeadSquared rate-limited 1 call; rate-limited calls are retried/),
	]);
	const [first, second] = sandbox.calls;
	expect(second!.at - first!.at).toBeGreaterThanOrEqual(1_000);
});

test.each([
	[20, 5_000, 25, 'LeadSquared allows 20 calls in 5 seconds; the credential says 25'],
	[1, 1_000, 25, 'LeadSquared allows 1 call in 1 second; the credential says 25'],
	[20, 5_000, 20, undefined],
	[25, 5_000, 20, undefined],
])(
	'believes that the limit is %d in %d ms where the credential says %d, and says so once: %s',
	async (calls, windowMs, callsPerWindow, hint) => {
		sandbox.inject({ fault: faults.throttled('0', calls, windowMs), times: 2 });
		const run = async () => {
			const { hints } = await withCredential('one', { callsPerWindow });
			return hints.filter((each) => each.startsWith('LeadSquared allows'));
		};
		const told =
			hint === undefined
				? []
				: [
						`${hint}. All nodes keep to LeadSquared's number until n8n restarts. Enter it in the credential, as 'Calls per 5 Seconds'`,
					];
		expect(await run()).toEqual(told);
		expect(await run()).toEqual([]);
	},
);

test('sends no more calls than LeadSquared says that it allows, from the first 429 on', async () => {
	await sandbox.close();
	sandbox = await startSandbox({ limit: { model: 'log+rejected', calls: 4 } });
	const { outputs, hints } = await runNode(
		{ type: updateType, parameters, credential: credentialFor(sandbox, { callsPerWindow: 25 }) },
		items(...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => ({ id: opportunityId(n) }))),
	);
	expect(outputs[0]).toHaveLength(10);
	expect(hints.join()).toMatch('LeadSquared allows 4 calls in 5 seconds');
	// No more were on their way when the first 429 came.
	expect(statuses().filter((status) => status === 429).length).toBeLessThanOrEqual(5);
});

test('hints which limit holds where two credentials of one account differ', async () => {
	expect((await withCredential('one', { callsPerWindow: 50 })).hints).toEqual([]);
	expect((await withCredential('two', { callsPerWindow: 10 })).hints).toEqual([
		"Credentials of this account differ in 'Calls per 5 Seconds' (10, 50). The smallest applies: 10 calls per 5 s",
	]);
	// Corrected, the second one counts for what it says now.
	expect((await withCredential('two', { callsPerWindow: 50 })).hints).toEqual([]);
});

test('forgets the limit of a credential that now belongs to another account', async () => {
	await withCredential('turned', { callsPerWindow: 10 });
	await withCredential('turned', { callsPerWindow: 10, accessKey: 'of-another-account' });
	expect((await withCredential('other', { callsPerWindow: 50 })).hints).toEqual([]);
});

test.each(['2', ' 2 '])(
	'takes an option that an expression gives as the text "%s"',
	async (tries) => {
		sandbox.inject({ fault: faults.throttled('0') });
		await updateOne({ maxTries: `={{ "${tries}" }}` });
		expect(statuses()).toEqual([429, 429]);
	},
);

describe('the message about a call of which an earlier attempt may have been accepted', () => {
	const perhaps = 'it is unknown whether LeadSquared accepted an earlier one';

	test('says so for an update', async () => {
		sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
		sandbox.inject({ fault: faults.throttled('0') });
		const { error } = await updateOne({ maxTries: 2 });
		expect(sandbox.requests.size).toBe(1);
		expect(error?.message).toMatch(/^LeadSquared received more calls than the account allows/);
		expect(error?.description).toContain(perhaps);
		expect(error?.description).not.toContain('did not accept this call');
	});

	test('says so for a capture that may be repeated', async () => {
		const capture = submitters.find(({ operation }) => operation === 'opportunity/capture')!;
		sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
		sandbox.inject({ fault: faults.throttled('0') });
		const { error } = await runSubmitter(
			sandbox,
			capture,
			{ maxTries: 2, repeatWhenUnanswered: true },
			[itemFor(1)],
			{},
		);
		expect(sandbox.requests.size).toBe(1);
		expect(error?.description).toContain(perhaps);
	});

	test('says so whatever the last answer is', async () => {
		sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
		sandbox.inject({ fault: faults.wrongKeys });
		const { error } = await updateOne();
		expect(sandbox.requests.size).toBe(1);
		expect(error?.message).toMatch(/^LeadSquared does not accept the access key/);
		expect(error?.description).toContain(perhaps);
	});

	test('does not say so for a status, where there was nothing to accept', async () => {
		sandbox.inject({ fault: { kind: 'reset' }, times: 1 });
		sandbox.inject({ fault: faults.throttled('0') });
		const { error } = await runNode(
			{
				type: checkType,
				parameters: { requestId: 'r', options: { maxTries: 2 } },
				credential: credentialFor(sandbox),
			},
			items({}),
		);
		expect(error?.message).toMatch(/^LeadSquared received more calls than the account allows/);
		expect(error?.description).not.toContain(perhaps);
	});
});

test('gives up on a permanent 429 after Max Tries with a clear message', async () => {
	sandbox.inject({ fault: faults.throttled('0') });
	const { error } = await updateOne({ maxTries: 3 });
	expect(statuses()).toEqual([429, 429, 429]);
	expect(error?.message).toMatch(/^LeadSquared received more calls than the account allows/);
});

test('gives up on a permanent server error after Max Tries with a clear message', async () => {
	sandbox.inject({ fault: faults.plain500 });
	const { error } = await updateOne({ maxTries: 2 });
	expect(statuses()).toEqual([500, 500]);
	expect(error?.message).toMatch(/^LeadSquared could not handle Update Opportunity right now/);
});

test('sends no second call after a lost answer without Retry on Network Failure', async () => {
	sandbox.inject({ fault: { kind: 'reset', accept: true } });
	const { error } = await updateOne({ retryOnNetworkFailure: false });
	expect(sandbox.requests.size).toBe(1);
	expect(error?.description).toMatch(/It is unknown whether LeadSquared accepted this call/);
});

test.each([updateType, checkType])('sends once what is refused permanently: %s', async (type) => {
	sandbox.inject({ fault: faults.mxException });
	await runNode(
		{ type, parameters: type === updateType ? parameters : {}, credential: credentialFor(sandbox) },
		items({ id: opportunityId(1), RequestId: 'r-1' }),
	);
	expect(statuses()).toEqual([500]);
});

test('ends the wait for the limit within 50 ms when the run is cancelled, and sends nothing more', async () => {
	let cancelRun = () => {};
	let cancelledAt = Infinity;
	await sandbox.close();
	sandbox = await startSandbox({
		// The first call is answered; the second one has five seconds to wait for its turn.
		logLine: () =>
			void sleep(200).then(() => {
				cancelledAt = performance.now();
				cancelRun();
			}),
	});
	const { status } = await runNode(
		{
			type: updateType,
			parameters,
			credential: credentialFor(sandbox, { callsPerWindow: 1 }),
			onStarted: (cancel) => (cancelRun = cancel),
		},
		items({ id: opportunityId(1) }, { id: opportunityId(2) }),
	);
	expect(status).toBe('canceled');
	expect(performance.now() - cancelledAt).toBeLessThan(50);
	await sleep(10_000);
	expect(statuses()).toEqual([200]);
});
