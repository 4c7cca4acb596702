import { problem } from '../../../nodes/shared/problems/problems';
import type { Fate, Reply } from '../../../nodes/shared/transport/reply';
import { pauseBeforeRetry, type RetryPolicy } from '../../../nodes/shared/transport/retry';

const policy: RetryPolicy = { maxAttempts: 5, repeatable: true, retryOnNetworkFailure: true };
const refused: Reply<never> = { kind: 'refused', problem: problem('exception', {}) };
const throttled: Reply<never> = { kind: 'throttled', problem: problem('throttled', {}) };
const serverError: Reply<never> = {
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
	['an accepted call', { kind: 'accepted', value: 1 }, {}, false],
	['a cancelled call', { kind: 'cancelled', fate: 'refused' }, {}, false],
	['a refusal', refused, {}, false],
	['a 429', throttled, {}, true],
	['a 429, not repeatable: it was certainly not accepted', throttled, { repeatable: false }, true],
	['a server error', serverError, {}, true],
	['a server error, not repeatable', serverError, { repeatable: false }, false],
	[
		'a server error, without retries on network failure',
		serverError,
		{ retryOnNetworkFailure: false },
		true,
	],
	['no answer', noAnswer('unknown'), {}, true],
	['no answer, not repeatable', noAnswer('unknown'), { repeatable: false }, false],
	['never sent, not repeatable', noAnswer('refused'), { repeatable: false }, true],
	[
		'no answer, without retries on network failure',
		noAnswer('unknown'),
		{ retryOnNetworkFailure: false },
		false,
	],
	[
		'never sent, without retries on network failure',
		noAnswer('refused'),
		{ retryOnNetworkFailure: false },
		false,
	],
])('decides about a retry after %s', (_name, reply, changes, again) => {
	expect(pauseBeforeRetry(reply, 1, { ...policy, ...changes }, 0) !== undefined).toBe(again);
});

test('doubles pauses up to 30 s, less a random part of up to one half, and ends with the last attempt', () => {
	const pauses = (random: number) =>
		[1, 2, 3, 4, 5, 6, 7, 8].map((tries) =>
			pauseBeforeRetry(serverError, tries, { ...policy, maxAttempts: 8 }, random),
		);
	expect(pauses(0)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, undefined]);
	expect(pauses(0.5)).toEqual([750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500, undefined]);
	expect(pauses(1)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, undefined]);
});
