/**
 * Creates and deletes the webhooks of a node, so that none is left behind and none is deleted that is not this node's.
 *
 * n8n saves what is kept here only when the whole activation has succeeded. So a webhook can exist that no node knows
 * of, after a crash or when another node of the workflow fails. It is found by its address, which is this node's alone.
 */
import type { IHookFunctions } from 'n8n-workflow';

import { digestOf } from '../../shared/lib/digest';
import { pause } from '../../shared/lib/time';
import { toItemError } from '../../shared/problems/node-error';
import { problem, type Problem } from '../../shared/problems/problems';
import { ok, type Result } from '../../shared/problems/result';
import { openClient, type Client } from '../../shared/transport/client';
import { fateOf } from '../../shared/transport/reply';
import { events } from '../labels';
import { isPublicAddress } from '../public-address';
import { nodeKey, secretFor } from '../secret';
import { readSettings, type Settings } from '../settings';
import { newWebhook, problemOf, removeWebhook, webhookById, webhooksAt } from './account-webhooks';
import { unlessFailed } from './failed-activations';
import {
	bodyOf,
	isSameName,
	plansFor,
	possibleNames,
	type Candidate,
	type Plan,
	type Target,
} from './plan';
import {
	keepRegistration,
	readRegistration,
	type Registration,
	type StoredWebhook,
} from './registration';
import { createWebhook, type Webhook } from './webhook-calls';

/** What an activation works with. */
interface Activation {
	context: IHookFunctions;
	settings: Settings;
	plans: Plan[];
	planDigest: string;
	url: string;
	client: Client;
	keysDigest: string;
	/** What LeadSquared has deleted: its list may show it a little longer. */
	deleted: Set<string>;
	/** How many webhooks LeadSquared may have made without saying so. Its list may show them only later. */
	unsure: number;
}

/** Whether the webhooks exist as this node would create them. Changes nothing. */
export async function webhooksExist(context: IHookFunctions): Promise<boolean> {
	return await unlessFailed(context, async () => await exist(context));
}

export async function createWebhooks(context: IHookFunctions): Promise<boolean> {
	return await unlessFailed(context, async () => await create(context));
}

async function exist(context: IHookFunctions): Promise<boolean> {
	const settings = settingsOrThrow(context);
	if (settings.registration === 'byHand') return true;
	const stored = registrationOf(context);
	const plans = plansFor(settings);
	const isSame =
		stored.webhooks.length === plans.length &&
		stored.secret !== '' &&
		stored.url === urlOf(context) &&
		stored.plan === (await digestOfPlans(plans));
	if (!isSame) return false;
	const checked = await checkStored(context, settings, stored.webhooks, stored.url);
	if (checked.ok) return checked.value;
	if (!isStart(context)) throw asError(context, checked.problem);
	// An error would make n8n take down the address and delete the webhooks, which perhaps work.
	context.logger.warn(
		`LeadSquared Trigger: the webhooks could not be checked and are left as they are. ${checked.problem.message}`,
	);
	return true;
}

async function checkStored(
	context: IHookFunctions,
	settings: Settings,
	stored: readonly StoredWebhook[],
	url: string,
): Promise<Result<boolean>> {
	const opened = await openClient(context, settings.client);
	if (!opened.ok) return opened;
	for (const { id, eventName } of stored) {
		const found = await webhookById(opened.value, id);
		if (!found.ok) return found;
		const fault = faultOf(found.value, eventName, url);
		if (fault !== undefined) {
			context.logger.warn(
				`LeadSquared Trigger: the webhook ${id} ${fault}, so the webhooks are created anew`,
			);
			return ok(false);
		}
	}
	return ok(true);
}

function faultOf(webhook: Webhook | undefined, eventName: string, url: string): string | undefined {
	if (webhook === undefined) return 'is no longer in LeadSquared';
	if (webhook.url !== url) return 'has another URL';
	if (!isSameName(webhook.eventName, eventName)) return `is now for ${webhook.eventName}`;
	if (webhook.status === '1') return 'was switched off in LeadSquared';
	if (webhook.status === '2') return 'was switched off by LeadSquared after failed deliveries';
	return undefined;
}

/** n8n starts, or another main process takes over: nobody has asked for an activation. */
function isStart(context: IHookFunctions): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}

async function create(context: IHookFunctions): Promise<boolean> {
	const settings = settingsOrThrow(context);
	const opened = await openClient(context, settings.client);
	if (!opened.ok) throw asError(context, opened.problem);
	const client = opened.value;
	const url = urlOf(context);
	// A sandbox on this machine reaches this machine.
	if (!isPublicAddress(url) && isPublicAddress(client.account.apiOrigin)) {
		throw asError(context, problem('privateAddress', { quote: new URL(url).origin }));
	}
	const plans = plansFor(settings);
	const activation: Activation = {
		context,
		settings,
		plans,
		planDigest: await digestOfPlans(plans),
		url,
		client,
		keysDigest: await digestOfKeys(client),
		deleted: new Set(),
		unsure: 0,
	};
	// n8n gives an address to one workflow only, so whatever this package made at it is in the way.
	const cleared = await removeAll(activation, '');
	if (!cleared.ok) throw asError(context, cleared.problem);
	for (let attempt = 0; ; attempt++) {
		const created = await createAll(activation);
		if (created.ok) {
			// What was made before shows by now, as what was made last does.
			if (activation.unsure > 0) await removeStrays(activation, '');
			return true;
		}
		const undone = await removeAll(activation, '');
		const pauseMs = created.mayPass && undone.ok ? pausesMs[attempt] : undefined;
		if (pauseMs === undefined || !(await pause(pauseMs, client.cancel))) {
			await removeLate(activation);
			throw asError(context, created.problem);
		}
	}
}

/** Between looks for what LeadSquared may have made, before an activation fails. */
const latePausesMs = [1_000, 2_000, 4_000];

async function removeLate(activation: Activation): Promise<void> {
	const { context, client } = activation;
	for (const pauseMs of latePausesMs) {
		if (activation.unsure === 0 || !(await pause(pauseMs, client.cancel))) break;
		await removeStrays(activation, '');
	}
	if (activation.unsure > 0) {
		context.logger.warn(
			'LeadSquared Trigger: LeadSquared may have made a webhook that it does not list yet. It is deleted when the workflow is activated again, or delete it in LeadSquared',
		);
	}
}

/** Between attempts where LeadSquared could not handle a creation, which the client does not repeat. */
const pausesMs = [1_000, 3_000];

/** `mayPass`: whether another attempt may succeed. */
type Outcome = { ok: true } | { ok: false; problem: Problem; mayPass: boolean };

async function createAll(activation: Activation): Promise<Outcome> {
	const { context, plans, url, planDigest, keysDigest, client } = activation;
	const { id: workflowId = '', name: workflowName = '' } = context.getWorkflow();
	const target = { url, workflowId, names: `${workflowName}, ${context.getNode().name}` };
	const secret = await secretFor(client.account.secretKey, nodeKey(context));
	client.hide(secret);
	const secretDigest = await digestOf(secret);
	keep(activation, { webhooks: [], url, secret: secretDigest, plan: planDigest, keys: keysDigest });
	for (const plan of plans) {
		const created = await createOne(activation, plan, { ...target, secret });
		if (!created.ok) return created;
	}
	return { ok: true };
}

/** Tries one way after the other, until LeadSquared has made what was meant. */
async function createOne(activation: Activation, plan: Plan, target: Target): Promise<Outcome> {
	const { client, settings } = activation;
	const { name: label } = events[settings.event];
	const final = (cause: Problem): Outcome => ({ ok: false, problem: cause, mayPass: false });
	let taken: Problem | undefined;
	/** Of the number that is tried first, if it was. */
	let refused: Problem | undefined;
	const others: string[] = [];
	for (const candidate of plan) {
		if (taken !== undefined && candidate.evenIfTaken !== true) break;
		const reply = await client.send(createWebhook(bodyOf(candidate, target)));
		if (reply.kind === 'accepted') {
			const made = await readBack(activation, candidate, reply.value);
			if (!made.ok) return final(made.problem);
			if (made.value === 'right') return { ok: true };
			others.push(made.value.name);
			continue;
		}
		if (fateOf(reply) === 'unknown') activation.unsure++;
		if (reply.kind !== 'refused' || reply.problem.code !== 'exception') {
			const mayPass = reply.kind === 'retryable' || reply.kind === 'throttled';
			return { ok: false, problem: problemOf(reply), mayPass };
		}
		if (/^MXDuplicateEntry/i.test(reply.problem.exceptionType ?? '')) taken = reply.problem;
		else if (others.length === 0) refused ??= reply.problem;
	}
	if (taken !== undefined) {
		const { httpStatus, exceptionType, exceptionMessage } = taken;
		return final(problem('webhookTaken', { label, httpStatus, exceptionType, exceptionMessage }));
	}
	return final(refused ?? problem('otherEvent', { label, quote: others.join(', ') }));
}

/** Compares what LeadSquared made with what was meant; the wrong one is deleted at once. */
async function readBack(
	activation: Activation,
	candidate: Candidate,
	id: string,
): Promise<Result<'right' | { name: string }>> {
	const { client } = activation;
	const before = stored(activation).webhooks;
	keep(activation, { webhooks: [...before, { id, eventName: '' }] });
	const found = await newWebhook(client, id);
	if (!found.ok) return found;
	const eventName = found.value?.eventName ?? '';
	if (eventName !== '' && isSameName(eventName, candidate.name ?? eventName)) {
		keep(activation, { webhooks: [...before, { id, eventName }] });
		return ok('right');
	}
	const removed = await remove(activation, id);
	if (!removed.ok) return removed;
	keep(activation, { webhooks: before });
	return ok({ name: eventName === '' ? 'nothing that it lists' : eventName });
}

/**
 * Removes the stored webhooks, and those at this node's address that nobody stored.
 *
 * @param workflowId of those at the address; '' for every workflow
 */
async function removeAll(activation: Activation, workflowId: string): Promise<Result<void>> {
	const { context, keysDigest } = activation;
	const { webhooks, keys } = stored(activation);
	const isMoved = keys !== '' && keys !== keysDigest;
	for (const { id } of webhooks) {
		const removed = await remove(activation, id);
		if (!removed.ok) return removed;
		if (isMoved) context.logger.warn(perhapsLeftBehind(id));
	}
	const names = webhooks.map(({ eventName }) => eventName);
	keep(activation, { webhooks: [] });
	return await removeStrays(activation, workflowId, names);
}

/** Removes the webhooks at this node's address that it did not store. @param names of events, beside those of the plans */
async function removeStrays(
	activation: Activation,
	workflowId: string,
	names: readonly string[] = [],
): Promise<Result<void>> {
	const { client, url, plans } = activation;
	const kept = new Set(stored(activation).webhooks.map(({ id }) => id));
	const known = new Set([...names, ...possibleNames(plans)].filter((name) => name !== ''));
	const found = await webhooksAt(client, { url, workflowId }, [...known]);
	if (!found.ok) return found;
	for (const { id } of found.value) {
		if (kept.has(id) || activation.deleted.has(id)) continue;
		const removed = await remove(activation, id);
		if (!removed.ok) return removed;
		if (activation.unsure > 0) activation.unsure--;
	}
	return ok(undefined);
}

async function remove({ context, client, deleted }: Activation, id: string): Promise<Result<void>> {
	const removed = await removeWebhook(client, id);
	if (removed.ok) deleted.add(id);
	else context.logger.error(leftBehind(id, removed.problem.message));
	return removed;
}

function leftBehind(id: string, why: string): string {
	return `LeadSquared Trigger: the webhook ${id} could not be deleted. ${why}. It is deleted when the workflow is activated again, or delete it in LeadSquared`;
}

function perhapsLeftBehind(id: string): string {
	return `LeadSquared Trigger: the credential has changed since the webhook ${id} was created. If the keys were those of another account, delete the webhook there`;
}

/** Never throws: n8n takes down the address anyway. */
export async function deleteWebhooks(context: IHookFunctions): Promise<boolean> {
	const settings = readSettings(context);
	const { webhooks } = registrationOf(context);
	if (webhooks.length === 0 && settings.ok && settings.value.registration === 'byHand') return true;
	if (!settings.ok) return notDeleted(context, webhooks, settings.problem.message);
	const opened = await openClient(context, settings.value.client);
	if (!opened.ok) return notDeleted(context, webhooks, opened.problem.message);
	const client = opened.value;
	const plans = plansFor(settings.value);
	const activation = {
		context,
		settings: settings.value,
		plans,
		planDigest: '',
		url: urlOf(context),
		client,
		keysDigest: await digestOfKeys(client),
		deleted: new Set<string>(),
		unsure: 0,
	};
	// n8n 1 also asks a copy that it has refused to activate, because the address is the original's.
	const removed = await removeAll(activation, context.getWorkflow().id ?? '');
	return removed.ok;
}

function notDeleted(
	context: IHookFunctions,
	webhooks: readonly StoredWebhook[],
	why: string,
): boolean {
	for (const { id } of webhooks) context.logger.error(leftBehind(id, why));
	return webhooks.length === 0;
}

function registrationOf(context: IHookFunctions): Registration {
	return readRegistration(context.getWorkflowStaticData('node'), nodeKey(context));
}

function stored({ context }: Activation): Registration {
	return registrationOf(context);
}

function keep({ context }: Activation, changes: Partial<Registration>): void {
	keepRegistration(context.getWorkflowStaticData('node'), nodeKey(context), changes);
}

function settingsOrThrow(context: IHookFunctions): Settings {
	const settings = readSettings(context);
	if (!settings.ok) throw asError(context, settings.problem);
	return settings.value;
}

/**
 * n8n shows one text of an activation that failed, so the next step is part of the message. n8n 1 shows the description
 * in its place if there is one.
 */
function asError(context: IHookFunctions, cause: Problem): Error {
	const error = toItemError(context.getNode(), cause);
	error.description = undefined;
	return error;
}

function urlOf(context: IHookFunctions): string {
	return context.getNodeWebhookUrl('default') ?? '';
}

async function digestOfPlans(plans: readonly Plan[]): Promise<string> {
	return await digestOf(JSON.stringify(plans));
}

async function digestOfKeys({ account }: Client): Promise<string> {
	return await digestOf(`${account.apiOrigin} ${account.accessKey}`);
}
