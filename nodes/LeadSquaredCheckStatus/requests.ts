/** The requests of a run, each once, with what is known about them. */
import type { INodeExecutionData } from 'n8n-workflow';

import { pick, pickText, type JsonObject } from '../shared/lib/json';
import type { Problem } from '../shared/problems/problems';
import type { ItemReading } from '../shared/run/read-items';
import type { PolledRequest } from './polling/poller';
import type { StatusQuestion, TaskStatus } from './status/ask-status';

export interface TrackedRequest extends PolledRequest {
	question: StatusQuestion;
	/** The input items that ask about it, ascending; usually one. */
	itemIndexes: [number, ...number[]];
	/** As the input item has it. */
	submittedAt: string | undefined;
	/** Looks and waiting of earlier rounds through the workflow, as the input item has them. */
	before: { polls: number; waitedMs: number };
	/** What LeadSquared said last. */
	task?: TaskStatus;
	/** When it said so: ISO 8601, UTC. */
	checkedAt?: string;
	/** Why the last look brought nothing. */
	problem?: Problem;
}

/** @param nowMs the time at which it starts, on a steady clock */
export function trackRequests(
	readings: ReadonlyArray<ItemReading<StatusQuestion>>,
	inputs: readonly INodeExecutionData[],
	nowMs: number,
): TrackedRequest[] {
	const requests = new Map<string, TrackedRequest>();
	for (const [itemIndex, reading] of readings.entries()) {
		if (!reading.ok) continue;
		const question = reading.value;
		const key = JSON.stringify([question.operation, question.path, question.requestId]);
		const known = requests.get(key);
		if (known !== undefined) {
			known.itemIndexes.push(itemIndex);
			continue;
		}
		const json: JsonObject = inputs[itemIndex]?.json ?? {};
		// What the item says of another request is nothing to this one.
		const own = pickText(json, 'RequestId') === question.requestId ? json : {};
		const submittedAt = pickText(own, 'SubmittedAt');
		const submittedAgoMs = Date.now() - Date.parse(submittedAt);
		requests.set(key, {
			question,
			itemIndexes: [itemIndex],
			submittedAt: Number.isNaN(submittedAgoMs) ? undefined : submittedAt,
			before: { polls: count(own, 'Polls'), waitedMs: count(own, 'WaitedMs') },
			sinceMs: nowMs - (submittedAgoMs > 0 ? submittedAgoMs : 0),
			polls: 0,
			lastMs: nowMs,
		});
	}
	return [...requests.values()];
}

function count(json: JsonObject, key: string): number {
	const value = pick(json, key);
	return typeof value === 'number' && value > 0 ? value : 0;
}
