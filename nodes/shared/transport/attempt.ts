/** One HTTP request through n8n. */
import type { IExecuteFunctions, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { credentialName, type Account } from '../account/account';
import { answeredWith, noteMeant, signedWith, wasNeverSigned } from '../account/signature';
import type { Call } from './call';
import { readNetworkFailure, readRefusalOfN8n } from './read-failure';
import { readReply } from './read-reply';
import type { Secrets } from './redact';
import type { Reply } from './reply';
import { readFullResponse } from './response';

/** An execution, or the editor loading a list, which nobody can cancel. */
export type ClientContext = Pick<
	IExecuteFunctions,
	'getCredentials' | 'getExecutionId' | 'getNode' | 'logger'
> &
	Partial<Pick<IExecuteFunctions, 'getExecutionCancelSignal'>> & {
		helpers: Pick<IExecuteFunctions['helpers'], 'httpRequestWithAuthentication'>;
	};

/** The result of one attempt. */
export interface Attempt<T> {
	reply: Reply<T>;
	/** Host and path. Never the query, which contains the keys. */
	target: string;
	/** undefined if no answer came. */
	httpStatus?: number;
	/** False if n8n rejected the request before sending it. */
	hasLeft: boolean;
	/** The keys that it was signed with, where n8n shows them. */
	signer?: Account;
}

/** What an attempt is made with. */
interface Connection {
	context: ClientContext;
	account: Account;
	/** The keys that the account had last. */
	lastSigner: Account;
	/** Gets the keys that the request was signed with. */
	secrets: Secrets;
	timeoutMs: number;
}

export async function attempt<T>(
	call: Call<T>,
	{ context, account, lastSigner, secrets, timeoutMs }: Connection,
): Promise<Attempt<T>> {
	const origin = call.host === 'async' ? account.asyncOrigin : account.apiOrigin;
	const { host } = new URL(origin);
	const target = `${host}${call.path}`;
	const request = requestOptions(origin, call, timeoutMs);
	noteMeant(request, lastSigner);
	const { redact } = secrets;
	try {
		const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
			context as IExecuteFunctions,
			credentialName,
			request,
		);
		const signer = answeredWith(request);
		secrets.add(signer);
		const fullResponse = readFullResponse(response);
		const reply = readReply(fullResponse, {
			label: call.label,
			purpose: call.purpose,
			host,
			apiHost: new URL(account.apiOrigin).host,
			redact,
			nowMs: Date.now(),
			advice: call.advice,
			read: call.read,
		});
		return { reply, target, httpStatus: fullResponse.status, hasLeft: true, signer };
	} catch (error) {
		// The error itself is not passed on: its `cause` contains the URL, and so the keys.
		const signer = signedWith(request);
		secrets.add(signer);
		const facts = {
			label: call.label,
			purpose: call.purpose,
			host,
			timeoutSeconds: timeoutMs / 1_000,
			...call.advice,
		};
		const hasLeft = !wasNeverSigned(request);
		const reply: Reply<T> = hasLeft
			? readNetworkFailure(error, facts, redact)
			: readRefusalOfN8n(error, facts, redact);
		return { reply, target, hasLeft, signer };
	}
}

function textOf(body: unknown): string {
	return typeof body === 'string' ? body : JSON.stringify(body);
}

/** A new object for each attempt, because n8n changes the one that it is given. */
function requestOptions<T>(origin: string, call: Call<T>, timeoutMs: number): IHttpRequestOptions {
	const method: IHttpRequestMethods = call.method;
	return {
		method,
		url: `${origin}${call.path}${call.privatePath ?? ''}`,
		qs: { ...call.query },
		// Selects n8n's encoder that encodes `$`; the default one does not.
		arrayFormat: 'repeat',
		headers: {
			Accept: 'application/json',
			...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		// As text, because n8n does not send an empty object or array.
		...(call.body === undefined ? {} : { body: textOf(call.body) }),
		// As text, to recognise a web page, an empty body and broken JSON.
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// Following a redirect would send the keys to an address that nobody chose.
		disableFollowRedirect: true,
		timeout: timeoutMs,
	};
}
