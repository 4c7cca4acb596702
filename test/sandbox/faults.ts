import { envelope, forbidden, missingToken, rateLimited } from './replies';
import * as replies from './replies';
import type { Reply } from './replies';
import type { Fault } from './types';

/** Ready-made faults in the words of the real server. */
const reply = ({ status, body }: Reply, headers?: Record<string, string>): Fault => ({
	kind: 'reply',
	status,
	body,
	...(headers ? { headers } : {}),
});

const exception = (status: number, type: string, message: string): Fault =>
	reply(replies.refuse(status, type, message));

/** A refusal of the given input, in LeadSquared's words. */
export const refusal = (message: string): Fault =>
	exception(500, 'MXInvalidInputException', message);

export const wrongKeys: Fault = reply(replies.wrongKeys());
export const wrongRegion = (host: string): Fault => reply(replies.wrongRegion(host));
export const badApiKey: Fault = reply(forbidden());
export const unknownRoute: Fault = reply(missingToken());
export const badRequest: Fault = exception(400, 'MXInvalidInputException', 'Invalid request body');
export const notFound: Fault = exception(404, 'MXException', 'API not found');

/** LeadSquared documents no Retry-After; one is sent only when asked for. */
export function throttled(retryAfter?: string, calls = 25, windowMs = 5000): Fault {
	const headers = retryAfter === undefined ? undefined : { 'Retry-After': retryAfter };
	return reply(rateLimited(calls, windowMs), headers);
}

/** A rate limit inside HTTP 200 (REFERENCE.md, 8). */
export const throttledInside200: Fault = reply(rateLimited(25, 5000, 200));

/** A logical error: HTTP 500 with an MX type, useless to retry (REFERENCE.md, 7). */
export const mxException: Fault = exception(
	500,
	'MXInvalidActivityFieldsException',
	"Field name : 'mx_Custom_19' of datatype : 'String' is mandatory.",
);

/** A system error: 500 whose envelope names no MX type. */
export const plain500: Fault = exception(500, 'SqlException', 'Could not connect to the database');
/** AWS API Gateway's words when the server behind it fails. */
export const plain502: Fault = {
	kind: 'reply',
	status: 502,
	body: { message: 'Internal server error' },
};
/** A load balancer's HTML page. */
export const plain503: Fault = { kind: 'html', status: 503 };
export const plain504: Fault = {
	kind: 'reply',
	status: 504,
	body: { message: 'Endpoint request timed out' },
};

/** The plan's limit of a day, in the words of the limit of a window. */
export const dayLimit: Fault = reply(
	replies.refuse(
		429,
		'MXAPIRateLimitExceededException',
		'API calls exceeded the limit of 100000 in 1 day(s)',
	),
);

/** A wrong body as .NET complains of it, seen live (news, fact 44); the words are .NET's. */
export const argumentNull: Fault = exception(
	500,
	'ArgumentNullException',
	"Value cannot be null. (Parameter 'source')",
);

/** One unknown attribute rejects the whole record (news, fact 23). */
export const unknownAttribute: Fault = exception(
	500,
	'MXUnknownAttributeException',
	'mx_Nothing does not exist.',
);

/** Not LeadSquared's: a proxy's, and that of a network with a login page. */
export const proxyLogin: Fault = {
	kind: 'reply',
	status: 407,
	body: 'Proxy Authentication Required',
	headers: { 'Proxy-Authenticate': 'Basic realm="proxy"' },
};
export const networkLogin: Fault = { kind: 'html', status: 511 };

export const errorIn200: Fault = {
	kind: 'reply',
	status: 200,
	body: envelope('MXInvalidInputException', 'Invalid input'),
};
