/** What a node keeps of its webhooks between two runs of n8n, in the workflow's static data. */
import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../../shared/lib/json';

export interface StoredWebhook {
	id: string;
	/** LeadSquared's name of the event; '' until it was read back. */
	eventName: string;
}

export interface Registration {
	/** The node that keeps it. */
	node: string;
	webhooks: StoredWebhook[];
	url: string;
	/** Digest of what was asked for. */
	plan: string;
	/** Digest of the secret. */
	secret: string;
	/** Digest of the keys that made the webhooks. */
	keys: string;
}

const none: Registration = { node: '', webhooks: [], url: '', plan: '', secret: '', keys: '' };

/** A copy of a workflow may come with what the original keeps; the webhooks are the original's. */
export function readRegistration(staticData: IDataObject, node: string): Registration {
	const { registration } = staticData;
	if (!isObject(registration) || registration.node !== node) return { ...none, node };
	const webhooks: unknown[] = Array.isArray(registration.webhooks) ? registration.webhooks : [];
	return {
		node,
		webhooks: webhooks.filter(isObject).map(({ id, eventName }) => ({
			id: textOf(id),
			eventName: textOf(eventName),
		})),
		url: textOf(registration.url),
		plan: textOf(registration.plan),
		secret: textOf(registration.secret),
		keys: textOf(registration.keys),
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** Assigned as a whole: n8n notices that, and saves it. */
export function keepRegistration(
	staticData: IDataObject,
	node: string,
	changes: Partial<Registration>,
): void {
	const registration = { ...readRegistration(staticData, node), ...changes };
	staticData.registration = registration as unknown as IDataObject;
}
