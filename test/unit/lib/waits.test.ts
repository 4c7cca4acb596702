import { onAbort } from '../../../nodes/shared/lib/abort';
import { pause, unlessAborted } from '../../../nodes/shared/lib/time';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();

const never = new Promise<string>(() => undefined);

test.each<[string, (signal: AbortSignal) => Promise<unknown>, unknown]>([
	['a pause of a day', async (signal) => await pause(86_400_000, signal), false],
	['a wait for other work', async (signal) => await unlessAborted(never, signal), undefined],
])(
	'%s ends at once when its signal aborts, before or in the middle of it',
	async (_, begin, end) => {
		const controller = new AbortController();
		const waits = Array.from({ length: 20 }, async () => await begin(controller.signal));
		const before = performance.now();
		controller.abort();
		expect(new Set(await Promise.all(waits))).toEqual(new Set([end]));
		expect(await begin(controller.signal)).toBe(end);
		expect(performance.now()).toBe(before);
	},
);

test('a pause that nothing ends takes its time, however long', async () => {
	const before = performance.now();
	expect(await pause(2_000_000, new AbortController().signal)).toBe(true);
	expect(performance.now() - before).toBeGreaterThanOrEqual(2_000_000);
});

test('however many wait, a signal has one listener, and none when nobody waits', () => {
	const controller = new AbortController();
	const { signal } = controller;
	const listen = jest.spyOn(signal, 'addEventListener');
	const leave = jest.spyOn(signal, 'removeEventListener');
	const acted: number[] = [];
	const forgets = [0, 1, 2].map((n) => onAbort(signal, () => acted.push(n)));
	expect(listen).toHaveBeenCalledTimes(1);
	for (const forget of forgets) forget();
	expect(leave).toHaveBeenCalledTimes(1);
	forgets[0]!();
	expect(leave).toHaveBeenCalledTimes(1);

	const [forgetFirst] = [3, 4].map((n) => onAbort(signal, () => acted.push(n)));
	forgetFirst!();
	controller.abort();
	expect(acted).toEqual([4]);
});
