/** Asks LeadSquared about events: the records as they are now, and who did it. */
import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { forEachConcurrently } from '../../shared/lib/lanes';
import { pause } from '../../shared/lib/time';
import { loadUsers, runAgeMs } from '../../shared/metadata/load-metadata';
import type { Problem } from '../../shared/problems/problems';
import { quotable } from '../../shared/problems/quote';
import { openClient, type Client } from '../../shared/transport/client';
import type { Settings } from '../settings';
import { itemOf, withKey, withKeys, type Keyed } from './event-keys';
import { fetchLead, fetchOpportunity } from './fetch-record';
import { isIgnored } from './ignored';
import { areRepeated, unlessRepeated } from './repeated';
import { isCreation, type LeadSquaredEvent } from './read-event';

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
	const keyed = await withKeys(events);
	const asked: Asked[] = keyed.map((one) => ({ ...one, output: {}, isLate: false }));
	const read = async (one: Keyed, at: number) => {
		asked[at] = await withRecord(client, one, at);
		return true;
	};
	if (fetchRecord) await forEachConcurrently(keyed, readsAtOnce, read);
	const users = ignoreChangesBy.length > 0 ? await loadUsers(client, runAgeMs) : undefined;
	const isToIgnore = ({ event }: Asked) =>
		isIgnored(event.doneBy, ignoreChangesBy, users?.ok ? users.value : []);
	const repeated = areRepeated(context, asked);
	const isOld = asked.map(
		(one, at) => one.isLate && (repeated[at] === true || (isToIgnore(one) && isFromBefore(one))),
	);
	if (isOld.includes(true) && (await pause(readAgainAfterMs, client.cancel))) {
		await forEachConcurrently(
			keyed,
			readsAtOnce,
			async (one, at) => isOld[at] !== true || (await read(one, at)),
		);
	}
	const kept = asked.filter((one) => !isToIgnore(one));
	// Those that had a version before were compared before.
	const late = kept.filter(({ isLate }) => isLate);
	const fresh = unlessRepeated(context, late);
	return kept
		.filter((one) => !one.isLate || fresh.includes(one))
		.map((one) => itemOf(one, one.output));
}

/** LeadSquared shows new values after some seconds. */
const readAgainAfterMs = 10_000;

/** It groups events for a minute, and sends them after two. */
const latestMs = 5 * 60_000;

/** Whether the record as it was read cannot show the change that the event is about. */
function isFromBefore({ modifiedOnMs = NaN }: Asked): boolean {
	return Date.now() - modifiedOnMs > latestMs;
}

interface Asked extends Keyed {
	/** `record` or `fetchError`. */
	output: IDataObject;
	/** Whether only the record tells this event from another, such as two updates of an opportunity. */
	isLate: boolean;
	/** Of the record, if it says. */
	modifiedOnMs?: number;
}

async function withRecord(client: Client, before: Keyed, at: number): Promise<Asked> {
	const { event } = before;
	const { opportunityId, activityId, leadId } = event.shown;
	if (opportunityId === undefined && leadId === undefined) {
		return { ...before, output: {}, isLate: false };
	}
	const loaded =
		opportunityId === undefined
			? await fetchLead(client, leadId ?? '')
			: await fetchOpportunity(client, opportunityId);
	if (!loaded?.ok) {
		const fetchError = loaded === undefined ? 'n8n was stopped' : textOf(loaded.problem);
		return { ...before, output: { fetchError }, isLate: false };
	}
	const { json: record, modifiedOn, createdBy, modifiedBy } = loaded.value;
	// The lead of an activity says nothing of the activity.
	const isOfEvent = activityId === undefined;
	const isLate = isOfEvent && event.version === undefined && modifiedOn !== '';
	const user = isCreation(event.shown.event) ? createdBy : modifiedBy;
	const known = {
		...event,
		// Two updates in one second differ in what they wrote.
		...(isLate ? { version: JSON.stringify([modifiedOn, record]) } : {}),
		...(isOfEvent && event.doneBy.length === 0 && user !== '' ? { doneBy: [user] } : {}),
	};
	return {
		...(await withKey(known, at)),
		output: { record: record as IDataObject },
		isLate,
		modifiedOnMs: Date.parse(modifiedOn),
	};
}

function textOf({ message, nextStep }: Problem): string {
	return `${message}. ${nextStep}`;
}
