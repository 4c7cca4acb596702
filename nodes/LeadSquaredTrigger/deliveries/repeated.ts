/** Events that LeadSquared sends again start nothing. */
import type { IWebhookFunctions } from 'n8n-workflow';

import { nodeKey } from '../secret';
import type { Keyed } from './event-keys';
import { seenBy, type SeenKeys } from './seen-keys';

/** Undefined while somebody builds the workflow: the same event may be sent as often as they like. */
function memoryOf(context: IWebhookFunctions): SeenKeys | undefined {
	return context.getMode() === 'manual' ? undefined : seenBy(nodeKey(context));
}

/** In one go, without a wait in between: two calls at the same time cannot both find an event new. */
export function unlessRepeated<T extends Keyed>(
	context: IWebhookFunctions,
	keyed: readonly T[],
): T[] {
	const seen = memoryOf(context);
	return keyed.filter(({ key }) => seen?.add(key) ?? true);
}

/** Of each, whether it came before, in another call or in this one. Changes nothing, unlike `unlessRepeated`. */
export function areRepeated(context: IWebhookFunctions, keyed: readonly Keyed[]): boolean[] {
	const seen = memoryOf(context);
	const ofCall = new Set<string>();
	return keyed.map(({ key }) => {
		if (seen === undefined) return false;
		const isRepeated = seen.has(key) || ofCall.has(key);
		ofCall.add(key);
		return isRepeated;
	});
}

/** If n8n could not start the workflow, it answers with an error, and LeadSquared sends the events again. */
export function forgetUnlessTaken(context: IWebhookFunctions, keyed: readonly Keyed[]): void {
	const response = context.getResponseObject();
	const seen = seenBy(nodeKey(context));
	response.once('finish', () => {
		if (response.statusCode !== 200) keyed.forEach(({ key }) => seen.forget(key));
	});
}
