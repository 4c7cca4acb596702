/** Sends the calls of a run and gives every input item its outcome, in input order. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { operationNamed, type OperationName } from '../async-api/operations';
import { submitCall } from '../async-api/submit-call';
import { forEachConcurrently, lanesOf, runLanes } from '../lib/lanes';
import { now } from '../lib/time';
import { toNodeError } from '../problems/node-error';
import { problem, type Problem } from '../problems/problems';
import { addRunHints } from '../run/hints';
import { inputOf } from '../run/input';
import { addManualHint } from '../run/manual';
import { mapItems } from '../run/map-items';
import { continuesOnFail, isTool, nodeOf } from '../run/node';
import type { Ready } from '../run/open';
import { allowsRepeat, concurrencyOf } from '../run/options';
import { optionsOf } from '../run/parameters';
import { cancelledOutput, failedItem, failItem, outputItem } from '../run/output-items';
import type { ItemReading } from '../run/read-items';
import { addCheckOnlyHint, checkedFields, isCheckOnly } from './check-only';
import { Ledger, type LedgerEntry, type KeptAcceptance } from './ledger';
import type { SubmitRequest } from './request';
import { UnansweredCalls } from './unanswered';

/** In this process, for all accounts. */
const unansweredCalls = new UnansweredCalls(now);

export interface Submitting<Body> {
	operation: OperationName;
	/** Merges all requests for one record into one; without it every item is a call of its own. */
	combine?: (requests: ReadonlyArray<SubmitRequest<Body>>) => SubmitRequest<Body>;
}

/** One call and the input items that it covers. */
interface PlannedCall<Body> {
	itemIndexes: [number, ...number[]];
	request: SubmitRequest<Body>;
}

type Outcome =
	/** `isEarlier`: in an earlier attempt, so the ledger has it already. */
	| { accepted: KeptAcceptance; isEarlier: boolean }
	/** `isUnknown`: the call may have been accepted, and must not be sent again without the user's consent. */
	| { problem: Problem; isUnknown: boolean }
	/** The run ended while attempts were left. */
	| 'interrupted'
	/** The user wants it checked and not sent. */
	| 'checked';

export async function submitItems<Body>(
	context: IExecuteFunctions,
	{ client, options }: Ready,
	readings: ReadonlyArray<ItemReading<SubmitRequest<Body>>>,
	submitting: Submitting<Body>,
): Promise<INodeExecutionData[]> {
	const { operation } = submitting;
	const repeatAllowed = allowsRepeat(options);
	const isRepeatable = operationNamed(operation).repeatable;
	const mustNotRepeat = !isRepeatable && !repeatAllowed;
	const calls = planCalls(readings, submitting);
	const lanes = lanesOf(calls.map(({ request }) => request.record));
	const ledger = new Ledger(context, client.account, operation, unansweredCalls);
	const continues = continuesOnFail(context);
	const stop = new AbortController();
	const cancel = context.getExecutionCancelSignal();
	const signal = cancel === undefined ? stop.signal : AbortSignal.any([cancel, stop.signal]);
	const outcomes: Array<Outcome | undefined> = calls.map(() => undefined);
	const kept: number[] = [];
	const updated: number[] = [];
	let reused = 0;

	const submit = async (call: PlannedCall<Body>): Promise<Outcome | undefined> => {
		const { itemIndexes, request } = call;
		if (isCheckOnly(context, call)) return 'checked';
		const before = await ledger.find(call);
		if (before?.kind === 'accepted') {
			if (!before.isChanged) reused += itemIndexes.length;
			else (isRepeatable ? updated : kept).push(...itemIndexes);
			if (!before.isChanged || !isRepeatable)
				return { accepted: before.acceptance, isEarlier: true };
		}
		if (before?.kind === 'unknown' && mustNotRepeat) {
			return { problem: fateUnknown(operation, before.minutesLeft), isUnknown: true };
		}
		const reply = await client.send(submitCall(operation, request, repeatAllowed), signal);
		if (reply.kind === 'accepted') {
			const acceptance = { ...reply.value, submittedAt: new Date().toISOString() };
			return { accepted: acceptance, isEarlier: false };
		}
		if (reply.kind === 'cancelled') {
			if (signal.aborted && reply.fate === 'refused') return undefined;
			if (signal.aborted && !mustNotRepeat) return 'interrupted';
			return { problem: fateUnknown(operation), isUnknown: mustNotRepeat };
		}
		const isUnknown = mustNotRepeat && reply.kind === 'retryable' && reply.fate === 'unknown';
		return { problem: reply.problem, isUnknown };
	};
	await runLanes(lanes, concurrencyOf(options), async (index) => {
		const call = calls[index];
		const outcome = call && (await submit(call));
		outcomes[index] = outcome;
		const isFailure = typeof outcome === 'object' && 'problem' in outcome && !cancel?.aborted;
		if (isFailure && !continues) stop.abort();
		return !signal.aborted;
	});

	// A run that ended early may be retried by n8n or by the user, and a tool by its model.
	if (signal.aborted || ledger.isTool) await keepOutcomes(ledger, calls, outcomes);
	if (!signal.aborted) ledger.close();
	if (stop.signal.aborted) throw stopped(context, calls, outcomes);
	const accepted = itemsOf(calls, outcomes, isAccepted);
	if (cancel?.aborted) {
		const { label } = operationNamed(operation);
		const progress = `${accepted} of ${readings.length} items were accepted`;
		context.logger.info(
			`LeadSquared: ${label}: stopped; ${progress}; execution ${context.getExecutionId()}`,
		);
		return cancelledOutput();
	}
	addRunHints(context, client, { reused, kept, updated });
	addManualHint(context, itemsOf(calls, outcomes, isNewlyAccepted));
	addCheckOnlyHint(
		context,
		itemsOf(calls, outcomes, (outcome) => outcome === 'checked'),
	);
	return await outputs(context, readings, calls, outcomes, operation);
}

/** @param minutesLeft until the same call may be made again by another execution */
function fateUnknown(operation: OperationName, minutesLeft?: number): Problem {
	const { label, lookFor } = operationNamed(operation);
	return problem('fateUnknown', { label, lookFor, minutesLeft });
}

async function keepOutcomes<Body>(
	ledger: Ledger,
	calls: ReadonlyArray<PlannedCall<Body>>,
	outcomes: ReadonlyArray<Outcome | undefined>,
): Promise<void> {
	await forEachConcurrently(calls, 100, async (call, index) => {
		const kept = keptOf(outcomes[index]);
		if (kept !== undefined) await ledger.keep(call, kept);
		return true;
	});
}

function keptOf(outcome: Outcome | undefined): LedgerEntry | undefined {
	if (typeof outcome !== 'object') return undefined;
	if ('accepted' in outcome) {
		// Kept anew, it would pass for accepted with the values of this attempt.
		if (outcome.isEarlier) return undefined;
		return { kind: 'accepted', acceptance: outcome.accepted, isChanged: false };
	}
	return outcome.isUnknown ? { kind: 'unknown' } : undefined;
}

/** The calls of a run, in the order of the first item of each. */
function planCalls<Body>(
	readings: ReadonlyArray<ItemReading<SubmitRequest<Body>>>,
	{ combine }: Submitting<Body>,
): Array<PlannedCall<Body>> {
	const calls: Array<PlannedCall<Body>> = [];
	const parts = new Map<
		string,
		{ call: PlannedCall<Body>; requests: Array<SubmitRequest<Body>> }
	>();
	for (const [itemIndex, reading] of readings.entries()) {
		if (!reading.ok) continue;
		const request = reading.value;
		const record = combine && request.record;
		const known = record === undefined ? undefined : parts.get(record);
		if (known !== undefined) {
			known.call.itemIndexes.push(itemIndex);
			known.requests.push(request);
			continue;
		}
		const call: PlannedCall<Body> = { itemIndexes: [itemIndex], request };
		calls.push(call);
		if (record !== undefined) parts.set(record, { call, requests: [request] });
	}
	for (const { call, requests } of parts.values()) {
		if (combine !== undefined && requests.length > 1) call.request = combine(requests);
	}
	return calls;
}

/** How many items have such an outcome. */
function itemsOf<Body>(
	calls: ReadonlyArray<PlannedCall<Body>>,
	outcomes: ReadonlyArray<Outcome | undefined>,
	isCounted: (outcome: Outcome | undefined) => boolean,
): number {
	return calls.reduce(
		(sum, { itemIndexes }, index) => sum + (isCounted(outcomes[index]) ? itemIndexes.length : 0),
		0,
	);
}

/** Also in an earlier attempt. */
function isAccepted(outcome: Outcome | undefined): boolean {
	return typeof outcome === 'object' && 'accepted' in outcome;
}

function isNewlyAccepted(outcome: Outcome | undefined): boolean {
	return typeof outcome === 'object' && 'accepted' in outcome && !outcome.isEarlier;
}

/** The error of a run that stops at the first item that fails permanently. */
function stopped<Body>(
	context: IExecuteFunctions,
	calls: ReadonlyArray<PlannedCall<Body>>,
	outcomes: ReadonlyArray<Outcome | undefined>,
) {
	let first: { itemIndex: number; record: string | undefined; problem: Problem } | undefined;
	let [accepted, failed, unknown, interrupted, unsent] = [0, 0, 0, 0, 0];
	for (const [index, { itemIndexes, request }] of calls.entries()) {
		const outcome = outcomes[index];
		if (outcome === undefined || outcome === 'checked') unsent += itemIndexes.length;
		else if (outcome === 'interrupted') interrupted += itemIndexes.length;
		else if ('accepted' in outcome) accepted += itemIndexes.length;
		else {
			failed += itemIndexes.length;
			if (outcome.isUnknown) unknown += itemIndexes.length;
			first ??= { itemIndex: itemIndexes[0], record: recordOf(request), problem: outcome.problem };
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
		unknown > 0
			? "A retry does not send it again and stops here again. To send the others, set 'On Error' of the node to 'Continue' and retry the saved execution with the saved workflow"
			: 'Retry On Fail, and retrying the saved execution, send only what was not accepted';
	// A tool stops only if an MCP server called it, whose callers can retry no execution.
	const addendum = isTool(context) ? undefined : `${parts.join(', ')}. ${retry}`;
	const { itemIndex, record } = first;
	return toNodeError(nodeOf(context), first.problem, { itemIndex, record, addendum });
}

/** For messages: the number of an item says little in a table of thousands. */
function recordOf({ outputFields }: SubmitRequest): string | undefined {
	const { ProspectOpportunityId, LeadId } = outputFields;
	if (typeof ProspectOpportunityId === 'string') return `opportunity ${ProspectOpportunityId}`;
	return typeof LeadId === 'string' ? `lead ${LeadId}` : undefined;
}

async function outputs<Body>(
	context: IExecuteFunctions,
	readings: ReadonlyArray<ItemReading<SubmitRequest<Body>>>,
	calls: ReadonlyArray<PlannedCall<Body>>,
	outcomes: ReadonlyArray<Outcome | undefined>,
	operation: OperationName,
): Promise<INodeExecutionData[]> {
	const output = readings.map((reading, itemIndex) =>
		reading.ok ? undefined : failedItem(context, reading.error, itemIndex),
	);
	await mapItems(context, calls, ({ itemIndexes, request }, index) => {
		const outcome = outcomes[index];
		if (outcome === undefined || outcome === 'interrupted') return;
		for (const itemIndex of itemIndexes) {
			const options = optionsOf(context, itemIndex);
			const input = options.includeInputFields === true ? inputOf(context, itemIndex) : undefined;
			if (outcome === 'checked') {
				output[itemIndex] = outputItem(checkedFields(operation, request), itemIndex, input);
				continue;
			}
			if ('problem' in outcome) {
				output[itemIndex] = failItem(context, outcome.problem, {
					itemIndex,
					record: recordOf(request),
				});
				continue;
			}
			const { requestId, status, submittedAt } = outcome.accepted;
			output[itemIndex] = outputItem(
				{
					RequestId: requestId,
					Status: status,
					...request.outputFields,
					Operation: operation,
					SubmittedAt: submittedAt,
				},
				itemIndex,
				input,
			);
		}
	});
	return output.filter((item) => item !== undefined);
}
