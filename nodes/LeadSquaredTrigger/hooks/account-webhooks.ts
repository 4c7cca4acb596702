/** The account's webhooks: finding them, and removing those of a node. */
import { ok, type Result } from '../../shared/problems/result';
import { pause } from '../../shared/lib/time';
import { problem, type Problem } from '../../shared/problems/problems';
import { mayBeCut } from '../../shared/reading/collector';
import type { Client } from '../../shared/transport/client';
import type { Reply } from '../../shared/transport/reply';
import { isDescribed } from './plan';
import {
	deleteWebhook,
	pageSize,
	retrieveWebhooks,
	type Selection,
	type Webhook,
} from './webhook-calls';

/** No plan allows as many webhooks; this only ends a list that repeats itself. */
const mostPages = 20;

async function retrieve(client: Client, selection: Selection): Promise<Result<Webhook[]>> {
	const found = new Map<string, Webhook>();
	let size = pageSize;
	for (let page = 1; page <= mostPages; page++) {
		const reply = await client.send(retrieveWebhooks(selection, page, size));
		if (reply.kind !== 'accepted') return { ok: false, problem: problemOf(reply) };
		const { webhooks, count } = reply.value;
		const isNew = webhooks.some(({ id }) => !found.has(id));
		for (const webhook of webhooks) found.set(webhook.id, webhook);
		// LeadSquared cuts pages without saying so, and the first one shows at which size.
		const isCut = page === 1 && mayBeCut(webhooks.length, count - webhooks.length);
		if (!isNew || (webhooks.length < size && !isCut)) break;
		size = webhooks.length;
	}
	return ok([...found.values()]);
}

/** Nobody cancels an activation, but n8n may be shutting down. */
export function problemOf(reply: Exclude<Reply<unknown>, { kind: 'accepted' }>): Problem {
	if (reply.kind !== 'cancelled') return reply.problem;
	return problem('badInput', {
		parameter: 'The activation',
		reason: 'was interrupted',
		hint: 'Activate the workflow again',
	});
}

/** @returns undefined if the account has no such webhook */
export async function webhookById(
	client: Client,
	id: string,
): Promise<Result<Webhook | undefined>> {
	const found = await retrieve(client, { WebhookId: id });
	// Compared here too: it is not certain that LeadSquared selects by the ID.
	return found.ok ? ok(found.value.find((webhook) => webhook.id === id)) : found;
}

/** What LeadSquared has just stored may not show at once. */
const pausesMs = [1_000, 2_000];

export async function newWebhook(client: Client, id: string): Promise<Result<Webhook | undefined>> {
	for (const pauseMs of pausesMs) {
		const found = await webhookById(client, id);
		if (!found.ok || found.value !== undefined) return found;
		await pause(pauseMs, client.cancel);
	}
	return await webhookById(client, id);
}

interface Address {
	url: string;
	/** '' for every workflow. */
	workflowId: string;
}

/**
 * The webhooks of this package at an address, switched off or not. The list is asked for in every way, because
 * LeadSquared does not say which of them covers all webhooks.
 *
 * @param names of the events that they may be listed under
 */
export async function webhooksAt(
	client: Client,
	address: Address,
	names: readonly string[],
): Promise<Result<Webhook[]>> {
	const selections: Selection[] = [
		{},
		{ SearchText: address.url },
		...names.map((WebhookEvent) => ({ WebhookEvent })),
	];
	const found = new Map<string, Webhook>();
	let refused: Problem | undefined;
	let answered = 0;
	for (const selection of selections) {
		const listed = await retrieve(client, selection);
		if (!listed.ok) {
			refused = listed.problem;
			continue;
		}
		answered++;
		for (const webhook of listed.value) found.set(webhook.id, webhook);
	}
	if (answered === 0 && refused !== undefined) return { ok: false, problem: refused };
	return ok([...found.values()].filter((webhook) => isOurs(webhook, address)));
}

/** Somebody may have entered the address by hand too: such a webhook is left alone. */
function isOurs({ url, description }: Webhook, address: Address): boolean {
	return url === address.url && isDescribed(description, address.workflowId);
}

/** Succeeds too if there is no such webhook. */
export async function removeWebhook(client: Client, id: string): Promise<Result<void>> {
	const reply = await client.send(deleteWebhook(id));
	if (reply.kind === 'accepted') return ok(undefined);
	// LeadSquared does not document how it refuses to delete what is not there.
	const left = await webhookById(client, id);
	if (left.ok && left.value === undefined) return ok(undefined);
	return { ok: false, problem: problemOf(reply) };
}
