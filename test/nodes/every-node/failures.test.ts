import type { INodeExecutionData } from 'n8n-workflow';

import { faults, opportunityId, startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { net } from '../../support/platform';
import { checkType, items, runNode, updateType, type NodeRun } from '../../support/run-node';
import {
	callsOf,
	itemFor,
	markIn,
	markOf,
	runSubmitter,
	submitters,
} from '../../support/submitters';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const three = items(...[1, 2, 3].map((n) => ({ id: opportunityId(n) })));
const parameters = {
	opportunityId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	fields: { field: [{ schemaName: 'mx_Custom_5', value: 'x' }] },
	// One after the other, so that it is certain which items come after the failed one.
	options: { timeout: 1, maxTries: 1, maxConcurrency: 1 },
};

async function update(
	settings = {},
	credential = credentialFor(sandbox),
	inputs = three,
): Promise<NodeRun> {
	return await runNode({ type: updateType, parameters, settings, credential }, inputs);
}

/** Nobody knows whether the call was taken. */
const unknown = 'unknown fate' as const;

interface Case {
	name: string;
	fault: Fault;
	/** What a person reads, without the item; CALL stands for the operation. */
	message: RegExp;
	next: RegExp | typeof unknown;
	httpCode?: string;
}

/** What may not be sent twice says how to find out. */
const unknownFate = {
	repeatable: /It is unknown whether LeadSquared accepted this call$/,
	once: /It is unknown whether LeadSquared accepted this call, and sent twice it would count twice\. Look in LeadSquared for .+ switch on 'Repeat When Unanswered' in the options/,
};

const cases: Case[] = [
	{
		name: '200 with an error inside',
		fault: faults.errorIn200,
		message: /^LeadSquared refused CALL: MXInvalidInputException: Invalid input \(HTTP 200\)/,
		next: /Correct the data of this item/,
		httpCode: '200',
	},
	{
		name: '400',
		fault: faults.badRequest,
		message:
			/^LeadSquared could not read the call CALL: MXInvalidInputException: Invalid request body \(HTTP 400\)/,
		next: /Check the names and values of this item\. .+ LeadSquared under /,
		httpCode: '400',
	},
	{
		name: '401, wrong keys',
		fault: faults.wrongKeys,
		message: /^LeadSquared does not accept the access key or the secret key: .+ \(HTTP 401\)/,
		next: /My Account > Settings > API and Webhooks/,
		httpCode: '401',
	},
	{
		name: '401, wrong region with the right host named',
		fault: faults.wrongRegion('api-us11.leadsquared.com'),
		message: /^The account lives in another region, on api-us11\.leadsquared\.com: .+ \(HTTP 401\)/,
		next: /^Choose the region 'United States' in the credential/,
		httpCode: '401',
	},
	{
		name: '403 Forbidden, a wrong x-api-key',
		fault: faults.badApiKey,
		message: /^LeadSquared does not accept the x-api-key: Forbidden \(HTTP 403\)/,
		next: /Check 'x-api-key' in the credential/,
		httpCode: '403',
	},
	{
		name: '403 Missing Authentication Token, an unknown route',
		fault: faults.unknownRoute,
		message:
			/^127\.0\.0\.1:\d+ has no such call as CALL: Missing Authentication Token \(HTTP 403\)/,
		next: /Check 'Region' or the custom hosts/,
		httpCode: '403',
	},
	{
		name: '404',
		fault: faults.notFound,
		message:
			/^LeadSquared did not find what CALL asked for: MXException: API not found \(HTTP 404\)/,
		next: /'Region' in the credential/,
		httpCode: '404',
	},
	{
		name: '429',
		fault: faults.throttled(),
		message:
			/^LeadSquared received more calls than the account allows: MXAPIRateLimitExceededException: API calls exceeded the limit of 25 in 5 second\(s\) \(HTTP 429\)/,
		next: /Set 'Calls per 5 Seconds'/,
		httpCode: '429',
	},
	{
		name: 'a rate limit inside 200',
		fault: faults.throttledInside200,
		message: /^LeadSquared received more calls than the account allows: .+ \(HTTP 200\)/,
		next: /LeadSquared did not take this call/,
		httpCode: '200',
	},
	{
		name: '500 with an MX exception',
		fault: faults.mxException,
		message:
			/^LeadSquared refused CALL: MXInvalidActivityFieldsException: Field name : 'mx_Custom_19' of datatype : 'String' is mandatory\. \(HTTP 500\)/,
		next: /sending it unchanged will be refused again/,
		httpCode: '500',
	},
	...(['500', '502', '503', '504'] as const).map((status) => ({
		name: `${status} without an MX exception`,
		fault: faults[`plain${status}`],
		message: new RegExp(`^LeadSquared could not handle CALL right now: .+ \\(HTTP ${status}\\)`),
		next: unknown,
		httpCode: status,
	})),
	{
		name: 'an HTML page with 200',
		fault: { kind: 'html', status: 200 },
		message: /^The answer to CALL cannot be read: it is a web page \(HTTP 200\)/,
		next: unknown,
		httpCode: '200',
	},
	{
		name: 'an empty body',
		fault: { kind: 'empty', status: 200 },
		message: /^The answer to CALL cannot be read: it is empty \(HTTP 200\)/,
		next: unknown,
		httpCode: '200',
	},
	{
		name: 'a truncated body',
		fault: { kind: 'truncated' },
		message: /^The answer to CALL cannot be read: it breaks off or is no JSON: \{.+ \(HTTP 200\)/,
		next: unknown,
		httpCode: '200',
	},
	{
		name: '200 without a RequestID',
		fault: { kind: 'reply', status: 200, body: { Status: 'ok' } },
		message: /^The answer to CALL cannot be read: something that LeadSquared answers is missing/,
		next: unknown,
		httpCode: '200',
	},
	{
		name: 'a redirect',
		fault: {
			kind: 'reply',
			status: 302,
			body: '',
			headers: { Location: 'http://127.0.0.1:9/elsewhere' },
		},
		message: /^127\.0\.0\.1:\d+ answered CALL with a redirect, which is not followed \(HTTP 302\)/,
		next: /Keys are never sent on to another address/,
		httpCode: '302',
	},
	{
		name: 'no answer within the timeout',
		fault: { kind: 'hang' },
		message: /^LeadSquared did not answer CALL within 1 seconds/,
		next: unknown,
	},
	{
		name: 'a connection that is reset',
		fault: { kind: 'reset' },
		message:
			/^The connection to 127\.0\.0\.1:\d+ was lost before LeadSquared answered CALL \(ECONNRESET\)/,
		next: unknown,
	},
	{
		name: 'a body that is cut off with the connection',
		fault: { kind: 'cut' },
		message: /^The connection to 127\.0\.0\.1:\d+ was lost before LeadSquared answered CALL/,
		next: unknown,
	},
];

describe.each(submitters)('$operation', (submitter) => {
	const { label, repeatable } = submitter;
	const inputs = [1, 2, 3].map((n) => itemFor(n));
	// One after the other, so that it is certain which items come after the failed one.
	const options = { timeout: 1, maxTries: 1, maxConcurrency: 1 };
	const run = async (settings: Parameters<typeof runSubmitter>[4]) =>
		await runSubmitter(sandbox, submitter, options, inputs, settings);

	describe.each(cases)('$name', ({ fault, message, next, httpCode }) => {
		const reason = new RegExp(message.source.replace('CALL', label));
		const isUnknown = next === unknown;
		const nextStep = isUnknown ? unknownFate[repeatable ? 'repeatable' : 'once'] : next;
		/** Somewhere in a longer text. */
		const within = new RegExp(nextStep.source.replace(/^\^|\$$/g, ''));

		beforeEach(() => {
			sandbox.inject({ ...callsOf(2), fault });
		});

		test('On Error = Stop: the run ends with item, reason and next step; nothing more is sent', async () => {
			const { status, error, outputs } = await run({});
			expect(status).toBe('error');
			expect(error?.message).toMatch(reason);
			expect(error?.message).toMatch(/ \[item 1\]$/);
			expect(error?.description).toMatch(within);
			const counts = '1 of 3 items were accepted before the run stopped, 1 was not sent\\. ';
			const rest =
				isUnknown && !repeatable
					? 'A retry does not send it again and stops here again. .+$'
					: 'Retry On Fail, and retrying the saved execution, send only what was not accepted$';
			expect(error?.description).toMatch(new RegExp(counts + rest));
			expect(error?.context?.itemIndex).toBe(1);
			expect((error as { httpCode?: string | null }).httpCode ?? undefined).toBe(httpCode);
			expect(outputs).toEqual([]);
			expect(sandbox.calls.map(({ rawBody }) => markIn(rawBody))).toEqual([markOf(1), markOf(2)]);
		});

		test('On Error = Continue: the item goes on with its message, the others with their RequestIds', async () => {
			const { status, outputs, runs } = await run({
				onError: 'continueRegularOutput',
				retryOnFail: true,
			});
			expect(status).toBe('success');
			expect(runs).toBe(1);
			expectOneOfThreeFailed(outputs[0]!);
			const text = String(outputs[0]![1]!.json.error);
			expect(text).toMatch(reason);
			expect(text).toMatch(within);
		});

		test('On Error = Error Output: the item leaves there, paired to its input; the others do not', async () => {
			const { outputs, runs } = await run({ onError: 'continueErrorOutput', retryOnFail: true });
			expect(runs).toBe(1);
			const [success, failed] = outputs;
			expect(success!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
			expect(failed).toHaveLength(1);
			expect(failed![0]!.json.error).toMatch(reason);
			expect(failed![0]!.pairedItem).toEqual({ item: 1 });
			expect(sandbox.calls).toHaveLength(3);
		});
	});
});

describe('Retry On Fail does not send again what was accepted, even where the first item failed', () => {
	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)('%s', async (onError) => {
		sandbox.inject({ opportunityId: opportunityId(1), fault: faults.mxException });
		const settings = { onError, retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const { outputs } = await update(settings);
		expect(sandbox.calls).toHaveLength(3);
		expect(sandbox.requests.size).toBe(2);
		expect(outputs.flat()).toHaveLength(3);

		const requestIds = [...sandbox.requests.keys()].map((RequestId) => ({ RequestId }));
		sandbox.calls.length = 0;
		await runNode(
			{
				type: checkType,
				parameters: { splitOutputs: false },
				settings,
				credential: credentialFor(sandbox),
			},
			items({ RequestId: 'unknown' }, ...requestIds),
		);
		expect(sandbox.calls).toHaveLength(3);
	});
});

function expectOneOfThreeFailed(output: INodeExecutionData[]) {
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 1 },
		{ item: 2 },
	]);
	expect(output.map(({ json }) => typeof json.RequestId)).toEqual([
		'string',
		'undefined',
		'string',
	]);
	expect(sandbox.calls).toHaveLength(3);
}

describe('no connection at all', () => {
	/** A port of this machine on which nobody listens. */
	async function closedPort(): Promise<string> {
		const server = net.createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as net.AddressInfo;
		await new Promise((resolve) => server.close(resolve));
		return `http://127.0.0.1:${port}`;
	}

	test('connection refused', async () => {
		const host = await closedPort();
		const { error } = await update({}, credentialFor(sandbox, { asyncHost: host, apiHost: host }));
		expect(error?.message).toMatch(
			/^127\.0\.0\.1:\d+ did not take the connection \(ECONNREFUSED\) \[item 0\]$/,
		);
		expect(error?.description).toMatch(/Nothing was sent/);
	});

	test('a host that DNS does not know', async () => {
		// RFC 6761: .invalid never resolves.
		const host = 'https://leadsquared.invalid';
		const { error } = await update({}, credentialFor(sandbox, { asyncHost: host, apiHost: host }));
		expect(error?.message).toMatch(
			/^The host leadsquared\.invalid was not found \((ENOTFOUND|EAI_AGAIN)\) \[item 0\]$/,
		);
	});
});

test('what LeadSquared says is not rewritten by n8n, whatever words occur in it', async () => {
	sandbox.inject({
		fault: {
			kind: 'reply',
			status: 500,
			body: {
				Status: 'Error',
				ExceptionType: 'MXInvalidInputException',
				ExceptionMessage: 'Could not approvePermissions now: ENOENT, ECONNREFUSED',
			},
		},
	});
	const { error } = await update();
	expect(error?.message).toBe(
		'LeadSquared refused Update Opportunity: MXInvalidInputException: Could not approvePermissions now: ENOENT, ECONNREFUSED (HTTP 500) [item 0]',
	);
});

describe('where the node goes on, an unusable credential fails every item', () => {
	test.each([updateType, checkType])('%s', async (type) => {
		const { outputs } = await runNode(
			{
				type,
				parameters: type === updateType ? parameters : {},
				settings: { onError: 'continueErrorOutput' },
				credential: credentialFor(sandbox, { secretKey: '' }),
			},
			items({ id: 'a', RequestId: 'r-1' }, { id: 'b', RequestId: 'r-2' }),
		);
		expect(outputs.slice(0, -1).flat()).toEqual([]);
		expect(outputs.at(-1)!.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[expect.stringMatching(/^'Secret Key' .+ is empty \[item 0\]/), { item: 0 }],
			[expect.stringMatching(/^'Secret Key' .+ is empty \[item 1\]/), { item: 1 }],
		]);
		expect(sandbox.calls).toEqual([]);
	});
});

describe('a credential that cannot be used is refused before a key leaves', () => {
	test.each([
		[
			'a host without https',
			{ asyncHost: 'http://asyncapi.example.com' },
			/^'Async API Host' of the LeadSquared credential must use https/,
		],
		[
			'a host with a path',
			{ apiHost: 'https://api.example.com/v2/' },
			/^'API Host' .* without a path/,
		],
		[
			'a host with a user',
			{ apiHost: 'https://a:b@api.example.com' },
			/^'API Host' .* must not hold a user name/,
		],
		['no host', { asyncHost: '' }, /^'Async API Host' of the LeadSquared credential is empty/],
		['no secret key', { secretKey: ' ' }, /^'Secret Key' of the LeadSquared credential is empty/],
		[
			'a key with a line break',
			{ apiKey: 'a\nb' },
			/^'x-api-key' of the LeadSquared credential holds a character/,
		],
		[
			'an unknown region',
			{ region: 'mars' },
			/^'Region' of the LeadSquared credential is not one of the list/,
		],
		['no calls allowed', { callsPerWindow: 0 }, /^'Calls per 5 Seconds' .* at least 1/],
	])('%s', async (_name, changes, message) => {
		const { error } = await update({}, credentialFor(sandbox, changes));
		expect(error?.message).toMatch(message);
		expect(sandbox.calls).toEqual([]);
	});
});
