import { problem } from '../../../nodes/shared/problems/problems';
import type { Fate, Reply } from '../../../nodes/shared/transport/reply';
import { pauseBeforeRetry, type RetryPolicy } from '../../../nodes/shared/transport/retry';

const policy: RetryPolicy = { maxAttempts: 5, repeatable: true, retryOnNetworkFailure: true };
const refused: Reply<never> = { kind: 'refused', problem: problem('exception', {}) };
const throttled: Reply<never> = { kind: 'throttled', problem: problem('throttled', {}) };
const trouble: Reply<never> = {
	kind: 'retryable',
	problem: problem('serverTrouble', { httpStatus: 503 }),
	fate: 'unknown',
};
const noAnswer = (fate: Fate): Reply<never> => ({
	kind: 'retryable',
	problem: problem('connectionLost', {}),
	fate,
});

test.each<[string, Reply<unknown>, Partial<RetryPolicy>, boolean]>([
	['accepted', { kind: 'accepted', value: 1 }, {}, false],
	['cancelled', { kind: 'cancelled', fate: 'refused' }, {}, false],
	['refused for good', refused, {}, false],
	['throttled', throttled, {}, true],
	['throttled, not repeatable: it was certainly not taken', throttled, { repeatable: false }, true],
	['trouble at LeadSquared', trouble, {}, true],
	['trouble at LeadSquared, not repeatable', trouble, { repeatable: false }, false],
	['trouble at LeadSquared is no network failure', trouble, { retryOnNetworkFailure: false }, true],
	['no answer', noAnswer('unknown'), {}, true],
	['no answer, not repeatable', noAnswer('unknown'), { repeatable: false }, false],
	['never sent, not repeatable', noAnswer('refused'), { repeatable: false }, true],
	['no answer, not wanted', noAnswer('unknown'), { retryOnNetworkFailure: false }, false],
	['never sent, not wanted', noAnswer('refused'), { retryOnNetworkFailure: false }, false],
])('%s', (_name, reply, changes, again) => {
	expect(pauseBeforeRetry(reply, 1, { ...policy, ...changes }, 0) !== undefined).toBe(again);
});

test('pauses double up to 30 s, less a random part of up to one half, and end with the last try', () => {
	const pauses = (random: number) =>
		[1, 2, 3, 4, 5, 6, 7, 8].map((tries) =>
			pauseBeforeRetry(trouble, tries, { ...policy, maxAttempts: 8 }, random),
		);
	expect(pauses(0)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, undefined]);
	expect(pauses(0.5)).toEqual([750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500, undefined]);
	expect(pauses(1)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, undefined]);
});
