/**
 * One event of LeadSquared's in the shape that the node outputs. LeadSquared has a shape for each kind:
 * - a changed lead: `{ Before, After }`, two whole leads
 * - a new lead: the lead
 * - an activity, and an opportunity: `{ ProspectActivityId, ActivityEvent, RelatedProspectId, Data, … }`, where an
 *   opportunity's `Data` is empty
 * Pure.
 */
import type { IDataObject } from 'n8n-workflow';

import { isObject, pick, pickText, type JsonObject } from '../../shared/lib/json';
import { serverDate } from '../../shared/lib/server-date';
import type { EventName } from '../labels';

/** What the item says. */
interface Shown {
	event: EventName;
	/** LeadSquared's name of the event. */
	eventType?: string;
	leadId?: string;
	opportunityId?: string;
	activityId?: string;
	typeCode?: string;
	/** ISO 8601 UTC. The time of arrival where LeadSquared gives none. */
	occurredOn: string;
	/** Names of the fields that differ. */
	changed?: string[];
	before?: IDataObject;
	after?: IDataObject;
	fields?: IDataObject;
	raw?: IDataObject;
}

export interface LeadSquaredEvent {
	shown: Shown;
	/** What, with the record's ID, tells this event from another; undefined where LeadSquared sends no such thing. */
	version?: string;
	/** Which call of LeadSquared brought it. */
	call: string;
	/** Who did it, as LeadSquared names them: ID or name. */
	doneBy: string[];
}

export interface Arrival {
	event: EventName;
	/** LeadSquared's name of the event; '' if it is not known. */
	eventType: string;
	/** ISO 8601 UTC. */
	receivedAt: string;
	/** Differs for every call. */
	call: string;
	includeRaw: boolean;
}

export function readEvent(record: JsonObject, arrival: Arrival): LeadSquaredEvent {
	const read = readLeadChange(record) ?? readActivity(record, arrival) ?? readLead(record, arrival);
	const { event, eventType, receivedAt, call, includeRaw } = arrival;
	return {
		shown: {
			event,
			...(eventType === '' ? {} : { eventType }),
			occurredOn: receivedAt,
			...read?.shown,
			// Nothing is known of other shapes.
			...(includeRaw || read === undefined ? { raw: record as IDataObject } : {}),
		},
		version: read?.version,
		call,
		doneBy: read?.doneBy ?? [],
	};
}

interface Reading extends Omit<LeadSquaredEvent, 'shown' | 'call'> {
	shown: Partial<Shown>;
}

function readLeadChange(record: JsonObject): Reading | undefined {
	const before = pick(record, 'Before');
	const after = pick(record, 'After') ?? pick(record, 'Current');
	if (!isObject(after)) return undefined;
	const changed = isObject(before) ? changedFields(before, after) : undefined;
	const modifiedOn = pickText(after, 'ModifiedOn');
	return {
		shown: {
			...textOf('leadId', after, 'ProspectID'),
			...dateOf(modifiedOn),
			...(changed === undefined ? {} : { changed, before: before as IDataObject }),
			after: after as IDataObject,
		},
		version:
			modifiedOn === ''
				? undefined
				: // Two changes in one second differ in what they changed.
					JSON.stringify([modifiedOn, changed?.map((name) => [name, after[name]]) ?? after]),
		doneBy: textsOf(after, 'ModifiedBy', 'ModifiedByName'),
	};
}

/** Null and an empty text are the same to LeadSquared. */
function changedFields(before: JsonObject, after: JsonObject): string[] {
	const names = new Set([...Object.keys(before), ...Object.keys(after)]);
	const plain = (value: unknown) => (value === null || value === undefined ? '' : value);
	const asText = (value: unknown) => {
		const simple = plain(value);
		return typeof simple === 'object' ? JSON.stringify(simple) : String(simple);
	};
	return [...names].filter((name) => asText(before[name]) !== asText(after[name]));
}

/** Happens to a record once. */
export const isCreation = (event: EventName) => event.endsWith('Created');

function readActivity(record: JsonObject, { event, eventType }: Arrival): Reading | undefined {
	const id = pickText(record, 'ProspectActivityId') || pickText(record, 'OpportunityId');
	if (id === '') return undefined;
	const isOpportunity = event.startsWith('opportunity') || /^opportunity/i.test(eventType);
	const data = fieldsOf(pick(record, 'Data'));
	const modifiedOn = pickText(record, 'ModifiedOn');
	const isNew = isCreation(event);
	return {
		shown: {
			...textOf('leadId', record, 'RelatedProspectId'),
			...(isOpportunity ? { opportunityId: id } : { activityId: id }),
			...textOf('typeCode', record, 'ActivityEvent'),
			// An update without a date of its own says only when the record was created.
			...dateOf(modifiedOn || (isNew ? pickText(record, 'CreatedOn') : '')),
			...(Object.keys(data).length === 0 ? {} : { fields: data as IDataObject }),
		},
		version: versionOf(event, modifiedOn, record),
		doneBy: userOf(event, record),
	};
}

/** Who changed a record that somebody else created. */
function userOf(event: EventName, record: JsonObject): string[] {
	return isCreation(event)
		? textsOf(record, 'CreatedBy', 'CreatedByName')
		: textsOf(record, 'ModifiedBy', 'ModifiedByName');
}

/** An opportunity's update says nothing but which opportunity it is; only the record that is read has a date. */
function versionOf(event: EventName, modifiedOn: string, record: JsonObject): string | undefined {
	if (isCreation(event)) return '';
	// Two updates in one second differ in what they say.
	return modifiedOn === '' ? undefined : JSON.stringify([modifiedOn, record]);
}

function readLead(record: JsonObject, { event }: Arrival): Reading | undefined {
	if (pickText(record, 'ProspectID') === '') return undefined;
	const modifiedOn = pickText(record, 'ModifiedOn');
	return {
		shown: {
			...textOf('leadId', record, 'ProspectID'),
			...dateOf(modifiedOn || pickText(record, 'CreatedOn')),
			fields: record as IDataObject,
		},
		version: versionOf(event, modifiedOn, record),
		doneBy: userOf(event, record),
	};
}

/** An object of fields, or as elsewhere a list of `Key` and `Value`. */
function fieldsOf(data: unknown): JsonObject {
	if (isObject(data)) return data;
	const rows: unknown[] = Array.isArray(data) ? data : [];
	return Object.fromEntries(
		rows.filter(isObject).map((row) => [pickText(row, 'Key'), pick(row, 'Value')]),
	);
}

function textOf<K extends string>(key: K, record: JsonObject, name: string) {
	const text = pickText(record, name).trim();
	return text === '' ? {} : ({ [key]: text } as { [P in K]: string });
}

function textsOf(record: JsonObject, ...names: string[]): string[] {
	return names.map((name) => pickText(record, name).trim()).filter((text) => text !== '');
}

function dateOf(text: string): { occurredOn?: string } {
	const ms = serverDate(text);
	return ms === undefined ? {} : { occurredOn: new Date(ms).toISOString() };
}
