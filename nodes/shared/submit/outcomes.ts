/** What became of the calls of a run, and how its items and its error tell that. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { operationNamed, type OperationName } from '../async-api/operations';
import type { Problem } from '../problems/problems';
import { inputOf } from '../run/input';
import { replaceItems } from '../run/map-items';
import { optionsOf } from '../run/parameters';
import { endingError, failItem, outputItem } from '../run/output-items';
import { checkedFields } from './check-only';
import type { KeptAcceptance, LedgerEntry } from './ledger';
import { itemsOf, recordOf, requestOf, type Plan, type PlannedCall } from './plan';

interface Accepted extends KeptAcceptance {
	/** In an earlier attempt, so the ledger has it already. */
	isEarlier: boolean;
}

export type Outcome =
	| Accepted
	/** `isUnknown`: the call may have been accepted, and would create a duplicate if it were sent again. */
	| { problem: Problem; isUnknown: boolean }
	/** The run ended while attempts were left; an earlier one may have been accepted. */
	| 'interrupted'
	/** The user wants it checked and not sent. */
	| 'checked';

/** What a later attempt must know of it. */
export function keptOf(
	outcome: Outcome | undefined,
	operation: OperationName,
): LedgerEntry | undefined {
	// The user may have allowed duplicates, and may take that back before a retry.
	if (outcome === 'interrupted' && !operationNamed(operation).repeatable)
		return { kind: 'unknown' };
	if (typeof outcome !== 'object') return undefined;
	if ('problem' in outcome) return outcome.isUnknown ? { kind: 'unknown' } : undefined;
	const { isEarlier, ...acceptance } = outcome;
	// Kept anew, it would pass for accepted with the values of this attempt.
	return isEarlier ? undefined : { kind: 'accepted', acceptance, isChanged: false };
}

/** How many items have such an outcome. */
export function countItems(
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
export function isAccepted(outcome: Outcome | undefined): outcome is Accepted {
	return typeof outcome === 'object' && 'requestId' in outcome;
}

export function isNewlyAccepted(outcome: Outcome | undefined): boolean {
	return isAccepted(outcome) && !outcome.isEarlier;
}

/** Whether the call was sent, and nobody knows whether it was accepted. */
export function isUnanswered(outcome: Outcome | undefined): boolean {
	if (outcome === 'interrupted') return true;
	return typeof outcome === 'object' && 'problem' in outcome && outcome.isUnknown;
}

/** The error of a run that stops at the first item that fails permanently. */
export function stopped(
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

/** For what is finished even if the execution is cancelled. */
const neverCancelled = { getExecutionCancelSignal: () => undefined };

/** Each call makes room for its items. Every item gets its outcome, since the RequestIds are nowhere else by now. */
export async function addOutcomes(
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
