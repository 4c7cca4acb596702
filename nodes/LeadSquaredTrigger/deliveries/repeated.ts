/** Events that LeadSquared sends again start nothing. */
import type { IWebhookFunctions } from 'n8n-workflow';

import { nodeKey } from '../secret';
import type { Keyed } from './event-keys';
import { seenBy } from './seen-keys';

/** In one go, without a wait in between: two calls at the same time cannot both find an event new. */
export function unlessRepeated(context: IWebhookFunctions, keyed: readonly Keyed[]): Keyed[] {
	// While somebody builds the workflow, the same event may be sent as often as they like.
	if (context.getMode() === 'manual') return [...keyed];
	const seen = seenBy(nodeKey(context));
	return keyed.filter(({ key }) => seen.add(key));
}

/** Changes nothing, unlike `unlessRepeated`. */
export function isRepeated(context: IWebhookFunctions, keyed: Keyed | undefined): boolean {
	const isTested = context.getMode() === 'manual';
	return !isTested && keyed !== undefined && seenBy(nodeKey(context)).has(keyed.key);
}

/** If n8n could not start the workflow, it answers with an error, and LeadSquared sends the events again. */
export function forgetUnlessTaken(context: IWebhookFunctions, keyed: readonly Keyed[]): void {
	const response = context.getResponseObject();
	const seen = seenBy(nodeKey(context));
	response.once('finish', () => {
		if (response.statusCode !== 200) keyed.forEach(({ key }) => seen.forget(key));
	});
}
