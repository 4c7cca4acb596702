import { readAllowance } from '../../../nodes/shared/transport/read-allowance';

test.each([
	['API calls exceeded the limit of 20 in 5 second(s)', { calls: 20, windowMs: 5_000 }],
	['API calls exceeded the limit of 300 in 1 minute(s)', { calls: 300, windowMs: 60_000 }],
	['the limit of 2 calls per second', { calls: 2, windowMs: 1_000 }],
	['the limit of 10 API calls in 2000 ms', { calls: 10, windowMs: 2_000 }],
	['the limit of 10 in 2000 milliseconds', { calls: 10, windowMs: 2_000 }],
	// A quota says nothing about the pace of calls.
	['API calls exceeded the limit of 1000 in 1 hour(s)', undefined],
	['API calls exceeded the limit of 100000 in 1 day(s)', undefined],
	['API calls exceeded the limit of 0 in 5 second(s)', undefined],
	['API calls exceeded the limit of 20 in 0 second(s)', undefined],
	['API calls exceeded the limit of -20 in 5 second(s)', undefined],
	['API calls exceeded the limit of 99999999 in 5 second(s)', undefined],
	['Too Many Requests', undefined],
	['', undefined],
])('reads from "%s" that the account allows %j', (text, allowance) => {
	expect(readAllowance(text)).toEqual(allowance);
});
