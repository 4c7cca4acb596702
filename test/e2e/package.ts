import { fs, path, root } from '../support/platform';
import { runLogged } from './program';

export interface CommunityPackage {
	name: string;
	version: string;
	/** The unpacked package, as n8n finds it. */
	folder: string;
	/** Paths in the tarball, relative to the package. */
	files: string[];
}

/**
 * Builds and packs this package, installs the tarball below n8n's user folder and notes it in the ledger.
 * n8n loads every package that it finds there at its start.
 */
export async function installPackage(userFolder: string, log: string): Promise<CommunityPackage> {
	await runLogged('npm', ['run', 'build'], { cwd: root, log });

	const downloads = path.join(userFolder, '.n8n', 'nodes');
	const tarball = await packInto(downloads, log);

	const { name, version } = readJson(path.join(root, 'package.json')) as Manifest;
	const folder = path.join(downloads, 'node_modules', name);
	const files = await installTarball(tarball, folder, log);
	fs.rmSync(tarball);

	const ledger = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
	fs.writeFileSync(path.join(downloads, 'package.json'), JSON.stringify(ledger, null, 2));
	return { name, version, folder, files };
}

/** Packs what was built, as npm would publish it, and returns the tarball. */
export async function packInto(folder: string, log: string): Promise<string> {
	fs.mkdirSync(folder, { recursive: true });
	await runLogged('npm', ['pack', '--quiet', '--ignore-scripts', '--pack-destination', folder], {
		cwd: root,
		log,
	});
	const tarball = fs.readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error(`npm pack left no tarball in ${folder}`);
	return path.join(folder, tarball);
}

interface Manifest {
	name: string;
	version: string;
}

/**
 * Installs a tarball step by step as n8n's `downloadPackage` (community-packages.service.js, 2.41.1) does after it
 * has fetched one from the registry: unpack, strip the dev, peer and optional dependencies, `npm install` what is left.
 *
 * @returns the paths in the tarball, relative to the package
 */
export async function installTarball(
	tarball: string,
	folder: string,
	log: string,
): Promise<string[]> {
	fs.mkdirSync(folder, { recursive: true });
	await runLogged('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], {
		cwd: path.dirname(tarball),
		log,
	});
	const files = filesBelow(folder);

	const manifest: object = readJson(path.join(folder, 'package.json'));
	const kept = Object.entries(manifest).filter(
		([key]) => !['devDependencies', 'peerDependencies', 'optionalDependencies'].includes(key),
	);
	const stripped = JSON.stringify(Object.fromEntries(kept), null, 2);
	fs.writeFileSync(path.join(folder, 'package.json'), stripped);
	const likeN8n = [
		'install',
		'--audit=false',
		'--fund=false',
		'--bin-links=false',
		'--install-strategy=shallow',
		'--ignore-scripts=true',
		'--package-lock=false',
	];
	await runLogged('npm', likeN8n, { cwd: folder, log });
	return files;
}

function readJson(file: string): object {
	return JSON.parse(fs.readFileSync(file, 'utf8')) as object;
}

export function filesBelow(folder: string): string[] {
	return fs
		.readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) =>
			path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
		)
		.sort();
}
