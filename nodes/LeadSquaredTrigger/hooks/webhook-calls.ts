/**
 * The calls of Webhook.svc: https://apidocs.leadsquared.com/create-a-webhook/ and /retrieve-a-webhook/. Deleting is a
 * GET (seen on a live account). Pure.
 */
import { isObject, pick, pickText, type JsonObject } from '../../shared/lib/json';
import { recordCountOf } from '../../shared/reading/rows';
import type { Call } from '../../shared/transport/call';

export interface Webhook {
	id: string;
	/** LeadSquared's name of the event, e.g. `Opportunity_Post_Create`. */
	eventName: string;
	/** `0` on, `1` switched off by hand, `2` switched off after failures. */
	status: string;
	url: string;
	description: string;
}

/** @returns the new webhook's ID */
export function createWebhook(body: JsonObject): Call<string> {
	return {
		...webhookCall,
		label: 'Create Webhook',
		method: 'POST',
		path: '/v2/Webhook.svc/Create',
		body,
		repeatable: false,
		read: (reply) => {
			const message = isObject(reply) ? pick(reply, 'Message') : undefined;
			return (isObject(message) && pickText(message, 'Id')) || undefined;
		},
	};
}

export function deleteWebhook(id: string): Call<true> {
	return {
		...webhookCall,
		label: 'Delete Webhook',
		method: 'GET',
		path: '/v2/Webhook.svc/Delete',
		query: { webhookId: id },
		repeatable: true,
		read: () => true,
	};
}

const webhookCall = { purpose: 'webhook', host: 'api' } as const;

/** What webhooks are selected by. LeadSquared asks for one of these, and does not say what the text is searched in. */
export interface Selection {
	WebhookId?: string;
	WebhookEvent?: string;
	SearchText?: string;
}

export const pageSize = 100;

export interface WebhookPage {
	webhooks: Webhook[];
	/** `RecordCount`; 0 if it is left out. */
	count: number;
}

/** @param page from 1 */
export function retrieveWebhooks(
	selection: Selection,
	page: number,
	size: number,
): Call<WebhookPage> {
	return {
		...webhookCall,
		label: 'Retrieve Webhooks',
		method: 'POST',
		path: '/v2/Webhook.svc/Retrieve',
		body: {
			Parameter: { Type: 'Webhook', ...selection },
			Paging: { PageIndex: page, PageSize: size },
		},
		repeatable: true,
		read: readWebhooks,
	};
}

function readWebhooks(reply: unknown): WebhookPage | undefined {
	if (!isObject(reply)) return undefined;
	const list = pick(reply, 'Response');
	const count = recordCountOf(reply);
	// Without results there may be no list.
	if (!Array.isArray(list)) return count === 0 ? { webhooks: [], count } : undefined;
	const webhooks = list.filter(isObject).map((row) => ({
		id: pickText(row, 'WebhookId') || pickText(row, 'Id'),
		eventName: pickText(row, 'EventCode'),
		status: pickText(row, 'StatusCode'),
		url: pickText(row, 'URL'),
		description: pickText(row, 'Description'),
	}));
	return { webhooks, count: count ?? 0 };
}
