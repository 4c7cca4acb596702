import { faults, opportunityId, type Fault } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { logLines } from '../../support/logs';
import { soon } from '../../support/platform';
import { readersOfAll } from '../../support/readers';
import { checkType, items, readType, runNode, updateType } from '../../support/run-node';
import { itemFor, runSubmitter, submitters } from '../../support/submitters';
import { closesHosts, TriggerHost } from '../../support/trigger-host';
import { useNewSandbox, useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

/** Full of what encoders change; plainly no real keys. */
const keys = {
	accessKey: 'u$r-Ab/1+c=',
	secretKey: 's&e<Cr/2+t=',
	apiKey: 'x"k-Ap/3+i=',
};

useVirtualTime();
closesHosts();
const server = useSandbox({ keys });
beforeEach(() => {
	logLines.length = 0;
});

/** What base64 makes of the middle of a text that follows so many bytes. */
const inBase64 = (text: string, before: number) =>
	Buffer.from(' '.repeat(before) + text)
		.toString('base64')
		.slice(4, 12);

/**
 * Each key raw, in upper and in lower case, as JSON writes it, URL-encoded as encodeURIComponent, a form and a strict
 * encoder do, and in base64, also of a longer text.
 */
const traces = Object.values(keys).flatMap((key) => [
	key.toUpperCase(),
	key.toLowerCase(),
	encodeURIComponent(key).toUpperCase(),
	encodeURIComponent(key).toLowerCase(),
	...[0, 1, 2].map((before) => inBase64(key, before)),
	key,
	JSON.stringify(key).slice(1, -1),
	JSON.stringify(JSON.stringify(key)).slice(3, -3),
	encodeURI(key),
	encodeURIComponent(key),
	encodeURIComponent(key).replace(/%24/g, '$'),
	new URLSearchParams({ k: key }).toString().slice(2),
	Buffer.from(key).toString('base64').replace(/=+$/, ''),
	Buffer.from(key).toString('base64url'),
]);

/** All that can be reached from a value, errors, causes, getters and cycles included. */
function everyText(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	const names =
		value instanceof Error
			? [...Object.getOwnPropertyNames(value), 'stack', 'message']
			: Object.keys(value);
	const entries = names.map((name) => (value as Record<string, unknown>)[name]);
	const pairs = value instanceof Map ? [...value.entries()] : [];
	return [...names, ...[...entries, ...pairs].flatMap((part) => everyText(part, seen))];
}

function expectNoSecret(...values: unknown[]) {
	const texts = values.flatMap((value) => everyText(value));
	expect(texts.length).toBeGreaterThan(10);
	const found = texts.filter((text) => traces.some((trace) => text.includes(trace)));
	expect(found).toEqual([]);
}

test('hides keys that replace others during a run', async () => {
	const credential = credentialFor(server.sandbox);
	const rotated = 'plainly-fake-rotated-1';
	server.sandbox.inject({
		times: 1,
		when: () => {
			credential.secretKey = rotated;
			return false;
		},
		fault: faults.plain503,
	});
	server.sandbox.inject({
		when: ({ query }) => query.secretKey === rotated,
		fault: {
			kind: 'reply',
			status: 500,
			body: { ExceptionType: 'MXFooException', ExceptionMessage: `bad key ${rotated}` },
		},
	});
	const { outputs } = await runNode(
		{
			type: updateType,
			parameters: {
				opportunityId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				note: 'a note',
				options: { maxConcurrency: 1 },
			},
			settings: { onError: 'continueRegularOutput' },
			credential,
		},
		items({ id: opportunityId(1) }, { id: opportunityId(2) }),
	);
	const [, failed] = outputs[0]!;
	expect(failed?.json.error).toContain('MXFooException: bad key [hidden]');
	expect(everyText(outputs).filter((text) => text.includes(rotated))).toEqual([]);
});

const quoting: Fault = {
	kind: 'reply',
	status: 500,
	body: {
		Status: 'Error',
		ExceptionType: 'MXInvalidInputException',
		ExceptionMessage: `Bad call /opportunity/update?${new URLSearchParams(keys)} of ${keys.accessKey} with ${Buffer.from(keys.secretKey).toString('base64')}`,
	},
};
const page: Fault = {
	kind: 'reply',
	status: 502,
	body: `<html>${keys.secretKey} ${encodeURIComponent(keys.apiKey)}</html>`,
};
const plain: Fault = {
	kind: 'reply',
	status: 503,
	body: `upstream said: ${keys.secretKey} ${encodeURIComponent(keys.accessKey)}`,
};

const address = `/opportunity/update?${new URLSearchParams(keys)}`;
/** A gateway's page for what it blocks, as some write the address. */
const blocked = (text: string): Fault => ({
	kind: 'reply',
	status: 403,
	body: { message: `Blocked: ${text}` },
});

const everything: Array<[string, Fault | undefined]> = [
	['success', undefined],
	['200 with an error', faults.errorIn200],
	['400', faults.badRequest],
	['401', faults.wrongKeys],
	['wrong region', faults.wrongRegion('api-us11.leadsquared.com')],
	['403', faults.badApiKey],
	['unknown route', faults.unknownRoute],
	['404', faults.notFound],
	['429', faults.throttled()],
	['500 with MX', faults.mxException],
	['500', faults.plain500],
	['502', faults.plain502],
	['503', faults.plain503],
	['504', faults.plain504],
	['html', { kind: 'html' }],
	['empty', { kind: 'empty' }],
	['truncated', { kind: 'truncated' }],
	['cut', { kind: 'cut' }],
	['reset', { kind: 'reset' }],
	['timeout', { kind: 'hang' }],
	['an exception that quotes the keys', quoting],
	['a page that quotes the keys', page],
	['a text that quotes the keys', plain],
	['a gateway that quotes the address in base64', blocked(Buffer.from(address).toString('base64'))],
	['a gateway that quotes the address in upper case', blocked(address.toUpperCase())],
	['a gateway that quotes the address in lower case', blocked(address.toLowerCase())],
];

describe.each(everything)('no key shows: %s', (_name, fault) => {
	test.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'%s',
		async (onError) => {
			if (fault) server.sandbox.inject({ fault });
			const setup = { credential: credentialFor(server.sandbox), settings: { onError } };
			const update = await runNode(
				{
					...setup,
					type: updateType,
					parameters: {
						opportunityId: { __rl: true, mode: 'id', value: opportunityId(1) },
						note: 'a note',
						options: { timeout: 1, maxTries: 1, includeInputFields: true },
					},
				},
				items({ a: 1 }),
			);
			const check = await runNode(
				{ ...setup, type: checkType, parameters: { options: { timeout: 1, maxTries: 1 } } },
				items({ RequestId: update.outputs[0]?.[0]?.json.RequestId ?? 'r-1' }),
			);
			expect(server.sandbox.calls.length).toBeGreaterThanOrEqual(2);
			expectNoSecret(update.run, update.error, check.run, check.error, logLines);
			// Our own lines are among those that were searched.
			expect(logLines.join('\n')).toMatch(/LeadSquared: Update Opportunity: (HTTP \d+|no answer)/);
		},
	);
});

describe.each(submitters)('no key shows in $operation', (submitter) => {
	test.each(everything)('%s', async (_name, fault) => {
		if (fault) server.sandbox.inject({ fault });
		const options = { timeout: 1, maxTries: 1, includeInputFields: true };
		const { run, error } = await runSubmitter(server.sandbox, submitter, options, [itemFor(1)], {});
		expect(server.sandbox.calls).toHaveLength(1);
		expectNoSecret(run, error, logLines);
		expect(logLines.join('\n')).toContain(`LeadSquared: ${submitter.label}: `);
	});
});

describe.each(readersOfAll)('no key shows in $title', ({ parameters, path }) => {
	// What is asked of an account once, such as its fields, is asked of each.
	const fresh = useNewSandbox({ keys });
	test.each(everything)('%s', async (_name, fault) => {
		if (fault) fresh.sandbox.inject({ path, fault });
		const { run, error } = await runNode(
			{
				type: readType,
				parameters: {
					...parameters,
					options: { timeout: 1, maxTries: 1, includeInputFields: true },
				},
				credential: credentialFor(fresh.sandbox),
			},
			items({ a: 1 }),
		);
		expect(fresh.sandbox.calls.filter((call) => path.test(call.path)).length).toBeGreaterThan(0);
		expect(fresh.sandbox.leaks).toEqual([]);
		expectNoSecret(run, error, logLines);
		expect(logLines.join('\n')).toMatch(
			/LeadSquared: (Get|Search|Opportunity)[\w ]+: (HTTP|no answer)/,
		);
	});
});

describe('no key shows while the trigger is activated and deactivated, and in its items', () => {
	test.each(everything)('%s', async (_name, fault) => {
		const triggerOptions = { timeout: 1, includeRaw: true };
		const host = await TriggerHost.start({
			parameters: { event: 'opportunityUpdated', opportunityTypes: ['12000'], triggerOptions },
			credential: credentialFor(server.sandbox),
		});
		await host.activate();
		const [hook] = [...server.sandbox.webhooks.all.values()];
		if (fault) server.sandbox.inject({ fault });
		const payload = { ProspectActivityId: opportunityId(1), ActivityEvent: '12000' };
		const answer = await server.sandbox.webhooks.deliver(hook!, payload);
		while (host.runs.length === 0) await new Promise((resolve) => soon(resolve));
		const error = await host.activate();
		await host.deactivate();
		expectNoSecret(answer, host.runs, host.saved, error, logLines);
		expect(logLines.join('\n')).toMatch(/LeadSquared: Get Opportunity: (HTTP \d+|no answer)/);
	});
});

test('hides keys that a status reply quotes, even behind the escapes of JSON inside JSON', async () => {
	const inner = JSON.stringify({
		Status: 'Success',
		Message: { Url: `?a=${keys.secretKey}` },
	}).replace(/[+<&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16).toUpperCase()}`);
	server.sandbox.inject({
		fault: {
			kind: 'reply',
			status: 200,
			body: {
				RequestID: 'r-1',
				TaskStatus: {
					Status: 'Success',
					StatusReason: keys.apiKey,
					RequestBody: keys.accessKey,
					Message: inner,
				},
			},
		},
	});
	const { run, outputs } = await runNode(
		{ type: checkType, credential: credentialFor(server.sandbox) },
		items({ RequestId: 'r-1' }),
	);
	expect(outputs[0]![0]!.json.Message).toEqual({
		Status: 'Success',
		Message: { Url: '?a=[hidden]' },
	});
	expectNoSecret(run);
});

test('finds a key that is there', () => {
	for (const trace of traces) {
		expect(() =>
			expectNoSecret(
				Array.from({ length: 20 }, () => 'x'),
				new Error(`…${trace}…`),
			),
		).toThrow();
	}
});
