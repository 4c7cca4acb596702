/** `npm run try` as a user starts it: what it prints, what is in n8n, and that nothing is left of it. */
import { delay, fs, http, once, path, proc, root, spawn } from '../support/platform';
import type { AddressInfo, ChildProcess } from '../support/platform';
import type { Checks } from '../e2e/checks';
import type { N8nLine } from '../e2e/lines';
import { N8nClient } from '../e2e/n8n-client';
import { ownGroup, signalGroup } from '../e2e/program';
import { credentialType, exampleWorkflow, triggerOf } from '../e2e/workflows';
import { exampleNames, isCheckOnly, writes } from '../support/examples';

const startMs = 180_000;
const endMs = 30_000;

/** `npm run try` with a folder for temporary files of its own, by which all of its processes are known. */
class Trial {
	private output = '';

	private readonly closed: Promise<unknown>;

	private constructor(
		private readonly child: ChildProcess,
		readonly temporary: string,
	) {
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (chunk: string) => (this.output += chunk));
		}
		this.closed = once(child, 'close');
	}

	static start(args: string[], folder: string, environment: NodeJS.ProcessEnv = {}): Trial {
		const temporary = fs.mkdtempSync(path.join(folder, 'tmp-'));
		const child = spawn('npm', ['run', 'try', '--', ...args], {
			cwd: root,
			env: { ...proc.env, TMPDIR: temporary, ...environment },
			stdio: ['ignore', 'pipe', 'pipe'],
			...ownGroup,
		});
		return new Trial(child, temporary);
	}

	said(): string {
		return this.output;
	}

	/** Waits for something to be printed. */
	async says(pattern: RegExp, timeoutMs = startMs): Promise<RegExpExecArray> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const found = pattern.exec(this.output);
			if (found !== null) return found;
			if (Date.now() > deadline || this.child.exitCode !== null)
				throw new Error(`npm run try did not say ${String(pattern)}. It said:\n${this.output}`);
			await delay(100);
		}
	}

	/** As the terminal does it: to all of the group. The exit code of npm. */
	async end(signal: NodeJS.Signals): Promise<number | null> {
		signalGroup(this.child.pid, signal);
		await Promise.race([this.closed, delay(endMs, undefined, { ref: false })]);
		const { exitCode } = this.child;
		if (exitCode === null) this.kill();
		return exitCode;
	}

	kill(): void {
		signalGroup(this.child.pid, 'SIGKILL');
		for (const pid of this.processes()) signalGroup(pid, 'SIGKILL');
	}

	/** All that it has started: they inherit the folder for temporary files. */
	processes(): number[] {
		return fs
			.readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name))
			.filter((pid) => environmentOf(pid).includes(this.temporary))
			.map(Number);
	}

	/** Waits until nothing runs any more, and returns what still does. */
	async left(): Promise<number[]> {
		const deadline = Date.now() + endMs;
		while (this.processes().length > 0 && Date.now() < deadline) await delay(100);
		return this.processes();
	}
}

function environmentOf(pid: string): string {
	try {
		return fs.readFileSync(path.join('/proc', pid, 'environ'), 'utf8');
	} catch {
		return '';
	}
}

let trial: Trial | undefined;

/** For an interrupted run. */
export const killTrial = (): void => trial?.kill();

export async function checkTry(checks: Checks, line: N8nLine, folder: string): Promise<void> {
	try {
		await checkStart(checks, line, folder);
		await checkInterruptedDownload(checks, line, folder);
	} finally {
		killTrial();
	}
}

async function checkStart(checks: Checks, line: N8nLine, folder: string): Promise<void> {
	checks.step('npm run try');
	trial = Trial.start(['--n8n', line.n8n], folder);
	const [, url = ''] = await trial.says(/Address +(\S+)/);
	const [, email = ''] = await trial.says(/E-mail +(\S+)/);
	const [, password = ''] = await trial.says(/Password +(\S+)/);
	await trial.says(/Calls that reach LeadSquared/);
	const client = new N8nClient(url);
	await client.signIn({ email, password });
	checks.equal('the printed e-mail and password open it', await client.version(), line.n8n);

	const credentials = await client.credentials();
	checks.equal(
		'the credential is there',
		credentials.map(({ type }) => type),
		[credentialType],
	);
	const workflows = await client.workflows();
	checks.equal(
		'so is each example',
		workflows.map(({ name }) => name).sort(),
		exampleNames.map((name) => exampleWorkflow(name).name).sort(),
	);

	const imported = await Promise.all(workflows.map(async ({ id }) => await client.workflow(id)));
	checks.equal(
		'no note says that Check Only is on where it is off',
		imported
			.filter((one) => !one.nodes.filter(writes).some(isCheckOnly))
			.filter(({ nodes }) => JSON.stringify(nodes).includes('Check Only is on'))
			.map((one) => one.name),
		[],
	);

	const { name } = exampleWorkflow('update-and-check');
	const id = workflows.find((one) => one.name === name)?.id ?? '';
	const workflow = await client.workflow(id);
	const saved = await client.runWorkflow(workflow, triggerOf(workflow));
	checks.equal('an example runs', [saved.status, saved.error?.message], ['success', undefined]);
	checks.that(
		'LeadSquared has made a change',
		(saved.outputs('Check Status')[0] ?? []).length > 0,
		saved.outputs('Check Status'),
	);
	const lines = trial.said().split('\n');
	checks.that(
		'each call is printed, with its path and what LeadSquared answered',
		lines.some((text) => /POST \/opportunity\/update 200$/.test(text)) &&
			lines.some((text) => /GET \/opportunity\/update\/status 200$/.test(text)),
		trial.said().slice(-1000),
	);
	checks.that('it runs in processes that this test can see', trial.processes().length > 1);

	checks.equal('Ctrl+C ends it with exit code 0', await trial.end('SIGINT'), 0);
	await checkNothingLeft(checks, trial);
}

/** npm asks a registry that never answers, as on a slow connection. */
async function checkInterruptedDownload(
	checks: Checks,
	line: N8nLine,
	folder: string,
): Promise<void> {
	checks.step('npm run try, ended while it downloads n8n');
	const cache = fs.mkdtempSync(path.join(folder, 'cache-'));
	const asked: string[] = [];
	const registry = http.createServer(({ url = '' }) => void asked.push(url));
	registry.listen(0, '127.0.0.1');
	await once(registry, 'listening');
	try {
		const { port } = registry.address() as AddressInfo;
		trial = Trial.start(['--n8n', line.n8n], folder, {
			E2E_CACHE: cache,
			npm_config_registry: `http://127.0.0.1:${port}/`,
			npm_config_cache: path.join(cache, 'npm'),
		});
		const [said] = await trial.says(/^Downloading .*$/m);
		checks.that(
			'the first start says what it downloads, how large it is, how long it takes, and where it is kept',
			said.includes(`n8n ${line.n8n}`) &&
				/[\d.]+ GB to download, [\d.]+ GB on disk, \d+ minutes/.test(said) &&
				said.includes(cache),
			said,
		);
		const deadline = Date.now() + startMs;
		while (asked.length === 0 && Date.now() < deadline) await delay(100);
		checks.that('npm is downloading', asked.length > 0);
		checks.equal('SIGTERM ends it with exit code 0', await trial.end('SIGTERM'), 0);
		await checkNothingLeft(checks, trial);
	} finally {
		registry.close();
		registry.closeAllConnections();
	}
}

async function checkNothingLeft(checks: Checks, { temporary }: Trial): Promise<void> {
	checks.equal('no process is left', await trial?.left(), []);
	// tsx keeps what it has compiled, for all commands of this repository.
	const files = fs.readdirSync(temporary).filter((name) => !name.startsWith('tsx-'));
	checks.equal('nor a temporary file', files, []);
}
