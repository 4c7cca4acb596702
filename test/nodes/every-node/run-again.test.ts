/** Every way in which n8n runs a node again: what is sent, and what is not. The table is in run-again.ts. */
import { faults, startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { askTool } from '../../support/ask-tool';
import { callers, itemsOf } from '../../support/callers';
import { credentialFor } from '../../support/credential';
import { runNode, type NodeRun, type NodeSetup } from '../../support/run-node';
import {
	callsOf,
	changed,
	itemFor,
	markOf,
	submitters,
	type Submitter,
} from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';
import { retrying, savedContext } from './five-updates';
import { outcomes, ways, type Outcome, type Then, type Way } from './run-again';

useVirtualTime();
const server = useSandbox();
let another: Sandbox;
beforeAll(async () => {
	another = await startSandbox();
});
afterAll(async () => await another.close());
beforeEach(() => another.reset());

const firstFault: Record<Outcome, Fault | undefined> = {
	accepted: undefined,
	refused: faults.mxException,
	unknown: { kind: 'reset', accept: true },
};

/** The first item is the one that is watched; the second one makes the first run fail in any case. */
const inputs = [itemFor(1), itemFor(2)];

function expectFirst(outcome: Outcome): void {
	const fault = firstFault[outcome];
	if (fault !== undefined) server.sandbox.inject({ ...callsOf(1), fault, times: 1 });
	server.sandbox.inject({ ...callsOf(2), fault: faults.mxException, times: 1 });
}

const callsOfFirst = (sandbox: Sandbox) =>
	sandbox.calls.filter(({ rawBody }) => rawBody.includes(markOf(1))).length;

function setupOf(
	submitter: Submitter,
	sandbox: Sandbox,
	changes: Partial<NodeSetup> = {},
): NodeSetup {
	return {
		type: submitter.type,
		parameters: { ...submitter.parameters, options: { maxConcurrency: 1, maxTries: 1 } },
		credential: credentialFor(sandbox),
		...changes,
	};
}

/** What the last run did with the first item. */
function thenOf(calls: number, { error, outputs }: NodeRun): Then {
	if (calls === 1) return 'sent';
	expect(calls).toBe(0);
	if (error === undefined) {
		expect(outputs[0]?.[0]?.json.RequestId).toEqual(expect.any(String));
		return 'kept';
	}
	expect(`${error.message} ${error.description}`).toMatch(/Look in LeadSquared for/);
	return 'stopped';
}

async function retried(submitter: Submitter, how: Way['how']): Promise<Then> {
	const { sandbox } = server;
	const first = await runNode(setupOf(submitter, sandbox), inputs);
	expect(first.status).toBe('error');
	expect(callsOfFirst(sandbox)).toBe(1);
	const contextData = savedContext(first.run);
	const allowed = { maxConcurrency: 1, maxTries: 1, repeatWhenUnanswered: true };
	switch (how) {
		case 'retryChanged':
		case 'retryAllowed': {
			const parameters =
				how === 'retryChanged'
					? { ...changed(submitter).parameters, options: { maxConcurrency: 1, maxTries: 1 } }
					: { ...submitter.parameters, options: allowed };
			const run = await runNode(setupOf(submitter, sandbox, { contextData, parameters }), inputs);
			return thenOf(callsOfFirst(sandbox) - 1, run);
		}
		case 'retryAnotherAccount': {
			const run = await runNode(setupOf(submitter, another, { contextData }), inputs);
			return thenOf(callsOfFirst(another), run);
		}
		case 'newExecution': {
			const run = await runNode(setupOf(submitter, sandbox), inputs);
			return thenOf(callsOfFirst(sandbox) - 1, run);
		}
		default: {
			if (how === 'retrySecondTime') {
				await runNode(
					setupOf(submitter, sandbox, { contextData: structuredClone(contextData) }),
					inputs,
				);
			}
			const before = callsOfFirst(sandbox);
			const run = await runNode(setupOf(submitter, sandbox, { contextData }), inputs);
			return thenOf(callsOfFirst(sandbox) - before, run);
		}
	}
}

async function retriedByN8n(submitter: Submitter): Promise<Then> {
	const run = await runNode(setupOf(submitter, server.sandbox, { settings: retrying }), inputs);
	return thenOf(callsOfFirst(server.sandbox) - 1, run);
}

/** The same for every kind of caller. */
async function askedAgain(submitter: Submitter, outcome: Outcome): Promise<Then[]> {
	const given = itemFor(1).json;
	const text = JSON.stringify(submitter.parameters).replace(
		/\$json\.(\w+)/g,
		(_, name: string) => `$fromAI('${name}')`,
	);
	const parameters = {
		...(JSON.parse(text) as NodeSetup['parameters']),
		options: { maxTries: 1 },
	};
	const seen: Then[] = [];
	for (const caller of callers) {
		server.sandbox.reset();
		expectFirst(outcome);
		const asking = { type: submitter.type, parameters, row: {} };
		const [, answer] = await askTool(server.sandbox, caller, [given, given], asking);
		const calls = callsOfFirst(server.sandbox) - 1;
		if (calls === 1) {
			expect(itemsOf(answer)).toMatchObject([{ RequestId: expect.any(String) }]);
			seen.push('sent');
		} else {
			expect(calls).toBe(0);
			expect(answer).toMatch(/Look in LeadSquared for/);
			seen.push('stopped');
		}
	}
	return seen;
}

describe.each(ways)('$title', (way) => {
	describe.each(submitters)('$operation', (submitter) => {
		test.each(outcomes)('a call that was %s', async (outcome) => {
			const expected = (submitter.repeatable ? way.repeatable : way.once)[outcome];
			if (way.how === 'askedAgain') {
				expect(await askedAgain(submitter, outcome)).toEqual(callers.map(() => expected));
				return;
			}
			expectFirst(outcome);
			const then =
				way.how === 'retryOnFail'
					? await retriedByN8n(submitter)
					: await retried(submitter, way.how);
			expect(then).toBe(expected);
		});
	});
});
