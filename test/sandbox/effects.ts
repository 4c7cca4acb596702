import type { Account } from './account';
import { findOpportunity } from './account';
import { isRecord, list, parseJson, text } from './narrow';
import { allowedValues, opportunityType, pathOf } from './opportunity-types';
import { envelope } from './replies';
import type { OpportunityType } from './opportunity-types';
import type { Opportunity, QueuedRequest } from './types';

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

/** The first field that the type would not take. Which exception it meets: reference 8 and 10. */
function fieldProblem(type: OpportunityType, parts: Part[], prefix = ''): Rejection | undefined {
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
		const allowed = allowedValues(known);
		const clears = part.value === '' && !known.IsMandatory;
		const values = known.IsMultiSelectDropdown ? part.value.split(';') : [part.value];
		if (allowed && !clears && values.some((value) => !allowed.includes(value))) {
			return reject('MXInvalidInputException', `Invalid value for the field '${name}'.`);
		}
		const nested = fieldProblem(type, part.parts, `${name}~`);
		if (nested) return nested;
	}
	return undefined;
}

function store(opportunity: Opportunity, parts: Part[], note: string): void {
	for (const part of parts) {
		if (part.parts.length === 0) {
			opportunity.fields[part.name] = part.value;
			continue;
		}
		// LeadSquared returns a custom field set as JSON text (reference 10).
		const before = parseJson(opportunity.fields[part.name] ?? '');
		const after = { ...(isRecord(before) ? before : {}) };
		for (const inner of part.parts) after[inner.name] = inner.value;
		opportunity.fields[part.name] = JSON.stringify(after);
	}
	if (note !== '') opportunity.notes.push(note);
}

export const updateOpportunity: Effect = (account, { body }) => {
	const id = text(body, 'ProspectOpportunityId');
	const opportunity = findOpportunity(account, id);
	const type = opportunity && opportunityType(opportunity.eventCode);
	if (!opportunity || !type) {
		return reject('MXInvalidEntityReferenceException', `Opportunity '${id}' does not exist.`);
	}
	const parts = readParts(isRecord(body) ? body.Fields : undefined);
	const problem = fieldProblem(type, parts);
	if (problem) return problem;
	store(opportunity, parts, text(body, 'OpportunityNote'));
	opportunity.updates++;
	return succeeded({ Id: opportunity.id });
};

const searchable = ['ProspectId', 'EmailAddress', 'Phone', 'Mobile'];

/** Finds the lead by SearchBy (default EmailAddress, then Phone) or makes one. */
function captureLead(account: Account, details: unknown): { id: string } | Rejection {
	const parts = readParts(details);
	const value = (name: string) => parts.find((part) => part.name === name)?.value ?? '';
	const searchBy = value('SearchBy');
	if (searchBy !== '' && !searchable.includes(searchBy) && !searchBy.startsWith('mx_')) {
		return reject('MXInvalidInputException', 'Invalid SearchBy value provided');
	}
	const attributes = Object.fromEntries(
		parts.filter((part) => part.name !== 'SearchBy').map((part) => [part.name, part.value]),
	);
	const byId = account.leads.get(value('ProspectID').toLowerCase());
	const keys = searchBy === '' ? ['EmailAddress', 'Phone'] : [searchBy];
	const match = [...account.leads].find(([, lead]) =>
		keys.some((key) => value(key) !== '' && lead[key] === value(key)),
	);
	const id = byId ? value('ProspectID').toLowerCase() : (match?.[0] ?? account.newId());
	account.leads.set(id, { ...account.leads.get(id), ...attributes });
	return { id };
}

export const captureOneLead: Effect = (account, { body }) => {
	const lead = captureLead(account, body);
	return 'id' in lead ? succeeded({ Id: lead.id }) : lead;
};

export const updateLead: Effect = (account, { body, query }) => {
	const id = (query.leadId ?? '').toLowerCase();
	const lead = account.leads.get(id);
	if (!lead) return reject('MXInvalidEntityReferenceException', `Lead '${id}' does not exist.`);
	for (const part of readParts(body)) lead[part.name] = part.value;
	return succeeded({ AffectedRows: 1 });
};

export const createActivity: Effect = (account, { body }) => {
	const id = text(body, 'RelatedProspectId').toLowerCase();
	if (!account.leads.has(id)) {
		return reject('MXInvalidEntityReferenceException', `Lead '${id}' does not exist.`);
	}
	return succeeded({ Id: account.newId() });
};

export const createLeadAndActivity: Effect = (account, { body }) => {
	const lead = captureLead(account, isRecord(body) ? body.LeadDetails : undefined);
	if (!('id' in lead)) return lead;
	return succeeded({ Id: account.newId(), RelatedId: lead.id });
};

export const logCall: Effect = (account) => succeeded({ Id: account.newId() });

/**
 * The wrapped Capture answers HTTP 200 with a numeric Status even when it fails: 0 success,
 * 1 failure (reference 12). So the queue's own status is Success either way.
 */
export const captureOpportunity: Effect = (account, { id: RequestId, body }) => {
	const given = isRecord(body) ? body : {};
	const wanted = isRecord(given.Opportunity) ? given.Opportunity : {};
	const type = opportunityType(Number(wanted.OpportunityEventCode));
	const fails = (failure: Rejection) => ({ message: captureFailure(RequestId, failure) });
	if (!type) {
		return fails(reject('MXInvalidInputException', 'Invalid OpportunityEventCode provided'));
	}
	const parts = readParts(wanted.Fields);
	const problem = fieldProblem(type, parts);
	if (problem) return fails(problem);
	const lead = captureLead(account, given.LeadDetails);
	if (!('id' in lead)) return fails(lead);
	const opportunity: Opportunity = {
		id: account.newId(),
		eventCode: type.EventCode,
		fields: { Status: 'Open' },
		notes: [],
		updates: 0,
	};
	store(opportunity, parts, text(wanted, 'OpportunityNote'));
	account.opportunities.set(opportunity.id, opportunity);
	const ActivityId = account.newId();
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
