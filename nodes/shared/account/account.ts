/**
 * The account behind a credential: its two hosts, its three secrets, its call limit.
 * Hosts by region: https://apidocs.leadsquared.com/api-host/ (API) and /async-api/ (Async API).
 * The Async API page lists in21, us11 and Singapore; the other async hosts follow the same pattern.
 */

export const credentialName = 'leadSquaredAsyncApi';

/** The credential's fields as n8n shows them. */
export const credentialLabels = {
	region: 'Region',
	asyncHost: 'Async API Host',
	apiHost: 'API Host',
	accessKey: 'Access Key',
	secretKey: 'Secret Key',
	apiKey: 'x-api-key',
	callsPerWindow: 'Calls per 5 Seconds',
} as const;

export interface Region {
	/** As on LeadSquared's own pages. */
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

const hostPattern = /(?<![\w.-])(?:async)?api(?:-[a-z]{2}\d{2})?\.leadsquared\.com\b/gi;

/** LeadSquared's hosts that occur in a text, in lower case. */
export function hostsNamedIn(text: string): string[] {
	return (text.match(hostPattern) ?? []).map((host) => host.toLowerCase());
}

/** The name of the region that a host belongs to, async or not. */
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

/**
 * Whether two sets of keys are of one account, as far as they show it. Keys are renewed one after the other: either the
 * user's two keys are new, or the x-api-key.
 */
export function isSameAccount(
	one: Pick<Account, 'accessKey' | 'apiKey'>,
	other: Pick<Account, 'accessKey' | 'apiKey'>,
): boolean {
	return one.accessKey === other.accessKey || one.apiKey === other.apiKey;
}

/** The account's limit counts the calls of any 5 seconds (https://apidocs.leadsquared.com/rate-limits/). */
export const windowMs = 5_000;

const defaultCallsPerWindow = 25;

/** Which parameter of the credential cannot be used, and why. */
export interface AccountFault {
	parameter: string;
	/** The end of a sentence that begins with the parameter's name. */
	reason: string;
}

type Read<T, E = AccountFault> = { ok: true; value: T } | { ok: false; problem: E };

/** Reads a decrypted credential, and finds what is wrong with it before any key is sent. */
export function readAccount(credential: Record<string, unknown>): Read<Account> {
	const hosts = readHosts(credential);
	if (!hosts.ok) return hosts;

	const keys = { accessKey: '', secretKey: '', apiKey: '' };
	for (const name of ['accessKey', 'secretKey', 'apiKey'] as const) {
		const value = credential[name];
		// Keys are pasted from web pages: blanks around them are never part of the key.
		keys[name] = typeof value === 'string' ? value.trim() : '';
		if (keys[name] === '') return fault(credentialLabels[name], { reason: 'is empty' });
		// A line break would end the HTTP header that carries the key.
		if (/[^\x20-\x7e]/.test(keys[name])) {
			return fault(credentialLabels[name], {
				reason: 'contains a character that no key has, such as a line break',
			});
		}
	}

	const limit = Number(credential.callsPerWindow ?? defaultCallsPerWindow);
	if (!Number.isInteger(limit) || limit < 1) {
		return fault(credentialLabels.callsPerWindow, { reason: 'must be a whole number, at least 1' });
	}
	return { ok: true, value: { ...hosts.value, ...keys, callsPerWindow: limit } };
}

function fault(parameter: string, { reason }: { reason: string }) {
	return { ok: false as const, problem: { parameter, reason } };
}

function readHosts(
	credential: Record<string, unknown>,
): Read<Pick<Account, 'asyncOrigin' | 'apiOrigin'>> {
	const region = credential.region;
	if (region !== 'custom') {
		const known = (regions as Record<string, Region>)[String(region)];
		if (!known || !Object.hasOwn(regions, String(region))) {
			return fault(credentialLabels.region, { reason: 'is not in the list' });
		}
		const asyncOrigin = `https://${known.asyncHost}`;
		return { ok: true, value: { asyncOrigin, apiOrigin: `https://${known.apiHost}` } };
	}
	const asyncOrigin = readOrigin(credential.asyncHost);
	if (!asyncOrigin.ok) return fault(credentialLabels.asyncHost, asyncOrigin.problem);
	const apiOrigin = readOrigin(credential.apiHost);
	if (!apiOrigin.ok) return fault(credentialLabels.apiHost, apiOrigin.problem);
	return { ok: true, value: { asyncOrigin: asyncOrigin.value, apiOrigin: apiOrigin.value } };
}

/** Plain http is accepted only on this machine, where nobody can listen in. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function readOrigin(value: unknown): Read<string, { reason: string }> {
	const refused = (why: { reason: string }) => ({ ok: false as const, problem: why });
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') return refused({ reason: 'is empty' });
	const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	if (!URL.canParse(address)) return refused({ reason: 'is not a host name' });
	const url = new URL(address);
	if (url.username !== '' || url.password !== '') {
		return refused({ reason: 'must not contain a user name or a password' });
	}
	// LeadSquared's own pages write the API host with the version that we add.
	const isHost = /^\/(v2\/?)?$/i.test(url.pathname);
	if (!isHost || url.search !== '' || url.hash !== '') {
		return refused({ reason: 'must be a host name only, without a path' });
	}
	if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))) {
		return { ok: true, value: url.origin };
	}
	return refused({ reason: 'must use https, because the keys are sent to it' });
}
