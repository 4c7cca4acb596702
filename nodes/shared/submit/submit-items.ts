/** Sends the calls of a run and gives every input item its outcome, in input order. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { operationNamed, type OperationName } from '../async-api/operations';
import { submitCall, type Submission } from '../async-api/submit-call';
import { forEachConcurrently, lanesOf, runLanes, type Lanes } from '../lib/lanes';
import { Texts } from '../lib/texts';
import { now, unlessAborted } from '../lib/time';
import { problem, type Advice, type Problem } from '../problems/problems';
import { addRunHints } from '../run/hints';
import { inputOf } from '../run/input';
import { addManualHint } from '../run/manual';
import { replaceItems } from '../run/map-items';
import { continuesOnFail } from '../run/node';
import type { Ready } from '../run/open';
import { allowsRepeat, concurrencyOf } from '../run/options';
import { optionsOf } from '../run/parameters';
import {
	cancelledOutput,
	endingError,
	failedItem,
	failItem,
	outputItem,
} from '../run/output-items';
import type { ItemReading } from '../run/read-items';
import { addCheckOnlyHint, checkedFields, isCheckOnly } from './check-only';
import { Ledger, type KeptAcceptance, type LedgerEntry } from './ledger';
import type { SubmitRequest } from './request';
import { rememberedMinutes, UnansweredCalls } from './unanswered';
import { CallsUnderWay } from './under-way';

/** Of this process, across executions. */
const unansweredCalls = new UnansweredCalls(now);
const callsUnderWay = new CallsUnderWay<Outcome | undefined>();

export interface Submitting {
	operation: OperationName;
	/** Merges the bodies of all requests for one record into one; without it every item is a call of its own. */
	combine?: (bodies: readonly string[]) => SubmitRequest;
}

/**
 * One call. There is one for nearly every item of a run, so it is small: the body is elsewhere, and there is no list for
 * one item.
 */
interface PlannedCall extends Omit<Submission, 'body'> {
	/** Its number among the bodies. */
	body: number;
	/** The first input item that it covers. */
	itemIndex: number;
	/** The others. */
	combinedWith: readonly number[];
	outputFields: IDataObject;
}

interface Plan {
	/** In the order of the first item of each. */
	calls: PlannedCall[];
	bodies: Texts;
	lanes: Lanes;
	/** By item: those that cannot be sent. */
	output: Output;
}

/** By item; undefined where nothing is known yet. */
type Output = Array<INodeExecutionData | undefined>;

interface Accepted extends KeptAcceptance {
	/** In an earlier attempt, so the ledger has it already. */
	isEarlier: boolean;
}

type Outcome =
	| Accepted
	/** `isUnknown`: the call may have been accepted, and would create a duplicate if it were sent again. */
	| { problem: Problem; isUnknown: boolean }
	/** The run ended while attempts were left; an earlier one may have been accepted. */
	| 'interrupted'
	/** The user wants it checked and not sent. */
	| 'checked';

/** @param readings emptied while the calls are planned */
export async function submitItems(
	context: IExecuteFunctions,
	{ client, options }: Ready,
	readings: Array<ItemReading<SubmitRequest>>,
	submitting: Submitting,
): Promise<INodeExecutionData[]> {
	const { operation } = submitting;
	const repeatAllowed = allowsRepeat(options);
	const isRepeatable = operationNamed(operation).repeatable;
	const mustNotRepeat = !isRepeatable && !repeatAllowed;
	const plan = await planCalls(context, readings, submitting);
	if (plan === undefined) return cancelledOutput();
	const { calls, lanes, output } = plan;
	const ledger = new Ledger(context, client.account, operation, unansweredCalls);
	const continues = continuesOnFail(context);
	const stop = new AbortController();
	const cancel = context.getExecutionCancelSignal();
	const signal = cancel === undefined ? stop.signal : AbortSignal.any([cancel, stop.signal]);
	const outcomes: Array<Outcome | undefined> = calls.map(() => undefined);
	const kept: number[] = [];
	const updated: number[] = [];
	const reordered: number[] = [];
	let reused = 0;
	let sentence = '';
	/** Calls about a record that another call of this attempt has changed: their values are to be the last. */
	const overtaken = new Set<number>();
	const advice = adviceFor(ledger);

	const submit = async (call: PlannedCall, index: number): Promise<Outcome | undefined> => {
		const itemIndexes = itemsOf(call);
		if (isCheckOnly(context, itemIndexes)) return 'checked';
		const request = requestOf(plan, call);
		const before = await ledger.find({ itemIndexes, request });
		if (before?.kind === 'accepted') {
			const { acceptance, isChanged } = before;
			if (isRepeatable && (isChanged || overtaken.has(index))) {
				(isChanged ? updated : reordered).push(...itemIndexes);
				await ledger.forget({ itemIndexes, request });
			} else {
				if (isChanged) kept.push(...itemIndexes);
				else reused += itemIndexes.length;
				return { ...acceptance, isEarlier: true };
			}
		}
		if (before?.kind === 'unknown' && mustNotRepeat) {
			return {
				problem: fateUnknown(operation, { ...advice, minutesLeft: before.minutesLeft }),
				isUnknown: true,
			};
		}
		const next = lanes.next[index];
		if (next && ledger.hasHistory) overtaken.add(next);
		const reply = await client.send(submitCall(operation, request, repeatAllowed, advice), signal);
		if (reply.kind === 'accepted') {
			const { requestId, status } = reply.value;
			// LeadSquared nearly always answers with the same sentence: one text serves all items.
			if (status !== sentence) sentence = status;
			const submittedAt = new Date().toISOString();
			return { requestId, status: sentence, submittedAt, isEarlier: false };
		}
		if (reply.kind === 'cancelled') {
			if (signal.aborted && reply.fate === 'refused') return undefined;
			if (signal.aborted && !mustNotRepeat) return 'interrupted';
			return { problem: fateUnknown(operation, advice), isUnknown: !isRepeatable };
		}
		const isUnknown = !isRepeatable && reply.kind === 'retryable' && reply.fate === 'unknown';
		return { problem: reply.problem, isUnknown };
	};

	/**
	 * A client of an MCP server that asks again while its call is under way is given the outcome of that one. A model that
	 * asks for the same twice at once means it, but the second call waits to see whether the first is answered.
	 */
	const submitOnce = async (call: PlannedCall, index: number): Promise<Outcome | undefined> => {
		if (!ledger.isTool || !mustNotRepeat) return await submit(call, index);
		const entry = { itemIndexes: itemsOf(call), request: requestOf(plan, call) };
		const keys = await ledger.toolKeysOf(entry);
		for (;;) {
			const underWay = callsUnderWay.find(keys);
			if (underWay === undefined) return await callsUnderWay.during(keys, submit(call, index));
			const outcome = await unlessAborted(underWay, signal);
			if (signal.aborted) return undefined;
			if (ledger.isOfMcp && isAccepted(outcome)) return { ...outcome, isEarlier: true };
			if (keptOf(outcome, operation)?.kind === 'unknown') {
				return { problem: fateUnknown(operation, advice), isUnknown: true };
			}
		}
	};

	let thrown: { error: unknown } | undefined;
	await runLanes(lanes, concurrencyOf(options), async (index) => {
		const call = calls[index];
		if (call === undefined) return false;
		let outcome: Outcome | undefined;
		try {
			outcome = await submitOnce(call, index);
		} catch (error) {
			// An expression that could be evaluated before. What was accepted until now must not be lost with it.
			thrown ??= { error };
			stop.abort();
			return false;
		}
		outcomes[index] = outcome;
		const isFailure = typeof outcome === 'object' && 'problem' in outcome && !cancel?.aborted;
		if (isFailure && !continues) stop.abort();
		return !signal.aborted;
	});

	// A run that ended early may be retried by n8n or by the user, and a tool by its model.
	if (signal.aborted || ledger.isTool) await keepOutcomes(ledger, plan, outcomes, operation);
	if (!signal.aborted) ledger.close();
	if (thrown !== undefined) throw thrown.error;
	if (stop.signal.aborted) throw stopped(context, calls, outcomes, mustNotRepeat);
	const accepted = countItems(calls, outcomes, isAccepted);
	if (cancel?.aborted) {
		const { label } = operationNamed(operation);
		const progress = `${accepted} of ${output.length} items were accepted`;
		context.logger.info(
			`LeadSquared: ${label}: stopped; ${progress}; execution ${context.getExecutionId()}`,
		);
		return cancelledOutput();
	}
	addRunHints(context, client, { reused, kept, updated, reordered });
	addManualHint(context, countItems(calls, outcomes, isNewlyAccepted));
	addCheckOnlyHint(
		context,
		countItems(calls, outcomes, (outcome) => outcome === 'checked'),
	);
	await addOutcomes(context, plan, outcomes, operation);
	return output.filter((item) => item !== undefined);
}

/** For messages: who can have a call sent again, if it was never answered. */
function adviceFor({ isOfMcp, isTool }: Ledger): Advice {
	if (isOfMcp) return { minutesLeft: rememberedMinutes };
	return isTool ? { isOfAgent: true } : {};
}

function fateUnknown(operation: OperationName, advice: Advice): Problem {
	const { label, lookFor } = operationNamed(operation);
	return problem('fateUnknown', { ...advice, label, lookFor });
}

async function keepOutcomes(
	ledger: Ledger,
	plan: Plan,
	outcomes: ReadonlyArray<Outcome | undefined>,
	operation: OperationName,
): Promise<void> {
	await forEachConcurrently(plan.calls, 100, async (call, index) => {
		const kept = keptOf(outcomes[index], operation);
		if (kept === undefined) return true;
		await ledger.keep({ itemIndexes: itemsOf(call), request: requestOf(plan, call) }, kept);
		return true;
	});
}

function keptOf(outcome: Outcome | undefined, operation: OperationName): LedgerEntry | undefined {
	// The user may have allowed duplicates, and may take that back before a retry.
	if (outcome === 'interrupted' && !operationNamed(operation).repeatable)
		return { kind: 'unknown' };
	if (typeof outcome !== 'object') return undefined;
	if ('problem' in outcome) return outcome.isUnknown ? { kind: 'unknown' } : undefined;
	const { isEarlier, ...acceptance } = outcome;
	// Kept anew, it would pass for accepted with the values of this attempt.
	return isEarlier ? undefined : { kind: 'accepted', acceptance, isChanged: false };
}

/** @returns undefined if the execution was cancelled in the meantime */
async function planCalls(
	context: IExecuteFunctions,
	readings: Array<ItemReading<SubmitRequest>>,
	{ combine }: Submitting,
): Promise<Plan | undefined> {
	const calls: PlannedCall[] = [];
	const bodies = new Texts();
	const plannedCall = (
		{ body, query, privatePath, outputFields }: SubmitRequest,
		itemIndex: number,
		combinedWith = none,
	): PlannedCall => {
		return { body: bodies.add(body), query, privatePath, outputFields, itemIndex, combinedWith };
	};
	const records: Array<string | undefined> = [];
	const output = new Array<INodeExecutionData | undefined>(readings.length).fill(undefined);
	/** If calls are combined: which call is for each record, and what follows for it. */
	const callFor = new Map<string, number>();
	const following = new Map<number, { items: number[]; texts: string[] }>();
	const planned = await replaceItems(context, readings, (reading, itemIndex) => {
		if (!reading.ok) {
			output[itemIndex] = failedItem(context, reading.error, itemIndex);
			return;
		}
		const request = reading.value;
		const record = combine && request.record;
		const known = record === undefined ? undefined : callFor.get(record);
		if (known !== undefined) {
			const { items, texts } = following.get(known) ?? { items: [], texts: [] };
			items.push(itemIndex);
			texts.push(request.body);
			following.set(known, { items, texts });
			return;
		}
		if (record !== undefined) callFor.set(record, calls.length);
		calls.push(plannedCall(request, itemIndex));
		records.push(request.record);
	});
	if (planned === undefined) return undefined;
	readings.length = 0;
	for (const [at, { items, texts }] of following) {
		const first = calls[at];
		if (combine === undefined || first === undefined) continue;
		calls[at] = plannedCall(combine([bodies.at(first.body), ...texts]), first.itemIndex, items);
	}
	return { calls, bodies, lanes: lanesOf(records), output };
}

const none: readonly number[] = [];

function itemsOf({ itemIndex, combinedWith }: PlannedCall): [number, ...number[]] {
	return [itemIndex, ...combinedWith];
}

function requestOf({ bodies }: Plan, { body, query, privatePath }: PlannedCall): Submission {
	return { body: bodies.at(body), query, privatePath };
}

/** How many items have such an outcome. */
function countItems(
	calls: readonly PlannedCall[],
	outcomes: ReadonlyArray<Outcome | undefined>,
	isCounted: (outcome: Outcome | undefined) => boolean,
): number {
	return calls.reduce(
		(sum, { combinedWith }, index) =>
			sum + (isCounted(outcomes[index]) ? 1 + combinedWith.length : 0),
		0,
	);
}

/** Also in an earlier attempt. */
function isAccepted(outcome: Outcome | undefined): outcome is Accepted {
	return typeof outcome === 'object' && 'requestId' in outcome;
}

function isNewlyAccepted(outcome: Outcome | undefined): boolean {
	return isAccepted(outcome) && !outcome.isEarlier;
}

/** The error of a run that stops at the first item that fails permanently. */
function stopped(
	context: IExecuteFunctions,
	calls: readonly PlannedCall[],
	outcomes: ReadonlyArray<Outcome | undefined>,
	mustNotRepeat: boolean,
) {
	let first: { itemIndex: number; record: string | undefined; problem: Problem } | undefined;
	let [accepted, failed, unknown, interrupted, unsent] = [0, 0, 0, 0, 0];
	for (const [index, call] of calls.entries()) {
		const outcome = outcomes[index];
		const items = 1 + call.combinedWith.length;
		if (outcome === undefined || outcome === 'checked') unsent += items;
		else if (outcome === 'interrupted') interrupted += items;
		else if (isAccepted(outcome)) accepted += items;
		else {
			failed += items;
			if (outcome.isUnknown) unknown += items;
			const { problem: cause } = outcome;
			first ??= { itemIndex: call.itemIndex, record: recordOf(call), problem: cause };
		}
	}
	if (first === undefined) throw new Error('a run stops only when an item has failed');
	const parts = [
		`${accepted} of ${accepted + failed + interrupted + unsent} items were accepted before the run stopped`,
		...(failed > 1 ? [`${failed} failed`] : []),
		...(interrupted > 0 ? [`${interrupted} had no final reply yet`] : []),
		...(unsent > 0 ? [`${unsent} ${unsent === 1 ? 'was' : 'were'} not sent`] : []),
	];
	const retry =
		unknown > 0 && mustNotRepeat
			? "A retry does not send it again and stops here again. To send the others, set 'On Error' of the node to 'Continue' and retry the saved execution with the saved workflow"
			: 'Retry On Fail, and retrying the saved execution, send only what was not accepted';
	const addendum = `${parts.join(', ')}. ${retry}`;
	const { itemIndex, record } = first;
	return endingError(context, first.problem, { itemIndex, record, addendum });
}

/** For messages: the number of an item says little in a table of thousands. */
function recordOf({ outputFields }: PlannedCall): string | undefined {
	const { ProspectOpportunityId, LeadId } = outputFields;
	if (typeof ProspectOpportunityId === 'string') return `opportunity ${ProspectOpportunityId}`;
	return typeof LeadId === 'string' ? `lead ${LeadId}` : undefined;
}

/** For what is finished even if the execution is cancelled. */
const neverCancelled = { getExecutionCancelSignal: () => undefined };

/** Each call makes room for its items. Every item gets its outcome, since the RequestIds are nowhere else by now. */
async function addOutcomes(
	context: IExecuteFunctions,
	plan: Plan,
	outcomes: ReadonlyArray<Outcome | undefined>,
	operation: OperationName,
): Promise<void> {
	await replaceItems(neverCancelled, plan.calls, (call, index) => {
		const outcome = outcomes[index];
		if (outcome === undefined || outcome === 'interrupted') return;
		for (const itemIndex of itemsOf(call)) {
			plan.output[itemIndex] = outputOf(context, plan, call, outcome, operation, itemIndex);
		}
	});
}

function outputOf(
	context: IExecuteFunctions,
	plan: Plan,
	call: PlannedCall,
	outcome: Exclude<Outcome, 'interrupted'>,
	operation: OperationName,
	itemIndex: number,
): INodeExecutionData {
	const options = optionsOf(context, itemIndex);
	const input = options.includeInputFields === true ? inputOf(context, itemIndex) : undefined;
	if (outcome === 'checked') {
		return outputItem(
			checkedFields(operation, requestOf(plan, call), call.outputFields),
			itemIndex,
			input,
		);
	}
	if ('problem' in outcome) {
		return failItem(context, outcome.problem, { itemIndex, record: recordOf(call) });
	}
	const { requestId, status, submittedAt } = outcome;
	const json = {
		RequestId: requestId,
		Status: status,
		...call.outputFields,
		Operation: operation,
		SubmittedAt: submittedAt,
	};
	return outputItem(json, itemIndex, input);
}
