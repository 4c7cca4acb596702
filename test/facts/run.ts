/**
 * `npm run facts` measures what the package costs an n8n: how much is downloaded, how much lies on the disk, how long
 * n8n's own loader takes. Beside it, in the same run, well-known community packages. Writes docs/package-facts.md.
 */
import { median } from '../bench/report';
import { installTarball } from '../e2e/package';
import { runLogged } from '../e2e/program';
import { execFileSync, fs, os, path, proc, root } from '../support/platform';
import { bestOf, withFacts, type Fact } from './page';

/**
 * The three community packages that npm counts the most downloads of, the official one of Firecrawl, and small packages
 * that load fast. Pinned, so that runs can be compared.
 */
const others = [
	'n8n-nodes-evolution-api@1.0.4',
	'@devlikeapro/n8n-nodes-chatwoot@1.0.2',
	'@mendable/n8n-nodes-firecrawl@2.1.2',
	'n8n-nodes-mcp@0.1.37',
	'@openhab/n8n-nodes-openhab@0.5.0',
	'n8n-nodes-unifi-access@1.0.7',
	'@searchapi/n8n-nodes-searchapi@2.0.6',
	'@formbricks/n8n-nodes-formbricks@1.0.2',
];

const rounds = 15;
const say = (text: string) => proc.stdout.write(`${text}\n`);

interface Installed extends Omit<Fact, 'firstUseMs' | 'loadMs' | 'modules'> {
	folder: string;
}

/** Bytes and files below a folder. */
function sizeOf(folder: string): { bytes: number; files: number } {
	const files = fs
		.readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile());
	const bytes = files.map((file) => fs.statSync(path.join(file.parentPath, file.name)).size);
	return { bytes: bytes.reduce((sum, size) => sum + size, 0), files: files.length };
}

/** Packs and installs one package into a folder of its own, so that none sees the packages of another. */
async function install(work: string, spec: string, log: string): Promise<Installed> {
	const isOurs = spec === '.';
	const place = fs.mkdtempSync(path.join(work, 'package-'));
	const packing = ['pack', '--quiet', '--ignore-scripts', '--pack-destination', place];
	await runLogged('npm', isOurs ? packing : [...packing, spec], {
		cwd: isOurs ? root : place,
		log,
	});
	const tarball = fs.readdirSync(place).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error(`npm pack left no tarball of ${spec}`);
	const file = path.join(place, tarball);
	const tarballBytes = fs.statSync(file).size;

	const folder = path.join(place, 'n8n', 'package');
	await installTarball(file, folder, log);
	fs.rmSync(file);
	const whole = sizeOf(folder);
	const modules = path.join(folder, 'node_modules');
	const brought = fs.existsSync(modules) ? sizeOf(modules) : { bytes: 0, files: 0 };
	const { name, version, ...manifest } = JSON.parse(
		fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
	) as { name: string; version: string; dependencies?: object };
	return {
		folder,
		name,
		version,
		isOurs,
		tarballBytes,
		unpackedBytes: whole.bytes - brought.bytes,
		files: whole.files - brought.files,
		dependencies: Object.keys(manifest.dependencies ?? {}).length,
		onDiskBytes: whole.bytes,
	};
}

/** A package with one node, on which the loader and what it needs warm up. */
function writeWarmUp(work: string): string {
	const folder = path.join(work, 'warm-up');
	fs.mkdirSync(path.join(folder, 'dist'), { recursive: true });
	const node =
		"exports.Stub = class { description = { displayName: 'Stub', name: 'stub', group: [], version: 1, description: '', defaults: {}, inputs: [], outputs: [], properties: [] } };";
	fs.writeFileSync(path.join(folder, 'dist', 'Stub.node.js'), node);
	const manifest = {
		name: 'n8n-nodes-stub',
		version: '1.0.0',
		n8n: { nodes: ['dist/Stub.node.js'] },
	};
	fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
	return folder;
}

interface Look {
	ms: number;
	firstUseMs: number;
	modules: number;
	nodes: number;
}

function loadOnce(warmUp: string, folder: string, userFolder: string): Look {
	const script = path.join(root, 'test', 'facts', 'load.cjs');
	const modules = path.join(root, 'node_modules');
	const text = execFileSync(proc.execPath, [script, warmUp, folder], {
		encoding: 'utf8',
		env: {
			...proc.env,
			NODE_ENV: 'production',
			// This is how a package finds n8n-workflow in an n8n.
			NODE_PATH: modules,
			N8N_USER_FOLDER: userFolder,
			N8N_ENCRYPTION_KEY: 'only-for-tests',
			N8N_LOG_LEVEL: 'silent',
		},
	});
	return JSON.parse(text.slice(text.lastIndexOf('{'))) as Look;
}

function measure(installed: readonly Installed[], work: string): Fact[] {
	const warmUp = writeWarmUp(work);
	const looks = new Map(installed.map(({ folder }) => [folder, new Array<Look>()]));
	for (let round = 0; round <= rounds; round++) {
		for (let n = 0; n < installed.length; n++) {
			// Another one begins each time, or the same one would always come after the same neighbour.
			const one = installed[(n + round) % installed.length];
			if (one === undefined) continue;
			const look = loadOnce(warmUp, one.folder, work);
			if (look.nodes === 0) throw new Error(`The loader found no node in ${one.name}`);
			// The first round reads the files from the disk, the others from the system's memory.
			if (round > 0) looks.get(one.folder)?.push(look);
		}
		say(`round ${round} of ${rounds}`);
	}
	return installed.map(({ folder, ...facts }) => {
		const own = looks.get(folder) ?? [];
		return {
			...facts,
			loadMs: median(own.map(({ ms }) => ms)),
			firstUseMs: median(own.map(({ firstUseMs }) => firstUseMs)),
			modules: median(own.map(({ modules }) => modules)),
		};
	});
}

async function main(): Promise<void> {
	const work = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-nodes-leadsquared-async-facts-'));
	try {
		const log = path.join(work, 'facts.log');
		await runLogged('npm', ['run', 'build'], { cwd: root, log });
		const installed: Installed[] = [];
		for (const spec of ['.', ...others]) {
			say(`installing ${spec === '.' ? 'this package' : spec}`);
			installed.push(await install(work, spec, log));
		}
		const facts = measure(installed, work);
		const file = path.join(root, 'docs', 'package-facts.md');
		const text = withFacts(fs.readFileSync(file, 'utf8'), facts, {
			date: new Date().toISOString().slice(0, 10),
			node: proc.versions.node,
			rounds,
		});
		fs.writeFileSync(file, text);
		say(`\n${text}`);
		say(bestOf(facts).join('\n'));
	} finally {
		fs.rmSync(work, { recursive: true, force: true });
	}
}

void main();
