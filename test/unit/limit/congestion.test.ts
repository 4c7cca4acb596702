import { createLimit } from '../../sandbox/rate-limit';
import type { LimitModel } from '../../sandbox/types';
import {
	meanOf,
	simulate,
	usualLatency,
	windowMs,
	type Seen,
	type Simulation,
} from './limiter-simulation';

/** Every worker of n8n has its own limiter, and learns of the others only by their 429s. */
describe('several limiters of 25 in 5 seconds share an account of 25 in 5 seconds', () => {
	const models: LimitModel[] = ['log', 'log+rejected', 'fixed', 'anchored', 'bucket', 'counter'];
	const boundMs = windowMs * (1_000 / 25 - 1);
	/** Before that, limiters collide for the first time and cannot know of each other. */
	const settledAfterMs = 30_000;

	async function share(
		model: LimitModel,
		seed: number,
		work: Pick<Simulation, 'calls' | 'processes' | 'apartMs'>,
	) {
		const limit = createLimit(model, 25, windowMs);
		return await simulate({
			limit: 25,
			latency: usualLatency(seed),
			admit: (now) => limit.admit(now + (seed * windowMs) / 3),
			// Ten executions of five items at a time, as a worker of n8n has them.
			atOnce: 50,
			apartMs: 137,
			...work,
		});
	}
	const acceptedIn = (seen: Seen, process: number, from: number, to: number) =>
		seen.accepted.filter((one) => one.process === process && one.at >= from && one.at < to).length;

	test.each(
		models.flatMap((model) => [
			{ model, processes: 2, times: 1.25, refused: 20 },
			{ model, processes: 3, times: 1.25, refused: 30 },
			{ model, processes: 5, times: 1.4, refused: 50 },
		]),
	)(
		'$processes limiters settle against $model, and 1,000 calls take at most $times times the bound',
		async ({ model, processes, times, refused }) => {
			const runs: Seen[] = [];
			for (let seed = 0; seed < 3; seed++) {
				runs.push(await share(model, seed, { calls: 1_000, processes }));
			}
			for (const seen of runs) {
				// No call fails because of 429s that other n8n workers cause: 'Max Tries' is 5.
				expect(seen.mostTries).toBeLessThanOrEqual(5);
				// None starves: in each minute each gets at least a sixth of an equal share.
				for (let from = settledAfterMs; from < 150_000; from += 60_000) {
					for (let process = 0; process < processes; process++) {
						const equal = (60_000 / windowMs) * (25 / processes);
						expect(acceptedIn(seen, process, from, from + 60_000)).toBeGreaterThan(equal / 6);
					}
				}
			}
			const finished = runs.map(({ finishedAt }) => finishedAt);
			expect(meanOf(finished)).toBeLessThanOrEqual(times * boundMs);
			const late = runs.map(({ refusals }) => refusals.filter((at) => at > settledAfterMs).length);
			expect(meanOf(late)).toBeLessThanOrEqual(refused);
		},
	);

	test.each(models)('one that joins later gets its share against %s', async (model) => {
		const seen = await share(model, 1, { calls: [700, 300], apartMs: 60_000 });
		expect(seen.mostTries).toBeLessThanOrEqual(5);
		const [from, to] = [60_000 + settledAfterMs, 150_000];
		const equal = ((to - from) / windowMs) * (25 / 2);
		expect(acceptedIn(seen, 1, from, to)).toBeGreaterThan(equal / 6);
	});

	test.each(models)(
		'one has the full rate against %s 100 s after the other has gone',
		async (model) => {
			const seen = await share(model, 1, { calls: [1_400, 200] });
			const goneAt = Math.max(
				...seen.accepted.filter((one) => one.process === 1).map(({ at }) => at),
			);
			const from = goneAt + 100_000;
			expect(seen.finishedAt).toBeGreaterThan(from + 4 * windowMs);
			// Evenly spaced calls leave 2 % of the limit unused, and the first burst after them may be refused.
			expect(acceptedIn(seen, 0, from, from + 4 * windowMs)).toBeGreaterThanOrEqual(4 * 25 * 0.9);
		},
	);

	test('five calls with five tries each end within a minute at an account that refuses everything', async () => {
		let arrived = 0;
		const seen = await simulate({
			limit: 25,
			calls: 5,
			latency: usualLatency(1),
			// From then on calls get through, since simulated calls never give up.
			admit: () => ++arrived > 5 * 5,
		});
		expect(seen.refusals.at(-1)).toBeLessThanOrEqual(60_000);
	});
});
