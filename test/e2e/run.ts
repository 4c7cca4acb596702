/**
 * The package on a real n8n, from the packed tarball to the saved execution.
 * `npm run e2e`; E2E_CACHE chooses the folder of the cached n8n, E2E_KEEP=1 keeps the run's own folder.
 */
import { fs, os, path, proc } from '../support/platform';
import { startSandbox } from '../sandbox';
import { Checks } from './checks';
import { installN8n } from './install';
import { N8nClient } from './n8n-client';
import { N8nServer } from './n8n-server';
import { installPackage } from './package';
import { findIn, findInFiles } from './secrets';
import type { Finding } from './secrets';
import { secrets } from './planted';
import { Scene } from './scene';
import { checkCredentialTest } from './story-credential';
import { checkExample } from './story-example';
import { checkFailures } from './story-failures';
import { checkTypes } from './story-types';
import { packageName } from './workflows';

const checks = new Checks();

/** The n8n that runs now, so that an interrupted run leaves none behind. */
let running: N8nServer | undefined;

async function story(userFolder: string): Promise<void> {
	checks.step('A real n8n');
	const n8n = await installN8n((line) => checks.say(`  ${line}`));
	checks.say(`  n8n ${n8n.n8nVersion} on Node ${n8n.nodeVersion} in ${n8n.folder}`);

	checks.step('This package, packed and installed as n8n installs a community package');
	const community = await installPackage(userFolder, path.join(userFolder, 'package.log'));
	checks.equal('its name is the one in the contract', community.name, packageName);
	const ships = /^(dist\/|package\.json$|README\.md$|LICENSE(\.md)?$|CHANGELOG\.md$)/;
	const strays = community.files.filter((file) => !ships.test(file));
	checks.equal(
		`the tarball's ${community.files.length} files are what ships and nothing else`,
		strays,
		[],
	);
	const beside = fs.existsSync(path.join(community.folder, 'node_modules'));
	checks.that('it brings no other package along', !beside);

	const sandbox = await startSandbox({ keys: secrets.account });
	try {
		checks.step('n8n starts');
		running = await N8nServer.start(n8n, userFolder);
		const scene = new Scene(checks, new N8nClient(running.url), sandbox);
		await onN8n(running, scene, community.folder);
	} finally {
		await sandbox.close();
	}
}

async function onN8n(server: N8nServer, scene: Scene, packageFolder: string): Promise<void> {
	const { client } = scene;
	// n8n's database with its write-ahead log, and every log; not the package, which holds no run's data.
	const search = () => findInFiles(server.userFolder, secrets.all, [packageFolder]);
	const findings: Finding[] = [];
	try {
		await client.setUpOwner();
		await checkTypes(scene);
		const credential = await checkCredentialTest(scene);
		await checkExample(scene, credential);
		await checkFailures(scene, credential);
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
	}

	checks.step('No secret anywhere');
	const { files, findings: afterwards } = search();
	const inReplies = client.replies.flatMap(({ place, bytes }) => findIn(place, bytes, secrets.all));
	const found = describe([...findings, ...afterwards, ...inReplies]);
	checks.equal(
		`none in n8n's ${files.length} files and ${client.replies.length} replies, in any spelling`,
		found,
		[],
	);
	checks.equal('no key travelled to LeadSquared where nothing asks for it', scene.leaks(), []);

	// That the search looks at the right files, and that the log says all it can.
	const bytes = files.filter((file) => file.includes('.sqlite')).map((file) => read(server, file));
	const saved = scene.requestIds().filter((id) => bytes.some((part) => part.includes(id)));
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

async function main(): Promise<void> {
	const userFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-e2e-'));
	const tidy = () => {
		if (proc.env.E2E_KEEP === '1') checks.say(`\nKept: ${userFolder}`);
		else fs.rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		proc.once(signal, () => {
			running?.kill();
			tidy();
			proc.exit(130);
		});
	}
	try {
		await story(userFolder);
	} catch (error) {
		checks.broken(error);
	}
	tidy();
	proc.exitCode = checks.finish();
}

void main();
