/** Whether n8n signed a request, with which keys, and for which account it was meant. */
import { isObject } from '../lib/json';
import { isSameAccount, type Account } from './account';

/**
 * Marks a request object as signed. The name is shared by all copies of this code: n8n reloads the package when it is
 * updated, and a running execution continues with the old code and the new credential.
 */
const mark = Symbol.for('n8n-nodes-leadsquared-async.signedWith');

/** Names the keys of the account that a request is meant for. */
const meant = Symbol.for('n8n-nodes-leadsquared-async.meantFor');

/** n8n reads the credential again for every call, so the keys may change during a run. */
export function noteSigned(request: object, account: Account): void {
	setMark(request, mark, account);
}

/** Takes note of the account that a request is meant for, for the credential that is to sign it. */
export function noteMeant(request: object, account: Account): void {
	setMark(request, meant, account);
}

/** Whether a request is meant for another account than the one whose credential is to sign it. */
export function isMeantForAnother(request: object, account: Account): boolean {
	const wanted = markOf(request, meant);
	return wanted !== undefined && !isSameAccount(wanted, account);
}

function setMark(request: object, name: symbol, account: Account): void {
	// Not enumerable: logging or spreading the request does not expose the keys.
	Object.defineProperty(request, name, { value: account, configurable: true });
}

let marksAreSeen = false;

/** The keys that a call was signed with; undefined if it was not signed. */
export function signedWith(request: object): Account | undefined {
	const account = markOf(request, mark);
	marksAreSeen ||= account !== undefined;
	return account;
}

/**
 * The keys that an answered call was signed with. It was certainly signed: if the mark is missing, this n8n signs a copy
 * of the request, and a missing mark means nothing.
 */
export function answeredWith(request: object): Account | undefined {
	const account = signedWith(request);
	if (account === undefined) marksAreSeen = false;
	return account;
}

/** Whether n8n gave up a call before signing, and so before sending it. Only known if signed calls have the mark. */
export function wasNeverSigned(request: object): boolean {
	return marksAreSeen && markOf(request, mark) === undefined;
}

/** Read as unknown: another version of this code may have set it. */
function markOf(request: object, name: symbol): Account | undefined {
	const marked: unknown = Reflect.get(request, name);
	const isAccount =
		isObject(marked) &&
		[marked.accessKey, marked.secretKey, marked.apiKey].every((key) => typeof key === 'string');
	return isAccount ? (marked as unknown as Account) : undefined;
}
