/** What a failed item looks like where the node continues, and that no setting sends anything twice. */
import type { INode } from 'n8n-workflow';

import { faults } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { checkType, items, runNode } from '../../support/run-node';
import {
	acceptedMarks,
	callsOf,
	itemFor,
	markOf,
	runSubmitter,
	submitters,
} from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
const server = useSandbox();

const continues = ['continueRegularOutput', 'continueErrorOutput'] as const;
const failing = [1, 2, 3];

const settings: Array<[NonNullable<INode['onError']>, boolean, number]> = continues.flatMap(
	(onError) =>
		[false, true].flatMap((retryOnFail) =>
			failing.map((n): (typeof settings)[number] => [onError, retryOnFail, n]),
		),
);

describe.each(submitters)('$operation', (submitter) => {
	test.each(settings)(
		'gives every item its outcome once with %s and Retry On Fail %s, where item %d is refused',
		async (onError, retryOnFail, n) => {
			server.sandbox.inject({ ...callsOf(n), fault: faults.mxException });
			const inputs = [1, 2, 3].map((each) => itemFor(each));
			const { runs, outputs } = await runSubmitter(server.sandbox, submitter, {}, inputs, {
				onError,
				retryOnFail,
				maxTries: 3,
				waitBetweenTries: 1,
			});
			expect(runs).toBe(1);
			const others = failing.filter((each) => each !== n).map((each) => markOf(each));
			expect(acceptedMarks(server.sandbox).sort()).toEqual(others);
			expect(server.sandbox.calls.filter(({ method }) => method === 'POST')).toHaveLength(3);

			const failed = outputs.flat().filter(({ json }) => json.error !== undefined);
			const { json, pairedItem } = failed[0]!;
			expect(failed).toHaveLength(1);
			expect(outputs[onError === 'continueErrorOutput' ? 1 : 0]).toContain(failed[0]);
			expect(pairedItem).toEqual({ item: n - 1 });
			expect(json).toEqual({
				...(retryOnFail ? {} : itemFor(n).json),
				error: expect.stringMatching(/^LeadSquared refused /),
			});
			expect(outputs[0]).toHaveLength(onError === 'continueErrorOutput' ? 2 : 3);
		},
	);

	test('renames an input field error, and the RequestId of an earlier call', async () => {
		server.sandbox.inject({ fault: faults.mxException });
		const input = { json: { ...itemFor(1).json, error: 'from before', RequestId: 'earlier' } };
		const { outputs } = await runSubmitter(server.sandbox, submitter, {}, [input], {
			onError: 'continueRegularOutput',
		});
		expect(outputs[0]![0]!.json).toEqual({
			...itemFor(1).json,
			inputError: 'from before',
			inputRequestId: 'earlier',
			error: expect.stringMatching(/^LeadSquared refused /),
		});
	});
});

test.each([
	['continueRegularOutput', 1],
	['continueErrorOutput', 3],
] as const)(
	'keeps the columns of a request that cannot be checked, with %s',
	async (onError, output) => {
		const input = { RequestId: 'unknown', Row: 7 };
		const { outputs } = await runNode(
			{ type: checkType, settings: { onError }, credential: credentialFor(server.sandbox) },
			items(input),
		);
		expect(outputs.flat()).toHaveLength(1);
		expect(outputs[output]![0]!.json).toEqual({
			...input,
			error: expect.stringContaining('LeadSquared does not know this request ID'),
		});
	},
);
