/** Which calls a run makes, and for which items. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Submission } from '../async-api/submit-call';
import { lanesOf, type Lanes } from '../lib/lanes';
import { Texts } from '../lib/texts';
import { replaceItems } from '../run/map-items';
import { failedItem } from '../run/output-items';
import type { ItemReading } from '../run/read-items';
import type { SubmitRequest } from './request';

/** Merges the bodies of all requests for one record into one. */
export type Combine = (bodies: readonly string[]) => SubmitRequest;

/**
 * One call. There is one for nearly every item of a run, so it is small: the body is elsewhere, and there is no list for
 * one item.
 */
export interface PlannedCall extends Omit<Submission, 'body'> {
	/** Its number among the bodies. */
	body: number;
	/** The first input item that it covers. */
	itemIndex: number;
	/** The others. */
	combinedWith: readonly number[];
	outputFields: IDataObject;
}

export interface Plan {
	/** In the order of the first item of each. */
	calls: PlannedCall[];
	bodies: Texts;
	lanes: Lanes;
	/** By item: those that cannot be sent. */
	output: Output;
}

/** By item; undefined where nothing is known yet. */
type Output = Array<INodeExecutionData | undefined>;

/** @returns undefined if the execution was cancelled in the meantime */
export async function planCalls(
	context: IExecuteFunctions,
	readings: Array<ItemReading<SubmitRequest>>,
	combine: Combine | undefined,
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

export function itemsOf({ itemIndex, combinedWith }: PlannedCall): [number, ...number[]] {
	return [itemIndex, ...combinedWith];
}

export function requestOf({ bodies }: Plan, { body, query, privatePath }: PlannedCall): Submission {
	return { body: bodies.at(body), query, privatePath };
}

/** For messages: the number of an item says little in a table of thousands. */
export function recordOf({ outputFields }: PlannedCall): string | undefined {
	const { ProspectOpportunityId, LeadId } = outputFields;
	if (typeof ProspectOpportunityId === 'string') return `opportunity ${ProspectOpportunityId}`;
	return typeof LeadId === 'string' ? `lead ${LeadId}` : undefined;
}
