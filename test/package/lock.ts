import { path } from '../support/platform';

/** package-lock.json, as far as it matters here: each package by the folder it goes to. */
export interface Lock {
	packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

/**
 * Optional packages that the lock file names and does not lock. npm leaves out those it cannot find
 * and says nothing; `npm ci` then refuses the lock file, though a checkout that has its
 * node_modules works on.
 */
export function unlockedOptionals({ packages }: Lock): string[] {
	return Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies)
			.filter((name) => !foldersFor(name, folder).some((place) => place in packages))
			.map((name) => `${name}, wanted by ${folder}`),
	);
}

/** Where Node looks for a package from a folder: beside it, then upwards. */
function foldersFor(name: string, from: string): string[] {
	const here = path.posix.join(from, 'node_modules', name);
	return from === '' || from === '.'
		? [here]
		: [here, ...foldersFor(name, path.posix.dirname(from))];
}
