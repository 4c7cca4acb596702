import { sleep } from 'n8n-workflow';

import { faults, opportunityId, startSandbox, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { logLines } from '../../support/logs';
import { readersOfAll } from '../../support/readers';
import { checkType, items, readType, runNode, updateType } from '../../support/run-node';
import { itemFor, submitters } from '../../support/submitters';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
let sandbox: Sandbox;
// A new one for each test: what a cancelled run has sent may arrive after its end.
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

const updateParameters = {
	opportunityId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	note: 'a note',
};
const sixty = items(
	...Array.from({ length: 60 }, (_, n) => ({ id: opportunityId(n + 1), RequestId: `r-${n}` })),
);

describe.each(submitters)('$operation', ({ type, label, parameters }) => {
	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'ends the call in flight when the run is cancelled, and sends nothing more (%s)',
		async (onError) => {
			const logged = logLines.length;
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
			expect(logLines.slice(logged).filter((line) => line.includes(': stopped;'))).toEqual([
				expect.stringContaining(
					`LeadSquared: ${label}: stopped; 1 of 20 items were accepted, and 1 more may have been; execution 1`,
				),
			]);
		},
	);
});

test.each(submitters)(
	'$operation: every item gets its RequestId when the run is cancelled after the last answer',
	async ({ type, parameters }) => {
		let cancelRun = () => {};
		const inputs = Array.from({ length: 20 }, (_, n) => itemFor(n + 1));
		// Its fields are read for the output only. That takes so long that n8n gets a break, in which the user stops the run.
		Object.defineProperty(inputs[4]!.json, 'slow', {
			enumerable: true,
			get: () => {
				jest.advanceTimersByTime(100);
				cancelRun();
				return 'read';
			},
		});
		const { status, outputs } = await runNode(
			{
				type,
				parameters: { ...parameters, options: { includeInputFields: true } },
				credential: credentialFor(sandbox),
				onStarted: (cancel) => (cancelRun = cancel),
			},
			inputs,
		);
		expect(status).toBe('canceled');
		expect(sandbox.requests.size).toBe(20);
		const given = outputs[0]!.map(({ json }) => json.RequestId);
		expect(given).toHaveLength(20);
		expect(new Set(given)).toEqual(new Set(sandbox.requests.keys()));
	},
);

test.each([updateType, checkType])(
	'sends nothing after the parallel calls in progress when the run is cancelled (%s)',
	async (type) => {
		const { status } = await runNode(
			{
				type,
				parameters: type === updateType ? updateParameters : {},
				settings: { onError: 'continueRegularOutput' },
				credential: credentialFor(sandbox),
				onStarted: cancelOnSecondCall,
			},
			sixty,
		);
		expect(status).toBe('canceled');
		// Longer than any nap in a wait: whoever has not noticed would go on.
		await sleep(500);
		expect(sandbox.calls.length).toBeLessThanOrEqual(26);
	},
);

const everyNode = [
	...submitters.map(({ operation, ...rest }) => ({ title: operation, ...rest })),
	...readersOfAll.map((reader) => ({ ...reader, type: readType, repeatable: true })),
	{ title: 'a look at the status', type: checkType, parameters: {}, repeatable: true },
	{
		title: 'Wait for Completion',
		type: checkType,
		parameters: { waitForCompletion: true },
		repeatable: true,
	},
];
const waits = [
	...everyNode.map((node) => ({
		...node,
		wait: 'the time that LeadSquared asks for',
		fault: faults.throttled('20'),
	})),
	// Other calls are not attempted again after this.
	...everyNode
		.filter(({ repeatable }) => repeatable)
		.map((node) => ({
			...node,
			wait: 'the pause before another attempt',
			fault: faults.plain503,
		})),
];

test.each(waits)(
	'$title ends $wait within 50 ms when the run is cancelled, and sends nothing more',
	async ({ type, parameters, fault }) => {
		let cancelRun = () => {};
		let cancelledAt = Infinity;
		let arrived = 0;
		sandbox.inject({
			when: () => {
				// Every answer comes at once, and the shortest pause after it is of half a second.
				if (++arrived === 1) {
					void sleep(400).then(() => {
						cancelledAt = performance.now();
						arrived = 0;
						cancelRun();
					});
				}
				return true;
			},
			fault,
		});
		const { status, outputs } = await runNode(
			{
				type,
				parameters: { ...parameters, options: { maxTries: 20 } },
				credential: credentialFor(sandbox),
				onStarted: (cancel) => (cancelRun = cancel),
			},
			[{ json: { ...itemFor(1).json, RequestId: 'r-1' } }],
		);
		expect(status).toBe('canceled');
		expect(performance.now() - cancelledAt).toBeLessThan(50);
		expect(outputs.flat()).toEqual([]);
		// Longer than any pause before another attempt.
		await sleep(60_000);
		expect(arrived).toBe(0);
		// The slots are free again: another run on the account is served.
		sandbox.reset();
		const next = await runNode(
			{ type: updateType, parameters: updateParameters, credential: credentialFor(sandbox) },
			items({ id: opportunityId(3) }),
		);
		expect(next.outputs[0]).toHaveLength(1);
	},
);
