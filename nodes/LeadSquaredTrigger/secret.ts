/**
 * The secret that LeadSquared sends along with every event, in a header.
 *
 * It can be told from the credential at any time. So nothing is lost when n8n dies before it saves what an activation
 * has kept: n8n 2 then takes the webhook for registered and does not ask the node again. What is kept is a digest, for
 * events that come after the keys of the credential have changed.
 */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { digestOf } from '../shared/lib/digest';

/** @param node what tells the node from all others */
export async function secretFor(secretKey: string, node: string): Promise<string> {
	// The key twice, and a digest in between: what is known of one digest does not help with another.
	const inner = await digestOf(JSON.stringify([secretKey, node]));
	return await digestOf(JSON.stringify([secretKey, inner]));
}

/** The same in an activation and in a call. */
export function nodeKey(context: IHookFunctions | IWebhookFunctions): string {
	return `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
}

/**
 * Takes the same time for every wrong secret, however much of it is right.
 *
 * @param digest of the right one
 */
export async function hasDigest(given: string, digest: string): Promise<boolean> {
	const own = await digestOf(given);
	let difference = own.length ^ digest.length;
	for (let at = 0; at < own.length; at++) difference |= own.charCodeAt(at) ^ digest.charCodeAt(at);
	return difference === 0;
}
