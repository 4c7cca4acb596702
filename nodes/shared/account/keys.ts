/**
 * Least exposure: each call carries only the keys that it needs, in the least public place that
 * LeadSquared documents, and only to the account's own hosts.
 *
 * | call | keys |
 * |---|---|
 * | async submit (POST) | access and secret key in the query string, `x-api-key` header |
 * | async status, metrics (GET) | `x-api-key` header |
 * | async call log (`/1/api/telephony/…`) | `x-api-key` header; the path contains the ID of the account's telephony connector |
 * | synchronous API (`/v2/…`) | `x-LSQ-AccessKey` and `x-LSQ-SecretKey` headers |
 *
 * Source: https://apidocs.leadsquared.com/async-api/, /authentication/ and /post-a-call-log-async/.
 */
import type { Account } from './account';

const syncPrefix = '/v2/';

const telephonyPrefix = '/1/api/telephony/';

export interface CallKeys {
	headers: Record<string, string>;
	query: Record<string, string>;
}

/** The keys for one call; undefined if the address is not one of the account's. */
export function keysFor(account: Account, method: string, url: URL): CallKeys | undefined {
	if (url.origin === account.apiOrigin && url.pathname.startsWith(syncPrefix)) {
		return {
			headers: { 'x-LSQ-AccessKey': account.accessKey, 'x-LSQ-SecretKey': account.secretKey },
			query: {},
		};
	}
	if (url.origin !== account.asyncOrigin) return undefined;
	const headers = { 'x-api-key': account.apiKey };
	if (method.toUpperCase() !== 'POST' || url.pathname.startsWith(telephonyPrefix)) {
		return { headers, query: {} };
	}
	return { headers, query: { accessKey: account.accessKey, secretKey: account.secretKey } };
}
