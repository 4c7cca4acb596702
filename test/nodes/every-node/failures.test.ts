import type { INodeExecutionData } from 'n8n-workflow';

import { faults, leadId, opportunityId, type Fault } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { net } from '../../support/platform';
import { items, runNode, updateType, type NodeRun } from '../../support/run-node';
import {
	callsOf,
	itemFor,
	markIn,
	markOf,
	runSubmitter,
	submitters,
} from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
const server = useSandbox();

const three = items(...[1, 2, 3].map((n) => ({ id: opportunityId(n) })));
const parameters = {
	opportunityId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	fields: { field: [{ schemaName: 'mx_Custom_5', value: 'x' }] },
	// One after the other, so that it is certain which items come after the failed one.
	options: { timeout: 1, maxTries: 1, maxConcurrency: 1 },
};

async function update(
	settings = {},
	credential = credentialFor(server.sandbox),
	inputs = three,
): Promise<NodeRun> {
	return await runNode({ type: updateType, parameters, settings, credential }, inputs);
}

/** Nobody knows whether the call was taken. */
const unknown = 'unknown fate' as const;

interface Case {
	name: string;
	fault: Fault;
	/** What users read, without the item; CALL stands for the operation. */
	message: RegExp;
	next: RegExp | typeof unknown;
	httpCode?: string;
	/** Where they are others for a call log, which carries the x-api-key alone. */
	callLog?: { message: RegExp; next: RegExp };
}

/** What may not be sent twice says how to find out. */
const unknownFate = {
	repeatable: /It is unknown whether LeadSquared accepted this call$/,
	once: /It is unknown whether LeadSquared accepted this call, and sending it again could create a duplicate\. Look in LeadSquared for .+ switch on 'Repeat When Unanswered' in the options/,
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
		next: /Settings > API and Webhooks/,
		httpCode: '401',
		callLog: {
			message: /^LeadSquared does not let this credential make the call CALL: .+ \(HTTP 401\)/,
			next: /^Check 'x-api-key' and 'Region' in the credential\. .+ 'Call Log URL'/,
		},
	},
	{
		name: '401, wrong region with the right host named',
		fault: faults.wrongRegion('api-us11.leadsquared.com'),
		message: /^The account is in another region, on api-us11\.leadsquared\.com: .+ \(HTTP 401\)/,
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
		message: /^127\.0\.0\.1:\d+ does not offer CALL: Missing Authentication Token \(HTTP 403\)/,
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
		next: /LeadSquared did not accept this call/,
		httpCode: '200',
	},
	{
		name: 'a rate limit inside 200, without the name of the exception',
		fault: {
			kind: 'reply',
			status: 200,
			body: {
				Status: 'Error',
				ExceptionMessage: 'API calls exceeded the limit of 25 in 5 second(s)',
			},
		},
		message: /^LeadSquared received more calls than the account allows: .+ \(HTTP 200\)/,
		next: /LeadSquared did not accept this call/,
		httpCode: '200',
	},
	{
		name: '500 with an MX exception in the message only',
		fault: {
			kind: 'reply',
			status: 500,
			body: { Status: 'Error', ExceptionMessage: 'MXInvalidInputException: Invalid input' },
		},
		message: /^LeadSquared refused CALL: MXInvalidInputException: Invalid input \(HTTP 500\)/,
		next: /sent unchanged, it will be refused again/,
		httpCode: '500',
	},
	{
		name: '500 with an MX exception',
		fault: faults.mxException,
		message:
			/^LeadSquared refused CALL: MXInvalidActivityFieldsException: Field name : 'mx_Custom_19' of datatype : 'String' is mandatory\. \(HTTP 500\)/,
		next: /sent unchanged, it will be refused again/,
		httpCode: '500',
	},
	{
		name: '500 with an exception of .NET about the request',
		fault: faults.argumentNull,
		message:
			/^LeadSquared could not read the call CALL: ArgumentNullException: Value cannot be null\. .+ \(HTTP 500\)/,
		next: /Check the names and values of this item/,
		httpCode: '500',
	},
	{
		name: '500 with an unknown attribute',
		fault: faults.unknownAttribute,
		message: /^LeadSquared refused CALL: MXUnknownAttributeException: .+ \(HTTP 500\)/,
		next: /Nothing of the record was written/,
		httpCode: '500',
	},
	{
		name: '407, the login of a proxy',
		fault: faults.proxyLogin,
		message:
			/^The proxy between n8n and LeadSquared asks for a user name and a password, so CALL did not arrive \(HTTP 407\)/,
		next: /HTTPS_PROXY.+ LeadSquared did not accept this call/,
		httpCode: '407',
	},
	{
		name: '511, the login of a network',
		fault: faults.networkLogin,
		message:
			/^The proxy between n8n and LeadSquared asks for a login to the network, so CALL .+ \(HTTP 511\)/,
		next: /ask whoever runs the proxy or the network/,
		httpCode: '511',
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
		message: /^The answer to CALL cannot be read: it is incomplete or not JSON: \{.+ \(HTTP 200\)/,
		next: unknown,
		httpCode: '200',
	},
	{
		name: '200 without a RequestID',
		fault: { kind: 'reply', status: 200, body: { Status: 'ok' } },
		message: /^The answer to CALL cannot be read: a part that LeadSquared always sends is missing/,
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
		next: /Keys are never sent to another address/,
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
		await runSubmitter(server.sandbox, submitter, options, inputs, settings);

	/** With the ID of the record that the call is about, where it names one. */
	const place =
		{
			'opportunity/update': new RegExp(` \\[item 1\\] \\[opportunity ${opportunityId(2)}\\]$`),
			'lead/update': new RegExp(` \\[item 1\\] \\[lead ${leadId(2)}\\]$`),
			'activity/create': new RegExp(` \\[item 1\\] \\[lead ${leadId(2)}\\]$`),
		}[submitter.operation as string] ?? / \[item 1\]$/;

	describe.each(cases)('$name', ({ fault, httpCode, callLog, ...usual }) => {
		const isCallLog = submitter.operation === 'telephony/logcall';
		const { message, next } = (isCallLog ? callLog : undefined) ?? usual;
		const reason = new RegExp(message.source.replace('CALL', label));
		const isUnknown = next === unknown;
		const nextStep = isUnknown ? unknownFate[repeatable ? 'repeatable' : 'once'] : next;
		/** Somewhere in a longer text. */
		const within = new RegExp(nextStep.source.replace(/^\^|\$$/g, ''));

		beforeEach(() => {
			server.sandbox.inject({ ...callsOf(2), fault });
		});

		test('ends the run with item, reason and next step, and sends nothing more (On Error = Stop)', async () => {
			const { status, error, outputs } = await run({});
			expect(status).toBe('error');
			expect(error?.message).toMatch(reason);
			expect(error?.message).toMatch(place);
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
			expect(server.sandbox.calls.map(({ rawBody }) => markIn(rawBody))).toEqual([
				markOf(1),
				markOf(2),
			]);
		});

		test('passes the item on with its message, the others with their RequestIds (On Error = Continue)', async () => {
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

		test('sends only the failed item to the error output, paired to its input (On Error = Error Output)', async () => {
			const { outputs, runs } = await run({ onError: 'continueErrorOutput', retryOnFail: true });
			expect(runs).toBe(1);
			const [success, failed] = outputs;
			expect(success!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
			expect(failed).toHaveLength(1);
			expect(failed![0]!.json.error).toMatch(reason);
			expect(failed![0]!.pairedItem).toEqual({ item: 1 });
			expect(server.sandbox.calls).toHaveLength(3);
		});
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
	expect(server.sandbox.calls).toHaveLength(3);
}

describe('no connection', () => {
	/** A port of this machine on which nobody listens. */
	async function closedPort(): Promise<string> {
		const server = net.createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as net.AddressInfo;
		await new Promise((resolve) => server.close(resolve));
		return `http://127.0.0.1:${port}`;
	}

	test('reports a refused connection', async () => {
		const host = await closedPort();
		const { error } = await update(
			{},
			credentialFor(server.sandbox, { asyncHost: host, apiHost: host }),
		);
		expect(error?.message).toMatch(
			/^127\.0\.0\.1:\d+ did not accept the connection \(ECONNREFUSED\) \[item 0\] \[opportunity .+\]$/,
		);
		expect(error?.description).toMatch(/Nothing was sent/);
	});

	test('reports a host that DNS does not know', async () => {
		// RFC 6761: .invalid never resolves.
		const host = 'https://leadsquared.invalid';
		const { error } = await update(
			{},
			credentialFor(server.sandbox, { asyncHost: host, apiHost: host }),
		);
		expect(error?.message).toMatch(
			/^The host leadsquared\.invalid was not found \((ENOTFOUND|EAI_AGAIN)\) \[item 0\] \[opportunity .+\]$/,
		);
	});
});

test("keeps LeadSquared's words from being rewritten by n8n, whatever occurs in them", async () => {
	server.sandbox.inject({
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
		'LeadSquared refused Update Opportunity: MXInvalidInputException: Could not approvePermissions now: ENOENT, ECONNREFUSED (HTTP 500) [item 0] [opportunity 5ca5b042-51ea-4699-b6f0-84c40ab12770]',
	);
});
