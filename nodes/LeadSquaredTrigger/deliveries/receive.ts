/**
 * What happens to a call from LeadSquared.
 *
 * The answer is always 200: after ten others in a row LeadSquared switches a webhook off. Whatever is wrong is in the
 * answer's `StatusReason`, which LeadSquared shows in the webhook's history, and in n8n's log.
 */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { credentialName, readAccount } from '../../shared/account/account';
import { digestOf } from '../../shared/lib/digest';
import { isObject } from '../../shared/lib/json';
import { quotable } from '../../shared/problems/quote';
import { readRegistration } from '../hooks/registration';
import { headerName } from '../labels';
import { hasDigest, nodeKey, secretFor } from '../secret';
import { readSettings, type Settings } from '../settings';
import { itemsAfterAsking } from './ask-about';
import { itemOf, withKeys } from './event-keys';
import { isIgnored, needsUsers } from './ignored';
import { readEvent, type LeadSquaredEvent } from './read-event';
import { readPayload, readPayloadText, type Payload } from './read-payload';
import { forgetUnlessTaken, unlessRepeated } from './repeated';
import { isWanted } from './wanted';

/** LeadSquared's own form of an answer: https://apidocs.leadsquared.com/webhook-best-practices/ */
const success = { Status: 'Success', StatusReason: '' };

const failure = (reason: string) => ({ Status: 'Error', StatusReason: reason });

export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await received(context);
	} catch (error) {
		const reason = quotable(error instanceof Error ? error.message : String(error));
		context.logger.error(`LeadSquared Trigger: a call was not understood. ${reason}`);
		return context.getResponseObject().headersSent
			? { noWebhookResponse: true }
			: { webhookResponse: failure('n8n could not read this event') };
	}
}

async function received(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (context.getWebhookName() === 'setup') return { webhookResponse: success };
	const payload = await payloadOf(context);
	// Asked while the webhook is being created, when n8n has not saved its secret yet.
	if (payload.kind === 'none') return { webhookResponse: success };
	const settings = readSettings(context);
	if (!settings.ok) {
		// Nobody has shown the secret yet, and the message quotes what the user entered.
		return refused(context, settings.problem.message, 'the settings of the trigger are not valid');
	}
	if (!(await hasSecret(context, settings.value))) {
		return refused(context, `the header ${headerName} is missing or wrong`);
	}
	if (payload.kind === 'unreadable') return refused(context, 'the body is not a JSON object');
	if (payload.others > 0) {
		context.logger.warn(
			`LeadSquared Trigger: events that are not JSON objects were left out of a call (${payload.others})`,
		);
	}
	return await started(context, settings.value, eventsOf(context, settings.value, payload.records));
}

/**
 * Answered 200 all the same, and nothing is started.
 *
 * @param answer what the caller learns of the reason
 */
function refused(
	context: IWebhookFunctions,
	reason: string,
	answer = reason,
): IWebhookResponseData {
	context.logger.warn(`LeadSquared Trigger: a call started nothing, because ${reason}`);
	return { webhookResponse: failure(answer) };
}

/** n8n leaves the body to the node (see `options` in properties.ts), unless it has changed how it does that. */
async function payloadOf(context: IWebhookFunctions): Promise<Payload> {
	const request: object = context.getRequestObject();
	const read: unknown = Reflect.get(request, 'readRawBody');
	if (typeof read === 'function') {
		try {
			await Reflect.apply(read, request, []);
		} catch {
			// Longer than n8n allows, or cut off.
			return { kind: 'unreadable' };
		}
	}
	const raw: unknown = Reflect.get(request, 'rawBody');
	if (raw instanceof Uint8Array) return readPayloadText(Buffer.from(raw).toString('utf8'));
	return readPayload(context.getBodyData());
}

async function hasSecret(context: IWebhookFunctions, settings: Settings): Promise<boolean> {
	const given = context.getHeaderData()[headerName.toLowerCase()];
	if (typeof given !== 'string') return false;
	if (settings.registration === 'byHand') {
		return await hasDigest(given, await digestOf(settings.secret));
	}
	const { secret } = readRegistration(context.getWorkflowStaticData('node'), nodeKey(context));
	return (await hasDigest(given, secret)) || (await isOfCredential(context, given));
}

/** n8n saves what an activation keeps only at its end, or not at all if it dies before. */
async function isOfCredential(context: IWebhookFunctions, given: string): Promise<boolean> {
	const account = readAccount(await context.getCredentials(credentialName));
	if (!account.ok) return false;
	const secret = await secretFor(account.value.secretKey, nodeKey(context));
	return await hasDigest(given, await digestOf(secret));
}

/** Calls of this process, so that two in one millisecond differ. */
let calls = 0;

function eventsOf(
	context: IWebhookFunctions,
	settings: Settings,
	records: ReadonlyArray<Record<string, unknown>>,
): LeadSquaredEvent[] {
	const receivedAt = new Date().toISOString();
	const arrival = {
		event: settings.event,
		eventType: eventTypeOf(context),
		receivedAt,
		call: `${receivedAt} ${++calls}`,
		includeRaw: settings.includeRaw,
	};
	return records
		.map((record) => readEvent(record, arrival))
		.filter((event) => isWanted(event, settings));
}

/** LeadSquared adds it to the URL, or else it was read back when the webhook was created. */
function eventTypeOf(context: IWebhookFunctions): string {
	const query: unknown = context.getQueryData();
	const given = isObject(query) ? query.eventType : undefined;
	if (typeof given === 'string' && given !== '') return quotable(given);
	const { webhooks } = readRegistration(context.getWorkflowStaticData('node'), nodeKey(context));
	return webhooks[0]?.eventName ?? '';
}

/** Events that n8n still has to ask LeadSquared about are answered first, so that LeadSquared does not wait. */
async function started(
	context: IWebhookFunctions,
	settings: Settings,
	events: LeadSquaredEvent[],
): Promise<IWebhookResponseData> {
	const { fetchRecord, ignoreChangesBy } = settings;
	if (fetchRecord || events.some(({ doneBy }) => needsUsers(doneBy, ignoreChangesBy))) {
		const undated = events.filter(({ version }) => version === undefined);
		const dated = await withKeys(events.filter(({ version }) => version !== undefined));
		const fresh = unlessRepeated(context, dated).map(({ event }) => event);
		const left = events.filter((event) => undated.includes(event) || fresh.includes(event));
		if (left.length === 0) return { webhookResponse: success };
		context.getResponseObject().status(200).json(success);
		const workflowData = await itemsAfterAsking(context, settings, left);
		return {
			noWebhookResponse: true,
			...(workflowData.length > 0 ? { workflowData: [workflowData] } : {}),
		};
	}
	const kept = events.filter(({ doneBy }) => !isIgnored(doneBy, ignoreChangesBy, []));
	const fresh = unlessRepeated(context, await withKeys(kept));
	if (fresh.length === 0) return { webhookResponse: success };
	forgetUnlessTaken(context, fresh);
	return {
		workflowData: [fresh.map((one) => itemOf(one))],
		webhookResponse: success,
	};
}
