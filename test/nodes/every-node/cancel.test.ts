import { faults, opportunityId, startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { delay, later } from '../../support/platform';
import { checkType, items, runNode, updateType } from '../../support/run-node';
import { itemFor, submitters } from '../../support/submitters';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

/** Cancels the run as soon as LeadSquared has received the second call; it answers neither that nor a later one. */
function cancelOnSecondCall(cancel: () => void) {
	sandbox.inject({
		after: 1,
		when: () => {
			if (sandbox.calls.length === 2) cancel();
			return true;
		},
		fault: { kind: 'hang' },
	});
}

const parameters = {
	opportunityId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	note: 'a note',
};
const sixty = items(
	...Array.from({ length: 60 }, (_, n) => ({ id: opportunityId(n + 1), RequestId: `r-${n}` })),
);

describe.each(submitters)('$operation', ({ type, parameters }) => {
	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'cancelling ends the call in flight, and nothing more is sent (%s)',
		async (onError) => {
			const { status } = await runNode(
				{
					type,
					parameters: { ...parameters, options: { maxConcurrency: 1 } },
					settings: { onError },
					credential: credentialFor(sandbox),
					onStarted: cancelOnSecondCall,
				},
				Array.from({ length: 20 }, (_, n) => itemFor(n + 1)),
			);
			expect(status).toBe('canceled');
			expect(sandbox.calls).toHaveLength(2);
		},
	);
});

test.each([updateType, checkType])(
	'of calls that leave side by side, none follows those under way (%s)',
	async (type) => {
		const { status } = await runNode(
			{
				type,
				parameters: type === updateType ? parameters : {},
				settings: { onError: 'continueRegularOutput' },
				credential: credentialFor(sandbox),
				onStarted: cancelOnSecondCall,
			},
			sixty,
		);
		expect(status).toBe('canceled');
		// Longer than any nap in a wait, so that whoever has not noticed would have gone on.
		await delay(500);
		expect(sandbox.calls.length).toBeLessThanOrEqual(26);
	},
);

test.each<[string, Fault]>([
	['the pause before another try', faults.plain503],
	['the time that LeadSquared asks for', faults.throttled('20')],
])('cancelling ends %s within a second, and nothing more is sent', async (_, fault) => {
	sandbox.inject({ fault });
	let cancelledAt = Infinity;
	const { status, outputs } = await runNode(
		{
			type: updateType,
			parameters: { ...parameters, options: { maxTries: 20 } },
			credential: credentialFor(sandbox),
			onStarted: (cancel) =>
				void later(() => {
					cancelledAt = performance.now();
					cancel();
				}, 400),
		},
		items({ id: opportunityId(1) }, { id: opportunityId(2) }),
	);
	const calls = sandbox.calls.length;
	expect(status).toBe('canceled');
	expect(performance.now() - cancelledAt).toBeLessThan(1_000);
	expect(calls).toBe(2);
	expect(outputs.flat()).toEqual([]);
	// The slots are there again: another run on the account is served at once.
	sandbox.reset();
	const next = await runNode(
		{ type: updateType, parameters, credential: credentialFor(sandbox) },
		items({ id: opportunityId(3) }),
	);
	expect(next.outputs[0]).toHaveLength(1);
});
