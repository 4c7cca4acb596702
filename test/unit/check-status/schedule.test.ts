import {
	lastPollAt,
	nextPollAt,
	type PollSchedule,
} from '../../../nodes/LeadSquaredCheckStatus/polling/schedule';

const plan: PollSchedule = { firstDelayMs: 2_000, maxDelayMs: 30_000 };
/** The middle of the range: no jitter. */
const middle = 0.5;

/** When a request that is never final is polled, in s. */
function pollsUntil(
	endSeconds: number,
	random = middle,
	{ sinceMs = 0, startMs = 0, using = plan } = {},
): number[] {
	const times: number[] = [];
	let lastMs = startMs;
	for (;;) {
		const at = nextPollAt({ sinceMs, polls: times.length, lastMs }, using, random);
		if (at > endSeconds * 1_000) return times;
		times.push(at / 1_000);
		lastMs = at;
	}
}

test('polls after the first delay, then after the same again, then 1.5 times as long each time, up to the longest delay', () => {
	expect(pollsUntil(31)).toEqual([2, 4, 7, 11.5, 18.25, 28.375]);
	expect(pollsUntil(150).slice(6)).toEqual([32, 54.78125, 84.78125, 114.78125, 144.78125]);
});

test('makes each time between polls up to a fifth shorter or longer', () => {
	expect(pollsUntil(8, 0)).toEqual([2, 3.6, 6]);
	expect(pollsUntil(8.1, 0.999_999)).toEqual([2, expect.closeTo(4.4), expect.closeTo(8)]);
});

test("polls after each of LeadSquared's own retries, by the first delay", () => {
	const hours = pollsUntil(10 * 3_600, middle, {
		using: { firstDelayMs: 2_000, maxDelayMs: 100_000_000 },
	});
	for (const retry of [30, 150, 570, 1_470, 3_270, 5_970, 9_570, 14_970, 22_170, 32_970]) {
		expect(hours).toContain(retry + 2);
	}
});

test('polls old submissions immediately, and counts retries from the submission', () => {
	expect(pollsUntil(160, middle, { sinceMs: -140_000, startMs: 0 }).slice(0, 4)).toEqual([
		0, 2, 5, 9.5,
	]);
});

test('polls at least half a second apart without any delay', () => {
	expect(pollsUntil(1.6, middle, { using: { firstDelayMs: 0, maxDelayMs: 30_000 } })).toEqual([
		0, 0.5, 1, 1.5,
	]);
});

test('begins the last poll of a batch early enough to reach all of it by the deadline', () => {
	const limit = { limit: 25, windowMs: 5_000 };
	expect(lastPollAt(300_000, 1, limit)).toBe(299_500);
	expect(lastPollAt(300_000, 25, limit)).toBe(299_500);
	expect(lastPollAt(300_000, 26, limit)).toBe(294_500);
	expect(lastPollAt(300_000, 1_000, limit)).toBe(104_500);
});
