import { CallsUnderWay } from '../../../nodes/shared/submit/under-way';

describe('calls of tools that are under way', () => {
	test('are found by each of their keys until they end, well or not', async () => {
		const calls = new CallsUnderWay<string>();
		let end: (outcome: string) => void = () => undefined;
		let fail: (error: Error) => void = () => undefined;
		const first = calls.during(['a', 'b'], new Promise((resolve) => (end = resolve)));
		const second = calls.during(['c'], new Promise((_, reject) => (fail = reject)));
		expect(calls.find(['d'])).toBeUndefined();
		const found = [calls.find(['d', 'b']), calls.find(['a'])];
		end('accepted');
		fail(new Error('lost'));
		expect(await Promise.all([first, ...found])).toEqual(['accepted', 'accepted', 'accepted']);
		await expect(second).rejects.toThrow('lost');
		expect(['a', 'b', 'c'].map((key) => calls.find([key]))).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});
});
