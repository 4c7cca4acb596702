/**
 * The credential is edited while a run is under way. n8n reads it again for every call, so from then on calls are signed
 * with other keys: those of the same account, renewed one after the other, or all of another one.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { faults, startSandbox, type Keys, type Sandbox, type SandboxOptions } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { readersOfAll } from '../../support/readers';
import { checkType, items, readType, runNode, type NodeSetup } from '../../support/run-node';
import { acceptedMarks, itemFor, markOf, submitters } from '../../support/submitters';
import { useVirtualTime } from '../../support/virtual-time';
import { savedContext } from './five-updates';

useVirtualTime();

let sandbox: Sandbox;
let credential: ICredentialDataDecryptedObject;
let edit = () => {};
let editAgain = () => {};
afterEach(async () => {
	edit = editAgain = () => {};
	await sandbox.close();
});

/** `edit` is made once the first call is answered, `editAgain` after the second. */
async function start(options: SandboxOptions = {}, changes: ICredentialDataDecryptedObject = {}) {
	let answered = 0;
	const logLine = () => {
		answered++;
		if (answered === 1) edit();
		if (answered === 2) editAgain();
	};
	sandbox = await startSandbox({ ...options, logLine });
	credential = credentialFor(sandbox, changes);
}

/** The keys that LeadSquared takes from now on, in the credential too. */
function renew(keys: Partial<Keys>) {
	Object.assign(sandbox.keys, keys);
	Object.assign(credential, keys);
}

const ofUser = { accessKey: 'another-access-key', secretKey: 'another-secret-key' };
const ofApi = { apiKey: 'another-x-api-key' };
const inputs = [1, 2, 3].map((n) => itemFor(n));
const oneByOne = { maxConcurrency: 1 };

const refused =
	'The access key and the x-api-key of the LeadSquared credential were both changed while the node was running, as for another account';

describe.each(submitters)('$operation', ({ type, label, parameters }) => {
	const setup = (settings: NodeSetup['settings'] = {}): NodeSetup => ({
		type,
		parameters: { ...parameters, options: oneByOne },
		settings,
		credential,
	});

	test.each([
		['of another user', ofUser],
		['of the Async API', ofApi],
	])('the run goes on with new keys %s', async (_, keys) => {
		await start();
		edit = () => renew(keys);
		const { status } = await runNode(setup(), inputs);
		expect(status).toBe('success');
		expect(acceptedMarks(sandbox)).toEqual([1, 2, 3].map(markOf));
	});

	test.each([
		['of a saved execution', {}],
		['of n8n itself', { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }],
	])(
		'a retry %s sends nothing twice after both were renewed, one after the other',
		async (_, of) => {
			await start();
			edit = () => renew(ofUser);
			editAgain = () => renew(ofApi);
			sandbox.inject({ fault: faults.refusal('no'), after: 2, times: 1 });
			const { run, status } = await runNode(setup(of), inputs);
			const isOver = 'retryOnFail' in of;
			expect(status).toBe(isOver ? 'success' : 'error');
			if (!isOver) await runNode({ ...setup(), contextData: savedContext(run) }, inputs);
			expect(acceptedMarks(sandbox)).toEqual([1, 2, 3].map(markOf));
		},
	);

	test('nor does one after each of them was renewed before a retry', async () => {
		await start();
		sandbox.inject({ fault: faults.refusal('no'), after: 1, times: 2 });
		const first = await runNode(setup(), inputs);
		renew(ofUser);
		const second = await runNode({ ...setup(), contextData: savedContext(first.run) }, inputs);
		renew(ofApi);
		const third = await runNode({ ...setup(), contextData: savedContext(second.run) }, inputs);
		expect([first, second, third].map(({ status }) => status)).toEqual([
			'error',
			'error',
			'success',
		]);
		expect(acceptedMarks(sandbox)).toEqual([1, 2, 3].map(markOf));
	});

	test('nothing goes to another account, and a retry sends each item to it once', async () => {
		await start();
		edit = () => renew({ ...ofUser, ...ofApi });
		const { run, error } = await runNode(setup(), inputs);
		expect(sandbox.calls).toHaveLength(1);
		expect(error?.message).toMatch(`n8n did not send ${label}: ${refused}`);
		expect(error?.description).toMatch(/Nothing was sent\. 1 of 3 items were accepted/);

		const contextData = savedContext(run);
		const retried = await runNode({ ...setup(), contextData }, inputs);
		expect(retried.status).toBe('success');
		expect(acceptedMarks(sandbox)).toEqual([1, 1, 2, 3].map(markOf));
	});

	test('a node that goes on says so of each item', async () => {
		await start();
		edit = () => renew({ ...ofUser, ...ofApi });
		const { outputs } = await runNode(setup({ onError: 'continueRegularOutput' }), inputs);
		expect(sandbox.calls).toHaveLength(1);
		expect(outputs[0]!.map(({ json }) => String(json.error).includes(refused))).toEqual([
			false,
			true,
			true,
		]);
	});
});

test.each([
	{ title: 'the status node', type: checkType, parameters: {} },
	...readersOfAll.map((reader) => ({ ...reader, type: readType })),
])('$title asks no other account', async ({ type, parameters }) => {
	await start();
	sandbox.inject({ fault: faults.plain503 });
	edit = () => renew({ ...ofUser, ...ofApi });
	const { error } = await runNode({ type, parameters, credential }, items({ RequestId: 'r-1' }));
	expect(sandbox.calls).toHaveLength(1);
	expect(error?.message).toContain(refused);
});

describe('the limit', () => {
	/** The most calls that arrived in a window, from the second window after the edit on. */
	function mostInWindow(editedAt: number): number {
		const later = sandbox.calls.map(({ at }) => at).filter((at) => at > editedAt + 5_000);
		return Math.max(...later.map((at) => later.filter((of) => of >= at && of < at + 5_000).length));
	}

	const many = (from: number) =>
		Array.from({ length: 20 }, (_, n) => itemFor(1 + n, markOf(from + n)));
	const [update] = submitters.filter(({ operation }) => operation === 'opportunity/update');
	const runUpdates = async (from: number, own = credential) =>
		await runNode(
			{ type: update!.type, parameters: update!.parameters, credential: own },
			many(from),
		);

	test('with a new access key, a run under way and one that starts later stay within it together', async () => {
		await start({}, { callsPerWindow: 4 });
		let editedAt = 0;
		let second: ReturnType<typeof runUpdates> | undefined;
		edit = () => {
			editedAt = Date.now();
			renew(ofUser);
			second = runUpdates(101, { ...credential });
		};
		await runUpdates(1);
		await second;
		expect(sandbox.requests.size).toBe(40);
		expect(mostInWindow(editedAt)).toBeLessThanOrEqual(4);
	});

	test('a lower one that is entered during a run applies to the run', async () => {
		await start({}, { callsPerWindow: 8 });
		let editedAt = 0;
		edit = () => {
			editedAt = Date.now();
			credential.callsPerWindow = 2;
		};
		await runUpdates(1);
		expect(sandbox.requests.size).toBe(20);
		expect(mostInWindow(editedAt)).toBeLessThanOrEqual(2);
	});
});
