/** The requests of a run, each once, with what has been found out about them. */
import type { INodeExecutionData } from 'n8n-workflow';

import { trimBlanks } from '../shared/lib/blanks';
import { pick, pickText, type JsonObject } from '../shared/lib/json';
import type { Problem } from '../shared/problems/problems';
import type { ItemReading } from '../shared/run/read-items';
import type { Confirmation } from './confirming/confirmation';
import type { PolledRequest } from './polling/poller';
import type { ItemQuestion } from './read-item';
import type { TaskStatus } from './status/ask-status';
import type { RequestState, StateReading } from './status/state';

export interface TrackedRequest extends PolledRequest {
	readonly question: ItemQuestion;
	/** The input items that ask about it, ascending; usually one. */
	readonly itemIndexes: [number, ...number[]];
	/** The lead that the input item names; '' if none. */
	readonly leadId: string;
	/** As in the input item. */
	readonly submittedAt: string | undefined;
	/** Polls and waiting of earlier rounds through the workflow, as in the input item. */
	readonly before: { polls: number; waitedMs: number };
	/** Replaced after each poll, by whoever polls. */
	found: Findings;
}

/** By item. Two lists, because an object for each item would take more memory. */
export interface CheckedItems {
	/** Undefined where nothing is known yet. */
	items: Array<INodeExecutionData | undefined>;
	/** Undefined also for a request that could not be checked. */
	states: Array<RequestState | undefined>;
}

export interface Findings {
	/** LeadSquared's latest status. */
	task?: TaskStatus;
	/** What it means. */
	reading?: StateReading;
	/** When LeadSquared gave it: ISO 8601, UTC. */
	checkedAt?: string;
	/** Why the last poll failed. */
	problem?: Problem;
	/** What reading the record showed. */
	confirmation?: Confirmation;
}

/** @param nowMs when the run starts, on a steady clock */
export function trackRequests(
	readings: ReadonlyArray<ItemReading<ItemQuestion | undefined>>,
	inputs: readonly INodeExecutionData[],
	nowMs: number,
): TrackedRequest[] {
	const requests = new Map<string, TrackedRequest>();
	for (const [itemIndex, reading] of readings.entries()) {
		if (!reading.ok || reading.value === undefined) continue;
		const question = reading.value;
		const key = JSON.stringify([question.operation, question.path, question.requestId]);
		const known = requests.get(key);
		if (known !== undefined) {
			known.itemIndexes.push(itemIndex);
			continue;
		}
		const json: JsonObject = inputs[itemIndex]?.json ?? {};
		// What the item says about another request does not apply to this one.
		const own = isSameId(pickText(json, 'RequestId'), question.requestId) ? json : {};
		const submittedAt = pickText(own, 'SubmittedAt');
		const submittedAgoMs = Date.now() - Date.parse(submittedAt);
		requests.set(key, {
			question,
			itemIndexes: [itemIndex],
			leadId: pickText(own, 'LeadId').trim(),
			submittedAt: Number.isNaN(submittedAgoMs) ? undefined : submittedAt,
			before: earlierRounds(own),
			sinceMs: nowMs - (submittedAgoMs > 0 ? submittedAgoMs : 0),
			polls: 0,
			lastMs: nowMs,
			found: {},
		});
	}
	return [...requests.values()];
}

/** A cell may have blanks around the ID, which the parameter is read without. */
function isSameId(one: string, other: string): boolean {
	return trimBlanks(one).toLowerCase() === other.toLowerCase();
}

const noRounds = { polls: 0, waitedMs: 0 };

/** One object for all items without any. */
function earlierRounds(json: JsonObject): TrackedRequest['before'] {
	const polls = count(json, 'Polls');
	const waitedMs = count(json, 'WaitedMs');
	return polls === 0 && waitedMs === 0 ? noRounds : { polls, waitedMs };
}

function count(json: JsonObject, key: string): number {
	const value = pick(json, key);
	return typeof value === 'number' && value > 0 ? value : 0;
}
