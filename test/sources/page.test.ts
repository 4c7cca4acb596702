import { fs } from '../support/platform';
import { pageFile, valuesPage } from './page';
import { keyOfSource, outcomeOf, readExpectations } from './record';
import { idOf, isSilentlyWrong } from './row';
import { sources } from './sources';
import { zonePairs } from './zones';

/** `npm run sources` proves the record on a real n8n; these hold the page and the record to each other. */
describe('docs/values.md', () => {
	const expectations = readExpectations();

	it('is what `npm run sources -- --write` writes', () => {
		expect(fs.readFileSync(pageFile, 'utf8')).toBe(valuesPage(expectations));
	});

	it('has each row once', () => {
		const seen = sources.flatMap((source) =>
			source.rows.map((row) => [keyOfSource(source), idOf(row)]),
		);
		const recorded = Object.entries(expectations.outcomes).flatMap(([source, rows]) =>
			Object.keys(rows).map((row) => [source, row]),
		);
		expect(recorded).toEqual(seen);
	});

	it('marks every value that is not the one that was meant, and no other', () => {
		const marks = sources.flatMap((source) =>
			source.rows.map((row) => {
				const recorded = expectations.outcomes[keyOfSource(source)]?.[idOf(row)];
				const isWrong = zonePairs.some((pair) => {
					const outcome = recorded && outcomeOf(recorded, pair);
					return outcome !== undefined && isSilentlyWrong(row, outcome, pair);
				});
				const isMarked = row.blind !== undefined;
				return { row: `${keyOfSource(source)}: ${idOf(row)}`, isWrong, isMarked };
			}),
		);
		expect(marks.filter(({ isWrong, isMarked }) => isWrong !== isMarked)).toEqual([]);
	});
});
