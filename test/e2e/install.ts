import { delay, fs, os, path, proc } from '../support/platform';
import type { N8nLine } from './lines';
import { isAlive, run, runLogged } from './program';

/**
 * A real n8n of each line on its own Node, each in a cache folder that outlives the run.
 *
 * Everything comes from the npm registry: n8n, the Node binary with its C++ headers (one package per
 * platform), and node-gyp, which compiles the one native module that n8n cannot start without.
 * No package's install script runs: they would download from other hosts.
 */
const NODE_GYP_VERSION = '12.1.0';

/** Increased when the recipe below changes, so that an older folder is updated. */
const RECIPE = 1;

const STAMP = 'e2e-install.json';
const LOCK = 'e2e-install.lock';

export interface InstalledN8n {
	line: N8nLine;
	folder: string;
	/** The Node binary that n8n runs on. */
	node: string;
	/** The folder of that binary, for PATH. */
	nodeBin: string;
	/** n8n's command-line script. */
	n8n: string;
	/** Seconds that this run spent on installing; 0 when the folder was ready. */
	secondsToInstall: number;
}

/** Finds the cached n8n or builds it, and says what it does through `say`. */
export async function installN8n(
	line: N8nLine,
	say: (text: string) => void,
): Promise<InstalledN8n> {
	const folder = path.join(cacheFolder(), `n8n-${line.n8n}`);
	const layout = layoutOf(line, folder);
	if (isFinished(layout)) return { ...layout, secondsToInstall: 0 };

	const startedAt = Date.now();
	fs.mkdirSync(folder, { recursive: true });
	const unlock = await takeLock(folder, say);
	try {
		if (!isFinished(layout)) await build(layout, say);
	} finally {
		unlock();
	}
	return { ...layout, secondsToInstall: (Date.now() - startedAt) / 1000 };
}

/** A Node of another version, kept in the same cache. */
export async function nodeFor(version: string): Promise<{ version: string; bin: string }> {
	const folder = path.join(cacheFolder(), `node-${version}`);
	const bin = path.join(folder, 'node_modules', nodePackage(), 'bin');
	if (!fs.existsSync(bin)) {
		fs.mkdirSync(folder, { recursive: true });
		const log = path.join(folder, 'e2e-install.log');
		const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
		await runLogged('npm', [...args, `${nodePackage()}@${version}`], { cwd: folder, log });
	}
	return { version, bin };
}

/** The folder that holds every n8n that was downloaded. */
export function cacheFolder(): string {
	const override = proc.env.E2E_CACHE;
	if (override) return path.resolve(override);
	return path.join(os.homedir(), '.cache', 'n8n-nodes-leadsquared-async');
}

/** The npm package that carries Node for this machine, named as the `node` package's own installer does. */
function nodePackage(): string {
	const platform = proc.platform === 'win32' ? 'win' : proc.platform;
	const prefix = proc.platform === 'darwin' && proc.arch === 'arm64' ? 'node-bin' : 'node';
	return `${prefix}-${platform}-${proc.arch}`;
}

function layoutOf(line: N8nLine, folder: string) {
	const nodeBin = path.join(folder, 'node_modules', nodePackage(), 'bin');
	return {
		line,
		folder,
		nodeBin,
		node: path.join(nodeBin, proc.platform === 'win32' ? 'node.exe' : 'node'),
		n8n: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

type Layout = ReturnType<typeof layoutOf>;

const stampText = ({ n8n, node, peers, overrides }: N8nLine) =>
	JSON.stringify({ recipe: RECIPE, n8n, node, package: nodePackage(), peers, overrides });

/** The stamp is written last, so a folder without it was left half-way. */
function isFinished(layout: Layout): boolean {
	const stamp = path.join(layout.folder, STAMP);
	return (
		fs.existsSync(stamp) &&
		fs.readFileSync(stamp, 'utf8') === stampText(layout.line) &&
		fs.existsSync(layout.node) &&
		fs.existsSync(layout.n8n)
	);
}

async function build(layout: Layout, say: (text: string) => void): Promise<void> {
	const { line, folder, node } = layout;
	fs.rmSync(path.join(folder, STAMP), { force: true });
	const log = path.join(folder, 'e2e-install.log');
	fs.writeFileSync(log, '');

	const { download, disk, minutes } = line.install;
	say(
		`Downloading n8n ${line.n8n} and Node ${line.node} from the npm registry, once: ` +
			`about ${download} GB to download, ${disk} GB on disk, ${minutes} minutes. Kept in ${folder}`,
	);
	const dependencies = {
		n8n: line.n8n,
		[nodePackage()]: line.node,
		'node-gyp': NODE_GYP_VERSION,
		...line.peers,
	};
	fs.writeFileSync(
		path.join(folder, 'package.json'),
		JSON.stringify({ private: true, dependencies, overrides: line.overrides }, null, 2),
	);
	const npmFlags = [
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
		'--engine-strict=false',
		'--legacy-peer-deps',
	];
	await runLogged('npm', ['install', ...npmFlags], { cwd: folder, log });

	const sqlite = path.join(folder, 'node_modules', 'sqlite3');
	if (!(await loads(node, sqlite))) {
		await assertCompiler();
		say('Compiling sqlite3 for that Node (a minute or two)');
		await compile(layout, sqlite, log);
		if (!(await loads(node, sqlite)))
			throw new Error(`sqlite3 was compiled but does not load. See ${log}`);
	}
	fs.writeFileSync(path.join(folder, STAMP), stampText(layout.line));
}

async function loads(node: string, nodeModule: string): Promise<boolean> {
	const code = await run(node, ['-e', `require(${JSON.stringify(nodeModule)})`], {});
	return code === 0;
}

/**
 * Compiles against the headers inside the Node package itself. Any `nodedir` that the machine's npm is
 * set to belongs to another Node, and node-gyp prefers the environment over its arguments.
 */
async function compile(layout: Layout, nodeModule: string, log: string): Promise<void> {
	const env: NodeJS.ProcessEnv = {};
	for (const [name, value] of Object.entries(proc.env)) {
		if (!/^npm_(config|package)_/i.test(name)) env[name] = value;
	}
	env.PATH = `${layout.nodeBin}${path.delimiter}${proc.env.PATH ?? ''}`;
	const gyp = path.join(layout.folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
	const headers = path.dirname(layout.nodeBin);
	const jobs = String(os.cpus().length);
	const args = [gyp, 'rebuild', `--nodedir=${headers}`, '--jobs', jobs];
	await runLogged(layout.node, args, { cwd: nodeModule, env, log });
}

async function assertCompiler(): Promise<void> {
	if (proc.platform === 'win32') return; // node-gyp finds Visual Studio itself and says so when it does not
	const missing: string[] = [];
	for (const tool of ['python3', 'make', 'g++']) {
		if ((await run(tool, ['--version'], {})) !== 0) missing.push(tool);
	}
	if (missing.length === 0) return;
	throw new Error(
		`n8n's sqlite3 must be compiled once, and ${missing.join(', ')} is missing. ` +
			'On Debian or Ubuntu: apt-get install python3 make g++. On macOS: xcode-select --install.',
	);
}

/** Two runs at once must not write the same folder; a lock whose owner has ended is taken over. */
async function takeLock(folder: string, say: (text: string) => void): Promise<() => void> {
	const lock = path.join(folder, LOCK);
	for (let told = false; ; ) {
		try {
			fs.writeFileSync(lock, String(proc.pid), { flag: 'wx' });
			return () => fs.rmSync(lock, { force: true });
		} catch {
			const owner = Number(fs.existsSync(lock) ? fs.readFileSync(lock, 'utf8') : 0);
			if (owner > 0 && !isAlive(owner)) {
				fs.rmSync(lock, { force: true });
				continue;
			}
			if (!told) say(`Another run (process ${owner}) is installing in ${folder}; waiting for it`);
			told = true;
			await delay(1000);
		}
	}
}
