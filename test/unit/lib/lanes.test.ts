import fc from 'fast-check';

import { lanesOf, runLanes } from '../../../nodes/shared/lib/lanes';
import { soon } from '../../support/platform';

const keys = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined }), {
	maxLength: 40,
});

/** Takes as many turns of the event loop as it is told. */
async function turns(count: number): Promise<void> {
	for (let n = 0; n < count; n++) await new Promise((resolve) => soon(() => resolve(undefined)));
}

test('every piece is done once, at most so many at a time, and those of a lane one after the other in order', async () => {
	await fc.assert(
		fc.asyncProperty(
			keys,
			fc.integer({ min: 1, max: 6 }),
			fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 40, maxLength: 40 }),
			async (laneKeys, concurrency, durations) => {
				const begun: number[] = [];
				const running = new Set<number>();
				await runLanes(lanesOf(laneKeys), concurrency, async (piece) => {
					const key = laneKeys[piece];
					if (key !== undefined) {
						for (const other of running) expect(laneKeys[other]).not.toBe(key);
						const before = laneKeys.slice(0, piece).flatMap((k, n) => (k === key ? [n] : []));
						for (const earlier of before) expect(begun).toContain(earlier);
					}
					begun.push(piece);
					running.add(piece);
					expect(running.size).toBeLessThanOrEqual(concurrency);
					await turns(durations[piece] ?? 0);
					running.delete(piece);
					return true;
				});
				expect([...begun].sort((a, b) => a - b)).toEqual(laneKeys.map((_, n) => n));
				expect(running.size).toBe(0);
			},
		),
		{ numRuns: 100 },
	);
});

test('after a false nothing is begun, and what has begun is awaited', async () => {
	const begun: number[] = [];
	const ended: number[] = [];
	await runLanes(lanesOf(Array.from({ length: 10 }, () => undefined)), 3, async (piece) => {
		begun.push(piece);
		await turns(piece === 1 ? 1 : 3);
		ended.push(piece);
		return piece !== 1;
	});
	expect(begun).toEqual([0, 1, 2]);
	expect(ended.sort()).toEqual([0, 1, 2]);
});
