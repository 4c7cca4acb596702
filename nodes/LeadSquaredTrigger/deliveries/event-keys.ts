/** A key for each event, the same when LeadSquared sends it again. Pure. */
import { digestOf } from '../../shared/lib/digest';
import type { LeadSquaredEvent } from './read-event';

export interface Keyed {
	event: LeadSquaredEvent;
	key: string;
}

/** An event that nothing tells from another is known by its time of arrival: better twice than lost. */
export async function withKeys(events: readonly LeadSquaredEvent[]): Promise<Keyed[]> {
	return await Promise.all(
		events.map(async (event) => {
			const { opportunityId, activityId, leadId, version, occurredOn, raw } = event;
			const id = opportunityId ?? activityId ?? leadId ?? '';
			const digest = await digestOf(id === '' ? JSON.stringify(raw) : (version ?? occurredOn));
			return { event, key: `${event.event}:${id}:${digest.slice(0, 16)}` };
		}),
	);
}
