import axios from 'axios';
import { once, path, root, runTypeScript, spawn } from '../support/platform';
import type { ChildProcess } from '../support/platform';

let child: ChildProcess | undefined;
afterEach(() => void child?.kill('SIGKILL'));

/** Starts the command line that `npm run sandbox` starts, and collects its output. */
function start(...args: string[]): { process: ChildProcess; said: () => string } {
	const cli = path.join('test', 'sandbox', 'cli.ts');
	child = spawn('node', [...runTypeScript, cli, ...args], { cwd: root });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
	}
	return { process: child, said: () => output };
}

test('prints a curl line that works, a line per call without keys, and ends on SIGINT', async () => {
	const cli = start('--limit', 'log', '--calls', '1');
	while (!cli.said().includes('Ctrl+C') && cli.process.stdout)
		await once(cli.process.stdout, 'data');
	const [, url = '', apiKey = '', body = ''] =
		/^curl -sS -X POST '([^']+)' -H 'x-api-key: ([^']+)' .* -d '([^']+)'$/m.exec(cli.said()) ?? [];
	const before = cli.said().length;
	const headers = { 'x-api-key': apiKey, 'Content-Type': 'application/json' };
	const send = async () =>
		(await axios.post(url, body, { headers, proxy: false, validateStatus: () => true })).status;
	expect([await send(), await send()]).toEqual([200, 429]);

	const ended = once(cli.process, 'close');
	cli.process.kill('SIGINT');
	expect((await ended)[0]).toBe(0);
	const log = cli.said().slice(before);
	expect(log).toMatch(
		/POST \/opportunity\/update 200\n.*POST \/opportunity\/update 429 \(over the limit\)\n/,
	);
	expect(log).not.toMatch(/sandbox-|accessKey/);
});

test('explains its options after an invalid one', async () => {
	const cli = start('--limit', 'bogus');
	expect((await once(cli.process, 'close'))[0]).toBe(1);
	expect(cli.said()).toMatch(/--limit must be one of off, log.*Options:/s);
});
