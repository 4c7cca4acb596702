/** Sends the calls of a run and gives every input item its outcome, in input order. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { operationNamed, type OperationName } from '../async-api/operations';
import { submitCall } from '../async-api/submit-call';
import { forEachConcurrently, runLanes } from '../lib/lanes';
import { now, unlessAborted } from '../lib/time';
import { problem, type Advice, type Problem } from '../problems/problems';
import { addRunHints } from '../run/hints';
import { addManualHint } from '../run/manual';
import { continuesOnFail } from '../run/node';
import type { Ready } from '../run/open';
import { allowsRepeat, concurrencyOf } from '../run/options';
import { cancelledOutput } from '../run/output-items';
import type { ItemReading } from '../run/read-items';
import { addCheckOnlyHint, isCheckOnly } from './check-only';
import { Ledger } from './ledger';
import {
	addOutcomes,
	countItems,
	isAccepted,
	isNewlyAccepted,
	isUnanswered,
	keptOf,
	stopped,
	type Outcome,
} from './outcomes';
import { itemsOf, planCalls, requestOf, type Combine, type Plan, type PlannedCall } from './plan';
import type { SubmitRequest } from './request';
import { rememberedMinutes, UnansweredCalls } from './unanswered';
import { CallsUnderWay } from './under-way';

/** Of this process, across executions. */
const unansweredCalls = new UnansweredCalls(now);
const callsUnderWay = new CallsUnderWay<Outcome | undefined>();

export interface Submitting {
	operation: OperationName;
	/** Without it every item is a call of its own. */
	combine?: Combine;
}

/** @param readings emptied while the calls are planned */
export async function submitItems(
	context: IExecuteFunctions,
	{ client, options }: Ready,
	readings: Array<ItemReading<SubmitRequest>>,
	{ operation, combine }: Submitting,
): Promise<INodeExecutionData[]> {
	const repeatAllowed = allowsRepeat(options);
	const isRepeatable = operationNamed(operation).repeatable;
	const mustNotRepeat = !isRepeatable && !repeatAllowed;
	const plan = await planCalls(context, readings, combine);
	if (plan === undefined) return cancelledOutput();
	const { calls, lanes, output } = plan;
	const ledger = new Ledger(context, client, operation, unansweredCalls);
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
		// Whatever this answer says: an earlier attempt may have been accepted.
		const isTaken = reply.problem.wasPerhapsTaken === true;
		const isUnknown = isTaken || (reply.kind === 'retryable' && reply.fate === 'unknown');
		return { problem: reply.problem, isUnknown: isUnknown && !isRepeatable };
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
		const unanswered = countItems(calls, outcomes, isUnanswered);
		const more = unanswered === 0 ? '' : `, and ${unanswered} more may have been`;
		const progress = `${accepted} of ${output.length} items were accepted${more}`;
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
	await ledger.renewKept();
	await forEachConcurrently(plan.calls, 100, async (call, index) => {
		const kept = keptOf(outcomes[index], operation);
		if (kept === undefined) return true;
		await ledger.keep({ itemIndexes: itemsOf(call), request: requestOf(plan, call) }, kept);
		return true;
	});
}
