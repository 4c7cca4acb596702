/** Records in one shape, whatever call they came from. Pure. */
import { isObject, parseEmbedded, pick, pickText, type JsonObject } from '../lib/json';
import { serverDate } from '../lib/server-date';
import { schemaNameIn } from '../metadata/field-catalog';
import type { FieldKind } from '../metadata/field-kinds';
import { activityIds, leadIds, opportunityIds, taskIds } from './calls';
import {
	createdOnKeys,
	firstText,
	idOf,
	leadOf,
	originalOf,
	typeCodes,
	valuesByName,
} from './rows';

export type Scalar = string | number | boolean | null;

export interface ReadRecord {
	/** IDs, type and dates, in every form of output. */
	head: Record<string, Scalar>;
	/** What else the simplified form has: at most ten together with the head. */
	brief: Record<string, Scalar>;
	/** By schema name. */
	fields: JsonObject;
	/** What a system event says about itself. */
	data?: JsonObject;
	/** As LeadSquared returned it. */
	raw: JsonObject;
}

/** UTC in ISO 8601; a text that is no date of LeadSquared's is returned as it is, and nothing as null. */
export function isoDate(value: unknown): string | null {
	if (typeof value !== 'string' || value === '') return null;
	const ms = serverDate(value);
	if (ms === undefined) return value;
	const iso = new Date(ms).toISOString();
	return iso.endsWith('.000Z') ? `${iso.slice(0, -5)}Z` : iso;
}

const textOr = (row: JsonObject, keys: readonly string[]): string | null =>
	firstText(row, keys) || null;

const codeOf = (row: JsonObject, keys: readonly string[]): number | null => {
	const code = Number(firstText(row, keys) || NaN);
	return Number.isFinite(code) ? code : null;
};

const dateOf = (row: JsonObject, keys: readonly string[]): string | null =>
	isoDate(firstText(row, keys));

/** The columns that the simplified form of a lead needs. */
export const briefLeadColumns = [
	'ProspectID',
	'ProspectAutoId',
	'FirstName',
	'LastName',
	'EmailAddress',
	'Phone',
	'ProspectStage',
	'OwnerId',
	'CreatedOn',
	'ModifiedOn',
	'ProspectActivityDate_Max',
] as const;

/** The columns that every form of a lead needs. */
export const headLeadColumns = ['ProspectID', 'ProspectAutoId', 'CreatedOn', 'ModifiedOn'] as const;

export function leadRecord(row: JsonObject): ReadRecord {
	const name = [pickText(row, 'FirstName'), pickText(row, 'LastName')].join(' ').trim();
	return {
		head: {
			leadId: idOf(row, leadIds),
			leadNumber: textOr(row, ['ProspectAutoId']),
			createdOn: dateOf(row, ['CreatedOn']),
			modifiedOn: dateOf(row, ['ModifiedOn']),
		},
		brief: {
			name: name || null,
			email: textOr(row, ['EmailAddress']),
			phone: textOr(row, ['Phone']),
			stage: textOr(row, ['ProspectStage']),
			ownerId: textOr(row, ['OwnerId']),
			lastActivityOn: dateOf(row, ['ProspectActivityDate_Max']),
		},
		fields: row,
		raw: originalOf(row),
	};
}

/** A row of a list. @param code of the type that was asked for, for rows that do not name theirs */
export function opportunityRecord(row: JsonObject, code?: string): ReadRecord {
	// Where the call for changed activities has no `Fields`, the values are in `Data`.
	const { Data, ...rest } = row;
	const values = Data === undefined ? row : { ...valuesByName(Data, 'Key'), ...rest };
	const typeCode = codeOf(row, typeCodes);
	return {
		...opportunity(
			idOf(row, opportunityIds),
			typeCode ?? (Number(code ?? NaN) || null),
			values,
			values,
		),
		raw: originalOf(row),
	};
}

/** What LeadSquared says of a field beside its value. */
export interface DetailField {
	schemaName: string;
	displayName: string;
	dataType: string;
}

/** The fields that the details of an opportunity have. */
export function detailFields(details: JsonObject): DetailField[] {
	const list = pick(details, 'Fields');
	return (Array.isArray(list) ? list : []).filter(isObject).map((entry) => ({
		schemaName: schemaNameIn(entry),
		displayName: pickText(entry, 'DisplayName').trim() || schemaNameIn(entry),
		dataType: pickText(entry, 'DataType'),
	}));
}

/** The details of one opportunity. @param id as it was asked for: the ID in the reply may be that of the type */
export function opportunityOfDetails(details: JsonObject, id: string): ReadRecord {
	const list = pick(details, 'Fields');
	const fields = Object.fromEntries(
		(Array.isArray(list) ? list : [])
			.filter(isObject)
			.map((entry) => [schemaNameIn(entry), pick(entry, 'Value') ?? null]),
	);
	const row = { ...fields, ...details };
	const record = opportunity(
		detailedId(details) || id,
		codeOf(details, ['OpportunityEvent', 'EventCode', 'OpportunityEventCode']),
		{ ...row, CreatedOn: firstText(fields, ['CreatedOn']) || pick(row, 'CreatedOn') },
		fields,
	);
	return { ...record, raw: details };
}

/** The ID of the opportunity that the details are of; '' if they have none. */
export function detailedId(details: JsonObject): string {
	return firstText(details, ['OpportunityId', 'ProspectOpportunityId']);
}

/** An item made of the details, with what a list says of the same opportunity: its lead and type, for example. */
export function withListed(item: JsonObject, { head }: ReadRecord): JsonObject {
	const known = Object.entries(head).filter(([, value]) => value !== null);
	return { ...item, ...Object.fromEntries(known) };
}

function opportunity(
	opportunityId: string,
	typeCode: number | null,
	row: JsonObject,
	fields: JsonObject,
): ReadRecord {
	return {
		head: {
			opportunityId,
			typeCode,
			leadId: leadOf(row) || null,
			createdOn: dateOf(row, createdOnKeys),
			modifiedOn: dateOf(row, ['ModifiedOn', 'PAModifiedOn']),
		},
		brief: {
			// A new type has its name and its stage in these two.
			name: textOr(row, ['mx_Custom_1']),
			status: textOr(row, ['Status']),
			stage: textOr(row, ['mx_Custom_2']),
			ownerId: textOr(row, ['Owner']),
			note: textOr(row, ['OpportunityNote', 'ActivityEvent_Note']),
		},
		fields,
		raw: originalOf(row),
	};
}

/** Where an opportunity's activity names it. */
const opportunityOfActivity = ['RelatedOpportunityId', 'OpportunityId', 'ProspectOpportunityId'];

/** The ID of an activity's opportunity; '' if the row does not name it. */
export function opportunityOf(row: JsonObject): string {
	return firstText(row, opportunityOfActivity);
}

const headOfActivity = new Set(
	[
		...activityIds,
		...opportunityOfActivity,
		...['ActivityEvent', 'EventCode', 'EventName', 'ActivityType', 'Type', 'ActivityScore'],
		...['RelatedProspectId', 'CreatedOn', 'CreatedBy', 'CreatedByName', 'Data'],
	].map((name) => name.toLowerCase()),
);

export function activityRecord(
	row: JsonObject,
	eventNames: ReadonlyMap<number, string>,
	opportunityId?: string,
): ReadRecord {
	const data = valuesByName(pick(row, 'Data'), 'Key');
	const eventCode = codeOf(row, typeCodes);
	return {
		head: {
			activityId: idOf(row, activityIds),
			eventCode,
			eventName: textOr(row, ['EventName']) ?? eventNames.get(eventCode ?? NaN) ?? null,
			leadId: leadOf(row) || null,
			opportunityId: opportunityOf(row) || (opportunityId ?? null),
			createdOn: dateOf(row, ['CreatedOn']),
			createdBy: textOr(row, ['CreatedByName']) ?? textOr(data, ['CreatedByName', 'CreatedBy']),
		},
		brief: {
			note: textOr(row, ['ActivityEvent_Note', 'ActivityNote', 'Note']),
			status: textOr(row, ['Status']),
			ownerId: textOr(row, ['Owner']),
		},
		fields: Object.fromEntries(
			Object.entries(row).filter(([name]) => !headOfActivity.has(name.toLowerCase())),
		),
		data,
		raw: originalOf(row),
	};
}

/** The ID of a task's lead; '' if the row does not say that it is of a lead, and of which. */
export function taskLead(row: JsonObject): string {
	return pickText(row, 'RelatedEntity') === '1' ? pickText(row, 'RelatedEntityId') : leadOf(row);
}

/** The ID of the user; '' if the row does not name it. */
export function taskOwner(row: JsonObject): string {
	return firstText(row, ['OwnerID', 'OwnerId']);
}

export function taskRecord(row: JsonObject): ReadRecord {
	const status = firstText(row, ['StatusCode', 'Status']);
	const isOfLead =
		pick(row, 'RelatedEntity') === undefined || pickText(row, 'RelatedEntity') === '1';
	const related = textOr(row, ['RelatedEntityId']);
	return {
		head: {
			taskId: idOf(row, taskIds),
			name: textOr(row, ['Name']),
			isDone: status === '' ? null : /^(1|completed)$/i.test(status),
			dueOn: dateOf(row, ['DueDate']),
			leadId: isOfLead ? related : null,
			opportunityId: pickText(row, 'RelatedEntity') === '5' ? related : null,
			ownerId: taskOwner(row) || null,
			ownerName: textOr(row, ['OwnerName']),
			description: textOr(row, ['Description']),
			createdOn: dateOf(row, ['CreatedOn']),
		},
		brief: {},
		fields: {},
		raw: originalOf(row),
	};
}

/** What is known of a field when its value is shown. */
export interface FieldWords {
	displayName: string;
	kind: FieldKind;
}

/** What can be output of a record. */
export interface Form {
	kind: 'simplified' | 'selected' | 'all' | 'raw';
	/** Schema names, for `selected`. */
	names: readonly string[];
	usesDisplayNames: boolean;
}

/** @param wordsOf what the account's metadata says of a field, if anything */
export function present(
	record: ReadRecord,
	form: Form,
	wordsOf: (schemaName: string) => FieldWords | undefined,
): JsonObject {
	const { head, brief, data, raw } = record;
	if (form.kind === 'raw') return raw;
	if (form.kind === 'simplified') return { ...head, ...brief };
	const fields = expanded(record.fields);
	const names =
		form.kind === 'selected'
			? form.names.flatMap((name) => partsOf(name, fields))
			: Object.keys(fields);
	const shown = new Map<string, unknown>();
	for (const name of new Set(names)) {
		const words = wordsOf(name);
		const key = form.usesDisplayNames ? keyFor(name, words, shown) : name;
		shown.set(key, fieldValue(pick(fields, name) ?? null, words?.kind, name));
	}
	return {
		...head,
		...(form.kind === 'all' && 'note' in brief ? { note: brief.note } : {}),
		// Not by assigning: a field may be named like something that every object has.
		fields: Object.fromEntries(shown),
		...(data === undefined || form.kind === 'selected' ? {} : { data }),
	};
}

/** A set that was chosen as a whole comes as its parts. */
function partsOf(name: string, fields: JsonObject): string[] {
	if (pick(fields, name) !== undefined) return [name];
	const start = `${name.toLowerCase()}~`;
	const parts = Object.keys(fields).filter((part) => part.toLowerCase().startsWith(start));
	return parts.length === 0 ? [name] : parts;
}

/** Two fields may have one display name, or one that looks like the key of another; then the second has its schema name too. */
function keyFor(
	name: string,
	words: FieldWords | undefined,
	taken: ReadonlyMap<string, unknown>,
): string {
	let key = words?.displayName.trim() || name;
	while (taken.has(key)) key = `${key} (${name})`;
	return key;
}

/** LeadSquared sets these on every record, and metadata does not always list them. */
const systemDate = /^(P_|PA)?(Created|Modified)On$|ActivityDate_(Max|Min)$/;

function fieldValue(value: unknown, kind: FieldKind | undefined, name: string): unknown {
	const isDate = kind === 'date' || kind === 'dateTime' || systemDate.test(name);
	if (!isDate || typeof value !== 'string') return value;
	const iso = isoDate(value);
	// A day has no time; LeadSquared may add midnight to it.
	return kind === 'date' ? (iso?.replace(/T00:00:00Z$/, '') ?? null) : iso;
}

/** The parts of a custom field set, which comes as JSON text, under the names by which they are written. */
function expanded(fields: JsonObject): JsonObject {
	const values = new Map<string, unknown>();
	for (const [name, value] of Object.entries(fields)) {
		const set = parseEmbedded(value);
		const isSet = isObject(set) && Object.keys(set).some((part) => /^mx_CustomObject_/i.test(part));
		const parts = isSet
			? Object.entries(set).map(([part, inner]) => [`${name}~${part}`, inner] as const)
			: [[name, value] as const];
		for (const [part, inner] of parts) {
			// The details list the parts beside their set too, and may leave them empty there.
			const isEmpty = inner === null || inner === '';
			if (!isEmpty || !values.has(part)) values.set(part, inner);
		}
	}
	return Object.fromEntries(values);
}
