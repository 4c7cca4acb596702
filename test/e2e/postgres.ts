import { run } from './program';
import { freePorts } from './ports';
import {
	database,
	end,
	findPostgres,
	remove,
	startPostgres,
	untilReady,
	type Service,
} from '../queue/services';
import { execFileSync, fs, os, path } from '../support/platform';

/** A PostgreSQL from Debian's package, on a free loopback port, with its data in a folder that is removed with it. */
export interface Postgres {
	/** For n8n's credential; it has no password. */
	host: string;
	port: number;
	user: string;
	database: string;
	/** The lines of an answer, their columns apart by `|`. */
	query(statement: string): string[];
	stop(): Promise<void>;
	/** The same at once, for an interrupted run. */
	kill(): void;
}

export async function openPostgres(): Promise<Postgres> {
	const binaries = await findPostgres();
	if (binaries === undefined) {
		throw new Error('postgresql missing. On Debian or Ubuntu: apt-get install postgresql');
	}
	const [port = 0] = await freePorts(1);
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-e2e-postgres-'));
	let service: Service | undefined;
	const at = ['-h', '127.0.0.1', '-p', String(port)];
	const kill = () => {
		service?.child.kill('SIGKILL');
		remove(folder);
	};
	let isReady = false;
	try {
		service = await startPostgres(binaries, folder, port);
		const client = path.join(binaries, 'pg_isready');
		await untilReady(service, async () => (await run(client, at, {})) === 0);
		isReady = true;
	} finally {
		if (!isReady) kill();
	}
	const { child } = service;
	return {
		host: '127.0.0.1',
		port,
		user: database.user,
		database: database.name,
		query(statement) {
			const who = ['-U', database.user, '-d', database.name];
			const how = ['-v', 'ON_ERROR_STOP=1', '-qAt', '-c', statement];
			const said = execFileSync(path.join(binaries, 'psql'), [...at, ...who, ...how], {
				encoding: 'utf8',
			});
			return said.split('\n').filter((line) => line !== '');
		},
		kill,
		async stop() {
			await end(child);
			remove(folder);
		},
	};
}
