import { scheduleByQueue } from '../../../nodes/LeadSquaredCheckStatus/polling/queue-schedule';
import type { PolledRequest } from '../../../nodes/LeadSquaredCheckStatus/polling/poller';

const plan = { firstDelayMs: 2_000, maxDelayMs: 30_000 };
const nowMs = 100_000;

/** The first polls, in s from now, of requests that were submitted this many seconds ago. */
function firstPolls(
	ages: readonly number[],
	metrics: { pending: number; perMinute: number; maxDelay: number },
): Array<number | undefined> {
	const requests: PolledRequest[] = ages.map((age) => ({
		sinceMs: nowMs - age * 1_000,
		polls: 0,
		lastMs: nowMs,
	}));
	scheduleByQueue(
		requests,
		{
			pendingMessages: metrics.pending,
			processingRatePerMinute: metrics.perMinute,
			maxDelayInSeconds: metrics.maxDelay,
		},
		plan,
		nowMs,
	);
	return requests.map(({ firstAtMs }) => firstAtMs && (firstAtMs - nowMs) / 1_000);
}

test('polls each request when its turn in the queue should have come, the oldest first', () => {
	const queue = { pending: 10, perMinute: 12, maxDelay: 60 };
	expect(firstPolls([10, 30, 20], queue)).toEqual([50, 40, 45]);
});

test('polls requests that should be done already by the plan, not before', () => {
	const queue = { pending: 0, perMinute: 60, maxDelay: 0 };
	expect(firstPolls([0, 1, 9], queue)).toEqual([2, 1, 0]);
});

test("waits no longer than LeadSquared's own longest delay, or the longest time between two polls", () => {
	const idle = { pending: 3, perMinute: 0.1 };
	expect(firstPolls([0, 0, 0], { ...idle, maxDelay: 45 })).toEqual([45, 45, 45]);
	expect(firstPolls([0, 0, 0], { ...idle, maxDelay: 0 })).toEqual([30, 30, 30]);
});

test('keeps to the plan if the queue reports no rate', () => {
	expect(firstPolls([0, 0], { pending: 2, perMinute: 0, maxDelay: 9 })).toEqual([
		undefined,
		undefined,
	]);
});
