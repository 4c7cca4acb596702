/** A key for each event, the same when LeadSquared sends it again, and the item of an event with its key. Pure. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { digestOf } from '../../shared/lib/digest';
import type { LeadSquaredEvent } from './read-event';

export interface Keyed {
	event: LeadSquaredEvent;
	key: string;
}

/**
 * An event that nothing tells from another is known by the call that brought it: better twice than lost.
 *
 * @param at its place in the call
 */
export async function withKey(event: LeadSquaredEvent, at: number): Promise<Keyed> {
	const { version, shown } = event;
	const { opportunityId, activityId, leadId } = shown;
	const id = opportunityId ?? activityId ?? leadId ?? '';
	const digest = await digestOf(version ?? `${event.call} ${at}`);
	return { event, key: `${shown.event}:${id}:${digest.slice(0, 16)}` };
}

export async function withKeys(events: readonly LeadSquaredEvent[]): Promise<Keyed[]> {
	return await Promise.all(events.map(withKey));
}

export function itemOf({ event, key }: Keyed, more: IDataObject = {}): INodeExecutionData {
	return { json: { eventKey: key, ...event.shown, ...more } };
}
