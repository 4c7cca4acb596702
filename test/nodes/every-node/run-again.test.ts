/** Every way in which n8n runs a node again: what is sent, and what is not. The table is in run-again.ts. */
import { sleep } from 'n8n-workflow';

import { faults, startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { askTool, type Asking } from '../../support/ask-tool';
import { agent2, agent3, itemsOf, mcpServer, mcpWorker, type Caller } from '../../support/callers';
import { credentialFor } from '../../support/credential';
import { LeadSquaredAsyncApi } from '../../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquaredAsync } from '../../../nodes/LeadSquaredAsync/LeadSquaredAsync.node';
import { LeadSquaredUpdateOpportunity } from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { asyncType, runWorkflow, updateType } from '../../support/engine';
import { inALoop, placed, roundsOf } from '../../support/rounds';
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
		case 'retryOtherOperation': {
			const other = submitters.find(
				({ type, operation }) => type === submitter.type && operation !== submitter.operation,
			)!;
			const run = await runNode(setupOf(other, sandbox, { contextData }), inputs);
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

/** What leaves the node, failed or not, comes back to it as it was. */
async function broughtBack(submitter: Submitter): Promise<Then> {
	const run = await runWorkflow({
		nodes: [
			placed('Start', 'test.start'),
			placed('Again', 'test.again'),
			placed('Subject', submitter.type, {
				parameters: { ...submitter.parameters, options: { maxTries: 1 } },
				onError: 'continueErrorOutput',
				credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
			}),
		],
		connections: inALoop(['Start', 'Again', 'Subject'], 2),
		items: inputs,
		credential: credentialFor(server.sandbox),
		credentialType: new LeadSquaredAsyncApi(),
		nodeTypes: {
			'test.again': roundsOf([inputs, inputs]),
			[asyncType]: new LeadSquaredAsync(),
			[updateType]: new LeadSquaredUpdateOpportunity(),
		},
	});
	const rounds = run.data.resultData.runData.Subject ?? [];
	expect(rounds).toHaveLength(2);
	const [, second] = rounds;
	const outputs = (second?.data?.main ?? []).map((items) => items ?? []);
	const { status } = run;
	return thenOf(callsOfFirst(server.sandbox) - 1, {
		...{ run, status, outputs, runs: 2, hints: [] },
		error: undefined,
	});
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

/** So long is the first call under way. */
const underWayMs = 10_000;

const untilTheEnd: Record<Outcome, Fault[]> = {
	accepted: [{ kind: 'delay', ms: underWayMs }],
	refused: [faults.throttled(String(underWayMs / 1_000)), faults.mxException],
	unknown: [{ kind: 'hang', accept: true }],
};

/** The client does not wait for its answer and makes the call again, while n8n goes on with the first one. */
async function calledMeanwhile(submitter: Submitter, outcome: Outcome): Promise<Then> {
	const { sandbox } = server;
	for (const fault of untilTheEnd[outcome]) sandbox.inject({ ...callsOf(1), fault, times: 1 });
	const asking = toolFor(submitter);
	asking.parameters = {
		...asking.parameters,
		options: { maxTries: outcome === 'refused' ? 2 : 1, timeout: (2 * underWayMs) / 1_000 },
	};
	const makeCall = async (caller: Caller) =>
		itemsOrError((await askTool(sandbox, caller, [given], asking))[0]);
	const [first, second] = await Promise.all([
		makeCall(mcpServer),
		sleep(underWayMs / 2).then(async () => await makeCall(mcpWorker)),
	]);
	expect(typeof first === 'string').toBe(outcome !== 'accepted');
	if (typeof second === 'string') {
		expect(sandbox.requests.size).toBe(1);
		expect(second).toMatch(/Look in LeadSquared for/);
		return 'stopped';
	}
	if (sandbox.requests.size === (outcome === 'refused' ? 1 : 2)) return 'sent';
	expect([second.RequestId]).toEqual([...sandbox.requests.keys()]);
	expect(second).toEqual(first);
	return 'kept';
}

/** The item that a client reads, or the error. */
function itemsOrError(answer: string | undefined) {
	return answer?.startsWith('isError') ? answer : itemsOf(answer)[0]!;
}

describe.each(ways)('$title', ({ how, repeatable, once }) => {
	const those = submitters.filter(
		({ type }) => how !== 'retryOtherOperation' || type === asyncType,
	);
	describe.each(those)('$operation', (submitter) => {
		test.each(outcomes)('a call that was %s', async (outcome) => {
			const expected = (submitter.repeatable ? repeatable : once)[outcome];
			switch (how) {
				case 'askedAgain':
					for (const agent of agents) {
						server.sandbox.reset();
						expect(await askedAgain(submitter, outcome, agent)).toBe(expected);
					}
					return;
				case 'calledMeanwhile':
					expect(await calledMeanwhile(submitter, outcome)).toBe(expected);
					return;
				case 'loop':
					expectFirst(outcome);
					expect(await broughtBack(submitter)).toBe(expected);
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
