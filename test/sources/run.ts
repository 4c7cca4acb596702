/**
 * What LeadSquared gets of the values of real sources: PostgreSQL, MariaDB, spreadsheets and n8n's own nodes, on a real
 * n8n under three pairs of clocks. `npm run sources` proves that each row of docs/values.md is still so;
 * `npm run sources -- --write` records what it sees and writes that page. E2E_CACHE and E2E_KEEP are those of the
 * end-to-end run.
 */
import { fs, parseArgs, path, proc, root } from '../support/platform';
import { startSandbox, type Sandbox } from '../sandbox';
import { finish, say, type Checks } from '../e2e/checks';
import { credentialData, type SavedCredential } from '../e2e/fixture';
import { installN8n } from '../e2e/install';
import { n8nLines } from '../e2e/lines';
import { N8nClient } from '../e2e/n8n-client';
import { N8nServer } from '../e2e/n8n-server';
import { installPackage } from '../e2e/package';
import { onInterrupt, suite } from '../e2e/suite';
import { credentialType, node, updateType } from '../e2e/workflows';
import { startDatabases, type Databases } from './databases';
import { fillDatabases } from './databases-rows';
import { writeFiles } from './files-rows';
import { everything, mapper, observe, type Observer } from './observe';
import { pageFile, valuesPage } from './page';
import {
	keyOfSource,
	outcomeOf,
	readExpectations,
	recordOf,
	writeExpectations,
	type Expectations,
	type Observed,
	type Versions,
} from './record';
import { idOf, isSilentlyWrong, type Outcome } from './row';
import { sources } from './sources';
import type { Source } from './source';
import { nameOf, zonePairs, type ZonePair } from './zones';

/** What runs now, so that an interrupted run leaves nothing behind. */
let databases: Databases | undefined;
let server: N8nServer | undefined;

async function scenario(checks: Checks, folder: string, isWriting: boolean): Promise<void> {
	const [line] = n8nLines;
	if (line === undefined) throw new Error('no n8n is named in test/e2e/lines.ts');
	checks.step('The databases and the files');
	databases = await startDatabases();
	await fillDatabases(databases);
	const files = path.join(folder, 'files');
	fs.mkdirSync(files);
	writeFiles(files);

	checks.step(`n8n ${line.n8n}`);
	const n8n = await installN8n(line, (text) => checks.say(`  ${text}`));
	await installPackage(folder, path.join(folder, 'package.log'));
	const versions: Versions = {
		n8n: line.n8n,
		node: line.node,
		postgresql: databases.postgres.version,
		mariadb: databases.mariadb.version,
		xlsx: versionOfXlsx(),
	};
	const sandbox = await startSandbox();
	const observed: Observed = new Map();
	try {
		let known: Known | undefined;
		for (const pair of zonePairs) {
			checks.step(`n8n on the clock of ${pair.process}, workflows on that of ${pair.workflow}`);
			const environment = {
				DB_TYPE: 'sqlite',
				TZ: pair.process,
				GENERIC_TIMEZONE: pair.workflow,
				N8N_RESTRICT_FILE_ACCESS_TO: files,
			};
			const role = { command: 'start', name: 'n8n', environment } as const;
			server = await N8nServer.start(n8n, folder, role, (started) => (server = started));
			known = await signedIn(server, sandbox, databases, known);
			const surroundings = { ...known, folder: files };
			const observer: Observer = { ...known, sandbox, surroundings };
			const outcomes = new Map<Source, Outcome[]>();
			observed.set(pair, outcomes);
			for (const source of sources) {
				outcomes.set(source, await observe(observer, source, pair));
			}
			await server.stop();
		}
		const refused = server?.log().match(/^e2e: refused.*$/gm) ?? [];
		checks.equal('n8n and the nodes reached for no host outside this machine', refused, []);
	} finally {
		await sandbox.close();
	}
	await databases.stop();

	const record = recordOf(sources, observed, versions);
	checkMeanings(checks, observed);
	if (isWriting) {
		writeExpectations(record);
		fs.writeFileSync(pageFile, valuesPage(record));
		checks.say(
			`\nWrote ${path.relative(root, pageFile)} and the expectations: review the difference`,
		);
	} else {
		checkRecord(checks, record, readExpectations());
	}
}

/** What outlives a start of n8n. */
interface Known {
	client: N8nClient;
	credential: SavedCredential;
	postgres: SavedCredential;
	mariadb: SavedCredential;
	schema: unknown[];
}

async function signedIn(
	{ url }: N8nServer,
	sandbox: Sandbox,
	{ postgres, mariadb }: Databases,
	known: Known | undefined,
): Promise<Known> {
	if (known !== undefined) {
		known.client.moveTo(url);
		return known;
	}
	const client = new N8nClient(url);
	await client.setUpOwner();
	const made = async (name: string, type: string, data: Record<string, unknown>) => ({
		id: await client.createCredential(name, type, data),
		name,
	});
	const at = { host: '127.0.0.1', password: '' };
	const credential = await made('LeadSquared', credentialType, {
		...credentialData(sandbox),
		// The sandbox has no limit here, and the limiter is proved elsewhere.
		callsPerWindow: 10_000,
	});
	const schema = await client.mapperFields(
		{
			...node('Update', updateType, 1, { opportunityType: everything }),
			credentials: { [credentialType]: credential },
		},
		mapper,
	);
	return {
		client,
		credential,
		schema,
		postgres: await made('PostgreSQL', 'postgres', { ...at, ...postgres, ssl: 'disable' }),
		mariadb: await made('MariaDB', 'mySql', { ...at, ...mariadb }),
	};
}

function versionOfXlsx(): string {
	const file = path.join(root, 'node_modules', '@e965', 'xlsx', 'package.json');
	return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version;
}

/** What no run may change: a value arrives as it was meant, or the item says what is wrong. */
function checkMeanings(checks: Checks, observed: Observed): void {
	checks.step('A value arrives as it is meant, or the item says why not');
	for (const source of sources) {
		for (const [index, row] of source.rows.entries()) {
			const wrong = zonePairs.flatMap((pair) => {
				const outcome = observed.get(pair)?.get(source)?.[index];
				const isWrong = outcome !== undefined && isSilentlyWrong(row, outcome, pair);
				return isWrong ? [{ [nameOf(pair)]: outcome }] : [];
			});
			const title = `${keyOfSource(source)}: ${idOf(row)}`;
			if (row.blind !== undefined) {
				// Or a mark would hide what is wrong later.
				checks.that(`${title}: is still not seen (or remove its mark)`, wrong.length > 0);
			} else {
				checks.equal(title, wrong, []);
			}
		}
	}
}

function checkRecord(checks: Checks, seen: Expectations, recorded: Expectations): void {
	checks.step('Each row comes to what is recorded');
	for (const source of sources) {
		for (const row of source.rows) {
			const [now, then] = [seen, recorded].map(
				({ outcomes }) => outcomes[keyOfSource(source)]?.[idOf(row)],
			);
			const each = (one: typeof now) =>
				zonePairs.map((pair: ZonePair) => (one ? outcomeOf(one, pair) : undefined));
			checks.equal(`${keyOfSource(source)}: ${idOf(row)}`, each(now), each(then));
		}
	}
	checks.equal('the n8n of the page', seen.versions.n8n, recorded.versions.n8n);
	for (const [name, version] of Object.entries(seen.versions)) {
		const before = recorded.versions[name as keyof Versions];
		// Debian's own updates are no change of the package.
		if (before !== version) checks.say(`  ${name} is ${version} here, and ${before} on the page`);
	}
	const page = fs.readFileSync(pageFile, 'utf8');
	const written = valuesPage({ ...seen, versions: recorded.versions });
	checks.that(
		'docs/values.md is what this run gives (npm run sources -- --write)',
		page === written,
	);
}

function kill(): void {
	server?.kill();
	databases?.kill();
	server = undefined;
	databases = undefined;
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
	onInterrupt(kill);
	const checks = await suite('values of real sources', 'n8n-sources-', async (checks, folder) => {
		try {
			await scenario(checks, folder, values.write);
		} finally {
			kill();
		}
	});
	proc.exitCode = finish([checks]);
}

main().catch((error: unknown) => {
	say(String(error));
	proc.exitCode = 1;
});
