/**
 * The account behind a credential: its two hosts, its three secrets, its call limit.
 * Hosts by region: https://apidocs.leadsquared.com/api-host/ (API) and /async-api/ (Async API).
 * The Async API page names in21, us11 and Singapore; the other async hosts follow the same pattern.
 */

export const credentialName = 'leadSquaredAsyncApi';

export interface Region {
	/** As LeadSquared's own pages call it. */
	name: string;
	asyncHost: string;
	apiHost: string;
}

export const regions = {
	ca12: {
		name: 'Canada',
		asyncHost: 'asyncapi-ca12.leadsquared.com',
		apiHost: 'api-ca12.leadsquared.com',
	},
	in22: {
		name: 'India (Hyderabad)',
		asyncHost: 'asyncapi-in22.leadsquared.com',
		apiHost: 'api-in22.leadsquared.com',
	},
	in21: {
		name: 'India (Mumbai)',
		asyncHost: 'asyncapi-in21.leadsquared.com',
		apiHost: 'api-in21.leadsquared.com',
	},
	ir31: {
		name: 'Ireland',
		asyncHost: 'asyncapi-ir31.leadsquared.com',
		apiHost: 'api-ir31.leadsquared.com',
	},
	me61: {
		name: 'Middle East',
		asyncHost: 'asyncapi-me61.leadsquared.com',
		apiHost: 'api-me61.leadsquared.com',
	},
	sg: {
		name: 'Singapore',
		asyncHost: 'asyncapi.leadsquared.com',
		apiHost: 'api.leadsquared.com',
	},
	us11: {
		name: 'United States',
		asyncHost: 'asyncapi-us11.leadsquared.com',
		apiHost: 'api-us11.leadsquared.com',
	},
} as const satisfies Record<string, Region>;

/** The name of the region to which a host belongs, async or not. */
export function regionNameOf(host: string): string | undefined {
	return Object.values(regions).find(({ apiHost, asyncHost }) =>
		[apiHost, asyncHost].some((name) => name === host),
	)?.name;
}

export interface Account {
	/** Origin of the Async API, e.g. `https://asyncapi-in21.leadsquared.com`, without trailing slash. */
	asyncOrigin: string;
	/** Origin of the synchronous API. */
	apiOrigin: string;
	accessKey: string;
	secretKey: string;
	apiKey: string;
	/** Calls that the account allows in any 5 seconds. */
	callsPerWindow: number;
}

/** The account's limit counts the calls of any 5 seconds (https://apidocs.leadsquared.com/rate-limits/). */
export const windowMs = 5_000;

const defaultCallsPerWindow = 25;

export type AccountReading =
	| { ok: true; account: Account }
	| { ok: false; parameter: string; reason: string };

/** Reads a decrypted credential. Says which parameter cannot be used, before a secret leaves. */
export function readAccount(credential: Record<string, unknown>): AccountReading {
	const hosts = readHosts(credential);
	if (!hosts.ok) return hosts;

	const keys = { accessKey: '', secretKey: '', apiKey: '' };
	const labels = { accessKey: 'Access Key', secretKey: 'Secret Key', apiKey: 'x-api-key' };
	for (const name of ['accessKey', 'secretKey', 'apiKey'] as const) {
		const value = credential[name];
		// Keys are pasted from web pages: a blank around them is never part of the key.
		keys[name] = typeof value === 'string' ? value.trim() : '';
		if (keys[name] === '') return { ok: false, parameter: labels[name], reason: 'is empty' };
		// A line break would end the HTTP header that carries the key.
		if (/[^\x20-\x7e]/.test(keys[name])) {
			return {
				ok: false,
				parameter: labels[name],
				reason: 'holds a character that no key has, such as a line break',
			};
		}
	}

	const limit = Number(credential.callsPerWindow ?? defaultCallsPerWindow);
	if (!Number.isInteger(limit) || limit < 1) {
		return {
			ok: false,
			parameter: 'Calls per 5 Seconds',
			reason: 'must be a whole number of at least 1',
		};
	}
	return { ok: true, account: { ...hosts, ...keys, callsPerWindow: limit } };
}

type Hosts = { ok: true; asyncOrigin: string; apiOrigin: string };

function readHosts(
	credential: Record<string, unknown>,
): Hosts | Extract<AccountReading, { ok: false }> {
	const region = credential.region;
	if (region !== 'custom') {
		const known = (regions as Record<string, Region>)[String(region)];
		if (!known || !Object.hasOwn(regions, String(region))) {
			return { ok: false, parameter: 'Region', reason: 'is not one of the list' };
		}
		return {
			ok: true,
			asyncOrigin: `https://${known.asyncHost}`,
			apiOrigin: `https://${known.apiHost}`,
		};
	}
	const asyncOrigin = readOrigin(credential.asyncHost);
	if (!asyncOrigin.ok) return { ...asyncOrigin, parameter: 'Async API Host' };
	const apiOrigin = readOrigin(credential.apiHost);
	if (!apiOrigin.ok) return { ...apiOrigin, parameter: 'API Host' };
	return { ok: true, asyncOrigin: asyncOrigin.origin, apiOrigin: apiOrigin.origin };
}

/** Plain http is accepted only where nobody can listen in: on this machine. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function readOrigin(value: unknown): { ok: true; origin: string } | { ok: false; reason: string } {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') return { ok: false, reason: 'is empty' };
	const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
	if (!url) return { ok: false, reason: 'is not a host name' };
	if (url.username !== '' || url.password !== '') {
		return { ok: false, reason: 'must not hold a user name or a password' };
	}
	if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
		return { ok: false, reason: 'must be a host name alone, without a path' };
	}
	if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))) {
		return { ok: true, origin: url.origin };
	}
	return { ok: false, reason: 'must use https, since the keys travel to it' };
}

export function parseUrl(text: string): URL | undefined {
	return URL.canParse(text) ? new URL(text) : undefined;
}
