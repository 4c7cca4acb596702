/** One shape for each kind of record, whatever call it came from. Pure. */
import { isObject, pick, pickText, type JsonObject } from '../lib/json';
import { serverDate } from '../lib/server-date';
import { flattened, valuesOf } from './rows';

/** A value of a record. */
export type Plain = string | number | boolean | null;

export interface ReadRecord {
	/** '' if LeadSquared does not name it. */
	id: string;
	/** What most people need, at most ten: IDs as text, dates in ISO 8601 with `Z`, null where nothing is known. */
	core: Readonly<Record<string, Plain>>;
	/** By schema name, as LeadSquared has them. */
	fields: JsonObject;
	/** The reply's own. */
	raw: JsonObject;
	/** Names and types of the fields, where the reply itself has them. */
	described?: ReadonlyMap<string, { displayName: string; dataType: string }>;
}

/** A date in any of LeadSquared's forms, in ISO 8601; a text that is none of them as it is. */
export function isoDate(value: unknown): string | null {
	const text = typeof value === 'string' ? value : '';
	if (text === '') return null;
	const ms = serverDate(text);
	return ms === undefined ? text : new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** The first of these that has a value, as text. */
function first(row: JsonObject, ...names: string[]): string | null {
	return names.map((name) => pickText(row, name)).find((text) => text !== '') ?? null;
}

function firstDate(row: JsonObject, ...names: string[]): string | null {
	return isoDate(first(row, ...names));
}

export function leadRecord(source: JsonObject): ReadRecord {
	const row = flattened(source, 'LeadPropertyList');
	const name = [first(row, 'FirstName'), first(row, 'LastName')].filter(Boolean).join(' ');
	const leadId = first(row, 'ProspectID', 'ProspectId', 'Id');
	return {
		id: leadId ?? '',
		core: {
			leadId,
			autoId: first(row, 'ProspectAutoId'),
			name: name || null,
			email: first(row, 'EmailAddress'),
			phone: first(row, 'Phone', 'Mobile'),
			stage: first(row, 'ProspectStage'),
			ownerId: first(row, 'OwnerId'),
			createdOn: firstDate(row, 'CreatedOn'),
			modifiedOn: firstDate(row, 'ModifiedOn'),
			lastActivityOn: firstDate(row, 'ProspectActivityDate_Max'),
		},
		fields: row,
		raw: source,
	};
}

/** The columns that a lead's core is made of. */
export const leadColumns = [
	...['ProspectID', 'ProspectAutoId', 'FirstName', 'LastName', 'EmailAddress', 'Phone', 'Mobile'],
	...['ProspectStage', 'OwnerId', 'CreatedOn', 'ModifiedOn', 'ProspectActivityDate_Max'],
];

/** What a row says about the record, and is not one of its fields. */
const opportunityNames = new Set(
	[
		...['OpportunityId', 'ProspectOpportunityId', 'ProspectActivityId', 'Id', 'ProspectId'],
		...[
			'RelatedProspectId',
			'OpportunityEvent',
			'OpportunityEventType',
			'ActivityEvent',
			'EventCode',
		],
		...['OpportunityNote', 'RecordCount'],
	].map((name) => name.toLowerCase()),
);

export function opportunityRecord(source: JsonObject): ReadRecord {
	const row = flattened(flattened(source, 'Fields'), 'Data');
	const opportunityId = first(
		row,
		'OpportunityId',
		'ProspectOpportunityId',
		'ProspectActivityId',
		'Id',
	);
	return {
		id: opportunityId ?? '',
		core: {
			opportunityId,
			typeCode: first(row, 'OpportunityEvent', 'ActivityEvent', 'EventCode'),
			leadId: first(row, 'RelatedProspectId', 'ProspectId'),
			...opportunityFacts(row),
			note: first(row, 'OpportunityNote', 'ActivityEvent_Note'),
			createdOn: firstDate(row, 'CreatedOn', 'PACreatedOn'),
			modifiedOn: firstDate(row, 'ModifiedOn', 'PAModifiedOn'),
		},
		fields: Object.fromEntries(
			Object.entries(row).filter(([name]) => !opportunityNames.has(name.toLowerCase())),
		),
		raw: source,
	};
}

/** LeadSquared stores the name in mx_Custom_1 and the stage in mx_Custom_2, whatever an account calls them. */
function opportunityFacts(fields: JsonObject) {
	return {
		name: first(fields, 'mx_Custom_1'),
		status: first(fields, 'Status'),
		stage: first(fields, 'mx_Custom_2'),
		ownerId: first(fields, 'Owner'),
	};
}

/**
 * https://apidocs.leadsquared.com/get-an-opportunity-by-id/, the only reply with all fields.
 *
 * @param asked the ID in the question, which the reply does not always repeat
 */
export function opportunityDetails(body: JsonObject, asked: string): ReadRecord | undefined {
	const list = pick(body, 'Fields');
	if (!Array.isArray(list)) return undefined;
	const entries = list.filter(isObject);
	const fields = valuesOf(entries);
	const ids = ['OpportunityId', 'ProspectOpportunityId', 'ProspectActivityId', 'ID'];
	const named = ids.map((name) => pickText(body, name)).find((text) => guid.test(text));
	const typeCode = [
		first(body, 'EventCode', 'ActivityEvent', 'OpportunityEvent'),
		first(body, 'ID'),
	].find((text) => text !== null && /^\d+$/.test(text));
	const id = named ?? asked;
	return {
		id,
		core: {
			opportunityId: id,
			typeCode: typeCode ?? null,
			leadId: first(body, 'RelatedProspectId', 'ProspectId'),
			...opportunityFacts(fields),
			note: first(body, 'OpportunityNote') ?? first(fields, 'ActivityEvent_Note'),
			createdOn: firstDate(fields, 'CreatedOn') ?? firstDate(body, 'CreatedOn'),
			modifiedOn: firstDate(fields, 'ModifiedOn') ?? firstDate(body, 'ModifiedOn'),
		},
		fields,
		raw: body,
		described: new Map(
			entries.map((entry) => [
				pickText(entry, 'SchemaName'),
				{ displayName: pickText(entry, 'DisplayName'), dataType: pickText(entry, 'DataType') },
			]),
		),
	};
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function activityRecord(source: JsonObject): ReadRecord {
	const nested = valuesOf(pick(source, 'ActivityFields') ?? pick(source, 'Fields'));
	const data = valuesOf(pick(source, 'Data'));
	const own = Object.fromEntries(
		Object.entries(source).filter(([name]) => !activityNames.has(name.toLowerCase())),
	);
	const fields: JsonObject = { ...data, ...own, ...nested };
	const activityId = first(source, 'ProspectActivityId', 'Id');
	return {
		id: activityId ?? '',
		core: {
			activityId,
			typeCode: first(source, 'EventCode', 'ActivityEvent'),
			typeName: first(source, 'EventName', 'ActivityEventName'),
			leadId: first(source, 'RelatedProspectId', 'ProspectId'),
			opportunityId: first(source, 'RelatedOpportunityId', 'OpportunityId'),
			status: first(fields, 'Status'),
			note: first(fields, 'ActivityEvent_Note') ?? first(source, 'Note'),
			createdOn: firstDate(source, 'CreatedOn') ?? firstDate(fields, 'CreatedOn'),
			createdBy: first(fields, 'CreatedByName', 'CreatedBy'),
		},
		fields,
		raw: source,
	};
}

const activityNames = new Set([
	...['id', 'prospectactivityid', 'eventcode', 'activityevent', 'eventname', 'activityeventname'],
	...['relatedprospectid', 'data', 'activityfields', 'fields', 'createdon'],
]);

export function taskRecord(row: JsonObject): ReadRecord {
	const taskId = first(row, 'UserTaskId', 'TaskID', 'Id');
	const status = first(row, 'StatusCode', 'Status');
	const related = first(row, 'RelatedEntityId');
	const kind = first(row, 'RelatedEntity');
	return {
		id: taskId ?? '',
		core: {
			taskId,
			name: first(row, 'Name'),
			description: first(row, 'Description'),
			dueOn: firstDate(row, 'DueDate'),
			isCompleted: status === null ? null : /^(1|completed)$/i.test(status),
			ownerId: first(row, 'OwnerId', 'OwnerID'),
			ownerName: first(row, 'OwnerName'),
			leadId: kind === '1' ? related : first(row, 'LeadId', 'RelatedProspectId'),
			opportunityId: kind === '5' ? related : null,
			createdOn: firstDate(row, 'CreatedOn'),
		},
		fields: row,
		raw: row,
	};
}
