/**
 * A real n8n to try the package in: `npm run try`, `npm run try -- --n8n 1.123.81 --port 5678`.
 * The package is built, packed and installed; the mock LeadSquared server is the account; owner, credential and examples
 * are there. Ctrl+C ends it and leaves only the downloaded n8n. E2E_CACHE chooses the folder that holds it.
 */
import { fs, os, parseArgs, path, proc } from '../support/platform';
import { startSandbox } from '../sandbox';
import { credentialData } from '../e2e/fixture';
import { cacheFolder, installN8n } from '../e2e/install';
import { chosenLines, n8nLines } from '../e2e/lines';
import type { N8nLine } from '../e2e/lines';
import { N8nClient, owner } from '../e2e/n8n-client';
import { alone, N8nServer } from '../e2e/n8n-server';
import { installPackage } from '../e2e/package';
import { isFree } from '../e2e/ports';
import { endPrograms } from '../e2e/program';
import { credentialType } from '../e2e/workflows';
import { importExamples } from './examples';

const usage = `Options:
  --n8n ${n8nLines.map(({ n8n }) => n8n).join(' | ')}   default: the first
  --port 5678                default: a free port
`;

/** What the user can do about: shown without a stack. */
class UsageError extends Error {}

interface Choice {
	line: N8nLine;
	port: number | undefined;
}

async function readChoice(args: string[]): Promise<Choice> {
	const { values } = parseArgs({
		args,
		options: { n8n: { type: 'string' }, port: { type: 'string' } },
	});
	const [line] = chosenLines(values.n8n === undefined ? [] : [values.n8n]);
	if (line === undefined) throw new Error('There is no n8n to choose');
	return { line, port: await readPort(values.port) };
}

function explainUsage(error: unknown): never {
	throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
}

async function readPort(text: string | undefined): Promise<number | undefined> {
	if (text === undefined) return undefined;
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65_535)
		throw new Error(`--port must be a number from 1 to 65535, not '${text}'`);
	if (await isFree(port)) return port;
	throw new Error(`Port ${port} is in use. Choose another one with --port, or leave it out`);
}

const say = (line: string): void => void proc.stdout.write(`${line}\n`);

/** What ends each thing that was started, the last one first. */
const endings: Array<() => unknown> = [];

let ending: Promise<void> | undefined;

async function end(): Promise<void> {
	ending ??= (async () => {
		await endPrograms();
		for (let one = endings.pop(); one !== undefined; one = endings.pop()) await one();
	})();
	await ending;
}

/** Between the steps of the start: the user may have pressed Ctrl+C meanwhile. */
function unlessEnding(): void {
	if (ending !== undefined) throw new Error('interrupted');
}

async function start({ line, port }: Choice): Promise<N8nServer> {
	const n8n = await installN8n(line, say);
	unlessEnding();
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-try-'));
	endings.push(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

	say('Building the package and installing it in n8n');
	await installPackage(folder, path.join(folder, 'package.log'));
	unlessEnding();

	const sandbox = await startSandbox({
		limit: { model: 'log+rejected', calls: 25 },
		// Long enough to see a pending request.
		processingDelayMs: 2_000,
		logLine: (text) => say(`  ${text}`),
	});
	endings.push(async () => await sandbox.close());
	unlessEnding();

	say(`Starting n8n ${line.n8n}`);
	const server = await N8nServer.start(n8n, folder, { ...alone, port }, (spawned) => {
		if (ending === undefined) endings.push(async () => await spawned.stop());
		else spawned.kill();
	});
	unlessEnding();
	const client = new N8nClient(server.url);
	await client.setUpOwner();
	const name = 'LeadSquared (mock server)';
	const id = await client.createCredential(name, credentialType, credentialData(sandbox));
	const workflows = await importExamples(client, { id, name });

	say(
		[
			'',
			`n8n ${line.n8n} is ready:`,
			'',
			`  Address   ${server.url}`,
			`  E-mail    ${owner.email}`,
			`  Password  ${owner.password}`,
			'',
			`The credential "${name}" and ${workflows.length} example workflows are in it. Open one and press Execute workflow.`,
			'Check Only is off in them, so they send to the mock account. The one that saves changed opportunities needs a PostgreSQL of yours.',
			'The only mail node, in the example that reports failures, is replaced: nothing leaves this machine.',
			`The mock LeadSquared account allows 25 calls in 5 seconds and takes 2 seconds for each request.`,
			'',
			`Ctrl+C ends n8n and removes all that was done in it. The downloaded n8n stays in ${cacheFolder()}.`,
			'',
			'Calls that reach LeadSquared, in UTC:',
		].join('\n'),
	);
	return server;
}

/** @returns the exit code, when n8n has ended by itself */
async function run(choice: Choice): Promise<number> {
	const server = await start(choice);
	await server.ended();
	unlessEnding();
	say(`n8n ended by itself. Its log ends:\n${server.log().slice(-3000)}`);
	return 1;
}

/** Resolves with the exit code once the user has ended everything. npm passes on a Ctrl+C that came here too. */
async function interrupted(): Promise<number> {
	return await new Promise((resolve) => {
		const stop = () => {
			if (ending === undefined) say('\nEnding n8n');
			void end().then(() => resolve(0));
		};
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) proc.on(signal, stop);
	});
}

async function main(): Promise<number> {
	const choice = await readChoice(proc.argv.slice(2)).catch(explainUsage);
	const stopped = interrupted();
	try {
		// A start that is interrupted fails, and that is no failure.
		const done = run(choice).catch((error: unknown) => {
			if (ending === undefined) throw error;
			return stopped;
		});
		return await Promise.race([done, stopped]);
	} finally {
		await end();
		say('Everything has ended.');
	}
}

void main()
	.catch((error: unknown) => {
		const isUsage = error instanceof UsageError;
		say(isUsage ? error.message : String(error instanceof Error ? error.stack : error));
		return isUsage ? 2 : 1;
	})
	.then((code) => proc.exit(code));
