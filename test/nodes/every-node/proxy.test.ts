/**
 * A real proxy on this machine that does not let calls through, set as n8n's environment sets it. The host has a name
 * that never resolves (RFC 6761), so that no call can leave this machine by another way.
 */
import { credentialFor } from '../../support/credential';
import { net, once, proc, type AddressInfo, type Socket } from '../../support/platform';
import { runNode } from '../../support/run-node';
import { itemFor, submitters } from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';

/** Its keys, and proof that it is not called. */
const mock = useSandbox();

const host = 'https://asyncapi.leadsquared.invalid';
const names = ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'];
const before = names.map((name) => [name, proc.env[name]] as const);

afterEach(() => {
	for (const [name, value] of before) {
		if (value === undefined) delete proc.env[name];
		else proc.env[name] = value;
	}
});

function setProxy(address: string) {
	for (const name of names) proc.env[name] = name.toLowerCase() === 'no_proxy' ? '' : address;
}

/** Answers every CONNECT in its own way; undefined for a proxy that is down. */
async function proxy(answer: ((socket: Socket) => void) | undefined) {
	const asked: string[] = [];
	const server = net.createServer((socket) => {
		socket.on('error', () => {});
		socket.once('data', (data) => {
			asked.push(String(data).split('\r\n')[0]!);
			answer?.(socket);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const close = async () => {
		server.close();
		await once(server, 'close');
	};
	if (answer === undefined) await close();
	setProxy(`http://127.0.0.1:${port}`);
	return { asked, close: async () => (answer === undefined ? undefined : await close()) };
}

const says =
	(...lines: string[]) =>
	(socket: Socket) =>
		socket.end([...lines, 'Content-Length: 2', '', 'no'].join('\r\n'));

const reached = 'The proxy between n8n and LeadSquared';

interface Case {
	name: string;
	answer?: (socket: Socket) => void;
	message: RegExp;
	/** How often it is asked with two attempts allowed. */
	attempts: number;
	isUnknown?: true;
}

const cases: Case[] = [
	{
		name: 'is down',
		message: new RegExp(
			`^${reached} at 127\\.0\\.0\\.1:\\d+ cannot be reached, so .+ \\(ECONNREFUSED\\)`,
		),
		attempts: 0,
	},
	{
		name: 'closes the connection',
		answer: (socket) => socket.end(),
		message: new RegExp(`^${reached} closed the connection, so .+ did not arrive`),
		attempts: 2,
	},
	{
		name: 'asks for a login',
		answer: says('HTTP/1.1 407 Proxy Authentication Required', 'Proxy-Authenticate: Basic'),
		message: new RegExp(`^${reached} asks for a user name and a password, so .+ \\(HTTP 407\\)`),
		attempts: 1,
	},
	{
		name: 'does not allow the host',
		answer: says('HTTP/1.1 403 Forbidden', 'X-Squid-Error: ERR_ACCESS_DENIED 0'),
		message: new RegExp(`^${reached} does not allow the connection, so .+ \\(HTTP 403\\)`),
		attempts: 1,
	},
	{
		name: 'cannot reach LeadSquared',
		answer: says('HTTP/1.1 503 Service Unavailable', 'X-Squid-Error: ERR_CONNECT_FAIL 111'),
		message: new RegExp(`^${reached} could not connect, so .+ \\(HTTP 503\\)`),
		attempts: 2,
	},
	{
		name: 'breaks off before TLS',
		answer: (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'),
		message: /^asyncapi\.leadsquared\.invalid did not accept the connection \(ECONNRESET\)/,
		attempts: 2,
	},
	// It may be LeadSquared's own answer: nothing shows that it is the proxy's.
	{
		name: 'answers like anybody',
		answer: says('HTTP/1.1 502 Bad Gateway'),
		message: /could not handle .+ right now: no \(HTTP 502\)/,
		attempts: 1,
		isUnknown: true,
	},
];

const capture = submitters.find(({ operation }) => operation === 'lead/capture')!;

test.each(cases)('a proxy that $name', async ({ answer, message, attempts, isUnknown }) => {
	const { asked, close } = await proxy(answer);
	const { error } = await runNode(
		{
			type: capture.type,
			parameters: { ...capture.parameters, options: { maxTries: 2, timeout: 5 } },
			credential: credentialFor(mock.sandbox, { asyncHost: host, apiHost: host }),
		},
		[itemFor(1)],
	);
	await close();
	expect(error?.message).toMatch(message);
	expect(asked).toEqual(
		Array.from({ length: attempts }, () => 'CONNECT asyncapi.leadsquared.invalid:443 HTTP/1.1'),
	);
	// A capture that did not get through the proxy is certainly not in LeadSquared.
	if (isUnknown) expect(error?.description).toContain('It is unknown whether LeadSquared accepted');
	else expect(error?.description).not.toContain('unknown');
	expect(mock.sandbox.calls).toEqual([]);
});

test('a proxy whose name is not known', async () => {
	setProxy('http://proxy.invalid:3128');
	const { error } = await runNode(
		{
			type: capture.type,
			parameters: { ...capture.parameters, options: { maxTries: 1, timeout: 5 } },
			credential: credentialFor(mock.sandbox, { asyncHost: host, apiHost: host }),
		},
		[itemFor(1)],
	);
	expect(error?.message).toMatch(
		/^The proxy between n8n and LeadSquared named proxy\.invalid was not found, so .+ \((ENOTFOUND|EAI_AGAIN)\)/,
	);
});
