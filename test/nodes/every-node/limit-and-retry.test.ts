import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { faults, opportunityId, startSandbox, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { later } from '../../support/platform';
import { checkType, items, runNode, runUpdate, updateType } from '../../support/run-node';
import { itemFor, runSubmitter, submitters } from '../../support/submitters';

let sandbox: Sandbox;
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

test('over the limit of the account nothing is lost: two runs at once, in the limit that counts rejected calls too', async () => {
	const limit = 6;
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

test('a call that meets trouble is tried again, and its item has one RequestId', async () => {
	sandbox = await startSandbox();
	sandbox.inject({ fault: faults.plain503, times: 1 });
	const { outputs } = await updateOne();
	expect(statuses()).toEqual([503, 200]);
	expect(outputs[0]!.map(({ json }) => json.RequestId)).toEqual([...sandbox.requests.keys()]);
});

test('a call that is throttled is tried again after the time that LeadSquared names', async () => {
	sandbox = await startSandbox();
	sandbox.inject({ fault: faults.throttled('1'), times: 1 });
	const { hints } = await updateOne();
	expect(statuses()).toEqual([429, 200]);
	expect(hints).toEqual([
		expect.stringMatching(/^LeadSquared rate-limited 1 call; rate-limited calls are retried/),
	]);
	const [first, second] = sandbox.calls;
	expect(second!.at - first!.at).toBeGreaterThanOrEqual(1_000);
});

test('where two credentials of one account differ in their limit, a hint says which holds', async () => {
	sandbox = await startSandbox();
	expect((await withCredential('one', { callsPerWindow: 50 })).hints).toEqual([]);
	expect((await withCredential('two', { callsPerWindow: 10 })).hints).toEqual([
		"Credentials of this account differ in 'Calls per 5 Seconds' (10, 50). The smallest applies: 10 calls per 5 s",
	]);
	// Corrected, the second one counts for what it says now.
	expect((await withCredential('two', { callsPerWindow: 50 })).hints).toEqual([]);
});

test('a credential that was turned to another account leaves no limit behind', async () => {
	sandbox = await startSandbox();
	await withCredential('turned', { callsPerWindow: 10 });
	await withCredential('turned', { callsPerWindow: 10, accessKey: 'of-another-account' });
	expect((await withCredential('other', { callsPerWindow: 50 })).hints).toEqual([]);
});

test.each(['2', ' 2 '])(
	'an option that an expression gives as the text "%s" counts',
	async (tries) => {
		sandbox = await startSandbox();
		sandbox.inject({ fault: faults.throttled('0') });
		await updateOne({ maxTries: `={{ "${tries}" }}` });
		expect(statuses()).toEqual([429, 429]);
	},
);

describe('a call that may have been accepted, and whose last try was certainly not', () => {
	const perhaps = 'it is unknown whether LeadSquared accepted an earlier one';

	test('an update: the message leaves that open', async () => {
		sandbox = await startSandbox();
		sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
		sandbox.inject({ fault: faults.throttled('0') });
		const { error } = await updateOne({ maxTries: 2 });
		expect(sandbox.requests.size).toBe(1);
		expect(error?.message).toMatch(/^LeadSquared received more calls than the account allows/);
		expect(error?.description).toContain(perhaps);
		expect(error?.description).not.toContain('did not take this call');
	});

	test('a capture that may be repeated: the message leaves it open as well', async () => {
		sandbox = await startSandbox();
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

	test('whatever the last answer is', async () => {
		sandbox = await startSandbox();
		sandbox.inject({ fault: { kind: 'reset', accept: true }, times: 1 });
		sandbox.inject({ fault: faults.wrongKeys });
		const { error } = await updateOne();
		expect(sandbox.requests.size).toBe(1);
		expect(error?.message).toMatch(/^LeadSquared does not accept the access key/);
		expect(error?.description).toContain(perhaps);
	});

	test('a status: nothing was to be accepted, so nothing is left open', async () => {
		sandbox = await startSandbox();
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

test('a permanent 429 ends after Max Tries with a clear message', async () => {
	sandbox = await startSandbox();
	sandbox.inject({ fault: faults.throttled('0') });
	const { error } = await updateOne({ maxTries: 3 });
	expect(statuses()).toEqual([429, 429, 429]);
	expect(error?.message).toMatch(/^LeadSquared received more calls than the account allows/);
});

test('a permanent trouble ends after Max Tries with a clear message', async () => {
	sandbox = await startSandbox();
	sandbox.inject({ fault: faults.plain500 });
	const { error } = await updateOne({ maxTries: 2 });
	expect(statuses()).toEqual([500, 500]);
	expect(error?.message).toMatch(/^LeadSquared could not handle Update Opportunity right now/);
});

test('without Retry on Network Failure a lost answer is not followed by a second call', async () => {
	sandbox = await startSandbox();
	sandbox.inject({ fault: { kind: 'reset', accept: true } });
	const { error } = await updateOne({ retryOnNetworkFailure: false });
	expect(sandbox.requests.size).toBe(1);
	expect(error?.description).toMatch(/It is unknown whether LeadSquared accepted this call/);
});

test.each([updateType, checkType])('what is refused for good is sent once: %s', async (type) => {
	sandbox = await startSandbox();
	sandbox.inject({ fault: faults.mxException });
	await runNode(
		{ type, parameters: type === updateType ? parameters : {}, credential: credentialFor(sandbox) },
		items({ id: opportunityId(1), RequestId: 'r-1' }),
	);
	expect(statuses()).toEqual([500]);
});

test('cancelling ends the wait for the limit within a second, and nothing more is sent', async () => {
	let cancelRun = () => {};
	let cancelledAt = Infinity;
	sandbox = await startSandbox({
		// The first call is answered; the second one has five seconds to wait for its turn.
		logLine: () =>
			void later(() => {
				cancelledAt = performance.now();
				cancelRun();
			}, 200),
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
	expect(performance.now() - cancelledAt).toBeLessThan(1_000);
	expect(statuses()).toEqual([200]);
});
