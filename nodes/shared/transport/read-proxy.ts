/**
 * Recognises that a proxy between n8n and LeadSquared kept a call from reaching LeadSquared. A reply to CONNECT comes
 * through n8n's helper like a reply of LeadSquared. Pure.
 */
import type { HttpResponse } from './response';

export interface ProxyFault {
	/** The end of a sentence that begins with the proxy: `asks for a login`. */
	reason: string;
	/** Whether another attempt can help. */
	isPassing: boolean;
}

/**
 * Squid's names for what it refuses or cannot reach; the others can also mean that LeadSquared got the call.
 * https://wiki.squid-cache.org/Features/CustomErrors
 */
const squidErrors: Record<string, ProxyFault> = {
	ERR_ACCESS_DENIED: { reason: 'does not allow the connection', isPassing: false },
	ERR_CACHE_ACCESS_DENIED: { reason: 'asks for a login', isPassing: false },
	ERR_CANNOT_FORWARD: { reason: 'could not connect', isPassing: true },
	ERR_CONNECT_FAIL: { reason: 'could not connect', isPassing: true },
	ERR_DNS_FAIL: { reason: 'did not find the host', isPassing: true },
	ERR_FORWARDING_DENIED: { reason: 'does not allow the connection', isPassing: false },
	ERR_SECURE_CONNECT_FAIL: { reason: 'could not connect', isPassing: true },
};

/** Error types of RFC 9209 that exist only before a request is forwarded. */
const proxyStatusErrors: Record<string, ProxyFault> = {
	connection_limit_reached: { reason: 'has too many connections', isPassing: true },
	connection_refused: { reason: 'could not connect', isPassing: true },
	connection_timeout: { reason: 'could not connect', isPassing: true },
	destination_ip_prohibited: { reason: 'does not allow the connection', isPassing: false },
	destination_ip_unroutable: { reason: 'could not connect', isPassing: true },
	destination_not_found: { reason: 'did not find the host', isPassing: true },
	destination_unavailable: { reason: 'could not connect', isPassing: true },
	dns_error: { reason: 'did not find the host', isPassing: true },
	dns_timeout: { reason: 'did not find the host', isPassing: true },
	http_request_denied: { reason: 'does not allow the connection', isPassing: false },
};

export function proxyFaultOfReply({ status, headers }: HttpResponse): ProxyFault | undefined {
	// Only a proxy has these two: its own login (RFC 9110) and the login page of a network (RFC 6585).
	if (status === 407) return { reason: 'asks for a user name and a password', isPassing: false };
	if (status === 511) return { reason: 'asks for a login to the network', isPassing: false };
	if (status < 400) return undefined;
	const [squidError = ''] = String(headers['x-squid-error'] ?? '').split(' ');
	const [, statusError = ''] =
		/;\s*error="?([a-z_]+)/.exec(String(headers['proxy-status'] ?? '')) ?? [];
	return ownValue(squidErrors, squidError) ?? ownValue(proxyStatusErrors, statusError);
}

function ownValue<T>(table: Record<string, T>, key: string): T | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** What https-proxy-agent, and tunnel-agent before it, say if the proxy does not answer CONNECT with 200. */
const refusedTunnel =
	/Proxy connection ended before receiving CONNECT response|tunneling socket could not be established/i;

/** Node's sentence for a connection that was never made: `connect ECONNREFUSED 10.0.0.1:3128`. */
const failedConnect = /\bconnect E[A-Z]+ (\S+):(\d+)/;

const failedLookup = /\bgetaddrinfo E[A-Z_]+ (\S+)/;

/**
 * @param texts the messages of an error and of its causes
 * @param host the host that was called, with its port if that is not the usual one
 * @returns undefined if the error does not show that a proxy is the cause
 */
export function proxyFaultOfError(texts: readonly string[], host: string): ProxyFault | undefined {
	const text = texts.join('\n');
	if (refusedTunnel.test(text)) return { reason: 'closed the connection', isPassing: true };
	const [name = host, port] = host.split(/:(?=\d+$)/);
	const ports = port === undefined ? ['443', '80'] : [port];
	const [, address, addressPort = ''] = failedConnect.exec(text) ?? [];
	// n8n connects to the host's own port, unless a proxy is set.
	if (address !== undefined && !ports.includes(addressPort)) {
		return { reason: `at ${address}:${addressPort} cannot be reached`, isPassing: true };
	}
	const [, lookedUp] = failedLookup.exec(text) ?? [];
	if (lookedUp !== undefined && lookedUp.toLowerCase() !== name.toLowerCase()) {
		return { reason: `named ${lookedUp} was not found`, isPassing: true };
	}
	return undefined;
}
