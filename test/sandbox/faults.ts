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

export const errorIn200: Fault = {
	kind: 'reply',
	status: 200,
	body: envelope('MXInvalidInputException', 'Invalid input'),
};
