import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../../credentials/LeadSquaredAsyncApi.credentials';
import { readAccount, regions } from '../../../nodes/shared/account/account';
import { testAccount } from '../../../nodes/shared/editor/credential-test';
import { faults, opportunityId, startSandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { byId, items, runNode, updateType } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
const server = useSandbox();

/** Presses the Test button, on the context that n8n itself gives. */
async function pressTest(changes: ICredentialDataDecryptedObject = {}) {
	const context = new CredentialTestContext({} as never) as unknown as ICredentialTestFunctions;
	const data = credentialFor(server.sandbox, changes);
	return await testAccount.call(context, {
		id: '1',
		name: 'LeadSquared',
		type: 'leadSquaredAsyncApi',
		data,
	});
}

describe('the Test button', () => {
	test.each(['/v2', '/v2/', '/V2/'])(
		'takes the API host as LeadSquared writes it, with %s',
		async (version) => {
			const result = await pressTest({ apiHost: `${server.sandbox.url}${version}` });
			expect(result.status).toBe('OK');
			expect(server.sandbox.calls[0]?.path).toBe('/v2/Authentication.svc/UserByAccessKey.Get');
		},
	);

	test('accepts the right keys, and sends each only where it must', async () => {
		expect(await pressTest()).toEqual({
			status: 'OK',
			message: 'LeadSquared accepts all three keys',
		});
		expect(server.sandbox.calls.map(({ path }) => path)).toEqual([
			'/v2/Authentication.svc/UserByAccessKey.Get',
			'/activity/createcustom/metrics',
		]);
		expect(server.sandbox.leaks).toEqual([]);
		expect(server.sandbox.calls[0]!.headers['x-api-key']).toBeUndefined();
		expect(server.sandbox.calls[1]!.headers['x-lsq-secretkey']).toBeUndefined();
	});

	test.each<[string, ICredentialDataDecryptedObject, RegExp]>([
		[
			'access key',
			{ accessKey: 'wrong' },
			/does not accept the access key or the secret key.+Settings/,
		],
		['secret key', { secretKey: 'wrong' }, /does not accept the access key or the secret key/],
		['x-api-key', { apiKey: 'wrong' }, /does not accept the x-api-key.+Check 'x-api-key'/],
		[
			'host',
			{ asyncHost: 'ftp://x' },
			/'Async API Host' of the LeadSquared credential must use https/,
		],
		['empty key', { apiKey: '' }, /'x-api-key' of the LeadSquared credential is empty/],
	])('says which is wrong: %s', async (_name, changes, message) => {
		const { status, message: said } = await pressTest(changes);
		expect(status).toBe('Error');
		expect(said).toMatch(message);
	});

	test('names the right region', async () => {
		server.sandbox.inject({
			path: /UserByAccessKey/,
			fault: faults.wrongRegion('api-us11.leadsquared.com'),
		});
		const { status, message } = await pressTest();
		expect(status).toBe('Error');
		expect(message).toMatch(
			/another region, on api-us11\.leadsquared\.com.+Choose the region 'United States'/,
		);
	});

	test('waits for the time that LeadSquared names after a 429', async () => {
		server.sandbox.inject({ path: /UserByAccessKey/, fault: faults.throttled('1'), times: 1 });
		expect((await pressTest()).status).toBe('OK');
		const [refused, again] = server.sandbox.calls;
		expect(again!.at - refused!.at).toBeGreaterThanOrEqual(1_000);
	});

	test('reports that the limit was exceeded again and again', async () => {
		server.sandbox.inject({ fault: faults.throttled('0') });
		const { status, message } = await pressTest();
		expect(status).toBe('Error');
		expect(message).toMatch(/^LeadSquared received more calls than the account allows/);
		expect(server.sandbox.calls).toHaveLength(3);
	});

	test('gives up waiting for its turn after 30 s, and says that the keys were not tested', async () => {
		const ended = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
		try {
			expect(await pressTest()).toEqual({
				status: 'Error',
				message:
					"The keys were not tested, because the account's limit is used up. Press Retry in a while",
			});
			expect(ended).toHaveBeenCalledWith(30_000);
			expect(server.sandbox.calls).toEqual([]);
		} finally {
			ended.mockRestore();
		}
	});

	test('takes its turn at the limit like every call', async () => {
		const limited = await startSandbox({ limit: { model: 'log', calls: 2 } });
		try {
			const credential = credentialFor(limited, { callsPerWindow: 2 });
			await runNode(
				{
					type: updateType,
					parameters: { opportunityId: byId(opportunityId(1)), note: 'x' },
					credential,
				},
				items({}, {}),
			);
			expect((await pressTest(credential)).status).toBe('OK');
			expect(limited.calls.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
		} finally {
			await limited.close();
		}
	});

	test('reports that LeadSquared cannot be reached', async () => {
		server.sandbox.inject({ fault: { kind: 'reset' } });
		expect((await pressTest()).message).toMatch(/^The connection to 127\.0\.0\.1:\d+ was lost/);
	});
});

describe('least exposure', () => {
	const account = {
		region: 'in21',
		accessKey: 'a-key',
		secretKey: 's-key',
		apiKey: 'x-key',
		callsPerWindow: 25,
	};
	const authenticate = async (options: IHttpRequestOptions) =>
		await new LeadSquaredAsyncApi().authenticate(account, options);

	test('sends the two keys of a submit in the query, and the x-api-key in a header', async () => {
		const url = 'https://asyncapi-in21.leadsquared.com/opportunity/update';
		expect(await authenticate({ url, method: 'POST', qs: { a: 1 } })).toMatchObject({
			qs: { a: 1, accessKey: 'a-key', secretKey: 's-key' },
			headers: { 'x-api-key': 'x-key' },
		});
	});

	test.each(['status', 'metrics'])('sends the x-api-key alone for %s', async (kind) => {
		const url = `https://asyncapi-in21.leadsquared.com/opportunity/update/${kind}`;
		expect(await authenticate({ url })).toEqual({ url, headers: { 'x-api-key': 'x-key' }, qs: {} });
	});

	test('sends the two keys of a synchronous call in headers, and nothing in the URL', async () => {
		const url = 'https://api-in21.leadsquared.com/v2/OpportunityManagement.svc/GetOpportunityTypes';
		expect(await authenticate({ url })).toEqual({
			url,
			headers: { 'x-LSQ-AccessKey': 'a-key', 'x-LSQ-SecretKey': 's-key' },
			qs: {},
		});
	});

	test.each([
		'https://example.com/opportunity/update',
		'http://asyncapi-in21.leadsquared.com/opportunity/update',
		'https://asyncapi-us11.leadsquared.com/opportunity/update',
		'https://api-in21.leadsquared.com/other',
		'not an address',
	])('sends no key to %s', async (url) => {
		await expect(authenticate({ url, method: 'POST' })).rejects.toThrow(
			/not on a host of the LeadSquared credential/,
		);
	});
});

describe('regions and hosts', () => {
	const keys = { accessKey: 'a', secretKey: 's', apiKey: 'x' };

	test.each(Object.entries(regions))(
		'reads the hosts of region %s',
		(region, { asyncHost, apiHost }) => {
			expect(readAccount({ region, ...keys })).toMatchObject({
				ok: true,
				value: {
					asyncOrigin: `https://${asyncHost}`,
					apiOrigin: `https://${apiHost}`,
					callsPerWindow: 25,
				},
			});
		},
	);

	test.each([
		['asyncapi-id51.leadsquared.com', 'https://asyncapi-id51.leadsquared.com'],
		['https://asyncapi-id51.leadsquared.com/', 'https://asyncapi-id51.leadsquared.com'],
		['http://localhost:8090/', 'http://localhost:8090'],
		['http://127.0.0.1:8090', 'http://127.0.0.1:8090'],
		['http://[::1]:8090', 'http://[::1]:8090'],
	])('reads the custom host %s as %s', (host, origin) => {
		expect(
			readAccount({ region: 'custom', asyncHost: host, apiHost: host, ...keys }),
		).toMatchObject({
			ok: true,
			value: { asyncOrigin: origin, apiOrigin: origin },
		});
	});

	test.each([
		'http://192.0.2.1',
		'http://localhost.example.com',
		'http://127.0.0.1.example.com',
		'ftp://localhost',
	])('refuses the custom host %s', (host) => {
		expect(
			readAccount({ region: 'custom', asyncHost: host, apiHost: host, ...keys }),
		).toMatchObject({
			ok: false,
			problem: { parameter: 'Async API Host' },
		});
	});
});
