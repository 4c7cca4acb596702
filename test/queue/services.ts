import type { ChildProcess } from '../support/platform';
import { delay, fs, net, once, os, path, proc, spawn } from '../support/platform';
import { freePorts } from '../e2e/ports';
import { isAlive, run, runLogged } from '../e2e/program';

/**
 * Redis and PostgreSQL from Debian's packages, on free loopback ports, with their data in a folder that is
 * removed with them. Services that the machine itself runs are not touched.
 */
export interface Services {
	redisPort: number;
	postgresPort: number;
	/** PostgreSQL's superuser and database. */
	database: { user: string; name: string };
	/** Ends both and removes their data. */
	stop(): Promise<void>;
	/** The same at once, for an interrupted run. */
	kill(): void;
}

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

/** The user that Debian's package creates. PostgreSQL refuses to run as root. */
const account = 'postgres';
export const database = { user: 'n8n', name: 'postgres' };

export interface Service {
	name: string;
	child: ChildProcess;
	logFile: string;
}

export async function startServices(): Promise<Services> {
	const binaries = await findPostgres();
	const hasRedis = (await run('redis-server', ['--version'], {})) === 0;
	if (!hasRedis || binaries === undefined) {
		const missing = [...(hasRedis ? [] : ['redis-server']), ...(binaries ? [] : ['postgresql'])];
		throw new Error(
			`${missing.join(' and ')} missing. On Debian or Ubuntu: apt-get install ${missing.join(' ')}`,
		);
	}
	const [redisPort = 0, postgresPort = 0] = await freePorts(2);
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-queue-services-'));
	const started: Service[] = [];
	const kill = () => {
		for (const { child } of started) child.kill('SIGKILL');
		remove(folder);
	};
	let isReady = false;
	try {
		started.push(startRedis(folder, redisPort));
		started.push(await startPostgres(binaries, folder, postgresPort));
		const [redis, postgres] = started;
		await untilReady(redis, async () => await listens(redisPort));
		const answers = ['-h', '127.0.0.1', '-p', String(postgresPort)];
		await untilReady(
			postgres,
			async () => (await run(path.join(binaries, 'pg_isready'), answers, {})) === 0,
		);
		isReady = true;
	} finally {
		if (!isReady) kill();
	}
	return {
		redisPort,
		postgresPort,
		database,
		kill,
		async stop() {
			for (const { child } of started) await end(child);
			remove(folder);
		},
	};
}

/** Debian keeps PostgreSQL's own programs out of PATH, one folder for each major version. */
export async function findPostgres(): Promise<string | undefined> {
	const debian = '/usr/lib/postgresql';
	const versions = fs.existsSync(debian) ? fs.readdirSync(debian) : [];
	const newest = versions.map(Number).sort((a, b) => b - a)[0];
	if (newest !== undefined) {
		const folder = path.join(debian, String(newest), 'bin');
		if (fs.existsSync(path.join(folder, 'initdb'))) return folder;
	}
	return (await run('initdb', ['--version'], {})) === 0 ? '' : undefined;
}

function startRedis(folder: string, port: number): Service {
	const settings = {
		port,
		bind: '127.0.0.1',
		dir: folder,
		// The data is deleted with the run.
		save: '',
		appendonly: 'no',
	};
	const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
	return startService('redis', 'redis-server', args, path.join(folder, 'redis.log'));
}

export async function startPostgres(
	binaries: string,
	folder: string,
	port: number,
): Promise<Service> {
	const data = path.join(folder, 'postgres');
	fs.mkdirSync(data);
	const isRoot = proc.getuid?.() === 0;
	// The user must be able to reach its folder through that of the run.
	if (isRoot) {
		fs.chmodSync(folder, 0o711);
		await runLogged('chown', [account, data], { log: path.join(folder, 'chown.log') });
	}
	// The shell becomes the program, so that a signal reaches the program itself.
	const as = (program: string, args: string[]): [string, string[]] =>
		isRoot
			? [
					'setpriv',
					[`--reuid=${account}`, `--regid=${account}`, '--clear-groups', program, ...args],
				]
			: [program, args];
	// Without a password: it listens on loopback only, for some minutes, and holds no secret.
	const make = ['-D', data, '-U', database.user, '-A', 'trust', '-E', 'UTF8', '--no-sync'];
	await runLogged(...as(path.join(binaries, 'initdb'), make), {
		cwd: '/',
		log: path.join(folder, 'initdb.log'),
	});
	const settings = {
		listen_addresses: '127.0.0.1',
		port,
		// No socket file in a folder of the system.
		unix_socket_directories: '',
		fsync: 'off',
	};
	const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const [program, all] = as(path.join(binaries, 'postgres'), ['-D', data, ...args]);
	return startService('postgres', program, all, path.join(folder, 'postgres.log'));
}

export function startService(
	name: string,
	program: string,
	args: string[],
	logFile: string,
): Service {
	const log = fs.openSync(logFile, 'a');
	const child = spawn(program, args, { cwd: '/', stdio: ['ignore', log, log] });
	fs.closeSync(log);
	return { name, child, logFile };
}

export async function untilReady(
	service: Service | undefined,
	isReady: () => Promise<boolean>,
): Promise<void> {
	if (service === undefined) return;
	const { name, child, logFile } = service;
	const deadline = Date.now() + READY_TIMEOUT_MS;
	while (Date.now() < deadline && child.exitCode === null) {
		if (await isReady()) return;
		await delay(100);
	}
	const log = fs.readFileSync(logFile, 'utf8').slice(-2000);
	throw new Error(`${name} did not start. Its log ends:\n${log}`);
}

export async function listens(port: number): Promise<boolean> {
	const socket = net.connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

/** SIGINT is PostgreSQL's fast shutdown, which does not wait for its clients; Redis ends as well. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill(signal);
	await Promise.race([ended, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
	if (isAlive(child.pid)) child.kill('SIGKILL');
	await ended;
}

/** Killed hard, PostgreSQL's helpers notice a moment later and may still write. */
export function remove(folder: string): void {
	fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
