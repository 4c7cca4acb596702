/** Asks LeadSquared about events: the records as they are now, and who did it. */
import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { forEachConcurrently } from '../../shared/lib/lanes';
import { pause } from '../../shared/lib/time';
import { loadUsers, runAgeMs } from '../../shared/metadata/load-metadata';
import type { Problem } from '../../shared/problems/problems';
import { quotable } from '../../shared/problems/quote';
import { openClient, type Client } from '../../shared/transport/client';
import type { Settings } from '../settings';
import { itemOf, withKeys } from './event-keys';
import { fetchLead, fetchOpportunity } from './fetch-record';
import { isIgnored } from './ignored';
import { isRepeated, unlessRepeated } from './repeated';
import type { LeadSquaredEvent } from './read-event';

/** How many records are read at once. The account's limit applies as well. */
const readsAtOnce = 5;

/** LeadSquared has its answer and will not send the events again: they start the workflow, whatever goes wrong here. */
export async function itemsAfterAsking(
	context: IWebhookFunctions,
	settings: Settings,
	events: LeadSquaredEvent[],
): Promise<INodeExecutionData[]> {
	try {
		return await afterAsking(context, settings, events);
	} catch (error) {
		const reason = quotable(error instanceof Error ? error.message : String(error));
		return await itemsWithout(context, settings, events, reason);
	}
}

async function itemsWithout(
	context: IWebhookFunctions,
	{ fetchRecord }: Settings,
	events: LeadSquaredEvent[],
	fetchError: string,
): Promise<INodeExecutionData[]> {
	context.logger.error(`LeadSquared Trigger: LeadSquared could not be asked. ${fetchError}`);
	const keyed = await withKeys(events);
	return keyed.map((one) => itemOf(one, fetchRecord ? { fetchError } : {}));
}

async function afterAsking(
	context: IWebhookFunctions,
	settings: Settings,
	events: LeadSquaredEvent[],
): Promise<INodeExecutionData[]> {
	const { client: options, fetchRecord, ignoreChangesBy } = settings;
	const opened = await openClient(context, options);
	if (!opened.ok) return await itemsWithout(context, settings, events, textOf(opened.problem));
	const client = opened.value;
	const asked: Asked[] = events.map((event) => ({ event, output: {}, isLate: false }));
	if (fetchRecord) {
		await forEachConcurrently(asked, readsAtOnce, async (one, at) => {
			asked[at] = await withRecord(client, one.event);
			return true;
		});
	}
	const users = ignoreChangesBy.length > 0 ? await loadUsers(client, runAgeMs) : undefined;
	const isToIgnore = ({ event }: Asked) =>
		isIgnored(event.doneBy, ignoreChangesBy, users?.ok ? users.value : []);
	const keyed = await withKeys(asked.map(({ event }) => event));
	const isOld = (one: Asked, at: number) =>
		one.isLate && (isRepeated(context, keyed[at]) || (isToIgnore(one) && isFromBefore(one)));
	const old = new Set(asked.filter(isOld));
	if (old.size > 0 && (await pause(readAgainAfterMs, client.cancel))) {
		await forEachConcurrently(asked, readsAtOnce, async (one, at) => {
			if (old.has(one)) asked[at] = await withRecord(client, events[at] ?? one.event);
			return true;
		});
	}
	return itemsOf(
		context,
		asked.filter((one) => !isToIgnore(one)),
	);
}

/** LeadSquared shows new values after some seconds. */
const readAgainAfterMs = 10_000;

/** It groups events for a minute, and sends them after two. */
const latestMs = 5 * 60_000;

/** Whether the record as it was read cannot show the change that the event is about. */
function isFromBefore({ modifiedOnMs = NaN }: Asked): boolean {
	return Date.now() - modifiedOnMs > latestMs;
}

async function itemsOf(
	context: IWebhookFunctions,
	kept: readonly Asked[],
): Promise<INodeExecutionData[]> {
	const keyed = await withKeys(kept.map(({ event }) => event));
	// Those that had a version before were compared before.
	const late = keyed.filter((_, at) => kept[at]?.isLate);
	const fresh = unlessRepeated(context, late);
	return keyed.flatMap((one, at) =>
		late.includes(one) && !fresh.includes(one) ? [] : [itemOf(one, kept[at]?.output)],
	);
}

interface Asked {
	event: LeadSquaredEvent;
	/** `record` or `fetchError`. */
	output: IDataObject;
	/** Whether only the record tells this event from another, such as two updates of an opportunity. */
	isLate: boolean;
	/** Of the record, if it says. */
	modifiedOnMs?: number;
}

async function withRecord(client: Client, event: LeadSquaredEvent): Promise<Asked> {
	const { opportunityId, leadId } = event.shown;
	if (opportunityId === undefined && leadId === undefined) {
		return { event, output: {}, isLate: false };
	}
	const loaded =
		opportunityId === undefined
			? await fetchLead(client, leadId ?? '')
			: await fetchOpportunity(client, opportunityId);
	if (!loaded?.ok) {
		const fetchError = loaded === undefined ? 'n8n was stopped' : textOf(loaded.problem);
		return { event, output: { fetchError }, isLate: false };
	}
	const { json: record, modifiedOn, modifiedBy } = loaded.value;
	const isLate = event.version === undefined && modifiedOn !== '';
	return {
		event: {
			...event,
			// Two updates in one second differ in what they wrote.
			...(isLate ? { version: JSON.stringify([modifiedOn, record]) } : {}),
			doneBy: event.doneBy.length > 0 || modifiedBy === '' ? event.doneBy : [modifiedBy],
		},
		output: { record: record as IDataObject },
		isLate,
		modifiedOnMs: Date.parse(modifiedOn),
	};
}

function textOf({ message, nextStep }: Problem): string {
	return `${message}. ${nextStep}`;
}
