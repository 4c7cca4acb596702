/** A PostgreSQL and a MariaDB from Debian's packages, on free loopback ports, with their data in a folder that goes with them. */
import { execFileSync, fs, os, path, proc } from '../support/platform';
import { freePorts } from '../e2e/ports';
import { run, runLogged } from '../e2e/program';
import {
	database,
	end,
	findPostgres,
	remove,
	startPostgres,
	startService,
	untilReady,
	type Service,
} from '../queue/services';

export interface Databases {
	postgres: { port: number; user: string; database: string; version: string };
	mariadb: { port: number; user: string; database: string; version: string };
	runOnPostgres(statements: string): Promise<void>;
	runOnMariadb(statements: string): Promise<void>;
	stop(): Promise<void>;
	/** The same at once, for an interrupted run. */
	kill(): void;
}

/** The account that Debian's package makes. MariaDB refuses to run as root. */
const mariadbAccount = 'mysql';
const mariadbUser = 'n8n';
const mariadbDatabase = 'sources';

/** Outside the PATH of most accounts. */
const mariadbd = '/usr/sbin/mariadbd';

export async function startDatabases(): Promise<Databases> {
	const binaries = await findPostgres();
	const hasMariadb = fs.existsSync(mariadbd);
	if (!hasMariadb || binaries === undefined) {
		const missing = [
			...(binaries ? [] : ['postgresql']),
			...(hasMariadb ? [] : ['mariadb-server']),
		];
		throw new Error(
			`${missing.join(' and ')} missing. On Debian or Ubuntu: apt-get install ${missing.join(' ')}`,
		);
	}
	const [postgresPort = 0, mariadbPort = 0] = await freePorts(2);
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-sources-databases-'));
	const started: Service[] = [];
	const kill = () => {
		for (const { child } of started) child.kill('SIGKILL');
		remove(folder);
	};
	const client = (name: string) => path.join(binaries, name);
	const postgresAt = ['-h', '127.0.0.1', '-p', String(postgresPort)];
	const mariadbAt = [
		'--no-defaults',
		'--protocol=tcp',
		'--host=127.0.0.1',
		`--port=${mariadbPort}`,
		`--user=${mariadbUser}`,
	];
	let isReady = false;
	try {
		started.push(await startPostgres(binaries, folder, postgresPort));
		started.push(await startMariadb(folder, mariadbPort));
		const [postgres, mariadb] = started;
		await untilReady(postgres, async () => (await run(client('pg_isready'), postgresAt, {})) === 0);
		await untilReady(
			mariadb,
			async () => (await run('mariadb', [...mariadbAt, '-e', 'SELECT 1'], {})) === 0,
		);
		isReady = true;
	} finally {
		if (!isReady) kill();
	}
	const file = (name: string, statements: string) => {
		const full = path.join(folder, name);
		fs.writeFileSync(full, statements);
		return full;
	};
	const log = path.join(folder, 'statements.log');
	return {
		postgres: {
			port: postgresPort,
			user: database.user,
			database: database.name,
			version: versionOf(client('postgres')),
		},
		mariadb: {
			port: mariadbPort,
			user: mariadbUser,
			database: mariadbDatabase,
			version: versionOf(mariadbd),
		},
		async runOnPostgres(statements) {
			const from = ['-v', 'ON_ERROR_STOP=1', '-f', file('postgres.sql', statements)];
			const who = ['-U', database.user, '-d', database.name];
			await runLogged(client('psql'), [...postgresAt, ...who, ...from], { log });
		},
		async runOnMariadb(statements) {
			const from = ['-e', `source ${file('mariadb.sql', statements)}`];
			await runLogged('mariadb', [...mariadbAt, '--default-character-set=utf8mb4', ...from], {
				log,
			});
		},
		kill,
		async stop() {
			const [postgres, mariadb] = started;
			if (postgres) await end(postgres.child);
			if (mariadb) await end(mariadb.child, 'SIGTERM');
			remove(folder);
		},
	};
}

async function startMariadb(folder: string, port: number): Promise<Service> {
	const data = path.join(folder, 'mariadb');
	fs.mkdirSync(data);
	const isRoot = proc.getuid?.() === 0;
	const as = isRoot ? [`--user=${mariadbAccount}`] : [];
	const make = ['--no-defaults', `--datadir=${data}`, '--skip-test-db', ...as];
	await runLogged('mariadb-install-db', [...make, '--auth-root-authentication-method=normal'], {
		cwd: '/',
		log: path.join(folder, 'mariadb-install-db.log'),
	});
	const first = path.join(folder, 'first.sql');
	// Without a password, for the same reason as PostgreSQL.
	fs.writeFileSync(
		first,
		[
			`CREATE DATABASE ${mariadbDatabase} CHARACTER SET utf8mb4;`,
			`CREATE USER ${mariadbUser}@'%';`,
			`GRANT ALL ON ${mariadbDatabase}.* TO ${mariadbUser}@'%';`,
		].join('\n'),
	);
	const args = [
		'--no-defaults',
		`--datadir=${data}`,
		`--port=${port}`,
		'--bind-address=127.0.0.1',
		'--skip-name-resolve',
		`--socket=${path.join(data, 'mariadb.sock')}`,
		`--pid-file=${path.join(data, 'mariadb.pid')}`,
		`--init-file=${first}`,
		// The server's clock, on which it shows a TIMESTAMP.
		'--default-time-zone=+00:00',
		// A zero date is what older tables hold.
		'--sql-mode=',
		'--innodb-flush-log-at-trx-commit=0',
		...as,
	];
	return startService('mariadb', mariadbd, args, path.join(folder, 'mariadb.log'));
}

/** `15.18` */
function versionOf(program: string): string {
	const said = execFileSync(program, ['--version'], { encoding: 'utf8' });
	return /\d+\.\d+(\.\d+)?/.exec(said.replace(/^.*?Ver /, ''))?.[0] ?? said.trim();
}
