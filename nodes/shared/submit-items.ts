/** Sends the calls of a run and gives every input item its outcome, in input order. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Client } from './client';
import { toNodeError } from './errors';
import { tellAboutRun } from './hints';
import { failedItem, failItem, outputItem, type ItemReading } from './items';
import { lanesOf, workThrough } from './lanes';
import { Ledger, type KeptAcceptance } from './ledger';
import type { OperationName } from './operations';
import { concurrencyOf } from './options';
import type { Problem } from './problems';
import { submitCall } from './submit';

/** What the runs of one operation need to know of its bodies. */
export interface Submitting<Body> {
	operation: OperationName;
	/** The record that a body changes. Changes of one record leave in input order, each after the answer to the one before. */
	recordOf?: (body: Body) => string;
	/** Makes one body of all those for one record; without it every item is a call of its own. */
	combine?: (bodies: Body[]) => Body;
	/** The fields of the output that come from the body. */
	shown: (body: Body) => IDataObject;
}

/** One call and the input items that it stands for. */
interface Submission<Body> {
	itemIndexes: [number, ...number[]];
	body: Body;
}

type Outcome = { accepted: KeptAcceptance } | { problem: Problem };

export async function submitItems<Body>(
	context: IExecuteFunctions,
	client: Client,
	readings: ReadonlyArray<ItemReading<Body>>,
	submitting: Submitting<Body>,
): Promise<INodeExecutionData[]> {
	const submissions = plan(readings, submitting);
	const { recordOf } = submitting;
	const lanes = lanesOf(submissions.map(({ body }) => recordOf?.(body)));
	const ledger = new Ledger(context, client.account, submitting.operation);
	const goesOn = context.continueOnFail();
	const stop = new AbortController();
	const cancel = context.getExecutionCancelSignal();
	const signal = cancel === undefined ? stop.signal : AbortSignal.any([cancel, stop.signal]);
	const outcomes: Array<Outcome | undefined> = submissions.map(() => undefined);
	let reused = 0;

	const submit = async ({ itemIndexes, body }: Submission<Body>): Promise<Outcome | undefined> => {
		const [itemIndex] = itemIndexes;
		const before = await ledger.find(itemIndex, body);
		if (before !== undefined) {
			reused += itemIndexes.length;
			return { accepted: before };
		}
		const reply = await client.send(submitCall(submitting.operation, body), signal);
		if (reply.kind === 'cancelled') return undefined;
		if (reply.kind !== 'accepted') return { problem: reply.problem };
		return { accepted: { ...reply.value, submittedAt: new Date().toISOString() } };
	};
	await workThrough(lanes, concurrencyOf(context), async (piece) => {
		const submission = submissions[piece];
		const outcome = submission && (await submit(submission));
		outcomes[piece] = outcome;
		if (outcome !== undefined && 'problem' in outcome && !goesOn) stop.abort();
		return outcome !== undefined && !signal.aborted;
	});

	// A run that ended early is tried again, by n8n or by a person; all others give their results to n8n themselves.
	if (signal.aborted) await keepAccepted(ledger, submissions, outcomes);
	else ledger.close();
	if (stop.signal.aborted) throw stopped(context, submissions, outcomes);
	tellAboutRun(context, client, reused);
	return outputs(context, readings, submissions, outcomes, submitting);
}

async function keepAccepted<Body>(
	ledger: Ledger,
	submissions: ReadonlyArray<Submission<Body>>,
	outcomes: ReadonlyArray<Outcome | undefined>,
): Promise<void> {
	await workThrough(lanesOf(submissions.map(() => undefined)), 100, async (piece) => {
		const submission = submissions[piece];
		const outcome = outcomes[piece];
		if (submission !== undefined && outcome !== undefined && 'accepted' in outcome) {
			await ledger.keep(submission.itemIndexes[0], submission.body, outcome.accepted);
		}
		return true;
	});
}

/** The calls of a run, in the order of the first item of each. */
function plan<Body>(
	readings: ReadonlyArray<ItemReading<Body>>,
	{ recordOf, combine }: Submitting<Body>,
): Array<Submission<Body>> {
	const submissions: Array<Submission<Body>> = [];
	const parts = new Map<string, { submission: Submission<Body>; bodies: Body[] }>();
	for (const [itemIndex, reading] of readings.entries()) {
		if (!reading.ok) continue;
		const body = reading.value;
		const record = combine && recordOf?.(body);
		const known = record === undefined ? undefined : parts.get(record);
		if (known !== undefined) {
			known.submission.itemIndexes.push(itemIndex);
			known.bodies.push(body);
			continue;
		}
		const submission: Submission<Body> = { itemIndexes: [itemIndex], body };
		submissions.push(submission);
		if (record !== undefined) parts.set(record, { submission, bodies: [body] });
	}
	for (const { submission, bodies } of parts.values()) {
		if (combine !== undefined && bodies.length > 1) submission.body = combine(bodies);
	}
	return submissions;
}

/** The error of a run that stops at the first item that fails for good. */
function stopped<Body>(
	context: IExecuteFunctions,
	submissions: ReadonlyArray<Submission<Body>>,
	outcomes: ReadonlyArray<Outcome | undefined>,
) {
	let first: { itemIndex: number; problem: Problem } | undefined;
	let [accepted, failed, unsent] = [0, 0, 0];
	for (const [piece, { itemIndexes }] of submissions.entries()) {
		const outcome = outcomes[piece];
		if (outcome === undefined) unsent += itemIndexes.length;
		else if ('accepted' in outcome) accepted += itemIndexes.length;
		else {
			failed += itemIndexes.length;
			first ??= { itemIndex: itemIndexes[0], problem: outcome.problem };
		}
	}
	if (first === undefined) throw new Error('a run stops only when an item has failed');
	const parts = [
		`${accepted} of ${accepted + failed + unsent} items were accepted before the run stopped`,
		...(failed > 1 ? [`${failed} failed`] : []),
		...(unsent > 0 ? [`${unsent} ${unsent === 1 ? 'was' : 'were'} not sent`] : []),
	];
	const addendum = `${parts.join(', ')}. Retry On Fail, and Retry of the saved execution, send only what was not accepted`;
	return toNodeError(context.getNode(), first.problem, { itemIndex: first.itemIndex, addendum });
}

function outputs<Body>(
	context: IExecuteFunctions,
	readings: ReadonlyArray<ItemReading<Body>>,
	submissions: ReadonlyArray<Submission<Body>>,
	outcomes: ReadonlyArray<Outcome | undefined>,
	{ operation, shown }: Submitting<Body>,
): INodeExecutionData[] {
	const items = context.getInputData();
	const output = readings.map((reading, itemIndex) =>
		reading.ok ? undefined : failedItem(reading.error, itemIndex),
	);
	for (const [piece, { itemIndexes, body }] of submissions.entries()) {
		const outcome = outcomes[piece];
		if (outcome === undefined) continue;
		for (const itemIndex of itemIndexes) {
			if ('problem' in outcome) {
				output[itemIndex] = failItem(context, outcome.problem, { itemIndex });
				continue;
			}
			const { requestId, status, submittedAt } = outcome.accepted;
			const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
			output[itemIndex] = outputItem(
				{
					RequestId: requestId,
					Status: status,
					...shown(body),
					Operation: operation,
					SubmittedAt: submittedAt,
				},
				itemIndex,
				options.includeInputFields === true ? items[itemIndex] : undefined,
			);
		}
	}
	return output.filter((item) => item !== undefined);
}
