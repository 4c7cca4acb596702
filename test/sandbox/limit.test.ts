import { opportunityId } from './index';
import { client, clock, closeAll, UPDATE, update } from './testing';
import type { LimitModel } from './types';

afterEach(closeAll);

/** One submit at each of these times; the clock starts on a multiple of the window. */
async function codes(model: LimitModel, times: number[]): Promise<number[]> {
	const time = clock(0);
	const one = await client({ now: time.now, limit: { model, calls: 2, windowMs: 5000 } });
	const seen: number[] = [];
	for (const at of times) {
		time.ms = at;
		seen.push((await one.submit(UPDATE, update(opportunityId(1)))).status);
	}
	expect(one.sandbox.calls.map((call) => call.rejectedByLimit)).toEqual(
		seen.map((code) => code === 429),
	);
	expect(one.sandbox.requests.size).toBe(seen.filter((code) => code === 200).length);
	return seen;
}

describe('the models of the rate limit over HTTP', () => {
	// One series of arrivals that each model but `off` answers in its own way.
	const times = [4000, 4001, 5000, 6500, 9000, 9001, 9002];
	test.each<[LimitModel, number[]]>([
		['off', [200, 200, 200, 200, 200, 200, 200]],
		['log', [200, 200, 429, 429, 200, 200, 429]],
		['log+rejected', [200, 200, 429, 429, 429, 429, 429]],
		['fixed', [200, 200, 200, 200, 429, 429, 429]],
		['anchored', [200, 200, 429, 429, 200, 200, 429]],
		['bucket', [200, 200, 429, 200, 200, 429, 429]],
		['counter', [200, 200, 429, 200, 200, 429, 429]],
	])('admit calls as %s does', async (model, expected) => {
		expect(await codes(model, times)).toEqual(expected);
	});

	test('anchored and log differ if a window starts late', async () => {
		const late = [0, 4000, 5000, 5001, 9000];
		expect(await codes('log', late)).toEqual([200, 200, 200, 429, 200]);
		expect(await codes('anchored', late)).toEqual([200, 200, 200, 200, 429]);
	});

	test('bucket and counter differ after a quiet window', async () => {
		const quiet = [0, 1, 5000, 5001];
		expect(await codes('bucket', quiet)).toEqual([200, 200, 200, 200]);
		expect(await codes('counter', quiet)).toEqual([200, 200, 429, 200]);
	});
});

describe('the budget of the rate limit', () => {
	test.each([true, false])(
		'counts status and metrics calls as the option says: %s',
		async (limitStatusCalls) => {
			const one = await client({
				now: clock().now,
				limitStatusCalls,
				limit: { model: 'log', calls: 1 },
			});
			await one.submit(UPDATE, update(opportunityId(1)));
			const expected = limitStatusCalls ? 429 : 404;
			expect((await one.look(`${UPDATE}/status`, { RequestID: 'x' })).status).toBe(expected);
			expect((await one.look(`${UPDATE}/metrics`)).status).toBe(limitStatusCalls ? 429 : 200);
		},
	);

	test('counts sync calls and calls with a fault, but not what the gateway refuses', async () => {
		const one = await client({ now: clock().now, limit: { model: 'log', calls: 2 } });
		one.sandbox.inject({ times: 1, path: UPDATE, fault: { kind: 'empty', status: 500 } });
		await one.look('/no/such/route');
		expect((await one.submit(UPDATE, update(opportunityId(1)))).status).toBe(500);
		expect((await one.read('OpportunityManagement.svc/GetOpportunityTypes')).status).toBe(200);
		expect((await one.submit(UPDATE, update(opportunityId(1)))).status).toBe(429);
		one.sandbox.reset();
		expect((await one.submit(UPDATE, update(opportunityId(1)))).status).toBe(200);
	});
});
