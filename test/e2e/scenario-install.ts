/** The line of README for an installation by hand, run as it is written. */
import { fs, path, proc, root } from '../support/platform';
import type { Checks } from './checks';
import { nodeFor } from './install';
import type { InstalledN8n } from './install';
import { filesBelow, type CommunityPackage, packInto } from './package';
import { runLogged } from './program';

/** The oldest that the package supports, and the one on which npm once built a native module for it. */
const oldestNode = '20.20.2';

const mostBytes = 1_000_000;

/** @param community the same package, installed by n8n's own steps */
export async function checkInstallByHand(
	checks: Checks,
	n8n: InstalledN8n,
	community: CommunityPackage,
	folder: string,
): Promise<void> {
	const log = path.join(folder, 'by-hand.log');
	const tarball = await packInto(folder, log);
	const line = installLine();
	for (const { version, bin } of [
		{ version: n8n.line.node, bin: n8n.nodeBin },
		await nodeFor(oldestNode),
	]) {
		checks.step(`README's line for an installation by hand, on Node ${version}`);
		const home = path.join(folder, `home-${version}`);
		fs.mkdirSync(home);
		const env = {
			...proc.env,
			HOME: home,
			PATH: `${bin}${path.delimiter}${proc.env.PATH ?? ''}`,
			npm_config_userconfig: path.join(proc.env.HOME ?? '', '.npmrc'),
		};
		// Only the name is exchanged, for the file that would be published.
		const written = line.replace(`install ${community.name}`, `install ${tarball}`);
		checks.that(`it names the package: ${line}`, written !== line);
		await runLogged('sh', ['-c', written], { cwd: home, env, log });
		const nodes = path.join(home, '.n8n', 'nodes', 'node_modules');
		const names = fs.readdirSync(nodes).filter((name) => !name.startsWith('.'));
		checks.equal('it installs this package and no other', names, [community.name]);
		const own = path.join(nodes, community.name);
		const files = filesBelow(own);
		checks.equal('with the same files as n8n installs', files, community.files);
		const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(own, file)).size, 0);
		checks.that(`in less than 1 MB: ${Math.round(bytes / 1_000)} kB`, bytes < mostBytes, bytes);
	}
}

function installLine(): string {
	const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
	const [, line] = /\*\*By hand\*\*[^`]*```sh\n\s*(.+)\n/.exec(readme) ?? [];
	if (line === undefined) throw new Error('README has no line for an installation by hand');
	return line;
}
