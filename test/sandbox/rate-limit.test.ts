import { createLimit } from './index';
import type { LimitModel } from './types';

/** Which of the calls at these times are admitted, as a string of 1 and 0. */
function admitted(model: LimitModel, calls: number, windowMs: number, times: number[]): string {
	const limit = createLimit(model, calls, windowMs);
	return times.map((at) => (limit.admit(at) ? '1' : '0')).join('');
}

describe('the rate limit models, with 2 calls per 1000 ms', () => {
	test.each<[LimitModel, string, number[], string]>([
		['off', 'admits everything', [0, 0, 0, 0], '1111'],
		[
			'log',
			'frees a call exactly one window after it',
			[500, 600, 1499, 1500, 1599, 1600],
			'110101',
		],
		['log', 'does not count what it rejected', [0, 1, 2, 3, 4, 1000], '110001'],
		['log+rejected', 'counts what it rejected', [0, 1, 2, 3, 1000, 1001, 2001], '1100001'],
		[
			'fixed',
			'starts anew at multiples of the window',
			[900, 901, 902, 1000, 1001, 1002],
			'110110',
		],
		['fixed', 'lets 2 L through around an edge', [998, 999, 1000, 1001], '1111'],
		['anchored', 'starts at the first call', [900, 901, 1000, 1899, 1900, 1901, 1902], '1100110'],
		['anchored', 'starts anew only with a call', [0, 1, 5000, 5999, 5999.5, 6000], '111101'],
		[
			'bucket',
			'is full at the start and refills evenly',
			[0, 0, 0, 499, 500, 999, 1000],
			'1100101',
		],
		['bucket', 'never holds more than its capacity', [0, 90_000, 90_000, 90_000], '1110'],
		['counter', 'weighs the previous window', [0, 1, 2, 1000, 1001, 1500, 1501, 2000], '11001010'],
		['counter', 'forgets a window once another lies between', [0, 1, 2000, 2001, 2002], '11110'],
	])('%s %s', (model, _what, times, expected) => {
		expect(admitted(model, 2, 1000, times)).toBe(expected);
	});

	test('bucket loses no token to rounding', () => {
		const limit = createLimit('bucket', 3, 1000);
		const at = Array.from({ length: 3000 }, (_, index) => (index * 1000) / 3);
		for (let n = 0; n < 3; n++) limit.admit(0);
		// One token comes back every third of a second, so that every further call finds one.
		expect(at.slice(1).every((time) => limit.admit(time))).toBe(true);
	});
});
