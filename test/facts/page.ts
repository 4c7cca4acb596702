/** What `npm run facts` writes between the markers of docs/package-facts.md. */
import { goal, table } from '../bench/report';
import { between } from '../docs/markers';

export interface Fact {
	name: string;
	version: string;
	isOurs: boolean;
	/** Download size. */
	tarballBytes: number;
	/** The package alone. */
	unpackedBytes: number;
	files: number;
	/** Direct dependencies at run time. */
	dependencies: number;
	/** With everything that npm installs for it. */
	onDiskBytes: number;
	/** Median. */
	loadMs: number;
	/** Files that the loader makes Node read. */
	modules: number;
}

const kb = (bytes: number) => (bytes / 1_000).toFixed(bytes < 100_000 ? 1 : 0);

export interface Conditions {
	date: string;
	node: string;
	rounds: number;
}

export function withFacts(page: string, facts: readonly Fact[], conditions: Conditions): string {
	return between(page, 'facts', section(facts, conditions));
}

function section(facts: readonly Fact[], { date, node, rounds }: Conditions): string {
	const ours = facts.find(({ isOurs }) => isOurs);
	return [
		`${date}, Node ${node}, median of ${rounds} loads, each in a fresh process. Compare the figures with each other, not with figures from another machine.`,
		table(
			[
				'package',
				'tarball kB',
				'unpacked kB',
				'files',
				'dependencies',
				'on disk kB',
				'files read',
				'load ms',
				'load, ours = 1',
			],
			facts.map((fact) => [
				`${fact.isOurs ? '**' : ''}${fact.name} ${fact.version}${fact.isOurs ? '**' : ''}`,
				kb(fact.tarballBytes),
				kb(fact.unpackedBytes),
				String(fact.files),
				String(fact.dependencies),
				kb(fact.onDiskBytes),
				String(fact.modules),
				fact.loadMs.toFixed(1),
				(fact.loadMs / (ours?.loadMs ?? NaN)).toFixed(2),
			]),
		),
		bestOf(facts).join('\n'),
	].join('\n\n');
}

const measures: Array<{ name: string; of: (fact: Fact) => number }> = [
	{ name: 'smallest tarball', of: ({ tarballBytes }) => tarballBytes },
	{ name: 'smallest on disk, with dependencies', of: ({ onDiskBytes }) => onDiskBytes },
	{ name: 'fastest to load', of: ({ loadMs }) => loadMs },
];

/** For each goal: whether ours is the best, and if not, which is and by how much. */
export function bestOf(facts: readonly Fact[]): string[] {
	const ours = facts.find(({ isOurs }) => isOurs);
	if (ours === undefined) throw new Error('this package is not among the facts');
	return measures.map(({ name, of }) => {
		const others = facts.filter(({ isOurs }) => !isOurs);
		const best = others.reduce((one, other) => (of(other) < of(one) ? other : one));
		const ratio = of(ours) / of(best);
		return goal(
			ratio <= 1,
			`${name} (${ratio.toFixed(2)} times the best of the others, ${best.name})`,
		);
	});
}
