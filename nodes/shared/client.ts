/**
 * The one door through which every call to LeadSquared leaves. A call goes in,
 * a typed result comes out; nothing is thrown, and nothing that comes out holds a secret.
 */
import type { IExecuteFunctions, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { credentialName, readAccount, type Account } from './account';
import { answeredWith, signedWith, wasNeverSigned } from './authenticate';
import type { Limiter } from './limiter';
import { limiterFor, now } from './limiters';
import { readNetworkFailure, readRefusalOfN8n } from './network';
import { pause } from './pause';
import { problem, type Advice, type Problem, type Purpose } from './problems';
import { Secrets, type Redact } from './redact';
import { readReply, type Fate, type Reply } from './reply';
import { pauseBeforeRetry } from './retry';
import { Stopwatch } from './stopwatch';
import { isObject, quotable } from './text';

export interface Call<T> {
	/** What a person calls it, for messages. */
	label: string;
	method: 'GET' | 'POST';
	/** Which of the account's two hosts. */
	host: 'async' | 'api';
	path: string;
	/** What the address goes on with, and no log shows: the part that is a telephony connector's own. */
	privatePath?: string;
	query?: Record<string, string>;
	/** Sent as JSON. */
	body?: unknown;
	purpose: Purpose;
	/** Whether the same call may reach LeadSquared twice without harm. */
	repeatable: boolean;
	advice?: Advice;
	/** Takes the value out of a reply's body; undefined when the body is not what was asked for. */
	read: (body: unknown) => T | undefined;
}

export interface Client {
	account: Account;
	redact: Redact;
	/** Fires when the execution is cancelled; the editor's calls have none. */
	cancel: AbortSignal | undefined;
	/**
	 * Ends with `cancelled` when the execution is cancelled, or the signal fires before the call left or before it is
	 * tried again. A call that is under way when the signal fires is awaited.
	 *
	 * @param signal one that fires with the execution's own signal too, which it stands in for
	 */
	send<T>(call: Call<T>, signal?: AbortSignal): Promise<Reply<T>>;
	report(): RunReport;
}

/** How the account's limit bore on the calls of a run. */
export interface RunReport {
	/** How long calls waited for their turn; waits at the same time count once. */
	waitedMs: number;
	/** Replies that said that the limit was exceeded. */
	throttled: number;
	/** Calls per window as the account's credentials name them, smallest first. */
	limits: number[];
}

export interface ClientOptions {
	/** Milliseconds that one try may take. */
	timeoutMs: number;
	/** Tries of one call, the first included. */
	maxTries: number;
	/** Whether to try again when no answer came. */
	retryOnNetworkFailure: boolean;
}

/** An execution, or the editor's loading of lists, which nobody can cancel. */
export type ClientContext = Pick<
	IExecuteFunctions,
	'getCredentials' | 'getExecutionId' | 'getNode' | 'logger'
> &
	Partial<Pick<IExecuteFunctions, 'getExecutionCancelSignal'>> & {
		helpers: Pick<IExecuteFunctions['helpers'], 'httpRequestWithAuthentication'>;
	};

export type Opened = { ok: true; client: Client } | { ok: false; problem: Problem };

/** Reads the node's credential and opens the door, or says what is wrong with the credential. */
export async function openClient(context: ClientContext, options: ClientOptions): Promise<Opened> {
	let credential: Record<string, unknown>;
	try {
		credential = await context.getCredentials(credentialName);
	} catch (error) {
		const reason = quotable(error instanceof Error ? error.message : String(error));
		return { ok: false, problem: problem('noCredential', { reason }) };
	}
	const reading = readAccount(credential);
	if (!reading.ok) {
		return { ok: false, problem: problem('badCredential', reading) };
	}
	const { account } = reading;
	const secrets = new Secrets(account);
	const { redact } = secrets;
	const credentialId = context.getNode().credentials?.[credentialName]?.id ?? '';
	const limiter = await limiterFor(account, credentialId);
	const waits = new Stopwatch(now);
	let throttled = 0;
	const cancel = context.getExecutionCancelSignal?.();
	const send = async <T>(call: Call<T>, signal = cancel): Promise<Reply<T>> => {
		const reply = await sendWithin(context, limiter, waits, call, options, signal, async () => {
			const tried = await attempt(context, account, secrets, call, options);
			if (tried.reply.kind === 'throttled') throttled++;
			return tried;
		});
		return cancel?.aborted && reply.kind !== 'accepted'
			? { kind: 'cancelled', fate: fateOf(reply) }
			: reply;
	};
	const report = () => ({
		waitedMs: waits.elapsedMs(),
		throttled,
		limits: limiter.namedLimits(),
	});
	return { ok: true, client: { account, redact, cancel, send, report } };
}

/** What one try brought. */
interface Tried<T> {
	reply: Reply<T>;
	/** Where it went: host and path, never the query, in which the keys stand. */
	target: string;
	/** undefined when no answer came. */
	httpStatus?: number;
	/** false where n8n gave the call up before. */
	hasLeft: boolean;
}

/** One call with its tries, each of which waits for its turn. */
async function sendWithin<T>(
	context: ClientContext,
	limiter: Limiter,
	waits: Stopwatch,
	call: Call<T>,
	{ maxTries, retryOnNetworkFailure }: ClientOptions,
	signal: AbortSignal | undefined,
	tryOnce: () => Promise<Tried<T>>,
): Promise<Reply<T>> {
	const policy = { maxTries, retryOnNetworkFailure, repeatable: call.repeatable };
	let reply: Reply<T> = { kind: 'cancelled', fate: 'refused' };
	for (let tries = 1; ; tries++) {
		const askedAt = now();
		const permit = await waits.during(limiter.acquire(context.getExecutionId(), signal));
		if (permit === undefined) return { kind: 'cancelled', fate: fateOf(reply) };
		const sentAt = now();
		const tried = await tryOnce();
		const endedAt = now();
		const isOpen: boolean = call.purpose === 'submit' && fateOf(reply) === 'unknown';
		reply = isOpen ? afterUnknown(tried.reply) : tried.reply;
		if (!tried.hasLeft) permit.unused();
		else if (reply.kind === 'throttled') permit.throttled(reply.retryAfterMs);
		else permit.done();
		const pauseMs = pauseBeforeRetry(reply, tries, policy, Math.random());
		context.logger.debug(
			[
				`LeadSquared: ${call.label}: ${verdictOf(tried)} in ${Math.round(endedAt - sentAt)} ms`,
				`${call.method} ${tried.target}`,
				`try ${tries} of ${maxTries}`,
				`waited ${Math.round(sentAt - askedAt)} ms for its turn`,
				...(pauseMs === undefined ? [] : [`again after ${Math.round(pauseMs)} ms`]),
				// The editor's own calls belong to none.
				`execution ${context.getExecutionId() || 'none'}`,
			].join('; '),
		);
		if (pauseMs === undefined) return reply;
		if (!(await pause(pauseMs, signal))) return { kind: 'cancelled', fate: fateOf(reply) };
	}
}

/** `HTTP 500, refused (exception, MXInvalidInputException)`. The first word in brackets is an entry of docs/errors.md. */
function verdictOf({ reply, httpStatus }: Tried<unknown>): string {
	const answer = httpStatus === undefined ? 'no answer' : `HTTP ${httpStatus}`;
	const details = 'problem' in reply ? [reply.problem.code, exceptionNameOf(reply.problem)] : [];
	const why = details.filter(Boolean).join(', ');
	return `${answer}, ${reply.kind}${why === '' ? '' : ` (${why})`}`;
}

/** The name alone: what LeadSquared says may tell of a customer. */
function exceptionNameOf({ exceptionType, networkCode }: Problem): string | undefined {
	return /^\w[\w.]{0,79}$/.exec(exceptionType ?? networkCode ?? '')?.[0];
}

/** What a reply says of a call of which an earlier try may have been accepted. Of an unknown fate it says so itself. */
function afterUnknown<T>(reply: Reply<T>): Reply<T> {
	if (reply.kind === 'accepted' || fateOf(reply) === 'unknown') return reply;
	if (reply.kind === 'cancelled') return { kind: 'cancelled', fate: 'unknown' };
	const { code, ...facts } = reply.problem;
	const told = problem(code, { ...facts, wasPerhapsTaken: true });
	return reply.kind === 'retryable'
		? { kind: 'retryable', problem: told, fate: 'unknown' }
		: { ...reply, problem: told };
}

function fateOf(reply: Reply<unknown>): Fate {
	if ('problem' in reply && reply.problem.wasPerhapsTaken) return 'unknown';
	return reply.kind === 'retryable' || reply.kind === 'cancelled' ? reply.fate : 'refused';
}

async function attempt<T>(
	context: ClientContext,
	account: Account,
	secrets: Secrets,
	call: Call<T>,
	{ timeoutMs }: ClientOptions,
): Promise<Tried<T>> {
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
