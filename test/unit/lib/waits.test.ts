import { pause, unlessAborted } from '../../../nodes/shared/lib/time';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();

test('pauses and waits end when their signal aborts, and listen to it once', async () => {
	const controller = new AbortController();
	const { signal } = controller;
	const listen = jest.spyOn(signal, 'addEventListener');
	const pauses = Array.from({ length: 20 }, async () => await pause(3_600_000, signal));
	const wait = unlessAborted(new Promise(() => undefined), signal);
	controller.abort();
	expect(await Promise.all(pauses)).toEqual(pauses.map(() => false));
	expect(await wait).toBeUndefined();
	expect(listen).toHaveBeenCalledTimes(1);
	expect(await pause(3_600_000, signal)).toBe(false);
});

test('a pause that nothing ends takes its time', async () => {
	const before = performance.now();
	expect(await pause(1_000, new AbortController().signal)).toBe(true);
	expect(performance.now() - before).toBeGreaterThanOrEqual(1_000);
});
