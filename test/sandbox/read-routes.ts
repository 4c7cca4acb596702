import { findOpportunity } from './account';
import { activityTypes } from './activity-types';
import { leadFields } from './lead-fields';
import { isRecord, text } from './narrow';
import { opportunityType } from './opportunity-types';
import { dotNet, gatewayNotFound, ok, refuse } from './replies';
import type { Reply } from './replies';
import {
	dated,
	inForm,
	listed,
	pageByIndex,
	pageByOffset,
	rowOf,
	sorted,
	withColumns,
} from './rows';
import type { Row } from './rows';
import { formerUsers, user, users } from './seed';
import type { SyncContext, SyncRoute } from './sync-routes';
import type {
	Activity,
	Opportunity,
	ReadingQuirks,
	RecordedCall,
	Task,
	WritingQuirks,
} from './types';
import { inAccountForm, leadAt } from './writing';

/** The V2 calls that read records. Grades of what is not documented: REFERENCE.md, 23 to 30. */
type Lead = Record<string, string>;

const invalid = (said: string): Reply => refuse(500, 'MXInvalidInputException', said);

const ownerName = (id: string | undefined): string | null => {
	const owner = [...users, ...formerUsers].find((one) => one.id === id);
	return owner === undefined ? null : `${owner.firstName} ${owner.lastName}`.trim();
};

/** A flat lead with every field: texts and nulls, booleans as "0" and "1". */
function leadRow([id, lead]: [string, Lead], position: number): Row {
	const OwnerId = lead.OwnerId ?? user.id;
	return {
		...Object.fromEntries(leadFields.map(({ SchemaName }) => [SchemaName, null])),
		ProspectStage: 'Prospect',
		Score: '-10',
		DoNotEmail: '0',
		...lead,
		ProspectID: id,
		ProspectAutoId: String(1001 + position),
		OwnerId,
		OwnerIdName: ownerName(OwnerId),
	};
}

/** `[]` for an unknown one. */
function leadsWhere(
	{ account, queue, rowDates, now }: SyncContext,
	is: (id: string, lead: Lead) => boolean,
): Row[] {
	queue.process();
	return [...account.leads].flatMap(([id, lead], position) => {
		if (!is(id, lead)) return [];
		const row = leadRow([id, leadAt(account, id, lead, now())], position);
		return [dated(inForms(row, account.writing), rowDates)];
	});
}

/** The owner always comes by ID, with the name in a field of its own. */
function inForms(row: Row, writing: WritingQuirks): Row {
	const others = leadFields.filter(({ SchemaName }) => SchemaName !== 'OwnerId');
	const forms = others.map((field) => [
		field.SchemaName,
		inAccountForm(row[field.SchemaName] ?? null, field, writing),
	]);
	return { ...row, ...Object.fromEntries(forms) } as Row;
}

/** What is not there is an empty list, or perhaps a 404. */
function oneLead({ unknownLead, quirks }: SyncContext, found: Row[]): Reply {
	return found.length === 0 && unknownLead === 'notFound'
		? refuse(404, 'MXInvalidEntityReferenceException', 'Lead not found')
		: ok(inLeadList(found, quirks));
}

/** An array by itself; integrators guard against a name too (REFERENCE.md, 50). */
function inLeadList(rows: Row[], { leadLists }: ReadingQuirks): unknown {
	if (leadLists === 'bare') return rows;
	return { RecordCount: rows.length, [leadLists === 'named' ? 'Leads' : 'List']: rows };
}

function leadById(context: SyncContext, call: RecordedCall): Reply {
	const wanted = call.query.id?.toLowerCase();
	return oneLead(
		context,
		leadsWhere(context, (id) => id === wanted),
	);
}

function leadByEmail(context: SyncContext, call: RecordedCall): Reply {
	const wanted = call.query.emailaddress?.toLowerCase();
	return oneLead(
		context,
		leadsWhere(context, (_, lead) => lead.EmailAddress?.toLowerCase() === wanted),
	);
}

/**
 * Phone and Mobile only, with or without the country code, digits only; of several the one with the latest activity.
 * https://apidocs.leadsquared.com/get-lead-by-phone/
 */
function leadByPhone(context: SyncContext, call: RecordedCall): Reply {
	const wanted = call.query.phone ?? '';
	if (!/^\+?\d{7,}$/.test(wanted)) return oneLead(context, []);
	const digits = wanted.replace(/\D/g, '');
	const found = leadsWhere(context, (_, { Phone = '', Mobile = '' }) =>
		[Phone, Mobile].some((number) => {
			const [, local = number] = number.split('-');
			return [local, number.replace(/\D/g, '')].includes(digits);
		}),
	);
	return oneLead(context, found.slice(-1));
}

/** One condition. Without a readable one, all leads come (REFERENCE.md, 23). */
function searchLeads(context: SyncContext, call: RecordedCall): Reply {
	const { quirks } = context;
	const body = isRecord(call.body) ? call.body : {};
	const name = text(body.Parameter, 'LookupName');
	const wanted = text(body.Parameter, 'LookupValue');
	const operator = text(body.Parameter, 'SqlOperator');
	const field = leadFields.find(({ SchemaName }) => SchemaName === name);
	if (field?.DataType === 'Boolean' && !['0', '1'].includes(wanted)) {
		return invalid(`Invalid value for ${name}`);
	}
	const isFound = (id: string, lead: Lead, position: number): boolean => {
		if (name === '') return true;
		const value = leadRow([id, lead], position)[name];
		return value !== undefined && value !== null && compares(value, operator, wanted);
	};
	const found = [...context.account.leads].flatMap(([id, lead], position) =>
		isFound(id, lead, position) ? [leadRow([id, lead], position)] : [],
	);
	const rows = pageByIndex(
		sorted(found, body, (row, column) => row[column] ?? '', context.rowOrder),
		body,
		quirks.pageCap,
	);
	const shown = rows.map((row) => withColumns(dated(row, context.rowDates), body));
	return ok(inLeadList(shown, quirks));
}

/** Letter case does not count, and numbers compare as numbers. */
function compares(value: string, operator: string, wanted: string): boolean {
	const [a, b] = [value.toLowerCase(), wanted.toLowerCase()];
	const isNumeric = [a, b].every((one) => one.trim() !== '' && Number.isFinite(Number(one)));
	const order = isNumeric ? Number(a) - Number(b) : a < b ? -1 : Number(a > b);
	switch (operator) {
		case '=':
			return order === 0;
		case '<>':
			return order !== 0;
		case '>':
			return order > 0;
		case '>=':
			return order >= 0;
		case '<':
			return order < 0;
		case '<=':
			return order <= 0;
		case 'LIKE':
			return a.includes(b.replaceAll('%', ''));
		default:
			return false;
	}
}

/** Whether a date is within `FromDate` and `ToDate`, both UTC in LeadSquared's form. */
function inRange(body: unknown): (plain: string) => boolean {
	const parameter = isRecord(body) ? body.Parameter : undefined;
	const from = text(parameter, 'FromDate');
	const to = text(parameter, 'ToDate');
	return (plain) => plain >= from && (to === '' || plain <= to);
}

/** In the order that was asked for, or in the one that the account keeps to. */
function inChangedOrder<T>(
	found: T[],
	call: RecordedCall,
	{ changedOrder }: ReadingQuirks,
	valueOf: (one: T, column?: string) => string,
): T[] {
	switch (changedOrder) {
		case 'asAsked':
			return sorted(found, call.body, valueOf);
		case 'newestFirst':
			return [...found].sort((a, b) => (valueOf(a) < valueOf(b) ? 1 : -1));
		case 'ofCreation':
			return found;
	}
}

/** https://apidocs.leadsquared.com/get-leads-by-date-range/; names and values apart, dates with `.000`. */
function changedLeads(context: SyncContext, call: RecordedCall): Reply {
	const { account, queue, quirks } = context;
	queue.process();
	const isInRange = inRange(call.body);
	const found = [...account.leads].flatMap(([id, lead], position) =>
		isInRange(lead.ModifiedOn ?? '') ? [{ id, lead, position }] : [],
	);
	const inOrder = inChangedOrder(
		found,
		call,
		quirks,
		({ lead }, column = 'ModifiedOn') => lead[column] ?? '',
	);
	const rows = pageByIndex(inOrder, call.body, Math.min(5000, quirks.pageCap)).map(
		({ id, lead, position }) => {
			const row = withColumns(dated(leadRow([id, lead], position), 'millis'), call.body);
			const pairs = Object.entries(row).map(([Attribute, Value]) => ({ Attribute, Value }));
			return { LeadPropertyList: [...pairs, { Attribute: 'CanUpdate', Value: 'true' }] };
		},
	);
	return ok(listed('Leads', rows, found.length, quirks));
}

function opportunityRow(opportunity: Opportunity): Row {
	const { fields } = opportunity;
	return {
		...rowOf(opportunity),
		OpportunityNote: opportunity.notes.at(-1) ?? null,
		OwnerName: ownerName(fields.Owner),
	};
}

/** https://apidocs.leadsquared.com/get-opportunities-by-lead-id/ */
function opportunitiesOfLead(context: SyncContext, call: RecordedCall): Reply {
	const { account, queue, quirks, rowDates, rowOrder } = context;
	queue.process();
	const { leadId = '', opportunityType: code = '' } = call.query;
	if (code === '' && quirks.withoutType === 'refused') return invalid('Invalid opportunityType');
	const found =
		code === '' && quirks.withoutType === 'nothing'
			? []
			: [...account.opportunities.values()].filter(
					(one) => one.leadId === leadId && (code === '' || String(one.eventCode) === code),
				);
	const inOrder = sorted(found, call.body, ({ fields }, column) => fields[column] ?? '', rowOrder);
	const rows = pageByIndex(inOrder, call.body, quirks.pageCap).map((one) =>
		withColumns(dated(opportunityRow(one), rowDates), call.body),
	);
	return ok(listed('List', rows, found.length, quirks));
}

interface Event {
	id: string;
	code: number;
	leadId: string;
	createdOn: string;
	modifiedOn: string;
	fields: Record<string, string>;
}

/** An opportunity is an activity whose event code is its type's (REFERENCE.md, 28). */
function eventsOf({ account }: SyncContext, code: number): Event[] {
	const opportunities = [...account.opportunities.values()].map(
		({ id, eventCode, leadId = '', fields }) => ({
			id,
			code: eventCode,
			leadId,
			createdOn: fields.CreatedOn ?? '',
			modifiedOn: fields.ModifiedOn ?? '',
			fields,
		}),
	);
	const activities = account.activities.map((one) => ({
		id: one.id,
		code: one.eventCode,
		leadId: one.leadId,
		createdOn: one.createdOn,
		modifiedOn: one.createdOn,
		fields: one.fields ?? {},
	}));
	return [...opportunities, ...activities.filter(({ code: own }) => !opportunityType(own))].filter(
		(one) => one.code === code,
	);
}

function codeIn({ body }: RecordedCall): number {
	const parameter = isRecord(body) ? body.Parameter : undefined;
	return Number(isRecord(parameter) ? parameter.ActivityEvent : undefined);
}

function changedEvents(context: SyncContext, call: RecordedCall): { rows: Event[]; total: number } {
	const { quirks } = context;
	const isInRange = inRange(call.body);
	const found = eventsOf(context, codeIn(call)).filter(({ modifiedOn }) => isInRange(modifiedOn));
	const inOrder = inChangedOrder(found, call, quirks, (one, column = 'ModifiedOn') =>
		column === 'ModifiedOn' ? one.modifiedOn : one.createdOn,
	);
	return { rows: pageByIndex(inOrder, call.body, quirks.pageCap), total: found.length };
}

/** What an account may answer in place of opportunities (REFERENCE.md, 28). */
function noChangedOpportunities({ changedOpportunities }: ReadingQuirks): Reply | undefined {
	switch (changedOpportunities) {
		case 'rows':
			return undefined;
		case 'nothing':
			return ok({ RecordCount: 0, ProspectActivities: [] });
		case 'refused':
			return invalid('Invalid ActivityEvent');
		case 'otherShape':
			return ok({ Result: [] });
		case 'dotNet':
			return dotNet();
		case 'unknownRoute':
			return gatewayNotFound();
		case 'notFound':
			return refuse(404, 'MXResourceNotFoundException', 'There is no such activity');
		case 'forbidden':
			return refuse(403, 'MXUnAuthorizedAccessException', 'The user may not do this');
	}
}

/** Names and values apart (REFERENCE.md, 28). */
function changedActivities(context: SyncContext, call: RecordedCall): Reply {
	const { queue, quirks, rowDates } = context;
	queue.process();
	const other = opportunityType(codeIn(call)) && noChangedOpportunities(quirks);
	if (other) return other;
	const { rows, total } = changedEvents(context, call);
	const isOfFields = quirks.changedRows === 'fields';
	const events = rows.map((one) => ({
		...(isOfFields
			? { ProspectActivityId: one.id, ActivityEvent: String(one.code) }
			: { Id: one.id, EventCode: one.code }),
		RelatedProspectId: one.leadId,
		CreatedOn: inForm(one.createdOn, rowDates),
		ModifiedOn: inForm(one.modifiedOn, rowDates),
		[isOfFields ? 'Fields' : 'Data']: Object.entries(dated(one.fields, rowDates)).map(
			([Key, Value]) => ({ Key, Value }),
		),
	}));
	return ok(listed('ProspectActivities', events, total, quirks));
}

/** https://apidocs.leadsquared.com/bulk-retrieve-activities-by-activity-event/ */
function activitiesByEvent(context: SyncContext, call: RecordedCall): Reply {
	const { queue, quirks, rowDates } = context;
	queue.process();
	const { rows, total } = changedEvents(context, call);
	const flat = rows.map((one) =>
		dated(
			{
				...one.fields,
				ProspectActivityId: one.id,
				RelatedProspectId: one.leadId,
				ActivityEvent: String(one.code),
				ActivityType: '2',
				CreatedOn: one.createdOn,
				ModifiedOn: one.modifiedOn,
			},
			rowDates,
		),
	);
	return ok(listed('List', flat, total, quirks));
}

const eventName = (code: number): string =>
	activityTypes.find(({ ActivityEvent }) => ActivityEvent === code)?.DisplayName ??
	opportunityType(code)?.DisplayName ??
	`Event ${code}`;

const newestFirst = ({ rowOrder }: SyncContext, found: Activity[]): Activity[] =>
	rowOrder === 'ofCreation'
		? found
		: [...found].sort((a, b) => (a.createdOn < b.createdOn ? 1 : -1));

/** https://apidocs.leadsquared.com/get-activities-of-a-lead/; without paging 25, and no hint that there are more. */
function trail(context: SyncContext, call: RecordedCall): Reply {
	const { account, queue, quirks, rowDates } = context;
	queue.process();
	const event = codeIn(call);
	const found = newestFirst(
		context,
		account.activities.filter(
			(one) => one.leadId === call.query.leadId && (Number.isNaN(event) || one.eventCode === event),
		),
	);
	const rows = pageByOffset(found, call.body, quirks.trailCap, quirks.trailOffset).map((one) => ({
		Id: one.id,
		EventCode: one.eventCode,
		EventName: eventName(one.eventCode),
		ActivityScore: 0,
		CreatedOn: inForm(one.createdOn, rowDates),
		ActivityType: 2,
		RelatedProspectId: one.leadId,
		Data: Object.entries(one.data ?? { CreatedByName: 'Asha Sandbox' }).map(([Key, Value]) => ({
			Key,
			Value,
		})),
		...(one.fields && {
			ActivityFields: {
				...one.fields,
				// Other than beside it (REFERENCE.md, 24).
				CreatedOn: inForm(one.createdOn, 'us'),
				ActivityEvent_Note: one.note,
			},
		}),
	}));
	return ok(listed('ProspectActivities', rows, found.length, quirks));
}

/** https://apidocs.leadsquared.com/get-activities-of-an-opportunity/ */
function activitiesOfOpportunity(context: SyncContext, call: RecordedCall): Reply {
	const { account, queue, quirks, rowDates } = context;
	queue.process();
	const opportunity = findOpportunity(account, call.query.opportunityId ?? '');
	const { activityEventCode: code = '' } = call.query;
	const found = newestFirst(
		context,
		account.activities.filter(
			(one) =>
				one.opportunityId !== undefined &&
				one.opportunityId === opportunity?.id &&
				(code === '' || String(one.eventCode) === code),
		),
	);
	const page =
		quirks.opportunityTrail === 'offset'
			? pageByOffset(found, call.body, quirks.trailCap, quirks.trailOffset)
			: pageByIndex(found, call.body, quirks.trailCap);
	const rows = page.map((one) =>
		dated(
			{
				...one.fields,
				ProspectActivityId: one.id,
				RelatedProspectId: one.leadId,
				ActivityEvent: String(one.eventCode),
				ActivityType: '2',
				ActivityEvent_Note: one.note,
				CreatedOn: one.createdOn,
				CreatedBy: user.id,
				CreatedByName: `${user.firstName} ${user.lastName}`,
			},
			rowDates,
		),
	);
	return ok(listed('List', rows, found.length, quirks));
}

/** No paging; the status is a word. */
function tasksOfLead({ account, queue, quirks, rowDates }: SyncContext, call: RecordedCall): Reply {
	queue.process();
	const found = account.tasks.filter((one) => one.leadId === call.query.leadId);
	const rows = found.map((one) => ({
		TaskID: one.id,
		Name: one.name,
		Description: '',
		DueDate: inForm(one.dueDate, rowDates),
		OwnerID: one.ownerId,
		OwnerName: ownerName(one.ownerId),
		Status: one.isDone ? 'Completed' : 'Pending',
	}));
	return ok(listed('TaskList', rows, found.length, quirks));
}

/** https://apidocs.leadsquared.com/retrieve-tasks/; the owner is mandatory, and `Offset` is a number of rows. */
function tasksOfOwner({ account, queue, quirks }: SyncContext, call: RecordedCall): Reply {
	queue.process();
	const parameter = isRecord(call.body) ? call.body.Parameter : undefined;
	const name = text(parameter, 'LookupName');
	const value = text(parameter, 'LookupValue').toLowerCase();
	const isOwner = ({ ownerId }: Task): boolean => {
		if (name === 'OwnerId') return ownerId === value;
		const owner = users.find(({ id }) => id === ownerId);
		return name === 'OwnerEmailAddress' && owner?.email.toLowerCase() === value;
	};
	if (name === '' || value === '') return invalid('Owner is mandatory');
	const isInRange = inRange(call.body);
	const status = text(parameter, 'StatusCode');
	const found = account.tasks.filter(
		(one) =>
			isOwner(one) && isInRange(one.dueDate) && (status === '' || (status === '1') === one.isDone),
	);
	const rows = pageByOffset(found, call.body, quirks.pageCap, 'row').map((one) => ({
		UserTaskId: one.id,
		Name: one.name,
		DueDate: inForm(one.dueDate, 'millis'),
		StatusCode: one.isDone ? '1' : '0',
		RelatedEntity: '1',
		RelatedEntityId: one.leadId,
		OwnerId: one.ownerId,
	}));
	return ok(quirks.lists === 'bare' ? rows : { List: rows });
}

export const readRoutes: SyncRoute[] = [
	{ path: 'LeadManagement.svc/Leads.GetById', answer: leadById },
	{ path: 'LeadManagement.svc/Leads.GetByEmailaddress', answer: leadByEmail },
	{ path: 'LeadManagement.svc/RetrieveLeadByPhoneNumber', answer: leadByPhone },
	{ path: 'LeadManagement.svc/Leads.Get', method: 'POST', answer: searchLeads },
	{ path: 'LeadManagement.svc/Leads.RecentlyModified', method: 'POST', answer: changedLeads },
	{ path: 'LeadManagement.svc/RetrieveTaskByLeadId', answer: tasksOfLead },
	{
		path: 'OpportunityManagement.svc/GetOpportunitiesOfLead',
		method: 'POST',
		answer: opportunitiesOfLead,
	},
	{
		path: 'OpportunityManagement.svc/GetActivitiesOfOpportunity',
		method: 'POST',
		answer: activitiesOfOpportunity,
	},
	{ path: 'ProspectActivity.svc/Retrieve', method: 'POST', answer: trail },
	{
		path: 'ProspectActivity.svc/RetrieveRecentlyModified',
		method: 'POST',
		answer: changedActivities,
	},
	{
		path: 'ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent',
		method: 'POST',
		answer: activitiesByEvent,
	},
	{ path: 'Task.svc/Retrieve', method: 'POST', answer: tasksOfOwner },
];
