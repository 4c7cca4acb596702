import { execFileSync, fs, os, path, proc, root } from '../support/platform';

/** package.json, as far as the tests look at it. */
export interface Manifest {
	name: string;
	version: string;
	dependencies?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

export interface Finding {
	severity: 'error' | 'warning';
	file: string;
	line?: number;
	ruleId: string | null;
	message: string;
}

/** What scan.mjs prints. */
export interface Scan {
	passed: boolean;
	details?: string;
	files: string[];
	findings: Finding[];
}

export function readText(...parts: string[]): string {
	return fs.readFileSync(path.join(...parts), 'utf8');
}

export function readManifest(folder: string): Manifest {
	return JSON.parse(readText(folder, 'package.json')) as Manifest;
}

/** Writes a file and the folders above it. */
export function write(folder: string, file: string, text: string): void {
	const target = path.join(folder, file);
	fs.mkdirSync(path.dirname(target), { recursive: true });
	fs.writeFileSync(target, text);
}

/** All files below a folder, with forward slashes, sorted. */
export function filesBelow(folder: string): string[] {
	return fs
		.readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => !entry.isDirectory())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
		.map((file) => file.split(path.sep).join('/'))
		.sort();
}

/** Time of the last change of anything at or below these paths, folders included: a file that went changes its folder. */
function lastChange(...parts: string[]): number {
	return parts
		.map((part) => path.join(root, part))
		.flatMap((top) => {
			const below = fs.statSync(top).isDirectory()
				? fs.readdirSync(top, { recursive: true, encoding: 'utf8' })
				: [];
			return [top, ...below.map((name) => path.join(top, name))];
		})
		.reduce((latest, file) => Math.max(latest, fs.statSync(file).mtimeMs), 0);
}

/** Whether `dist` was built, as by `npm test`, after the last change of what it is built from. */
function isBuilt(): boolean {
	const dist = path.join(root, 'dist');
	if (!fs.existsSync(dist)) return false;
	// Copied files keep the time of their source; a compiled one has that of the build.
	const compiled = filesBelow(dist).filter((file) => file.endsWith('.js'));
	const first = Math.min(...compiled.map((file) => fs.statSync(path.join(dist, file)).mtimeMs));
	const changed = lastChange(
		'nodes',
		'credentials',
		'icons',
		'gulpfile.js',
		'tsconfig.json',
		'package-lock.json',
	);
	return compiled.length > 0 && first > changed;
}

/** A build, a tarball made from it, and the folder that the tarball unpacks to. */
export class PackedPackage {
	readonly workFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-nodes-leadsquared-async-pack-'));
	readonly folder = path.join(this.workFolder, 'package');
	readonly files: string[];

	constructor() {
		if (!isBuilt()) this.run(path.join('node_modules', 'gulp', 'bin', 'gulp.js'), 'build');
		// npm is a shell script on Windows, and Node starts those through a shell only.
		const shell = proc.platform === 'win32';
		execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', this.workFolder], {
			cwd: root,
			shell,
			stdio: 'pipe',
		});
		const tarballs = fs.readdirSync(this.workFolder).filter((file) => file.endsWith('.tgz'));
		if (tarballs.length !== 1) throw new Error(`npm pack left ${tarballs.length} tarballs`);
		execFileSync('tar', ['-xzf', String(tarballs[0])], { cwd: this.workFolder, stdio: 'pipe' });
		this.files = filesBelow(this.folder);
		this.lendWorkflowPackage();
	}

	manifest(): Manifest {
		return readManifest(this.folder);
	}

	/** One leg of n8n's scan, over the folder as it is. */
	scan(leg: 'source' | 'tarball', folder: string): Scan {
		return JSON.parse(this.run(path.join('test', 'package', 'scan.mjs'), leg, folder)) as Scan;
	}

	/** A second folder to spoil. */
	copy(name: string): string {
		const copy = path.join(this.workFolder, name);
		fs.cpSync(this.folder, copy, { recursive: true });
		return copy;
	}

	remove(): void {
		fs.rmSync(this.workFolder, { recursive: true, force: true });
	}

	/** n8n has n8n-workflow beside the packages that it loads; here it stands one folder above. */
	private lendWorkflowPackage(): void {
		const modules = path.join(this.workFolder, 'node_modules');
		fs.mkdirSync(modules);
		const target = path.join(root, 'node_modules', 'n8n-workflow');
		fs.symlinkSync(target, path.join(modules, 'n8n-workflow'), 'junction');
	}

	/**
	 * A script of the repository, as a user runs it: under Jest's NODE_ENV=test, the scanner's
	 * nodes-base rules take every file for a trigger node of their own tests. Its temporary files
	 * go where ours are removed, since the scanner leaves some behind.
	 */
	private run(script: string, ...args: string[]): string {
		const temporary = { TMPDIR: this.workFolder, TEMP: this.workFolder, TMP: this.workFolder };
		const env: NodeJS.ProcessEnv = { ...proc.env, ...temporary };
		delete env.NODE_ENV;
		return execFileSync(proc.execPath, [path.join(root, script), ...args], {
			cwd: root,
			encoding: 'utf8',
			env,
			stdio: 'pipe',
		});
	}
}
