/** One HTTP request through n8n. */
import type { IExecuteFunctions, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { credentialName, type Account } from '../account/account';
import { answeredWith, signedWith, wasNeverSigned } from '../account/signature';
import { isObject } from '../lib/json';
import type { Call, ClientOptions } from './call';
import { readNetworkFailure, readRefusalOfN8n } from './read-failure';
import { readReply } from './read-reply';
import type { Secrets } from './redact';
import type { Reply } from './reply';

/** An execution, or the editor's loading of lists, which nobody can cancel. */
export type ClientContext = Pick<
	IExecuteFunctions,
	'getCredentials' | 'getExecutionId' | 'getNode' | 'logger'
> &
	Partial<Pick<IExecuteFunctions, 'getExecutionCancelSignal'>> & {
		helpers: Pick<IExecuteFunctions['helpers'], 'httpRequestWithAuthentication'>;
	};

/** What one try brought. */
export interface Attempt<T> {
	reply: Reply<T>;
	/** Where it went: host and path, never the query, in which the keys stand. */
	target: string;
	/** undefined when no answer came. */
	httpStatus?: number;
	/** false where n8n gave the call up before. */
	hasLeft: boolean;
}

export async function attempt<T>(
	context: ClientContext,
	account: Account,
	secrets: Secrets,
	call: Call<T>,
	{ timeoutMs }: ClientOptions,
): Promise<Attempt<T>> {
	const origin = call.host === 'async' ? account.asyncOrigin : account.apiOrigin;
	const { host } = new URL(origin);
	const target = `${host}${call.path}`;
	const request = requestOptions(origin, call, timeoutMs);
	const { redact } = secrets;
	try {
		const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
			context as IExecuteFunctions,
			credentialName,
			request,
		);
		secrets.add(answeredWith(request));
		const { statusCode, headers, body } = readFullResponse(response);
		const reply = readReply(
			{ status: statusCode, headers, text: body },
			{
				label: call.label,
				purpose: call.purpose,
				host,
				apiHost: new URL(account.apiOrigin).host,
				redact,
				nowMs: Date.now(),
				advice: call.advice,
				read: call.read,
			},
		);
		return { reply, target, httpStatus: statusCode, hasLeft: true };
	} catch (error) {
		// The error itself goes no further: its `cause` holds the URL and with it the keys.
		secrets.add(signedWith(request));
		const facts = {
			label: call.label,
			purpose: call.purpose,
			host,
			timeoutSeconds: timeoutMs / 1_000,
			...call.advice,
		};
		const hasLeft = !wasNeverSigned(request);
		const read = hasLeft ? readNetworkFailure : readRefusalOfN8n;
		return { reply: read<T>(error, facts, redact), target, hasLeft };
	}
}

/** Fresh for each attempt, since n8n changes the object that it is given. */
function requestOptions<T>(origin: string, call: Call<T>, timeoutMs: number): IHttpRequestOptions {
	const method: IHttpRequestMethods = call.method;
	return {
		method,
		url: `${origin}${call.path}${call.privatePath ?? ''}`,
		qs: { ...call.query },
		// The default encoder leaves `$` as it is; n8n's other one, chosen by this setting, encodes it.
		arrayFormat: 'repeat',
		headers: {
			Accept: 'application/json',
			...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		// As text, since n8n does not send an empty object or array.
		...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
		// As text, so that a page, an empty or a broken body is seen as what it is.
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// A redirect would carry the keys to an address that nobody chose.
		disableFollowRedirect: true,
		timeout: timeoutMs,
	};
}

function readFullResponse(response: unknown) {
	const { statusCode, headers, body } = isObject(response) ? response : {};
	return {
		statusCode: typeof statusCode === 'number' ? statusCode : 0,
		headers: headerRecord(headers),
		body:
			typeof body === 'string'
				? body
				: body === undefined || body === null
					? ''
					: JSON.stringify(body),
	};
}

function headerRecord(headers: unknown): Record<string, unknown> {
	if (typeof headers !== 'object' || headers === null) return {};
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value as unknown]),
	);
}
