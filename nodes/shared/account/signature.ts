/** Whether, and with which keys, n8n signed a request. */
import { isObject } from '../lib/json';
import type { Account } from './account';

/**
 * The mark on a request that was signed, as n8n was given it. By a name that all copies of this code share: n8n reads
 * the package anew when it is updated, and a run that is under way then goes on with the old code and the new credential.
 */
const mark = Symbol.for('n8n-nodes-leadsquared-async.signedWith');

/** n8n reads the credential anew for every call, so that a run may meet other keys than those of its beginning. */
export function noteSigned(request: object, account: Account): void {
	// Nothing that lists or copies the request's properties meets the keys.
	Object.defineProperty(request, mark, { value: account, configurable: true });
}

let marksAreSeen = false;

/** With which keys a call was signed; undefined where it never came to that. */
export function signedWith(request: object): Account | undefined {
	const account = markOf(request);
	marksAreSeen ||= account !== undefined;
	return account;
}

/**
 * With which keys a call was signed that was answered, so it was signed. Without a mark this n8n has a copy of the
 * request signed, and missing marks mean nothing.
 */
export function answeredWith(request: object): Account | undefined {
	const account = signedWith(request);
	if (account === undefined) marksAreSeen = false;
	return account;
}

/** Whether n8n gave a call up before it was signed, and so before it left. Said only where signed calls bear the mark. */
export function wasNeverSigned(request: object): boolean {
	return marksAreSeen && markOf(request) === undefined;
}

/** Another version of this code may have set it. */
function markOf(request: object): Account | undefined {
	const marked: unknown = Reflect.get(request, mark);
	const isAccount =
		isObject(marked) &&
		[marked.accessKey, marked.secretKey, marked.apiKey].every((key) => typeof key === 'string');
	return isAccount ? (marked as unknown as Account) : undefined;
}
