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
	/** Median: what the loader reads later, when a workflow first uses all of the nodes. */
	firstUseMs: number;
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
				'first use ms',
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
				fact.firstUseMs.toFixed(1),
			]),
		),
		bestOf(facts).join('\n'),
	].join('\n\n');
}

const measures: Array<{ name: string; of: (fact: Fact) => number; places: number }> = [
	{ name: 'smallest tarball', of: ({ tarballBytes }) => tarballBytes, places: 1 },
	{ name: 'smallest on disk, with dependencies', of: ({ onDiskBytes }) => onDiskBytes, places: 1 },
	{ name: 'among the three fastest to load', of: ({ loadMs }) => loadMs, places: 3 },
];

/** For each goal: whether it is met, our place, and how we compare with the best of the others. */
export function bestOf(facts: readonly Fact[]): string[] {
	const ours = facts.find(({ isOurs }) => isOurs);
	if (ours === undefined) throw new Error('this package is not among the facts');
	return measures.map(({ name, of, places }) => {
		const others = facts.filter(({ isOurs }) => !isOurs);
		const best = others.reduce((one, other) => (of(other) < of(one) ? other : one));
		const place = 1 + others.filter((other) => of(other) < of(ours)).length;
		const ratio = of(ours) / of(best);
		return goal(
			place <= places,
			`${name} (number ${place} of ${facts.length}, ${ratio.toFixed(2)} times the best of the others, ${best.name})`,
		);
	});
}
