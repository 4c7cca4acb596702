import fc from 'fast-check';

import { implies, readQuota, type Quota } from '../../../nodes/shared/limit/quota';
import { VirtualClock } from '../../support/virtual-clock';
import { limiterOf, windowMs } from './limiter-simulation';

test.each<[string, Quota | undefined]>([
	['API calls exceeded the limit of 20 in 5 second(s)', { calls: 20, windowMs: 5_000 }],
	['API CALLS EXCEEDED THE LIMIT OF 1 IN 1 SECOND(S).', { calls: 1, windowMs: 1_000 }],
	['the limit of 10 in 2000 milliseconds', { calls: 10, windowMs: 2_000 }],
	['API calls exceeded the limit of 100 in 1 minute(s)', { calls: 100, windowMs: 60_000 }],
	['API calls exceeded the limit of 100000 in 1 day(s)', undefined],
	['API calls exceeded the limit of 1000 in 1 hour(s)', undefined],
	['API calls exceeded the limit of 1000 in 2 minute(s)', undefined],
	['API calls exceeded the limit of 20 in 500 milliseconds', undefined],
	['API calls exceeded the limit of 0 in 5 second(s)', undefined],
	['API calls exceeded the limit of -5 in 5 second(s)', undefined],
	['API calls exceeded the limit of 2.5 in 5 second(s)', undefined],
	['API calls exceeded the limit of 1 in 6 second(s)', undefined],
	['API calls exceeded the limit of 20 in 0 second(s)', undefined],
	['API calls exceeded the limit of 20', undefined],
	['Too Many Requests', undefined],
	['', undefined],
])('%s is the limit %o', (text, quota) => {
	expect(readQuota(text)).toEqual(quota);
});

test('one limit implies another only if it allows nothing that the other forbids', () => {
	const quota = fc.record({
		calls: fc.integer({ min: 1, max: 30 }),
		windowMs: fc.integer({ min: 1, max: 60 }).map((seconds) => seconds * 1_000),
	});
	fc.assert(
		fc.property(quota, quota, (first, second) => {
			// Everything that the first one allows, as early as possible.
			let most = 0;
			for (let at = 0; at < second.windowMs; at += first.windowMs) most += first.calls;
			expect(implies(first, second)).toBe(most <= second.calls);
		}),
	);
});

/** When calls are sent that are answered at once, the first with a 429 that says this. */
async function timesOf(limit: number, texts: readonly string[], calls: number): Promise<number[]> {
	const clock = new VirtualClock();
	const limiter = limiterOf(limit, clock);
	for (const text of texts) {
		const permit = await limiter.acquire('run');
		permit?.throttled(0, readQuota(text));
		void clock.wait(120_000);
		await clock.run();
	}
	const begin = clock.now();
	const times: number[] = [];
	for (let n = 0; n < calls; n++) {
		void limiter.acquire('run').then((permit) => {
			times.push(clock.now() - begin);
			permit?.done();
		});
	}
	await clock.run(begin + 3_600_000);
	return times;
}

function mostWithin(ms: number, times: readonly number[]): number {
	return Math.max(
		...times.map((from) => times.filter((at) => at >= from && at < from + ms).length),
	);
}

const sentence = fc
	.tuple(
		fc.oneof(fc.integer({ min: -1, max: 40 }), fc.nat(), fc.constant('1e9'), fc.constant('NaN')),
		fc.oneof(fc.integer({ min: -1, max: 70 }), fc.nat()),
		fc.constantFrom('millisecond(s)', 'second(s)', 'minute(s)', 'hour(s)', 'day(s)', 'years'),
	)
	.map(([calls, length, unit]) => `API calls exceeded the limit of ${calls} in ${length} ${unit}`);

test('whatever LeadSquared says, calls keep to it and to the credential, and none waits more than a minute longer', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 25 }),
			fc.array(fc.oneof(sentence, fc.string()), { minLength: 1, maxLength: 3 }),
			async (limit, texts) => {
				const times = await timesOf(limit, texts, 60);
				expect(times).toHaveLength(60);
				expect(mostWithin(windowMs, times)).toBeLessThanOrEqual(limit);
				for (const quota of texts.map(readQuota)) {
					if (quota === undefined) continue;
					expect(mostWithin(quota.windowMs, times)).toBeLessThanOrEqual(quota.calls);
				}
				for (const [n, at] of times.entries()) {
					expect(at - (times[n - 1] ?? 0)).toBeLessThanOrEqual(60_000 + 300);
				}
			},
		),
		{ numRuns: 100 },
	);
});

test('a number that is not lower than the credential changes nothing', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 25 }),
			fc.integer({ min: 0, max: 1_000 }),
			async (limit, more) => {
				const text = `API calls exceeded the limit of ${limit + more} in 5 second(s)`;
				expect(await timesOf(limit, [text], 60)).toEqual(await timesOf(limit, [''], 60));
			},
		),
		{ numRuns: 30 },
	);
});

describe('a number lower than the credential', () => {
	const said = { calls: 20, windowMs };
	const learn = async (limit: number) => {
		const limiter = limiterOf(limit, new VirtualClock());
		(await limiter.acquire('run'))?.throttled(undefined, said);
		return limiter;
	};

	test('is told once', async () => {
		const limiter = await learn(25);
		expect(limiter.takeUntold()).toEqual(said);
		expect(limiter.takeUntold()).toBeUndefined();
	});

	test('is not told where it is not lower, or no longer', async () => {
		expect((await learn(20)).takeUntold()).toBeUndefined();
		const limiter = await learn(25);
		limiter.restrict('credential', 15);
		expect(limiter.takeUntold()).toBeUndefined();
	});

	test('holds although the credential is changed, and gives way to a lower one', async () => {
		const limiter = await learn(25);
		limiter.restrict('credential', 15);
		expect(limiter.callsPerWindow()).toBe(15);
		limiter.restrict('credential', 30);
		expect(limiter.callsPerWindow()).toBe(20);
	});
});
