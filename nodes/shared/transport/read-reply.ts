/**
 * Reads what came back from LeadSquared, or from whatever stands before it.
 * Pure: a status, headers and a text go in, one of four results comes out.
 *
 * Codes and the envelope `{ Status, ExceptionType, ExceptionMessage }`:
 * https://apidocs.leadsquared.com/error-handling/. The gateway's 403 texts are those of AWS API Gateway.
 */
import { regionNameOf } from '../account/account';
import { isObject, parseJson, pickText, type JsonObject } from '../lib/json';
import {
	problem,
	type Advice,
	type Facts,
	type ProblemCode,
	type Purpose,
} from '../problems/problems';
import { quotable } from '../problems/quote';
import { redactDeep, type Redact } from './redact';
import type { Reply } from './reply';

export interface HttpResponse {
	status: number;
	/** By lower-case name. */
	headers: Record<string, unknown>;
	text: string;
}

export interface ReplyContext<T> {
	label: string;
	purpose: Purpose;
	/** The host that was called. */
	host: string;
	/** The synchronous host of the account as set in the credential. */
	apiHost: string;
	redact: Redact;
	/** Milliseconds since the epoch, to read a `Retry-After` date where the reply has no date of its own. */
	nowMs: number;
	advice?: Advice;
	/** Takes the value out of a body; undefined when the body is not what the operation answers. */
	read: (body: unknown) => T | undefined;
}

const rateLimitException = /^MXAPIRateLimitExceeded/i;

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
	const retryable = (code: ProblemCode, more: Facts = {}): Reply<T> => ({
		kind: 'retryable',
		problem: problem(code, { ...facts, ...more }),
		fate: 'unknown',
	});

	// A rate limit was seen with 200 and with 500 as well: the exception decides before the status does.
	if (status === 429 || rateLimitException.test(facts.exceptionType ?? '')) {
		const repliedAt = Date.parse(String(response.headers.date));
		const retryAfterMs = readRetryAfter(
			response.headers['retry-after'],
			// The clock that the date was read from, since the own one may be wrong.
			Number.isNaN(repliedAt) ? context.nowMs : repliedAt,
		);
		return {
			kind: 'throttled',
			problem: problem('throttled', facts),
			...(retryAfterMs === undefined ? {} : { retryAfterMs }),
		};
	}
	if (status >= 200 && status < 300) {
		if (pickText(body, 'Status').toLowerCase() === 'error' || facts.exceptionType !== undefined) {
			return refused('exception');
		}
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
		// Application exceptions start with MX and come with 500; LeadSquared itself never retries them either.
		return /^MX/i.test(facts.exceptionType ?? '')
			? refused('exception')
			: retryable('serverTrouble');
	}
	return refused('badRequest');
}

function envelope(body: JsonObject): Facts {
	const type = quotable(pickText(body, 'ExceptionType'));
	const message = quotable(pickText(body, 'ExceptionMessage'));
	return {
		...(type === '' ? {} : { exceptionType: type }),
		...(message === '' ? {} : { exceptionMessage: message }),
	};
}

const hasEnvelope = (facts: Facts) =>
	facts.exceptionType !== undefined || facts.exceptionMessage !== undefined;

function looksLikeHtml({ headers, text }: HttpResponse): boolean {
	return /html/i.test(String(headers['content-type'] ?? '')) || /^\s*<(!doctype|html)/i.test(text);
}

/** Why, and whether a piece of the reply tells more. */
function whyUnreadable(response: HttpResponse, isJson: boolean): Facts {
	if (response.text.trim() === '') return { reason: 'it is empty' };
	if (looksLikeHtml(response)) return { reason: 'it is', quote: 'a web page' };
	if (isJson) return { reason: 'something that LeadSquared answers is missing in it:' };
	return { reason: 'it breaks off or is no JSON:' };
}

/** A key used on another region's host is answered with 401 and the right host (/api-host/). */
const leadSquaredHost = /(?<![\w.-])(?:async)?api(?:-[a-z]{2}\d{2})?\.leadsquared\.com\b/gi;

function unauthorized<T>(facts: Facts, context: ReplyContext<T>): [ProblemCode, Facts?] {
	const named = `${facts.exceptionMessage ?? ''} ${facts.quote ?? ''}`.match(leadSquaredHost) ?? [];
	const host = named
		.map((name) => name.toLowerCase())
		.find((name) => name !== context.host && name !== context.apiHost);
	if (host === undefined) return ['wrongKeys'];
	return ['wrongRegion', { host, region: regionNameOf(host) }];
}

function forbidden(facts: Facts): ProblemCode {
	const text = facts.exceptionMessage ?? facts.quote ?? '';
	if (/missing authentication token/i.test(text)) return 'unknownRoute';
	return /^forbidden$/i.test(text) ? 'wrongApiKey' : 'forbidden';
}

/**
 * One reply would otherwise hold all calls of the account, for ever with a date far off. Where more than this is
 * meant, the next call meets a 429 again, and that is waited out too.
 */
const longestRetryAfterMs = 60_000;

/**
 * `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), in ms from now and at most a minute. LeadSquared
 * documents none.
 */
export function readRetryAfter(value: unknown, nowMs: number): number | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
	return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestRetryAfterMs);
}
