/** What every operation that reads promises. */
import { faults } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { items, readType, runNode } from '../../support/run-node';
import { readersOfAll } from '../../support/readers';
import { useNewSandbox } from '../../support/use-sandbox';
import { later } from '../../support/platform';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
// Not a round number of leads: after one, another page is asked for.
const used = useNewSandbox({ leads: 21 });

describe.each(readersOfAll)('$title', ({ parameters, path }) => {
	const run = async (more: object = {}, inputs = items({})) =>
		await runNode(
			{ type: readType, parameters, credential: credentialFor(used.sandbox), ...more },
			inputs,
		);
	const reads = () => used.sandbox.calls.filter((call) => path.test(call.path));

	test('returns records that are paired with their item', async () => {
		const { outputs, error } = await run();
		expect(error).toBeUndefined();
		expect(outputs[0]!.length).toBeGreaterThan(0);
		expect(outputs[0]!.every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(
			true,
		);
		expect(used.sandbox.leaks).toEqual([]);
		expect(used.sandbox.calls.map(({ search }) => search).join()).not.toMatch(/key/i);
		expect(used.sandbox.requests.size).toBe(0);
	});

	test('simplified records have ten fields at most, and no nested ones but lists', async () => {
		const { outputs } = await run();
		for (const { json } of outputs[0]!) {
			expect(Object.keys(json).length).toBeLessThanOrEqual(10);
			const nested = Object.values(json).filter((value) => typeof value === 'object' && value);
			expect(nested.every(Array.isArray)).toBe(true);
		}
	});

	test('asks once for items that need the same', async () => {
		const { outputs } = await run({}, items({}, {}, {}));
		const counts = [0, 1, 2].map(
			(item) =>
				outputs[0]!.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item)
					.length,
		);
		expect(new Set(counts).size).toBe(1);
		expect(reads()).toHaveLength(1);
	});

	test.each([
		['a rate limit', faults.throttled('1')],
		['a server error', faults.plain503],
		['a lost connection', { kind: 'reset' } as const],
	])('tries again after %s', async (_, fault) => {
		used.sandbox.inject({ path, times: 1, fault });
		const { outputs, error } = await run();
		expect(error).toBeUndefined();
		expect(outputs[0]!.length).toBeGreaterThan(0);
		expect(reads()).toHaveLength(2);
	});

	test.each([
		['a permanent refusal', faults.mxException],
		['wrong keys', { kind: 'reply', status: 401, body: {} } as const],
	])('is not repeated after %s, and the message names the item', async (_, fault) => {
		used.sandbox.inject({ path, fault });
		const { error } = await run();
		expect(error?.message).toMatch(/\[item 0\]$/);
		expect(error?.description).not.toBe('');
		expect(reads().length).toBeLessThanOrEqual(2);
		// Some are asked for in another way, none in the same.
		expect(new Set(reads().map(({ path: way, search }) => way + search)).size).toBe(reads().length);
	});

	test('gives a failed item its message and the run goes on (On Error = Error Output)', async () => {
		used.sandbox.inject({ path, fault: faults.mxException });
		const { outputs, status } = await run({ settings: { onError: 'continueErrorOutput' } });
		expect(status).toBe('success');
		expect(outputs.map((output) => output.length)).toEqual([0, 1]);
	});

	test('ends when the run is cancelled', async () => {
		used.sandbox.inject({ path, fault: { kind: 'hang' } });
		const { status, outputs } = await run({
			onStarted: (cancel: () => void) => void later(cancel, 3_000),
		});
		expect(status).toBe('canceled');
		expect(outputs.flat()).toEqual([]);
		expect(reads()).toHaveLength(1);
	});
});
