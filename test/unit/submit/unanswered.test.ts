import { UnansweredCalls } from '../../../nodes/shared/submit/unanswered';

const minute = 60_000;

describe('unanswered calls of MCP clients', () => {
	let time = 0;
	let calls: UnansweredCalls;
	beforeEach(() => {
		time = 0;
		calls = new UnansweredCalls(() => time);
	});

	test('are remembered for five minutes, rounded up', () => {
		calls.add('a');
		const left = [0, 1, minute, 4 * minute, 5 * minute - 1, 5 * minute].map((now) => {
			time = now;
			return calls.minutesLeft('a');
		});
		expect(left).toEqual([5, 5, 4, 1, 1, undefined]);
		expect(calls.minutesLeft('b')).toBeUndefined();
	});

	test('are not remembered for longer when they are tried again', () => {
		calls.add('a');
		time = 4 * minute;
		calls.add('a');
		time = 5 * minute;
		expect(calls.minutesLeft('a')).toBeUndefined();
		calls.add('a');
		expect(calls.minutesLeft('a')).toBe(5);
	});

	test('are a thousand at most: beyond that the oldest are forgotten', () => {
		for (let n = 0; n < 1_001; n++) calls.add(String(n));
		expect(calls.minutesLeft('0')).toBeUndefined();
		expect(calls.minutesLeft('1')).toBe(5);
		expect(calls.minutesLeft('1000')).toBe(5);
	});
});
