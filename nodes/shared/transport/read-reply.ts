/**
 * Reads the reply of LeadSquared, or of a gateway or proxy in front of it. Pure.
 *
 * Codes and the envelope `{ Status, ExceptionType, ExceptionMessage }`:
 * https://apidocs.leadsquared.com/error-handling/. The gateway's 403 texts are those of AWS API Gateway.
 */
import { hostsNamedIn, regionNameOf } from '../account/account';
import { isObject, parseJson, pickText, type JsonObject } from '../lib/json';
import { readQuota } from '../limit/quota';
import {
	problem,
	type Advice,
	type Facts,
	type ProblemCode,
	type Purpose,
} from '../problems/problems';
import { quotable } from '../problems/quote';
import { redactDeep, type Redact } from './redact';
import { proxyFaultOfReply } from './read-proxy';
import type { Fate, Reply } from './reply';
import type { HttpResponse } from './response';
import { readHttpDate, readRetryAfter } from './retry-after';

export interface ReplyContext<T> {
	label: string;
	purpose: Purpose;
	/** The host that was called. */
	host: string;
	/** The synchronous host of the account as set in the credential. */
	apiHost: string;
	redact: Redact;
	/** Milliseconds since the epoch; used to read a date in `Retry-After` if the reply has no date of its own. */
	nowMs: number;
	advice?: Advice;
	/** Reads the value from a body; undefined if the body is not the operation's answer. */
	read: (body: unknown) => T | undefined;
}

/** The exception's name, or its sentence: `API calls exceeded the limit of 25 in 5 second(s)`. */
const rateLimit = /\bMXAPIRateLimitExceeded|\bAPI calls exceeded the limit of \d+ in \d+/i;

/** LeadSquared's own exceptions: as the type, or named in the message. */
const ownException = /^MX\w*$|\bMX\w+Exception\b/i;

/** `API calls exceeded the limit of 100000 in 1 day(s)`. */
const dayLimit = /\bin \d+ days?\b/i;

/**
 * Exceptions of .NET that are about the request, although LeadSquared sends them with 500 like a failure of its own: an
 * argument that is missing or out of range, a text that is not a number or a date, JSON in the wrong shape, and the null
 * that follows from a part that is missing. Those about databases, connections and time are not among them.
 */
const requestException =
	/(?:^|[\s.])(?:Argument(?:Null|OutOfRange)?|Format|NullReference|InvalidCast|KeyNotFound|Overflow|Json(?:Reader|Serialization)?)Exception\b/;

export function readReply<T>(response: HttpResponse, context: ReplyContext<T>): Reply<T> {
	const { status } = response;
	const parsed = parseJson(response.text);
	const value = parsed.ok ? redactDeep(parsed.value, context.redact) : undefined;
	const body: JsonObject = isObject(value) ? value : {};
	const facts: Facts = {
		label: context.label,
		purpose: context.purpose,
		host: context.host,
		httpStatus: status,
		...context.advice,
		...envelope(body),
	};
	if (facts.exceptionType === undefined && facts.exceptionMessage === undefined) {
		const quote = looksLikeHtml(response)
			? 'a web page'
			: quotable(pickText(body, 'message') || context.redact(response.text));
		if (quote !== '') facts.quote = quote;
	}
	const refused = (code: ProblemCode, more: Facts = {}): Reply<T> => ({
		kind: 'refused',
		problem: problem(code, { ...facts, ...more }),
	});
	const retryable = (code: ProblemCode, more: Facts = {}, fate: Fate = 'unknown'): Reply<T> => ({
		kind: 'retryable',
		problem: problem(code, { ...facts, ...more }),
		fate,
	});

	const proxyFault = proxyFaultOfReply(response);
	if (proxyFault !== undefined) {
		const { reason, isPassing } = proxyFault;
		return isPassing
			? retryable('proxyFailed', { reason }, 'refused')
			: refused('proxyFailed', { reason });
	}

	const words = facts.exceptionMessage ?? facts.quote ?? '';
	const isSuccess = status >= 200 && status < 300;
	const isError = pickText(body, 'Status').toLowerCase() === 'error' || hasEnvelope(facts);
	// LeadSquared also reports the rate limit with 200 and 500, so the exception is checked before the status.
	const complaint = isSuccess && !isError ? '' : `${facts.exceptionType ?? ''} ${words}`;
	if (status === 429 || rateLimit.test(complaint)) {
		if (dayLimit.test(words)) return refused('dayLimit');
		const repliedAt = readHttpDate(response.headers.date, context.nowMs);
		const retryAfterMs = readRetryAfter(
			response.headers['retry-after'],
			// By the clock that set the header: the one here may be wrong.
			Number.isNaN(repliedAt) ? context.nowMs : repliedAt,
		);
		const quota = readQuota(words);
		return { kind: 'throttled', problem: problem('throttled', facts), retryAfterMs, quota };
	}
	if (isSuccess) {
		if (isError) return refused('exception');
		const answer = parsed.ok ? context.read(value) : undefined;
		if (answer !== undefined) return { kind: 'accepted', value: answer };
		return retryable('unreadableReply', whyUnreadable(response, parsed.ok));
	}
	if (status >= 300 && status < 400) return refused('redirected');
	if (status === 401) return refused(...unauthorized(facts, context));
	if (status === 403) return refused(forbidden(facts));
	if (status === 404) return refused(hasEnvelope(facts) ? 'notFound' : 'unknownRoute');
	if (status === 408) return retryable('serverTrouble');
	if (status >= 500) {
		// Application exceptions start with MX and have status 500; LeadSquared itself never retries them either.
		const exception = facts.exceptionType ?? words;
		if (ownException.test(exception)) return refused('exception');
		return requestException.test(exception) ? refused('badRequest') : retryable('serverTrouble');
	}
	return refused('badRequest');
}

function envelope(body: JsonObject): Facts {
	const type = quotable(pickText(body, 'ExceptionType'));
	const message = quotable(pickText(body, 'ExceptionMessage'));
	return { exceptionType: type || undefined, exceptionMessage: message || undefined };
}

const hasEnvelope = (facts: Facts) =>
	facts.exceptionType !== undefined || facts.exceptionMessage !== undefined;

function looksLikeHtml({ headers, text }: HttpResponse): boolean {
	return /html/i.test(String(headers['content-type'] ?? '')) || /^\s*<(!doctype|html)/i.test(text);
}

/** Why, and a quotation from the reply where one helps. */
function whyUnreadable(response: HttpResponse, isJson: boolean): Facts {
	if (response.text.trim() === '') return { reason: 'it is empty' };
	if (looksLikeHtml(response)) return { reason: 'it is', quote: 'a web page' };
	if (isJson) return { reason: 'a part that LeadSquared always sends is missing:' };
	return { reason: 'it is incomplete or not JSON:' };
}

/** A key used on another region's host is answered with 401 and the right host (/api-host/). */
function unauthorized<T>(facts: Facts, context: ReplyContext<T>): [ProblemCode, Facts?] {
	const named = hostsNamedIn(`${facts.exceptionMessage ?? ''} ${facts.quote ?? ''}`);
	const host = named.find((name) => name !== context.host && name !== context.apiHost);
	if (host === undefined) return ['wrongKeys'];
	return ['wrongRegion', { host, region: regionNameOf(host) }];
}

function forbidden(facts: Facts): ProblemCode {
	const text = facts.exceptionMessage ?? facts.quote ?? '';
	if (/missing authentication token/i.test(text)) return 'unknownRoute';
	return /^forbidden$/i.test(text) ? 'wrongApiKey' : 'forbidden';
}
