/**
 * The package on a real n8n of each line, from the packed tarball to the saved execution.
 * `npm run e2e`, or `npm run e2e -- 1.123.81` for one of them, `--try` for `npm run try` alone. E2E_CACHE chooses the folder that holds
 * the cached ones, E2E_KEEP=1 keeps the run's own folders.
 */
import { fs, parseArgs, path, proc } from '../support/platform';
import { startSandbox } from '../sandbox';
import { suite, onInterrupt } from './suite';
import { finish, say } from './checks';
import type { Checks } from './checks';
import { installN8n } from './install';
import type { InstalledN8n } from './install';
import { chosenLines } from './lines';
import type { N8nLine } from './lines';
import { N8nClient } from './n8n-client';
import { N8nServer } from './n8n-server';
import { installPackage } from './package';
import { openPostgres, type Postgres } from './postgres';
import { findIn, findInFiles } from './secrets';
import type { Finding } from './secrets';
import { secrets } from './planted-secrets';
import { Fixture } from './fixture';
import { checkAgents } from './scenario-agents';
import { checkCredentialTest } from './scenario-credential';
import { checkExamples } from './scenario-examples';
import { checkExecutions } from './scenario-executions';
import { checkExpressions } from './scenario-expressions';
import { checkFailures } from './scenario-failures';
import { checkInstallByHand } from './scenario-install';
import { checkReads } from './scenario-reads';
import { checkRestart } from './scenario-restart';
import { checkRetries } from './scenario-retries';
import { checkTrigger } from './scenario-trigger';
import { checkTypes } from './scenario-types';
import { recordTested } from './tested';
import { packageName } from './workflows';
import { checkTry, killTrial } from '../try/scenario';

/** What runs now, so that an interrupted run does not leave it behind. */
let running: N8nServer | undefined;
let postgres: Postgres | undefined;

async function scenario(checks: Checks, line: N8nLine, folder: string): Promise<void> {
	checks.step('A real n8n');
	const n8n = await installN8n(line, (text) => checks.say(`  ${text}`));
	const installed =
		n8n.secondsToInstall > 0 ? `, installed in ${n8n.secondsToInstall.toFixed(0)} s` : '';
	checks.say(`  n8n ${line.n8n} on Node ${line.node} in ${n8n.folder}${installed}`);

	checks.step('This package, packed and installed as n8n installs a community package');
	const community = await installPackage(folder, path.join(folder, 'package.log'));
	checks.equal('its name is that of the package', community.name, packageName);
	const ships = /^(dist\/|package\.json$|README\.md$|LICENSE(\.md)?$|CHANGELOG\.md$)/;
	const strays = community.files.filter((file) => !ships.test(file));
	checks.equal(
		`the tarball's ${community.files.length} files are what ships and nothing else`,
		strays,
		[],
	);
	const beside = fs.existsSync(path.join(community.folder, 'node_modules'));
	checks.that('it brings no other package along', !beside);
	await checkInstallByHand(checks, n8n, community, folder);

	const sandbox = await startSandbox({
		keys: secrets.account,
		webhooks: { handshake: 'HEAD' },
	});
	try {
		checks.step('n8n starts');
		running = await N8nServer.start(n8n, folder);
		const log = () => running?.log() ?? '';
		const fixture = new Fixture(checks, new N8nClient(running.url), sandbox, line, log);
		await onN8n(running, n8n, fixture, community.folder);
	} finally {
		await sandbox.close();
	}
}

async function onN8n(
	first: N8nServer,
	n8n: InstalledN8n,
	fixture: Fixture,
	packageFolder: string,
): Promise<void> {
	const { checks, client } = fixture;
	let server = first;
	// n8n's database with its write-ahead log, and every log; not the package, which holds no run's data.
	const search = () => findInFiles(server.userFolder, secrets.all, [packageFolder]);
	const findings: Finding[] = [];
	try {
		await client.setUpOwner();
		await checkTypes(fixture);
		const credential = await checkCredentialTest(fixture);
		await checkReads(fixture, credential);
		await checkExpressions(
			fixture,
			credential,
			fixture.line.n8n.startsWith('1.') ? 'legacy' : 'vm',
		);
		await checkFailures(fixture, credential);
		await checkRetries(fixture, credential);
		postgres = await openPostgres();
		await checkExamples(fixture, credential, postgres);
		await checkAgents(fixture, credential);
		await checkExecutions(fixture, credential);
		await checkRestart(fixture, credential, server, n8n, (started) => {
			server = started;
			running = started;
		});
		if (!fixture.line.n8n.startsWith('1.')) await checkExpressions(fixture, credential, 'legacy');
		await checkTrigger(fixture, credential, server, n8n, (started) => {
			server = started;
			running = started;
		});
		findings.push(...search().findings);
	} finally {
		checks.step('n8n stops');
		const startedAt = Date.now();
		await server.stop();
		const seconds = (Date.now() - startedAt) / 1000;
		checks.that(
			`it ended in time and left no process (${seconds} s)`,
			server.isGone() && seconds < 10,
		);
		await postgres?.stop();
		postgres = undefined;
	}

	checks.step('Every RequestId is kept');
	// As n8n returns the saved executions: in the database's file a text may be split between two pages.
	const handedOut = client.replies.filter(({ place }) => place.startsWith('GET /rest/executions/'));
	const given = fixture.requestIds();
	const lost = given.filter((id) => !handedOut.some(({ bytes }) => bytes.includes(id)));
	checks.equal(
		`each of the ${given.length} that LeadSquared gave, and n8n keeps, is in a saved execution`,
		lost,
		[],
	);

	checks.step('No secret anywhere');
	const { files, findings: afterwards } = search();
	const inReplies = client.replies.flatMap(({ place, bytes }) => findIn(place, bytes, secrets.all));
	const found = describe([...findings, ...afterwards, ...inReplies]);
	checks.equal(
		`none in n8n's ${files.length} files and ${client.replies.length} replies, in any spelling`,
		found,
		[],
	);
	checks.equal('no key travelled to LeadSquared where nothing asks for it', fixture.leaks(), []);

	// The search covers the right files, and the log contains everything it can.
	const bytes = files.filter((file) => file.includes('.sqlite')).map((file) => read(server, file));
	const saved = given.filter((id) => bytes.some((part) => part.includes(id)));
	checks.that(
		`the search finds what is there: ${saved.length} RequestIds stand in the database`,
		saved.length > 0,
	);
	checks.that('the log is at level debug', server.log().includes('"level":"debug"'));
	const refused = server
		.log()
		.split('\n')
		.filter((line) => line.startsWith('e2e: refused'));
	checks.equal(
		'n8n and the nodes reached for no host outside this machine',
		[...new Set(refused)],
		[],
	);
}

function read(server: N8nServer, file: string) {
	return fs.readFileSync(path.join(server.userFolder, file));
}

function describe(findings: Finding[]): string[] {
	return [
		...new Set(
			findings.map(({ place, secret, spelling }) => `${secret} (${spelling}) in ${place}`),
		),
	];
}

async function onLine(line: N8nLine): Promise<Checks> {
	const checks = await suite(
		`n8n ${line.n8n}`,
		`n8n-e2e-${line.n8n}-`,
		async (checks, folder) => await scenario(checks, line, folder),
	);
	if (checks.failed === 0) recordTested(line, 'e2e', checks.passed);
	return checks;
}

async function main(): Promise<void> {
	onInterrupt(() => {
		running?.kill();
		postgres?.kill();
		killTrial();
	});
	const suites: Checks[] = [];
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: { try: { type: 'boolean', default: false } },
	});
	for (const line of chosenLines(positionals)) {
		if (!values.try) suites.push(await onLine(line));
		suites.push(
			await suite(
				`npm run try with n8n ${line.n8n}`,
				'n8n-e2e-try-',
				async (checks, folder) => await checkTry(checks, line, folder),
			),
		);
	}
	proc.exitCode = finish(suites);
}

main().catch((error: unknown) => {
	say(String(error));
	proc.exitCode = 1;
});
