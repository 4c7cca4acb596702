/**
 * The test that n8n runs whenever the credential is saved. It makes two calls, since no single call checks all three
 * keys, and says which key is wrong, or that the region is.
 *
 * 1. `Authentication.svc/UserByAccessKey.Get` accepts the access and secret key on any region's host and
 *    names the account's own host (https://apidocs.leadsquared.com/user-authentication/).
 * 2. The metrics call needs only the x-api-key (/get-create-lead-and-activity-metrics/).
 */
import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { hostsNamedIn, readAccount, regionNameOf, type Account } from '../account/account';
import { keysFor } from '../account/keys';
import { isObject, pick } from '../lib/json';
import { limiterFor } from '../limit/account-limiter';
import { problem, type Problem } from '../problems/problems';
import { readNetworkFailure } from '../transport/read-failure';
import { readReply } from '../transport/read-reply';
import { redactor } from '../transport/redact';
import type { Reply } from '../transport/reply';
import { readFullResponse } from '../transport/response';

const timeoutMs = 15_000;

/** The user is waiting: how long the test may take until its last call is sent. */
const maxQueueMs = 30_000;

const maxAttempts = 3;

export async function testAccount(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const read = readAccount(credential.data ?? {});
	if (!read.ok) return failed(problem('badCredential', read.problem));
	const account = read.value;

	const ask = await openInTurn(this, account, credential.id);
	const user = await ask(account.apiOrigin, '/v2/Authentication.svc/UserByAccessKey.Get');
	if (user.kind !== 'accepted') return failed(problemOf(user));
	const elsewhere = otherHost(account, user.value);
	if (elsewhere !== undefined) return failed(elsewhere);

	const metrics = await ask(account.asyncOrigin, '/activity/createcustom/metrics');
	if (metrics.kind !== 'accepted') return failed(problemOf(metrics));
	return { status: 'OK', message: 'LeadSquared accepts all three keys' };
}

function problemOf(reply: Exclude<Reply<unknown>, { kind: 'accepted' }>): Problem {
	return reply.kind === 'cancelled'
		? problem('connectionLost', { label: 'the test', purpose: 'test', host: 'LeadSquared' })
		: reply.problem;
}

function failed({ message, nextStep }: Problem): INodeCredentialTestResult {
	return { status: 'Error', message: `${message}. ${nextStep}` };
}

/** Queues each call with the account's other calls, and repeats it after a 429. */
async function openInTurn(
	context: ICredentialTestFunctions,
	account: Account,
	credentialId: string,
) {
	const limiter = await limiterFor(account, credentialId);
	const signal = AbortSignal.timeout(maxQueueMs);
	return async (origin: string, path: string): Promise<Reply<unknown>> => {
		for (let attempts = 1; ; attempts++) {
			const permit = await limiter.acquire('the test', signal);
			if (permit === undefined) return noTurn;
			const reply = await get(context, account, origin, path);
			if (reply.kind === 'throttled') permit.throttled(reply.retryAfterMs, reply.quota);
			else permit.done();
			if (reply.kind !== 'throttled' || attempts === maxAttempts) return reply;
		}
	};
}

const noTurn: Reply<never> = { kind: 'throttled', problem: problem('noTurn', {}) };

async function get(
	context: ICredentialTestFunctions,
	account: Account,
	origin: string,
	path: string,
): Promise<Reply<unknown>> {
	const url = new URL(path, origin);
	const redact = redactor([account.accessKey, account.secretKey, account.apiKey]);
	// The only HTTP helper that n8n provides to a credential test.
	const { helpers } = context;
	try {
		const response: unknown = await helpers.request({
			method: 'GET',
			uri: url.href,
			headers: { Accept: 'application/json', ...keysFor(account, 'GET', url)?.headers },
			resolveWithFullResponse: true,
			simple: false,
			followRedirect: false,
			timeout: timeoutMs,
		});
		return readReply(readFullResponse(response), {
			label: 'the test',
			purpose: 'test',
			host: url.host,
			apiHost: new URL(account.apiOrigin).host,
			redact,
			nowMs: Date.now(),
			read: (value) => (isObject(value) ? value : undefined),
		});
	} catch (error) {
		return readNetworkFailure(
			error,
			{ label: 'the test', purpose: 'test', host: url.host, timeoutSeconds: timeoutMs / 1_000 },
			redact,
		);
	}
}

/** The keys work on any host, so only the hosts in the user's data can show a wrong region. */
function otherHost(account: Account, user: unknown): Problem | undefined {
	const urls = isObject(user) ? pick(user, 'LSQCommonServiceURLs') : undefined;
	const text = typeof urls === 'string' ? urls : JSON.stringify(urls ?? '');
	const named = hostsNamedIn(text).filter((host) => host.startsWith('api'));
	const chosen = new URL(account.apiOrigin).host;
	const host = named.includes(chosen) ? undefined : named[0];
	// A custom host may be an alias of the named one; only a listed host is certainly another.
	if (host === undefined || regionNameOf(chosen) === undefined) return undefined;
	return problem('wrongRegion', { host, region: regionNameOf(host), quote: 'the keys are right' });
}
