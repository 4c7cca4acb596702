import { readNetworkFailure } from '../../../nodes/shared/transport/read-failure';
import { redactor } from '../../../nodes/shared/transport/redact';
import { fateOf } from '../../../nodes/shared/transport/reply';

const host = 'asyncapi-in21.leadsquared.com';

function failure(error: unknown, at = host) {
	const facts = {
		label: 'Capture Lead',
		purpose: 'submit',
		host: at,
		lookFor: 'the lead',
	} as const;
	const reply = readNetworkFailure(error, facts, redactor([]));
	return {
		code: 'problem' in reply ? reply.problem.code : reply.kind,
		message: 'problem' in reply ? reply.problem.message : '',
		fate: fateOf(reply),
	};
}

/** As n8n 2.x throws it: its own words, and the original as the cause. */
const wrapped = (message: string, code?: string) =>
	Object.assign(new Error('The service refused the connection - perhaps it is offline'), {
		httpCode: code ?? null,
		cause: Object.assign(new Error(message), { code }),
	});

/** As n8n 1.x throws it: without the cause. */
const flat = (message: string, code?: string) => ({ message: 'x', messages: [message], code });

const tls = 'Client network socket disconnected before secure TLS connection was established';

describe.each([
	['2.x', wrapped],
	['1.x', flat],
])('as n8n %s throws it', (_version, made) => {
	test.each<[string, string | undefined, string, 'refused' | 'unknown']>([
		['connect ECONNREFUSED 10.0.0.1:3128', 'ECONNREFUSED', 'proxyFailed', 'refused'],
		['connect ECONNREFUSED ::1:3128', 'ECONNREFUSED', 'proxyFailed', 'refused'],
		[
			'connect EHOSTUNREACH 10.0.0.1:8080 - Local (0.0.0.0:0)',
			'EHOSTUNREACH',
			'proxyFailed',
			'refused',
		],
		['connect ETIMEDOUT 10.0.0.1:3128', 'ETIMEDOUT', 'proxyFailed', 'refused'],
		['getaddrinfo ENOTFOUND proxy.example', 'ENOTFOUND', 'proxyFailed', 'refused'],
		['getaddrinfo EAI_AGAIN proxy.example', 'EAI_AGAIN', 'proxyFailed', 'refused'],
		[
			'Proxy connection ended before receiving CONNECT response',
			undefined,
			'proxyFailed',
			'refused',
		],
		[
			'tunneling socket could not be established, statusCode=403',
			undefined,
			'proxyFailed',
			'refused',
		],
		['connect ECONNREFUSED 10.0.0.1:443', 'ECONNREFUSED', 'refusedConnection', 'refused'],
		[`getaddrinfo ENOTFOUND ${host.toUpperCase()}`, 'ENOTFOUND', 'hostUnknown', 'refused'],
		[tls, 'ECONNRESET', 'refusedConnection', 'refused'],
		['connect ETIMEDOUT 10.0.0.1:443', 'ETIMEDOUT', 'timedOut', 'unknown'],
		['connect EHOSTUNREACH 10.0.0.1:443', 'EHOSTUNREACH', 'refusedConnection', 'refused'],
		['connect ENETUNREACH 10.0.0.1:443', 'ENETUNREACH', 'refusedConnection', 'refused'],
		['write EPROTO 0A00010B:SSL routines:wrong version', 'EPROTO', 'noTls', 'refused'],
		// The same codes on a connection that was made.
		['read EHOSTUNREACH', 'EHOSTUNREACH', 'connectionLost', 'unknown'],
		['read ENETUNREACH', 'ENETUNREACH', 'connectionLost', 'unknown'],
		['read ECONNREFUSED', 'ECONNREFUSED', 'connectionLost', 'unknown'],
		['write EADDRNOTAVAIL', 'EADDRNOTAVAIL', 'connectionLost', 'unknown'],
		['read ECONNRESET', 'ECONNRESET', 'connectionLost', 'unknown'],
		['socket hang up', 'ECONNRESET', 'connectionLost', 'unknown'],
		['timeout of 1000ms exceeded', 'ECONNABORTED', 'timedOut', 'unknown'],
		['certificate has expired', 'CERT_HAS_EXPIRED', 'untrustedHost', 'refused'],
	])('%s (%s) is %s', (message, networkCode, code, fate) => {
		expect(failure(made(message, networkCode))).toMatchObject({ code, fate });
	});
});

test('each address of a proxy that has several', () => {
	const errors = [new Error('connect ECONNREFUSED ::1:3128')];
	const error = Object.assign(new Error(''), { code: 'ECONNREFUSED', errors });
	expect(failure(error).code).toBe('proxyFailed');
});

test('a host with a port of its own is no proxy', () => {
	const refused = flat('connect ECONNREFUSED 127.0.0.1:8443', 'ECONNREFUSED');
	expect(failure(refused, '127.0.0.1:8443').code).toBe('refusedConnection');
	expect(failure(refused, '127.0.0.1:9443').message).toBe(
		'The proxy between n8n and LeadSquared at 127.0.0.1:8443 cannot be reached, so Capture Lead did not arrive (ECONNREFUSED)',
	);
});
