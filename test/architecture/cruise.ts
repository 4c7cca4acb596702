import { execFileSync, path, proc, root } from '../support/platform';

/** dependency-cruiser's result for one folder, as far as it matters here. */
export interface Cruise {
	modules: Array<{ source: string; dependencies: Dependency[] }>;
	violations: Array<{ rule: { name: string }; from: string; to: string }>;
	rules: Array<{ name: string; from: { pathNot?: string }; to: { pathNot?: string } }>;
}

export interface Dependency {
	resolved: string;
	circular: boolean;
	dynamic: boolean;
	/** Only types, which are gone at run time. */
	preCompilationOnly: boolean;
}

/** The imports below each folder, held against `.dependency-cruiser.cjs`. */
export function cruise(...folders: string[]): Cruise[] {
	const script = path.join(root, 'test', 'architecture', 'cruiser.mjs');
	const printed = execFileSync(proc.execPath, [script, ...folders], {
		cwd: root,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
	return JSON.parse(printed) as Cruise[];
}

/** A room is a folder of `nodes/shared`, a node's folder, or `credentials`. (Once it was a file of `nodes/shared`.) */
export function roomOf(file: string): string {
	return file.replace(/^nodes\/(shared\/)?/, '').replace(/(\/.*|\.ts)$/, '');
}

/** Imports of our own files, from the file and to the file. */
export function importsIn({ modules }: Cruise): Array<Dependency & { from: string }> {
	return modules.flatMap(({ source, dependencies }) =>
		dependencies
			.filter(({ resolved }) => /^(nodes|credentials)\//.test(resolved))
			.map((dependency) => ({ ...dependency, from: source })),
	);
}

/** `from -> to` for each pair of rooms with an import between them, sorted. */
export function arrowsIn(result: Cruise): string[] {
	const pairs = importsIn(result)
		.map(({ from, resolved }) => [roomOf(from), roomOf(resolved)] as const)
		.filter(([from, to]) => from !== to);
	return [...new Set(pairs.map((pair) => pair.join(' -> ')))].sort();
}
