/** What the rows came to, kept in `expectations.json`: a run proves that they still do, `--write` writes it anew. */
import { fs, path, root } from '../support/platform';
import { idOf, type Outcome } from './row';
import type { Source } from './source';
import { nameOf, zonePairs, type ZonePair } from './zones';

export interface Versions {
	n8n: string;
	node: string;
	postgresql: string;
	mariadb: string;
	xlsx: string;
}

/** One outcome, or one for each pair of zones where they differ. */
export type Recorded = Outcome | Record<string, Outcome>;

export interface Expectations {
	versions: Versions;
	/** By source and row. */
	outcomes: Record<string, Record<string, Recorded>>;
}

const file = path.join(root, 'test', 'sources', 'expectations.json');

export function readExpectations(): Expectations {
	return JSON.parse(fs.readFileSync(file, 'utf8')) as Expectations;
}

export function writeExpectations(expectations: Expectations): void {
	fs.writeFileSync(file, `${JSON.stringify(expectations, null, '\t')}\n`);
}

export const keyOfSource = ({ title, name }: Source): string => `${title}: ${name}`;

/** Outcomes by pair of zones, source and row. */
export type Observed = Map<ZonePair, Map<Source, Outcome[]>>;

export function recordOf(sources: readonly Source[], observed: Observed, versions: Versions) {
	const outcomes: Expectations['outcomes'] = {};
	for (const source of sources) {
		const rows = source.rows.map((row, index): [string, Recorded] => {
			const each = zonePairs.map((pair): [string, Outcome] => {
				const outcome = observed.get(pair)?.get(source)?.[index];
				if (outcome === undefined) throw new Error(`${source.name} was not run: ${nameOf(pair)}`);
				return [nameOf(pair), outcome];
			});
			const texts = new Set(each.map(([, outcome]) => JSON.stringify(outcome)));
			const [first] = each;
			return [idOf(row), texts.size === 1 && first ? first[1] : Object.fromEntries(each)];
		});
		outcomes[keyOfSource(source)] = Object.fromEntries(rows);
	}
	return { versions, outcomes } satisfies Expectations;
}

export function outcomeOf(recorded: Recorded, pair: ZonePair): Outcome | undefined {
	return isOutcome(recorded) ? recorded : recorded[nameOf(pair)];
}

export function isOutcome(recorded: Recorded): recorded is Outcome {
	return 'sent' in recorded || 'message' in recorded;
}
