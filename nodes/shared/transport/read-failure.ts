/**
 * Reads the error that n8n throws when no reply came at all.
 * n8n 1.x drops `cause`, so a failure is recognised by its code; it is in `httpCode` or in `code` (both versions). Only a
 * proxy is recognised by the messages too.
 */
import { isObject } from '../lib/json';
import { problem, type Facts } from '../problems/problems';
import { quotable } from '../problems/quote';
import { proxyFaultOfError } from './read-proxy';
import type { Redact } from './redact';
import type { Reply } from './reply';

/** Only while a connection is made: the same codes come when one breaks (see `afterConnecting`). */
const neverSent: Record<string, 'refusedConnection' | 'hostUnknown' | 'noTls'> = {
	ECONNREFUSED: 'refusedConnection',
	EHOSTUNREACH: 'refusedConnection',
	ENETUNREACH: 'refusedConnection',
	EADDRNOTAVAIL: 'refusedConnection',
	EPROTO: 'noTls',
	ENOTFOUND: 'hostUnknown',
	EAI_AGAIN: 'hostUnknown',
};

/** Node's words if a connection breaks that was made, and a call may have been sent on it: `read EHOSTUNREACH`. */
const afterConnecting = /\b(?:read|write) E(?:CONNREFUSED|HOSTUNREACH|NETUNREACH|ADDRNOTAVAIL)\b/;

/** axios reports its own timeout as ECONNABORTED; the socket's is ETIMEDOUT. */
const timeouts = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** A call is sent only after this. Node's sentence. */
const beforeTls = /disconnected before secure TLS connection was established/;

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/;

export function readNetworkFailure<T>(error: unknown, facts: Facts, redact: Redact): Reply<T> {
	const networkCode = codeOf(error);
	const known: Facts = { ...facts, networkCode };
	if (networkCode === 'ERR_CANCELED' || wasCancelled(error)) {
		return { kind: 'cancelled', fate: 'unknown' };
	}
	const texts = textsOf(error);
	const proxyFault = proxyFaultOfError(texts, facts.host ?? '');
	if (proxyFault !== undefined) {
		const { reason } = proxyFault;
		return {
			kind: 'retryable',
			problem: problem('proxyFailed', { ...known, reason }),
			fate: 'refused',
		};
	}
	if (texts.some((text) => beforeTls.test(text))) {
		return { kind: 'retryable', problem: problem('refusedConnection', known), fate: 'refused' };
	}
	const notSent = neverSent[networkCode ?? ''];
	if (notSent !== undefined && !texts.some((text) => afterConnecting.test(text))) {
		return { kind: 'retryable', problem: problem(notSent, known), fate: 'refused' };
	}
	if (timeouts.has(networkCode ?? '')) {
		return { kind: 'retryable', problem: problem('timedOut', facts), fate: 'unknown' };
	}
	if (certificate.test(networkCode ?? '')) {
		return { kind: 'refused', problem: problem('untrustedHost', known) };
	}
	// Without a code, n8n itself refused the call, for example by its rules on private addresses.
	const quote = quotable(redact(messageOf(error))) || undefined;
	return {
		kind: 'retryable',
		problem: problem('connectionLost', { ...known, networkCode: networkCode ?? quote }),
		fate: 'unknown',
	};
}

/** The error when n8n gives up a call before sending it, most often because it cannot read the credential. */
export function readRefusalOfN8n<T>(error: unknown, facts: Facts, redact: Redact): Reply<T> {
	const reason = quotable(redact(messageOf(error)));
	return { kind: 'refused', problem: problem('neverLeft', { ...facts, reason }) };
}

/** The error and its causes. An error may be its own cause, so only the first four count. */
function withCauses(error: unknown): ErrorLike[] {
	const chain: ErrorLike[] = [];
	for (let part = error; isErrorLike(part) && chain.length < 4; part = part.cause) chain.push(part);
	return chain;
}

function codeOf(error: unknown): string | undefined {
	for (const part of withCauses(error)) {
		for (const value of [part.code, part.httpCode]) {
			if (typeof value === 'string' && /^[A-Z][A-Z0-9_]+$/.test(value)) return value;
		}
	}
	return undefined;
}

/** The messages of the error and of its causes. n8n rewrites the first and keeps the original in `messages`. */
function textsOf(error: unknown): string[] {
	const texts: unknown[] = [];
	for (const part of withCauses(error)) {
		texts.push(part.message, part.description);
		if (Array.isArray(part.messages)) texts.push(...part.messages);
		// A host with several addresses has an error for each.
		if (Array.isArray(part.errors)) texts.push(...part.errors.map(messageOf));
	}
	return texts.filter((text): text is string => typeof text === 'string');
}

/** n8n aborts calls in flight when the execution is cancelled; axios calls that `canceled`. */
function wasCancelled(error: unknown): boolean {
	const isAbort = ({ name }: ErrorLike) => name === 'CanceledError' || name === 'AbortError';
	return withCauses(error).some(isAbort) || messageOf(error) === 'canceled';
}

function messageOf(error: unknown): string {
	return isErrorLike(error) && typeof error.message === 'string' ? error.message : '';
}

interface ErrorLike {
	name?: unknown;
	message?: unknown;
	description?: unknown;
	messages?: unknown;
	errors?: unknown;
	code?: unknown;
	httpCode?: unknown;
	cause?: unknown;
}

function isErrorLike(value: unknown): value is ErrorLike {
	return value instanceof Error || isObject(value);
}
