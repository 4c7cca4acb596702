/** Every way in which n8n runs a node again: what is sent, and what is not. The table is in run-again.ts. */
import { sleep } from 'n8n-workflow';

import { faults, startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { askTool, type Asking } from '../../support/ask-tool';
import { agent2, agent3, itemsOf, mcpServer, type Caller } from '../../support/callers';
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
import { useNewSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';
import { retrying, savedContext } from './five-updates';
import { outcomes, ways, type Outcome, type Then, type Way } from './run-again';

useVirtualTime();
// A new account for each test: the process remembers unanswered calls of MCP clients.
const server = useNewSandbox();
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

const agents = [agent2, agent3];

/** A tool of an operation that submits; the model gives every value. */
function toolFor(submitter: Submitter): Asking {
	const text = JSON.stringify(submitter.parameters).replace(
		/\$json\.(\w+)/g,
		(_, name: string) => `$fromAI('${name}')`,
	);
	const parameters = {
		...(JSON.parse(text) as NodeSetup['parameters']),
		options: { maxTries: 1 },
	};
	return { type: submitter.type, parameters, row: {} };
}

const given = itemFor(1).json;

/** What became of the second call, by what the model read. */
function thenOfCall(answer: string | undefined): Then {
	if (callsOfFirst(server.sandbox) === 2) {
		expect(itemsOf(answer)).toMatchObject([{ RequestId: expect.any(String) }]);
		return 'sent';
	}
	expect(callsOfFirst(server.sandbox)).toBe(1);
	expect(answer).toMatch(/Look in LeadSquared for/);
	return 'stopped';
}

async function askedAgain(submitter: Submitter, outcome: Outcome, agent: Caller): Promise<Then> {
	expectFirst(outcome);
	const [, answer] = await askTool(server.sandbox, agent, [given, given], toolFor(submitter));
	return thenOfCall(answer);
}

/** n8n runs each call of an MCP client as an execution of its own. */
async function calledAgain(submitter: Submitter, outcome: Outcome, minutes: number): Promise<Then> {
	expectFirst(outcome);
	await askTool(server.sandbox, mcpServer, [given], toolFor(submitter));
	await sleep(minutes * 60_000);
	const [answer] = await askTool(server.sandbox, mcpServer, [given], toolFor(submitter));
	return thenOfCall(answer);
}

describe.each(ways)('$title', ({ how, repeatable, once }) => {
	describe.each(submitters)('$operation', (submitter) => {
		test.each(outcomes)('a call that was %s', async (outcome) => {
			const expected = (submitter.repeatable ? repeatable : once)[outcome];
			switch (how) {
				case 'askedAgain':
					for (const agent of agents) {
						server.sandbox.reset();
						expect(await askedAgain(submitter, outcome, agent)).toBe(expected);
					}
					return;
				case 'calledAgain':
				case 'calledLater': {
					const minutes = how === 'calledAgain' ? 4 : 6;
					expect(await calledAgain(submitter, outcome, minutes)).toBe(expected);
					return;
				}
				default:
					expectFirst(outcome);
					expect(
						how === 'retryOnFail' ? await retriedByN8n(submitter) : await retried(submitter, how),
					).toBe(expected);
			}
		});
	});
});
