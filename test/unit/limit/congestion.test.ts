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

/** Every worker of n8n has a limiter of its own, and knows of the others by the 429s alone. */
describe('several limiters of 25 in 5 seconds share an account of 25 in 5 seconds', () => {
	const models: LimitModel[] = ['log', 'log+rejected', 'fixed', 'anchored', 'bucket', 'counter'];
	const boundMs = windowMs * (1_000 / 25 - 1);
	/** What arrives before that is the first collision, in which none can know of the others. */
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
		'$model, $processes of them: they settle, and 1,000 calls take at most $times times the bound',
		async ({ model, processes, times, refused }) => {
			const runs: Seen[] = [];
			for (let seed = 0; seed < 3; seed++) {
				runs.push(await share(model, seed, { calls: 1_000, processes }));
			}
			for (const seen of runs) {
				// No call fails for the 429s that n8n's other workers cause: 'Max Tries' is 5.
				expect(seen.mostTries).toBeLessThanOrEqual(5);
				// None starves: in each minute each has at least a sixth of an equal part.
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

	test.each(models)('%s: one that comes later gets its part', async (model) => {
		const seen = await share(model, 1, { calls: [700, 300], apartMs: 60_000 });
		expect(seen.mostTries).toBeLessThanOrEqual(5);
		const [from, to] = [60_000 + settledAfterMs, 150_000];
		const equal = ((to - from) / windowMs) * (25 / 2);
		expect(acceptedIn(seen, 1, from, to)).toBeGreaterThan(equal / 6);
	});

	test.each(models)(
		'%s: 100 s after the other one has gone, the rate is full again',
		async (model) => {
			const seen = await share(model, 1, { calls: [1_400, 200] });
			const goneAt = Math.max(
				...seen.accepted.filter((one) => one.process === 1).map(({ at }) => at),
			);
			const from = goneAt + 100_000;
			expect(seen.finishedAt).toBeGreaterThan(from + 4 * windowMs);
			// Even calls leave 2 % of the limit unused, and the first burst after them may be refused.
			expect(acceptedIn(seen, 0, from, from + 4 * windowMs)).toBeGreaterThanOrEqual(4 * 25 * 0.9);
		},
	);

	test('an account that refuses everything: five calls with five tries each end within a minute', async () => {
		let arrived = 0;
		const seen = await simulate({
			limit: 25,
			calls: 5,
			latency: usualLatency(1),
			// From then on the simulated calls, which never give up, may get through.
			admit: () => ++arrived > 5 * 5,
		});
		expect(seen.refusals.at(-1)).toBeLessThanOrEqual(60_000);
	});
});
