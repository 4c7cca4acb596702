import fc from 'fast-check';

import { forEachConcurrently, lanesOf, runLanes } from '../../../nodes/shared/lib/lanes';
import { soon } from '../../support/platform';

const keys = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined }), {
	maxLength: 40,
});

/** Waits for this many turns of the event loop. */
async function turns(count: number): Promise<void> {
	for (let n = 0; n < count; n++) await new Promise((resolve) => soon(() => resolve(undefined)));
}

test('runLanes does every piece once, keeps to the concurrency, and works through a lane in order', async () => {
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

test('runLanes starts nothing after a false, and awaits what is running', async () => {
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

test('runLanes begins with five at a time, and has as many as allowed once ten are done', async () => {
	let running = 0;
	let done = 0;
	const seen: Array<{ running: number; done: number }> = [];
	await runLanes(lanesOf(Array.from({ length: 100 }, () => undefined)), 25, async () => {
		seen.push({ running: ++running, done });
		await turns(2);
		running--;
		done++;
		return true;
	});
	const early = seen.filter((each) => each.done < 10);
	expect(Math.max(...early.map((each) => each.running))).toBe(5);
	expect(Math.max(...seen.map((each) => each.running))).toBe(25);
});

test('runLanes goes up to its concurrency although long lanes hold its first workers', async () => {
	const laneKeys = [...'abcde'.repeat(20), ...Array.from({ length: 50 }, () => undefined)];
	let running = 0;
	let most = 0;
	await runLanes(lanesOf(laneKeys), 25, async () => {
		most = Math.max(most, ++running);
		await turns(1);
		running--;
		return true;
	});
	expect(most).toBe(25);
});

test('runLanes fails if the work throws', async () => {
	const lanes = lanesOf(Array.from({ length: 30 }, () => undefined));
	const work = async (piece: number) => {
		await turns(1);
		if (piece === 12) throw new Error('broken');
		return true;
	};
	await expect(runLanes(lanes, 25, work)).rejects.toThrow('broken');
});

describe('forEachConcurrently', () => {
	const items = ['a', 'b', 'c', 'd', 'e', 'f'];

	test('begins every item once, in order, with its index, and keeps to the concurrency', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 }),
				fc.integer({ min: 1, max: 6 }),
				async (durations, concurrency) => {
					const begun: Array<[number, number]> = [];
					let running = 0;
					let mostRunning = 0;
					await forEachConcurrently(durations, concurrency, async (duration, index) => {
						begun.push([index, duration]);
						mostRunning = Math.max(mostRunning, ++running);
						await turns(duration);
						running--;
						return true;
					});
					expect(begun).toEqual([...durations.entries()]);
					expect(running).toBe(0);
					expect(mostRunning).toBe(Math.min(concurrency, durations.length));
				},
			),
			{ numRuns: 100 },
		);
	});

	test('starts nothing after a false, and awaits what is running', async () => {
		const begun: string[] = [];
		const ended: string[] = [];
		await forEachConcurrently(items, 3, async (item) => {
			begun.push(item);
			await turns(item === 'b' ? 1 : 3);
			ended.push(item);
			return item !== 'b';
		});
		expect(begun).toEqual(['a', 'b', 'c']);
		expect(ended.sort()).toEqual(['a', 'b', 'c']);
	});

	test('rejects with the error of the work', async () => {
		const begun: string[] = [];
		const work = async (item: string) => {
			begun.push(item);
			await turns(1);
			if (item === 'b') throw new Error('failed at b');
			return true;
		};
		await expect(forEachConcurrently(items, 1, work)).rejects.toThrow('failed at b');
		expect(begun).toEqual(['a', 'b']);
	});

	test('does nothing for an empty list', async () => {
		const work = jest.fn(async () => await Promise.resolve(true));
		await forEachConcurrently([], 5, work);
		expect(work).not.toHaveBeenCalled();
	});
});
