import type { ChildProcess } from '../support/platform';
import { delay, fs, once, path, proc, root, spawn } from '../support/platform';
import type { InstalledN8n } from './install';
import { answers, freePorts } from './ports';
import { groupOf, isAlive, ownGroup, signalGroup } from './program';

/** Everything that would make n8n talk to a host outside this machine, and what a test does not need. */
const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_REINSTALL_MISSING_PACKAGES: 'false',
	N8N_AI_ENABLED: 'false',
	N8N_PYTHON_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
	GENERIC_TIMEZONE: 'Asia/Kolkata',
};

/** For the stored credentials of an n8n that is thrown away after the run. */
const throwAway = 'e2e, thrown away after the run';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 10_000;

/** What a process of n8n is for. */
export interface Role {
	command: 'start' | 'webhook' | 'worker';
	/** The name of its log file. */
	name: string;
	/** In addition to what every process is started with. */
	environment: Record<string, string>;
	/** A free one by default. */
	port?: number;
}

/** All of n8n in one process. */
export const alone: Role = { command: 'start', name: 'n8n', environment: { DB_TYPE: 'sqlite' } };

/** A running process of n8n: all of it, or the part of it that its role names. */
export class N8nServer {
	private constructor(
		readonly url: string,
		readonly userFolder: string,
		/** Everything that n8n wrote, at level debug. */
		readonly logFile: string,
		private readonly role: Role,
		private readonly child: ChildProcess,
	) {}

	/**
	 * Starts n8n and returns when it answers; rejects with the log's end when it does not.
	 *
	 * @param spawned called before that, so that an interrupted run can end it
	 */
	static async start(
		n8n: InstalledN8n,
		userFolder: string,
		role = alone,
		spawned: (server: N8nServer) => void = () => undefined,
	): Promise<N8nServer> {
		const [freePort, brokerPort] = await freePorts(2);
		const port = role.port ?? freePort;
		const logFile = path.join(userFolder, `${role.name}.log`);
		const log = fs.openSync(logFile, 'a');
		// n8n leaves folders there.
		const temporary = path.join(userFolder, 'tmp');
		fs.mkdirSync(temporary, { recursive: true });
		const guard = path.join(root, 'test', 'e2e', 'loopback-only.cjs');
		const child = spawn(n8n.node, ['--require', guard, n8n.n8n, role.command], {
			cwd: userFolder,
			env: {
				...environmentFor(n8n, userFolder),
				...Object.fromEntries(['TMPDIR', 'TMP', 'TEMP'].map((name) => [name, temporary])),
				...role.environment,
				...(role.command === 'worker'
					? { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) }
					: { N8N_PORT: String(port) }),
				N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			},
			stdio: ['ignore', log, log],
			// Stopping it also reaches its task runner.
			...ownGroup,
		});
		fs.closeSync(log);
		const server = new N8nServer(`http://127.0.0.1:${port}`, userFolder, logFile, role, child);
		spawned(server);
		const problem = await server.untilReady();
		if (problem === undefined) return server;
		await server.stop();
		throw new Error(problem);
	}

	/** The same again at the same address, after it has ended: whoever knew its address finds it. */
	async again(n8n: InstalledN8n): Promise<N8nServer> {
		const port = Number(new URL(this.url).port);
		return await N8nServer.start(n8n, this.userFolder, { ...this.role, port });
	}

	/** Resolves when n8n has ended, for whatever reason. */
	async ended(): Promise<void> {
		if (this.child.exitCode === null && this.child.signalCode === null)
			await once(this.child, 'exit');
	}

	log(): string {
		return fs.readFileSync(this.logFile, 'utf8');
	}

	/** Undefined once n8n answers, or why it will not. */
	private async untilReady(): Promise<string | undefined> {
		const deadline = Date.now() + START_TIMEOUT_MS;
		while (Date.now() < deadline && this.child.exitCode === null) {
			if (await this.isReady()) return undefined;
			await delay(200);
		}
		const state =
			this.child.exitCode === null ? 'did not answer' : `ended with ${this.child.exitCode}`;
		return `n8n ${this.role.command} ${state}. Its log ends:\n${this.log().slice(-3000)}`;
	}

	private async isReady(): Promise<boolean> {
		if (!(await answers(`${this.url}/healthz/readiness`))) return false;
		// 1.x calls itself ready as soon as its database is, before it has its REST API.
		return this.role.command !== 'start' || (await answers(`${this.url}/rest/settings`));
	}

	/**
	 * Asks n8n to end, waits some seconds and then kills it; only the group that it started.
	 *
	 * @returns the code that n8n ended with; null if a signal ended it
	 */
	async stop(): Promise<number | null> {
		const { pid } = this.child;
		if (pid === undefined) return null;
		const ended = this.ended();
		this.signal('SIGTERM');
		await Promise.race([ended, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
		this.signal('SIGKILL');
		await ended;
		return this.child.exitCode;
	}

	/** Ends it at once, as a power cut would, and returns when it is gone. */
	async killHard(): Promise<void> {
		const ended = this.ended();
		this.kill();
		await ended;
		// Its task runner is killed with it, and may be gone a moment later.
		while (!this.isGone()) await delay(50);
	}

	/** Ends it at once, for an interrupted run. */
	kill(): void {
		this.signal('SIGKILL');
	}

	/** True when neither n8n nor a child of it is left. */
	isGone(): boolean {
		const { pid } = this.child;
		return pid === undefined || !isAlive(groupOf(pid));
	}

	private signal(name: NodeJS.Signals): void {
		signalGroup(this.child.pid, name);
	}
}

/** The machine's environment without its n8n and npm settings, and with those of the run. */
function environmentFor(n8n: InstalledN8n, userFolder: string): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = {};
	for (const [name, value] of Object.entries(proc.env)) {
		if (!/^(n8n_|npm_|db_|queue_|executions_|node_|code_|https?_proxy|all_proxy)/i.test(name))
			env[name] = value;
	}
	return {
		...env,
		...quiet,
		...n8n.line.environment,
		PATH: `${n8n.nodeBin}${path.delimiter}${proc.env.PATH ?? ''}`,
		N8N_USER_FOLDER: userFolder,
		// As in n8n's Docker image; it also hides development-only behaviour.
		NODE_ENV: 'production',
		N8N_ENCRYPTION_KEY: throwAway,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_LOG_LEVEL: 'debug',
		N8N_LOG_OUTPUT: 'console',
		// Text leaves out the data of a log call; JSON writes it.
		N8N_LOG_FORMAT: 'json',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
	};
}
