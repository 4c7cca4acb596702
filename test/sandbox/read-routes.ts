import { activityTypes } from './activity-types';
import { leadFields } from './lead-fields';
import { isRecord, list, text } from './narrow';
import type { Json } from './narrow';
import { opportunityType } from './opportunity-types';
import type { Activity } from './read-seed';
import { ok, refuse } from './replies';
import type { Reply } from './replies';
import { user } from './seed';
import type { SyncContext } from './sync-routes';
import { inForm, rowOf } from './sync-rows';
import type { RecordedCall } from './types';

/**
 * The calls that read, with their quirks: wrong bodies that get all rows or none, three ways of paging, four forms of
 * dates, rows under different names. Each page is named at its call.
 */
type Row = Record<string, unknown>;

type Answer = (context: SyncContext, call: RecordedCall) => Reply;

/** No page is longer, whatever is asked for (REFERENCE.md, 21). */
const longestPage = 1_000;

const part = (call: RecordedCall, name: string): Json => {
	const value = isRecord(call.body) ? call.body[name] : undefined;
	return isRecord(value) ? value : {};
};

/** Rows under the name that the call documents, unless the account has them elsewhere. */
function rowsReply({ reads }: SyncContext, name: string, rows: Row[], total: number): Reply {
	const { rows: place = 'documented', recordCount = 'total' } = reads;
	if (place === 'array') return ok(rows);
	const count = recordCount === 'total' ? total : rows.length;
	const where = place === 'documented' ? name : place === 'list' ? 'List' : 'Unheard';
	return ok({ ...(recordCount === 'missing' ? {} : { RecordCount: count }), [where]: rows });
}

/** `PageIndex` from 1 and `PageSize`. */
function byIndex<T>(call: RecordedCall, rows: readonly T[], cap = longestPage): T[] {
	const paging = part(call, 'Paging');
	const size = Math.min(cap, Number(paging.PageSize ?? 25));
	const from = (Number(paging.PageIndex ?? 1) - 1) * size;
	return rows.slice(from, from + size);
}

/** `Sorting.Direction` 1 is newest first. */
function sorted(context: SyncContext, call: RecordedCall, rows: readonly Row[]): Row[] {
	const { ColumnName, Direction } = part(call, 'Sorting');
	if (ColumnName === undefined || context.reads.ignoresSorting === true) return [...rows];
	const key = (row: Row) => String(row[String(ColumnName)] ?? '');
	const sign = Number(Direction) === 1 ? -1 : 1;
	return [...rows].sort((a, b) => sign * (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}

/** Only the columns that were asked for. */
function narrowed(call: RecordedCall, row: Row): Row {
	const columns = text(part(call, 'Columns'), 'Include_CSV');
	if (columns === '') return row;
	const wanted = columns.split(',').map((name) => name.trim());
	return Object.fromEntries(wanted.map((name) => [name, row[name] ?? null]));
}

function dated(row: Row, { rowDates }: SyncContext): Row {
	const copy = { ...row };
	for (const [name, value] of Object.entries(row)) {
		if (typeof value === 'string' && utc.test(value)) copy[name] = inForm(value, rowDates);
	}
	return copy;
}

/** The one form in which dates are understood; others find nothing. */
const utc = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

function leadRow({ account }: SyncContext, id: string): Row {
	const lead = account.leads.get(id) ?? {};
	const blank = Object.fromEntries(leadFields.map(({ SchemaName }) => [SchemaName, null]));
	return {
		...blank,
		ProspectAutoId: String(1000 + Number.parseInt(id.slice(-12), 16)),
		ProspectStage: 'Prospect',
		OwnerId: user.id,
		OwnerIdName: `${user.firstName} ${user.lastName}`,
		CreatedOn: '2026-01-05 04:30:00',
		ModifiedOn: '2026-01-05 04:30:00',
		ProspectActivityDate_Max: null,
		...lead,
		ProspectID: id,
	};
}

function leadRows(context: SyncContext, matches: (row: Row) => boolean): Row[] {
	return [...context.account.leads.keys()].map((id) => leadRow(context, id)).filter(matches);
}

const same = (a: unknown, b: string) => String(a ?? '').toLowerCase() === b.toLowerCase();

/** An array of none or one: https://apidocs.leadsquared.com/get-lead-by-id/ */
const leadById: Answer = (context, { query }) => {
	const { reads } = context;
	const rows = leadRows(context, ({ ProspectID }) => same(ProspectID, query.id ?? ''));
	const found = rows.map((row) => dated(row, context));
	return ok(reads.rows === 'unheard' ? { Unheard: found } : found);
};

/** https://apidocs.leadsquared.com/get-a-lead-by-email-id/ */
const leadByEmail: Answer = (context, { query }) =>
	ok(
		leadRows(context, ({ EmailAddress }) => same(EmailAddress, query.emailaddress ?? '')).map(
			(row) => dated(row, context),
		),
	);

const digitsOf = (value: unknown) => String(value ?? '').replace(/\D/g, '');

/** Phone and Mobile, with or without country code; other characters than digits find nothing: /get-lead-by-phone/ */
const leadByPhone: Answer = (context, { query }) => {
	const phone = query.phone ?? '';
	const isMatch = (value: unknown) =>
		value != null && /^\d{6,}$/.test(phone) && digitsOf(value).endsWith(phone.slice(-10));
	return ok(
		leadRows(context, ({ Phone, Mobile }) => isMatch(Phone) || isMatch(Mobile))
			.slice(0, 1)
			.map((row) => dated(row, context)),
	);
};

const operators: Record<string, (a: string, b: string) => boolean> = {
	'=': (a, b) => a.toLowerCase() === b.toLowerCase(),
	'<>': (a, b) => a.toLowerCase() !== b.toLowerCase(),
	'>': (a, b) => a > b,
	'>=': (a, b) => a >= b,
	'<': (a, b) => a < b,
	'<=': (a, b) => a <= b,
	LIKE: (a, b) => a.toLowerCase().includes(b.replace(/%/g, '').toLowerCase()),
};

/**
 * One condition. Without a `Parameter` that it understands, all leads come: a wrong wrapper is no error.
 * https://apidocs.leadsquared.com/search-by-lead-criteria/
 */
const searchLeads: Answer = (context, call) => {
	const parameter = part(call, 'Parameter');
	const field = leadFields.find(({ SchemaName }) => SchemaName === parameter.LookupName);
	const value = text(parameter, 'LookupValue');
	if (field?.DataType === 'Boolean' && !['0', '1'].includes(value)) {
		return refuse(500, 'MXException', 'Invalid value');
	}
	const isDate = field?.DataType === 'Date';
	const compare = operators[text(parameter, 'SqlOperator')] ?? (() => false);
	const rows = leadRows(context, (row) => {
		if (field === undefined) return true;
		if (isDate && !utc.test(value)) return false;
		const own = row[field.SchemaName];
		return own != null && compare(String(own), value);
	});
	const page = byIndex(call, sorted(context, call, rows));
	const { rows: place } = context.reads;
	const found = page.map((row) => dated(narrowed(call, row), context));
	if (place === 'list') return ok({ List: found });
	return ok(place === 'unheard' ? { Unheard: found } : found);
};

/** Rows in a window of `ModifiedOn`; dates in another form than UTC find nothing. */
function changed(call: RecordedCall, rows: readonly Row[]): Row[] {
	const { FromDate, ToDate } = part(call, 'Parameter');
	const [from, to] = [String(FromDate), String(ToDate)];
	if (!utc.test(from) || !utc.test(to)) return [];
	return rows.filter(({ ModifiedOn }) => String(ModifiedOn) >= from && String(ModifiedOn) <= to);
}

/** Each lead as a list of pairs: https://apidocs.leadsquared.com/get-leads-by-date-range/ */
const leadsChanged: Answer = (context, call) => {
	const rows = changed(
		call,
		leadRows(context, () => true),
	);
	const page = byIndex(call, sorted(context, call, rows), 5_000);
	const asPairs = page.map((row) => ({
		LeadPropertyList: Object.entries({
			...dated(narrowed(call, row), context),
			CanUpdate: 'true',
		}).map(([Attribute, Value]) => ({ Attribute, Value })),
	}));
	return rowsReply(context, 'Leads', asPairs, rows.length);
};

function opportunityRows(context: SyncContext, matches: (row: Row) => boolean): Row[] {
	return [...context.account.opportunities.values()]
		.map((one): Row => ({ ...rowOf(one), OpportunityNote: one.notes.at(-1) ?? null }))
		.filter(matches);
}

/** POST with the lead in the query: https://apidocs.leadsquared.com/get-opportunities-by-lead-id/ */
const opportunitiesOfLead: Answer = (context, call) => {
	context.queue.process();
	const { leadId = '', opportunityType: code } = call.query;
	if (code === undefined && context.reads.typeOfLead === 'required') {
		return refuse(500, 'MXInvalidInputException', 'opportunityType is required');
	}
	if (code === undefined && context.reads.typeOfLead === 'empty') return ok({ RecordCount: 0 });
	const rows = opportunityRows(
		context,
		(row) => same(row.ProspectId, leadId) && (code === undefined || row.OpportunityEvent === code),
	);
	const page = byIndex(call, sorted(context, call, rows));
	const found = page.map((row) => dated(narrowed(call, row), context));
	return rowsReply(context, 'List', found, rows.length);
};

/** 2,000 IDs at most; columns are mandatory: https://apidocs.leadsquared.com/get-opportunities-in-bulk-by-ids/ */
const opportunitiesByIds: Answer = (context, call) => {
	const searches = list(isRecord(call.body) ? call.body.SearchParameters : undefined);
	return ok(
		searches.filter(isRecord).map((search) => {
			const ids = list(search.ProspectActivityId).map(String);
			const columns = text(search.Columns, 'Include_CSV').split(',');
			const rows = opportunityRows(context, ({ OpportunityId }) =>
				ids.includes(String(OpportunityId)),
			);
			return {
				EventCode: search.EventCode,
				RecordCount: rows.length,
				Opportunities: rows.map((row) =>
					dated(
						{
							OpportunityId: row.OpportunityId,
							...Object.fromEntries(columns.map((name) => [name, row[name] ?? null])),
						},
						context,
					),
				),
			};
		}),
	);
};

const pairs = (values: Record<string, unknown>) =>
	Object.entries(values).map(([Key, Value]) => ({ Key, Value }));

/** An opportunity is an activity whose code is that of its type. The page is not public; third parties use it. */
const activitiesChanged: Answer = (context, call) => {
	context.queue.process();
	const code =
		text(part(call, 'Parameter'), 'ActivityEvent') ||
		String(part(call, 'Parameter').ActivityEvent ?? '');
	if (context.reads.changedOpportunities === 'refused' && opportunityType(Number(code))) {
		return refuse(500, 'MXInvalidInputException', 'Invalid ActivityEvent');
	}
	const rows = changed(
		call,
		opportunityRows(context, ({ OpportunityEvent }) => OpportunityEvent === code),
	);
	const found = byIndex(call, sorted(context, call, rows)).map((row) => {
		const { OpportunityId, RelatedProspectId, CreatedOn, ModifiedOn, ...fields } = dated(
			row,
			context,
		);
		return {
			ProspectActivityId: OpportunityId,
			RelatedProspectId,
			ActivityEvent: code,
			CreatedOn,
			ModifiedOn,
			Fields: pairs(fields),
		};
	});
	return rowsReply(context, 'ProspectActivities', found, rows.length);
};

/** https://apidocs.leadsquared.com/bulk-retrieve-activities-by-activity-event/: the range is on ModifiedOn. */
const byActivityEvent: Answer = (context, call) => {
	const code = String(part(call, 'Parameter').ActivityEvent ?? '');
	const rows = changed(
		call,
		opportunityRows(context, ({ OpportunityEvent }) => OpportunityEvent === code),
	);
	const found = byIndex(call, sorted(context, call, rows)).map((row) => {
		const { OpportunityId, OpportunityEvent, ...rest } = dated(row, context);
		return { ProspectActivityId: OpportunityId, ActivityEvent: OpportunityEvent, ...rest };
	});
	return rowsReply(context, 'List', found, rows.length);
};

const typeName = (code: number) =>
	activityTypes.find(({ ActivityEvent }) => ActivityEvent === code)?.DisplayName ?? 'Lead Capture';

/** LeadSquared's own have no `ActivityFields`; the facts are in `Data`. */
function trailRow(context: SyncContext, activity: Activity): Row {
	const isOwn = activity.eventCode >= 3_000;
	const { createdOn: CreatedOn, note: ActivityEvent_Note } = activity;
	return dated(
		{
			Id: activity.id,
			EventCode: activity.eventCode,
			EventName: typeName(activity.eventCode),
			ActivityScore: 0,
			CreatedOn,
			ActivityType: 2,
			Type: 'Inbound',
			RelatedProspectId: activity.leadId,
			Data: pairs({ CreatedByName: `${user.firstName} ${user.lastName}` }),
			...(isOwn
				? {}
				: {
						ActivityFields: {
							...activity.fields,
							CreatedOn: inForm(CreatedOn, 'us'),
							ActivityEvent_Note,
						},
					}),
		},
		context,
	);
}

/** 25 rows without paging. What `Offset` counts is not clear: https://apidocs.leadsquared.com/get-activities-of-a-lead/ */
const activitiesOfLead: Answer = (context, call) => {
	const { account, reads } = context;
	const code = part(call, 'Parameter').ActivityEvent;
	const all = account.activities
		.filter(({ leadId }) => same(leadId, call.query.leadId ?? ''))
		.filter(({ eventCode }) => code === undefined || eventCode === Number(code))
		.reverse();
	const paging = part(call, 'Paging');
	const size = Math.min(longestPage, Number(paging.RowCount ?? 25));
	const offset = Number(paging.Offset ?? 0);
	const from = {
		pageFrom0: offset * size,
		pageFrom1: Math.max(0, offset - 1) * size,
		row: offset,
	}[reads.trailOffset ?? 'pageFrom0'];
	const rows = all.slice(from, from + size).map((activity) => trailRow(context, activity));
	return rowsReply(context, 'ProspectActivities', rows, all.length);
};

/** 25 rows without paging: https://apidocs.leadsquared.com/get-activities-of-an-opportunity/ */
const activitiesOfOpportunity: Answer = (context, call) => {
	const { opportunityId = '', activityEventCode: code } = call.query;
	const all = context.account.activities
		.filter((activity) => same(activity.opportunityId, opportunityId))
		.filter(({ eventCode }) => code === undefined || eventCode === Number(code))
		.reverse();
	const rows = byIndex(call, all).map((activity) =>
		dated(
			{
				ProspectActivityId: activity.id,
				RelatedProspectId: activity.leadId,
				ActivityEvent: String(activity.eventCode),
				ActivityType: '2',
				...activity.fields,
				ActivityEvent_Note: activity.note,
				CreatedOn: activity.createdOn,
				ModifiedOn: activity.modifiedOn,
				CreatedBy: user.id,
				CreatedByName: `${user.firstName} ${user.lastName}`,
			},
			context,
		),
	);
	return rowsReply(context, 'List', rows, all.length);
};

/** No paging: the page shows all. */
const tasksOfLead: Answer = (context, { query }) => {
	const tasks = context.account.tasks.filter(({ leadId }) => same(leadId, query.leadId ?? ''));
	const rows = tasks.map((task) =>
		dated(
			{
				TaskID: task.id,
				Name: task.name,
				Description: null,
				DueDate: task.dueOn,
				CreatedOn: task.dueOn,
				OwnerID: task.ownerId,
				OwnerName: `${user.firstName} ${user.lastName}`,
				Status: task.isCompleted ? 'Completed' : 'Pending',
			},
			context,
		),
	);
	return rowsReply(context, 'TaskList', rows, rows.length);
};

/** `Offset` is the rows to skip; an owner is mandatory: https://apidocs.leadsquared.com/retrieve-tasks/ */
const tasksOfOwner: Answer = (context, call) => {
	const { LookupName, LookupValue, StatusCode } = part(call, 'Parameter');
	if (LookupName !== 'OwnerId' && LookupName !== 'OwnerEmailAddress') {
		return refuse(500, 'MXInvalidInputException', 'Owner is mandatory');
	}
	const owner = LookupName === 'OwnerId' ? user.id : user.email;
	const all = context.account.tasks
		.filter(() => same(LookupValue, owner))
		.filter(({ isCompleted }) => StatusCode === undefined || (StatusCode === '1') === isCompleted);
	const paging = part(call, 'Paging');
	const from = Number(paging.Offset ?? 0);
	const rows = all
		.slice(from, from + Math.min(longestPage, Number(paging.RowCount ?? 25)))
		.map((task) =>
			dated(
				{
					UserTaskId: task.id,
					Name: task.name,
					DueDate: task.dueOn,
					StatusCode: task.isCompleted ? '1' : '0',
					RelatedEntity: '1',
					RelatedEntityId: task.leadId,
					OwnerId: task.ownerId,
				},
				context,
			),
		);
	return rowsReply(context, 'List', rows, all.length);
};

export const readTable: Array<{ path: string; method?: 'POST'; answer: Answer }> = [
	{ path: 'LeadManagement.svc/Leads.GetById', answer: leadById },
	{ path: 'LeadManagement.svc/Leads.GetByEmailaddress', answer: leadByEmail },
	{ path: 'LeadManagement.svc/RetrieveLeadByPhoneNumber', answer: leadByPhone },
	{ path: 'LeadManagement.svc/Leads.Get', method: 'POST', answer: searchLeads },
	{ path: 'LeadManagement.svc/Leads.RecentlyModified', method: 'POST', answer: leadsChanged },
	{ path: 'LeadManagement.svc/RetrieveTaskByLeadId', answer: tasksOfLead },
	{
		path: 'OpportunityManagement.svc/GetOpportunitiesOfLead',
		method: 'POST',
		answer: opportunitiesOfLead,
	},
	{
		path: 'OpportunityManagement.svc/GetOpportunitiesById',
		method: 'POST',
		answer: opportunitiesByIds,
	},
	{
		path: 'OpportunityManagement.svc/GetActivitiesOfOpportunity',
		method: 'POST',
		answer: activitiesOfOpportunity,
	},
	{
		path: 'ProspectActivity.svc/RetrieveRecentlyModified',
		method: 'POST',
		answer: activitiesChanged,
	},
	{
		path: 'ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent',
		method: 'POST',
		answer: byActivityEvent,
	},
	{ path: 'ProspectActivity.svc/Retrieve', method: 'POST', answer: activitiesOfLead },
	{ path: 'Task.svc/Retrieve', method: 'POST', answer: tasksOfOwner },
];
