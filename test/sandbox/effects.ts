import type { Account } from './account';
import { findOpportunity } from './account';
import { isRecord, list, parseJson, text } from './narrow';
import { activityType } from './activity-types';
import { allowedValues, opportunityType, pathOf } from './opportunity-types';
import { envelope } from './replies';
import type { FieldMetadata } from './opportunity-types';
import type { Opportunity, QueuedRequest } from './types';
import { write } from './writing';

/** What the wrapped V2 call did: its reply, or the exception that ended it. */
export type EffectResult = { message: unknown } | Rejection;

interface Rejection {
	exceptionType: string;
	exceptionMessage: string;
}

export type Effect = (account: Account, request: QueuedRequest) => EffectResult;

export function isRejection(result: EffectResult): result is Rejection {
	return 'exceptionType' in result;
}

const reject = (exceptionType: string, exceptionMessage: string): Rejection => ({
	exceptionType,
	exceptionMessage,
});

const succeeded = (Message: unknown): { message: unknown } => ({
	message: { Status: 'Success', Message },
});

interface Part {
	name: string;
	value: string;
	parts: Part[];
}

/** Reads SchemaName / Value and Attribute / Value lists alike; their shape was checked before. */
function readParts(value: unknown): Part[] {
	return list(value).map((entry) => ({
		name: text(entry, 'SchemaName') || text(entry, 'Attribute'),
		value: text(entry, 'Value'),
		parts: isRecord(entry) ? readParts(entry.Fields) : [],
	}));
}

interface RecordType {
	Fields: ReadonlyArray<
		Pick<
			FieldMetadata,
			'SchemaName' | 'DataType' | 'IsMandatory' | 'IsReadOnly' | 'IsMultiSelectDropdown'
		> &
			Parameters<typeof allowedValues>[0]
	>;
}

const isMandatory = (name: string) =>
	reject(
		'MXInvalidActivityFieldsException',
		`Field name : '${name}' of datatype : 'String' is mandatory.`,
	);

/** A mandatory field without a value, when a record is made. What has a default is filled in. */
function missingField(type: RecordType, parts: Part[]): Rejection | undefined {
	const given = new Set(parts.filter(({ value }) => value !== '').map(({ name }) => name));
	const missing = type.Fields.find(
		({ SchemaName, IsMandatory, OptionSet }) =>
			// Without an owner the record is still made: https://apidocs.leadsquared.com/capture-opportunities/
			IsMandatory && OptionSet === '' && SchemaName !== 'Owner' && !given.has(SchemaName),
	);
	return missing && isMandatory(missing.SchemaName);
}

/** The exception for the first field that the type does not take (REFERENCE.md, 10). */
function fieldProblem(
	type: RecordType,
	parts: Part[],
	checksOptions = true,
	prefix = '',
): Rejection | undefined {
	for (const part of parts) {
		const name = prefix + part.name;
		// The path form A~B belongs to search and metadata; in a body a set's parts are nested.
		const known = part.name.includes('~')
			? undefined
			: type.Fields.find((candidate) => pathOf(candidate) === name);
		if (!known) {
			return reject('MXInvalidActivityFieldsException', `Field name : '${name}' is invalid.`);
		}
		// "System fields not writable": documented for bulk update only, taken to hold here too.
		if (known.IsReadOnly) {
			return reject('MXInvalidActivityFieldsException', `Field name : '${name}' is read only.`);
		}
		const allowed = checksOptions ? allowedValues(known) : undefined;
		const clears = part.value === '' && !known.IsMandatory;
		const values = known.IsMultiSelectDropdown ? part.value.split(';') : [part.value];
		if (allowed && !clears && values.some((value) => !allowed.includes(value))) {
			return reject('MXInvalidInputException', `Invalid value for the field '${name}'.`);
		}
		const nested = fieldProblem(type, part.parts, checksOptions, `${name}~`);
		if (nested) return nested;
	}
	return undefined;
}

function store(
	account: Account,
	opportunity: Opportunity,
	parts: Part[],
	note: string,
	{ processedAt = 0 }: QueuedRequest,
): void {
	const values: Record<string, string> = {};
	for (const part of parts) {
		if (part.parts.length === 0) {
			values[part.name] = part.value;
			continue;
		}
		// LeadSquared returns a custom field set as JSON text (REFERENCE.md, 13).
		const before = parseJson(opportunity.fields[part.name] ?? '');
		const after = { ...(isRecord(before) ? before : {}) };
		for (const inner of part.parts) after[inner.name] = inner.value;
		values[part.name] = JSON.stringify(after);
	}
	write(account, opportunity.id, opportunity, values, processedAt);
	if (note !== '') opportunity.notes.push(note);
}

export const updateOpportunity: Effect = (account, request) => {
	const { body } = request;
	const id = text(body, 'ProspectOpportunityId');
	const opportunity = findOpportunity(account, id);
	const type = opportunity && opportunityType(opportunity.eventCode);
	if (!opportunity || !type) {
		return reject('MXInvalidEntityReferenceException', `Opportunity '${id}' does not exist.`);
	}
	const parts = readParts(isRecord(body) ? body.Fields : undefined);
	const problem = fieldProblem(type, parts);
	if (problem) return problem;
	store(account, opportunity, parts, text(body, 'OpportunityNote'), request);
	opportunity.updates++;
	return succeeded({ Id: opportunity.id });
};

const searchable = ['ProspectId', 'EmailAddress', 'Phone', 'Mobile'];
/** What says how to find the lead, and is not one of its fields. */
const notFields = new Set(['SearchBy', '__UseUserDefinedGuid__', 'ProspectID']);

/** The attributes of a lead as they are kept; a custom field set as JSON text (REFERENCE.md, 13). */
function attributesOf(parts: Part[]): Record<string, string> {
	return Object.fromEntries(
		parts
			.filter(({ name }) => !notFields.has(name))
			.map(({ name, value, parts: inner }) => [
				name,
				inner.length === 0
					? value
					: JSON.stringify(Object.fromEntries(inner.map((part) => [part.name, part.value]))),
			]),
	);
}

/** Another lead that has the same email: no two may. */
function duplicateEmail(account: Account, id: string, email: string): Rejection | undefined {
	const other = [...account.leads].find(
		([otherId, lead]) => otherId !== id && email !== '' && lead.EmailAddress === email,
	);
	return other && reject('MXDuplicateEntryException', `A lead with the email '${email}' exists.`);
}

/** Finds the lead by SearchBy (default ProspectID, then EmailAddress, then Phone) or makes one. */
function captureLead(
	account: Account,
	details: unknown,
	{ processedAt = 0 }: QueuedRequest,
): { id: string } | Rejection {
	const parts = readParts(details);
	const value = (name: string) => parts.find((part) => part.name === name)?.value ?? '';
	const searchBy = value('SearchBy');
	// "ProspectID", as the field itself is called, is refused (REFERENCE.md, 14).
	if (searchBy !== '' && !searchable.includes(searchBy) && !searchBy.startsWith('mx_')) {
		return reject('MXInvalidInputException', 'Invalid SearchBy value provided');
	}
	const givenId = value('ProspectID').toLowerCase();
	const isById = searchBy === 'ProspectId';
	if (isById && value('__UseUserDefinedGuid__') !== 'true') {
		return reject('MXInvalidInputException', 'Invalid SearchBy value provided');
	}
	const keys = searchBy === '' ? ['EmailAddress', 'Phone'] : [searchBy];
	const match = [...account.leads].find(([, lead]) =>
		keys.some((key) => value(key) !== '' && lead[key] === value(key)),
	);
	const known = account.leads.has(givenId) ? givenId : match?.[0];
	const id = known ?? (isById ? givenId : account.newId());
	const duplicate = duplicateEmail(account, id, value('EmailAddress'));
	if (duplicate) return duplicate;
	const lead = account.leads.get(id) ?? {};
	account.leads.set(id, lead);
	write(account, id, { fields: lead }, attributesOf(parts), processedAt);
	return { id };
}

export const captureOneLead: Effect = (account, request) => {
	const lead = captureLead(account, request.body, request);
	return 'id' in lead ? succeeded({ Id: lead.id }) : lead;
};

export const updateLead: Effect = (account, { body, query, processedAt = 0 }) => {
	const id = (query.leadId ?? '').toLowerCase();
	const lead = account.leads.get(id);
	if (!lead) return reject('MXInvalidEntityReferenceException', `Lead '${id}' does not exist.`);
	const attributes = attributesOf(readParts(body));
	const duplicate = duplicateEmail(account, id, attributes.EmailAddress ?? '');
	if (duplicate) return duplicate;
	write(account, id, { fields: lead }, attributes, processedAt);
	return succeeded({ AffectedRows: 1 });
};

/**
 * `ValidateDropDownOptions` true switches the check of options off, despite its name:
 * https://apidocs.leadsquared.com/post-an-activity-to-lead/
 */
function activityProblem(activity: unknown): Rejection | undefined {
	const given = isRecord(activity) ? activity : {};
	const type = activityType(Number(given.ActivityEvent));
	if (!type) return reject('MXInvalidInputException', 'Invalid ActivityEvent provided');
	const parts = readParts(given.Fields);
	return (
		fieldProblem(type, parts, given.ValidateDropDownOptions !== true) ?? missingField(type, parts)
	);
}

export const createActivity: Effect = (account, { body }) => {
	const id = text(body, 'RelatedProspectId').toLowerCase();
	if (!account.leads.has(id)) {
		return reject('MXInvalidEntityReferenceException', `Lead '${id}' does not exist.`);
	}
	return activityProblem(body) ?? succeeded({ Id: account.newId(), RelatedId: id });
};

export const createLeadAndActivity: Effect = (account, request) => {
	const { body } = request;
	const given = isRecord(body) ? body : {};
	const problem = activityProblem(given.Activity);
	if (problem) return problem;
	const lead = captureLead(account, given.LeadDetails, request);
	if (!('id' in lead)) return lead;
	return succeeded({ Id: account.newId(), RelatedId: lead.id });
};

export const logCall: Effect = (account) => succeeded({ Id: account.newId() });

/**
 * The wrapped Capture answers HTTP 200 with a numeric Status even when it fails: 0 success,
 * 1 failure (REFERENCE.md, 16). So the queue's own status is Success either way.
 */
export const captureOpportunity: Effect = (account, request) => {
	const { id: RequestId, body } = request;
	const given = isRecord(body) ? body : {};
	const wanted = isRecord(given.Opportunity) ? given.Opportunity : {};
	const type = opportunityType(Number(wanted.OpportunityEventCode));
	const fails = (failure: Rejection) => ({ message: captureFailure(RequestId, failure) });
	if (!type) {
		return fails(reject('MXInvalidInputException', 'Invalid OpportunityEventCode provided'));
	}
	if (wanted.OverwriteFields === true && wanted.UpdateEmptyFields === true) {
		const both = 'OverwriteFields and UpdateEmptyFields cannot both be true';
		return fails(reject('MXInvalidInputException', both));
	}
	const parts = readParts(wanted.Fields);
	const comments = parts.some(({ name, value }) => name === 'mx_Custom_19' && value !== '');
	if (account.rules.statusComments && !comments) return fails(isMandatory('mx_Custom_19'));
	const problem = fieldProblem(type, parts) ?? missingField(type, parts);
	if (problem) return fails(problem);
	const lead = captureLead(account, given.LeadDetails, request);
	if (!('id' in lead)) return fails(lead);
	const ActivityId = account.newId();
	const other = [...account.opportunities.values()].find(
		({ leadId, eventCode }) => leadId === lead.id && eventCode === type.EventCode,
	);
	if (account.rules.duplicateRules && other) {
		return {
			message: {
				Status: 0,
				CreatedOpportunityId: null,
				RequestId,
				IsUnique: false,
				AdditionalDetails: [
					{ ActivityId, PostDeDupActionPerformed: 3, ConflictedOpportunityId: other.id },
				],
			},
		};
	}
	const opportunity: Opportunity = {
		id: account.newId(),
		eventCode: type.EventCode,
		leadId: lead.id,
		fields: { Status: 'Open' },
		notes: [],
		updates: 0,
	};
	store(account, opportunity, parts, text(wanted, 'OpportunityNote'), request);
	account.opportunities.set(opportunity.id, opportunity);
	return {
		message: {
			Status: 0,
			CreatedOpportunityId: opportunity.id,
			RequestId,
			IsUnique: true,
			AdditionalDetails: [
				{ ActivityId, PostDeDupActionPerformed: 1, ConflictedOpportunityId: null },
			],
		},
	};
};

/** The inner reply of a capture that failed. */
export function captureFailure(RequestId: string, failure: Rejection): unknown {
	return {
		...envelope(failure.exceptionType, failure.exceptionMessage),
		Status: 1,
		CreatedOpportunityId: null,
		RequestId,
		IsUnique: false,
		AdditionalDetails: [],
	};
}
