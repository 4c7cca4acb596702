import { opportunityId, startSandbox, type Sandbox } from '../sandbox';
import { credentialFor } from '../support/credential';
import { checkType, items, runNode, updateType } from '../support/run-node';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

/** Cancels the run as soon as LeadSquared has received the second call, which it never answers. */
function cancelOnSecondCall(cancel: () => void) {
	sandbox.inject({
		when: () => {
			if (sandbox.calls.length === 2) cancel();
			return sandbox.calls.length === 2;
		},
		fault: { kind: 'hang' },
	});
}

const parameters = {
	opportunityId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	note: 'a note',
};

test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
	'cancelling ends the call in flight, and nothing more is sent (%s)',
	async (onError) => {
		const ids = [1, 2, 3, 4].map((n) => ({ id: opportunityId(n), RequestId: `r-${n}` }));
		for (const type of [updateType, checkType]) {
			sandbox.reset();
			const { status } = await runNode(
				{
					type,
					parameters: type === updateType ? parameters : {},
					settings: { onError: type === checkType ? 'continueRegularOutput' : onError },
					credential: credentialFor(sandbox),
					onStarted: cancelOnSecondCall,
				},
				items(...ids),
			);
			expect(status).toBe('canceled');
			expect(sandbox.calls).toHaveLength(2);
		}
	},
);
