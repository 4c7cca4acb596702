import type { INodeParameters } from 'n8n-workflow';

import {
	opportunityId,
	startSandbox,
	type Outcome,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { checkType, items, runNode, updateType } from '../../support/run-node';

let sandbox: Sandbox;
let outcome: Outcome | undefined;
let now = Date.UTC(2026, 10, 24, 4, 30);

async function open(options: SandboxOptions = {}) {
	sandbox = await startSandbox({ now: () => now, outcome: () => outcome, ...options });
}
beforeEach(() => (outcome = undefined));
afterEach(async () => await sandbox.close());

/** Sends one update for each id and returns the RequestIds. */
async function submit(...ids: string[]): Promise<string[]> {
	const { outputs } = await runNode(
		{
			type: updateType,
			parameters: {
				opportunityId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				fields: { field: [{ schemaName: 'mx_Custom_5', value: 'x' }] },
			},
			credential: credentialFor(sandbox),
		},
		items(...ids.map((id) => ({ id }))),
	);
	return outputs[0]!.map(({ json }) => String(json.RequestId));
}

async function check(
	inputs: Array<Record<string, string>>,
	parameters: INodeParameters = {},
	settings = {},
) {
	sandbox.calls.length = 0;
	return await runNode(
		{ type: checkType, parameters, settings, credential: credentialFor(sandbox) },
		items(...inputs),
	);
}

const looks = () => sandbox.calls.filter(({ path }) => path.endsWith('/status'));

describe('the outcome of requests', () => {
	test('returns completed, failed and pending requests through three outputs, each item paired', async () => {
		await open({
			processingDelayMs: (request) =>
				JSON.stringify(request.body).includes(opportunityId(3)) ? 60_000 : 0,
		});
		const ids = await submit(
			opportunityId(1),
			'00000000-0000-4000-8000-00000000dead',
			opportunityId(3),
		);
		const { outputs } = await check(ids.map((RequestId) => ({ RequestId })));

		const [completed, failed, pending] = outputs;
		expect(outputs).toHaveLength(3);
		expect(completed).toEqual([
			{
				json: {
					RequestId: ids[0],
					State: 'succeeded',
					Status: 'Success',
					StatusReason: 'Request was successfully completed',
					TaskType: 'Opportunity Update',
					TaskCurrentStep: null,
					TaskLastStep: 'In-Process-Queue',
					RequestBody: {
						ProspectOpportunityId: opportunityId(1),
						Fields: [{ SchemaName: 'mx_Custom_5', Value: 'x' }],
					},
					Message: { Status: 'Success', Message: { Id: opportunityId(1) } },
					Operation: 'opportunity/update',
					CheckedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/),
					Polls: 1,
					WaitedMs: 0,
					MayStillRetry: false,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(failed).toMatchObject([
			{ json: { RequestId: ids[1], State: 'failed', Status: 'FAILURE' }, pairedItem: { item: 1 } },
		]);
		expect(failed![0]!.json.StatusReason).toMatch(/MXInvalidEntityReferenceException/);
		expect(pending).toMatchObject([
			{
				json: { RequestId: ids[2], State: 'pending', Status: 'In-Queue' },
				pairedItem: { item: 2 },
			},
		]);
	});

	test('returns one output on request, in input order', async () => {
		await open();
		const ids = await submit(opportunityId(1), '00000000-0000-4000-8000-00000000dead');
		const { outputs } = await check(
			ids.map((RequestId) => ({ RequestId })),
			{ splitOutputs: false },
		);
		expect(outputs).toHaveLength(1);
		expect(outputs[0]!.map(({ json }) => json.State)).toEqual(['succeeded', 'failed']);
	});

	test('reports a pending request as completed once it is', async () => {
		await open({ processingDelayMs: 2_000 });
		const ids = await submit(opportunityId(1));
		const states = async () =>
			(await check([{ RequestId: ids[0]! }], { splitOutputs: false })).outputs[0]![0]!.json.State;
		expect(await states()).toBe('pending');
		now += 2_000;
		expect(await states()).toBe('succeeded');
	});

	test.each<[Outcome, INodeParameters, string, boolean]>([
		['error', {}, 'failed', true],
		['error', { errorIsFinal: false }, 'pending', true],
		['failure', {}, 'failed', false],
		['failure', { errorIsFinal: false }, 'failed', false],
		['successWithInnerError', {}, 'failed', false],
		[{ status: 'Weird Value' }, {}, 'pending', false],
		[{ status: 'SUCCESS' }, {}, 'succeeded', false],
		[{ status: 'success' }, {}, 'succeeded', false],
		[{ status: 'Failure' }, {}, 'failed', false],
		[{ status: 'IN-QUEUE' }, {}, 'pending', false],
	])('reads outcome %j with %j as %s', async (forced, options, state, mayStillRetry) => {
		outcome = forced;
		await open();
		const ids = await submit(opportunityId(1));
		const { outputs } = await check([{ RequestId: ids[0]! }], { splitOutputs: false, options });
		expect(outputs[0]![0]!.json).toMatchObject({ State: state, MayStillRetry: mayStillRetry });
	});
});

describe('the call', () => {
	test('sends the x-api-key alone, and RequestID spelt as documented', async () => {
		await open();
		const ids = await submit(opportunityId(1));
		await check([{ RequestId: ids[0]! }]);
		expect(looks()).toHaveLength(1);
		const [call] = looks();
		expect(call).toMatchObject({
			method: 'GET',
			path: '/opportunity/update/status',
			query: { RequestID: ids[0] },
		});
		expect(Object.keys(call!.query)).toEqual(['RequestID']);
		expect(call!.headers['x-api-key']).toBe(sandbox.keys.apiKey);
		expect(sandbox.leaks).toEqual([]);
	});

	test('checks identical RequestIds once', async () => {
		await open();
		const [a, b] = await submit(opportunityId(1), opportunityId(2));
		const { outputs } = await check([{ RequestId: a! }, { RequestId: b! }, { RequestId: a! }]);
		expect(looks()).toHaveLength(2);
		expect(outputs[0]!.map(({ json, pairedItem }) => [json.RequestId, pairedItem])).toEqual([
			[a, { item: 0 }],
			[b, { item: 1 }],
			[a, { item: 2 }],
		]);
	});

	test.each(['RequestID', 'RequestId'] as const)(
		'accepts the spelling %s in a reply',
		async (requestIdKey) => {
			await open({ requestIdKey });
			const ids = await submit(opportunityId(1));
			const { outputs } = await check([{ RequestId: ids[0]! }]);
			expect(outputs[0]).toHaveLength(1);
		},
	);

	test.each(['RequestID', 'RequestId'])(
		'reports no state of another request, which LeadSquared names under %s',
		async (key) => {
			await open();
			const [own, other] = await submit(opportunityId(1), opportunityId(2));
			const answer = (id: string) => {
				const body = { [key]: id, TaskStatus: { Status: 'FAILURE', StatusReason: 'x' } };
				const fault = { kind: 'reply' as const, status: 200, body };
				sandbox.inject({ path: /status$/, times: 1, fault });
			};
			answer(other!);
			const { error } = await check([{ RequestId: own! }]);
			expect(error?.message).toMatch(/answered with another record .*\[item 0\]/);
			// In another letter case it is the same.
			answer(own!.toUpperCase());
			const { outputs } = await check([{ RequestId: own! }]);
			expect(outputs.map((some) => some.length)).toEqual([0, 1, 0]);
		},
	);

	test.each(['missingToken', 'notFound'] as const)(
		'falls back to the path of the entity (%s), and remembers it for the host',
		async (unknownRoute) => {
			await open({ statusPath: 'entity', unknownRoute });
			const [a, b] = await submit(opportunityId(1), opportunityId(2));
			const { outputs } = await check([{ RequestId: a! }, { RequestId: b! }]);
			expect(outputs[0]).toHaveLength(2);
			expect(looks().map(({ path }) => path)).toEqual([
				'/opportunity/update/status',
				'/opportunity/status',
				'/opportunity/status',
			]);
			await check([{ RequestId: a! }]);
			expect(looks().map(({ path }) => path)).toEqual(['/opportunity/status']);
		},
	);

	test("uses the user's path as it is, and tries no other", async () => {
		await open({ statusPath: 'entity' });
		const ids = await submit(opportunityId(1));
		const asked = async (statusPath: string) =>
			await check([{ RequestId: ids[0]! }], { options: { statusPath } });
		expect((await asked('opportunity/status')).outputs[0]).toHaveLength(1);
		for (const unknown of ['/no/such/status', '/no/such.svc/status']) {
			expect((await asked(unknown)).error?.message).toMatch(/does not offer/);
			expect(looks().map(({ path }) => path)).toEqual([unknown]);
		}
	});

	test.each([
		['the operation of the item', { Operation: 'lead/capture' }, {}, '/lead/capture/status'],
		['no operation', {}, {}, '/opportunity/update/status'],
		[
			'the operation that was chosen',
			{ Operation: 'lead/capture' },
			{ requestType: 'lead/update' },
			'/lead/update/status',
		],
		[
			'a Request Type that an expression leaves empty',
			{ Operation: 'lead/capture' },
			{ requestType: '={{ $json.none }}' },
			'/lead/capture/status',
		],
	])('%s', async (_name, input, parameters, path) => {
		await open();
		await check([{ RequestId: 'r', ...input }], parameters, { onError: 'continueRegularOutput' });
		expect(looks()[0]!.path).toBe(path);
	});
});

describe('a request that cannot be checked', () => {
	test('makes an item error, which names it, of an unknown ID', async () => {
		await open();
		const { error } = await check([{ RequestId: 'nobody-knows-it' }]);
		expect(error?.message).toMatch(
			/^LeadSquared does not know this request ID: .+ \(HTTP 404\) \[item 0\] \[request nobody-knows-it\]$/,
		);
	});

	test.each<[string, Record<string, string>, INodeParameters, RegExp]>([
		['no id', {}, {}, /^'Request ID' is empty \[item 0\]$/],
		[
			'another Operation',
			{ RequestId: 'r', Operation: 'loan' },
			{},
			/^'Request Type' is Automatic, but .+ loan \[item 0\]$/,
		],
		[
			'an unknown Request Type',
			{ RequestId: 'r', Operation: 'lead/capture' },
			{ requestType: "={{ 'Lead Capture' }}" },
			/^'Request Type' has no choice "Lead Capture" \[item 0\]$/,
		],
		[
			'a Request Type that is a list',
			{ RequestId: 'r' },
			{ requestType: "={{ ['auto'] }}" },
			/^'Request Type' has no choice "\["auto"\]" \[item 0\]$/,
		],
		[
			'an ID that is no number',
			{ RequestId: 'r' },
			{ requestId: '={{ NaN }}' },
			/^'Request ID' is not a number that can be sent \[item 0\]$/,
		],
		[
			'an ID that has lost digits',
			{ RequestId: 'r' },
			{ requestId: '={{ 2 ** 53 + 2 }}' },
			/^'Request ID' is a number that cannot be sent exactly \(9007199254740994\) \[item 0\]$/,
		],
		[
			'an ID that is a switch',
			{ RequestId: 'r' },
			{ requestId: '={{ true }}' },
			/^'Request ID' is neither text nor a number \[item 0\]$/,
		],
		[
			'a path that is an address',
			{ RequestId: 'r' },
			{ options: { statusPath: '@evil.example/x' } },
			/^'Status Path' is not a path/,
		],
		[
			'a path that goes upwards',
			{ RequestId: 'r' },
			{ options: { statusPath: '/a/../b' } },
			/^'Status Path' is not a path/,
		],
		[
			'a path with a query',
			{ RequestId: 'r' },
			{ options: { statusPath: '/a?b=c' } },
			/^'Status Path' is not a path/,
		],
	])(
		'names the item and the parameter before any call: %s',
		async (_name, input, parameters, message) => {
			await open();
			const { error } = await check([input], parameters);
			expect(error?.message).toMatch(message);
			expect(sandbox.calls).toEqual([]);
		},
	);

	test('sends it to Failed when the node goes on, and to the error output where there is one', async () => {
		await open();
		const [id] = await submit(opportunityId(1));
		const inputs = [{ RequestId: 'unknown' }, { RequestId: id! }];
		const goesOn = await check(inputs, {}, { onError: 'continueRegularOutput', retryOnFail: true });
		expect(goesOn.runs).toBe(1);
		expect(goesOn.outputs.map((output) => output.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 1 }],
			[{ item: 0 }],
			[],
		]);
		const routed = await check(inputs, {}, { onError: 'continueErrorOutput', retryOnFail: true });
		expect(routed.runs).toBe(1);
		expect(routed.outputs.map((output) => output.length)).toEqual([1, 0, 0, 1]);
		expect(routed.outputs[3]![0]!.json.error).toMatch(/\[request unknown\]/);
	});
});

test('has one output as an AI tool, whatever the setting', async () => {
	await open();
	const ids = await submit(opportunityId(1), '00000000-0000-4000-8000-00000000dead');
	sandbox.calls.length = 0;
	const { outputs } = await runNode(
		{ type: `${checkType}Tool`, credential: credentialFor(sandbox) },
		items(...ids.map((RequestId) => ({ RequestId }))),
	);
	expect(outputs).toHaveLength(1);
	expect(outputs[0]!.map(({ json }) => json.State)).toEqual(['succeeded', 'failed']);
});

describe('the first look', () => {
	const pendingHint = /^All requests are still in LeadSquared's queue.+'Wait for Completion'/;

	test('says what to do while everything is still queued', async () => {
		await open({ processingDelayMs: 60_000 });
		const ids = await submit(opportunityId(1), opportunityId(2));
		const { hints } = await check(ids.map((RequestId) => ({ RequestId })));
		expect(hints).toEqual([expect.stringMatching(pendingHint)]);
	});

	test('says nothing where one request is final', async () => {
		await open({
			processingDelayMs: ({ body }) =>
				JSON.stringify(body).includes(opportunityId(2)) ? 60_000 : 0,
		});
		const ids = await submit(opportunityId(1), opportunityId(2));
		const { hints } = await check(ids.map((RequestId) => ({ RequestId })));
		expect(hints).toEqual([]);
	});
});

describe('a simplified result', () => {
	const current = { typeVersion: 1.1 };
	const unknownId = '00000000-0000-4000-8000-00000000dead';

	test('has what most workflows need, the important fields first', async () => {
		await open();
		const [good, bad] = await submit(opportunityId(1), unknownId);
		const { outputs } = await check([{ RequestId: good! }, { RequestId: bad! }], {}, current);
		expect(Object.entries(outputs[0]![0]!.json)).toEqual([
			['RequestId', good],
			['State', 'succeeded'],
			['ProspectOpportunityId', opportunityId(1)],
			['StatusReason', 'Request was successfully completed'],
			['Operation', 'opportunity/update'],
			['Polls', 1],
			['WaitedMs', 0],
		]);
		const [failed] = outputs[1]!;
		expect(Object.keys(failed!.json).slice(0, 4)).toEqual([
			'RequestId',
			'State',
			'ProspectOpportunityId',
			'StatusReason',
		]);
		expect(failed!.json).toMatchObject({ State: 'failed', ProspectOpportunityId: unknownId });
	});

	test('keeps the columns of the input in front, if the user wants them', async () => {
		await open();
		const [good] = await submit(opportunityId(1));
		const options = { includeInputFields: true };
		const { outputs } = await check([{ RequestId: good!, Row: '7' }], { options }, current);
		expect(outputs[0]![0]!.json).toMatchObject({ Row: '7', State: 'succeeded' });
		expect(outputs[0]![0]!.json).not.toHaveProperty('RequestBody');
	});

	test.each<[string, INodeParameters, object]>([
		['in a node of version 1', {}, { typeVersion: 1 }],
		['in a node of version 1, whatever the option says', { simplify: true }, { typeVersion: 1 }],
		['with Simplify off', { simplify: false }, current],
	])('is not what a node returns %s', async (_, options, settings) => {
		await open();
		const [good] = await submit(opportunityId(1));
		const { outputs } = await check([{ RequestId: good! }], { options }, settings);
		expect(outputs[0]![0]!.json).toMatchObject({
			Status: 'Success',
			TaskType: 'Opportunity Update',
			RequestBody: { ProspectOpportunityId: opportunityId(1) },
			MayStillRetry: false,
		});
	});
});
