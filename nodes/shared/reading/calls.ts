/** The calls that read records, as LeadSquared documents them. Pure. */
import { isObject, pick, pickText, type JsonObject } from '../lib/json';
import type { Call } from '../transport/call';
import { firstText, leadOf, readPage, typeCodes, type Page, type RowForm } from './rows';

const readCall = { purpose: 'read', host: 'api', repeatable: true } as const;

/** Users have such a key as well. */
const plainId = 'Id';

export const leadIds = ['ProspectID', 'ProspectId'] as const;

/** The ID's key differs by call; `ProspectId` is the lead's. */
export const opportunityIds = [
	'OpportunityId',
	'ProspectOpportunityId',
	'ProspectActivityId',
	plainId,
] as const;

export const activityIds = ['ProspectActivityId', plainId] as const;

export const taskIds = ['UserTaskId', 'TaskID'] as const;

const ownIds = [...opportunityIds, ...activityIds].filter((key) => key !== plainId);

/** Opportunities and activities name their lead too. */
const leads: RowForm = {
	name: 'Leads',
	idKeys: leadIds,
	isOther: (row) => firstText(row, ownIds) !== '',
};

/** No activity, and no opportunity: those have a type or a lead where their ID has a plain name. */
const isNoActivity = (row: JsonObject) =>
	firstText(row, [...ownIds, ...typeCodes]) === '' && leadOf(row) === '';

const opportunities: RowForm = { name: 'List', idKeys: opportunityIds, isOther: isNoActivity };

const activities: RowForm = {
	name: 'ProspectActivities',
	idKeys: activityIds,
	isOther: isNoActivity,
};

const tasks = (name: string): RowForm => ({ name, idKeys: taskIds });

type Sent = Pick<Call<Page>, 'query' | 'body'>;

/** A GET without a body. */
function listCall(label: string, path: string, form: RowForm, sent: Sent): Call<Page> {
	return {
		...readCall,
		label,
		method: sent.body === undefined ? 'GET' : 'POST',
		path: `/v2/${path}`,
		...sent,
		read: (body) => readPage(body, form),
	};
}

export const byIndex = (page: number, size: number) => ({
	Paging: { PageIndex: page, PageSize: size },
});

export const byOffset = (offset: number, rows: number) => ({
	Paging: { Offset: String(offset), RowCount: String(rows) },
});

const newestFirst = { Sorting: { ColumnName: 'CreatedOn', Direction: '1' } };

const oldestChangeFirst = { Sorting: { ColumnName: 'ModifiedOn', Direction: '0' } };

const columns = (names: readonly string[] | undefined) =>
	names === undefined ? {} : { Columns: { Include_CSV: names.join(',') } };

/** Under the name that the call has for a type's code; nothing for all types. */
const ofType = (name: string, code: string | undefined): Record<string, string> =>
	code === undefined ? {} : { [name]: code };

/** UTC, in LeadSquared's form. */
export function serverTime(ms: number): string {
	return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** https://apidocs.leadsquared.com/get-a-lead-by-email-id/, /get-lead-by-phone/ and the call by ID */
export function leadBy(by: 'id' | 'email' | 'phone', value: string): Call<Page> {
	const [label, path, name] = {
		id: ['Get Lead by ID', 'Leads.GetById', 'id'] as const,
		email: ['Get Lead by Email', 'Leads.GetByEmailaddress', 'emailaddress'] as const,
		phone: ['Get Lead by Phone Number', 'RetrieveLeadByPhoneNumber', 'phone'] as const,
	}[by];
	return listCall(label, `LeadManagement.svc/${path}`, leads, { query: { [name]: value } });
}

export interface Condition {
	/** The schema name of a lead field. */
	field: string;
	operator: string;
	value: string;
}

const lookup = (LookupName: string, LookupValue: string, SqlOperator: string) => ({
	Parameter: { LookupName, LookupValue, SqlOperator },
});

/**
 * Leads by one condition, the only one that the call takes: https://apidocs.leadsquared.com/search-by-lead-criteria/.
 * What it does not understand it ignores, and returns all leads.
 */
export function leadsWhere(
	{ field, operator, value }: Condition,
	names: readonly string[] | undefined,
	page: number,
	size: number,
): Call<Page> {
	return listCall('Search Leads', 'LeadManagement.svc/Leads.Get', leads, {
		body: {
			...lookup(field, value, operator),
			...columns(names),
			...newestFirst,
			...byIndex(page, size),
		},
	});
}

/** UTC, ms since the epoch. */
export interface Range {
	fromMs: number;
	toMs: number;
}

const bounds = ({ fromMs, toMs }: Range) => ({
	FromDate: serverTime(fromMs),
	ToDate: serverTime(toMs),
});

/** https://apidocs.leadsquared.com/get-leads-by-date-range/ */
export function changedLeads(
	range: Range,
	names: readonly string[] | undefined,
	page: number,
	size: number,
): Call<Page> {
	const path = 'LeadManagement.svc/Leads.RecentlyModified';
	return listCall('Get Recently Modified Leads', path, leads, {
		body: {
			Parameter: bounds(range),
			...columns(names),
			...oldestChangeFirst,
			...byIndex(page, size),
		},
	});
}

/**
 * https://apidocs.leadsquared.com/get-an-opportunity-by-id/: the only call that returns every field. The value is null if
 * LeadSquared answers with it in place of an opportunity.
 */
export function opportunityDetails(id: string): Call<JsonObject | null> {
	return {
		...readCall,
		label: 'Get Opportunity',
		method: 'GET',
		path: '/v2/OpportunityManagement.svc/GetOpportunityDetails',
		query: { OpportunityId: id },
		read: (body) =>
			body === null || (isObject(body) && Array.isArray(pick(body, 'Fields'))) ? body : undefined,
	};
}

/** https://apidocs.leadsquared.com/get-opportunities-by-lead-id/; all types without a code, on most accounts. */
export function opportunitiesOfLead(
	leadId: string,
	code: string | undefined,
	page: number,
	size: number,
): Call<Page> {
	const path = 'OpportunityManagement.svc/GetOpportunitiesOfLead';
	return listCall('Get Opportunities of Lead', path, opportunities, {
		query: { leadId, ...ofType('opportunityType', code) },
		body: { ...newestFirst, ...byIndex(page, size) },
	});
}

/** https://apidocs.leadsquared.com/get-opportunities-by-unique-lead-field: newest first, of all types. */
export function opportunitiesByLeadField(
	field: string,
	value: string,
	page: number,
	size: number,
): Call<Page> {
	const path = 'OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField';
	return listCall('Get Opportunities by Unique Lead Field', path, opportunities, {
		body: { ...lookup(field, value, '='), ...newestFirst, ...byIndex(page, size) },
	});
}

/**
 * The latest opportunities of a type, newest first: https://apidocs.leadsquared.com/opportunity-advanced-search/.
 * LeadSquared allows this only with an administrator's keys. The condition must repeat the type's code.
 *
 * @param page from 1
 */
export function latestOpportunities(code: string, page: number, size: number): Call<Page> {
	const condition = { SubConOp: 'And', LSO: 'ActivityEvent', LSO_Type: 'PAEvent', Operator: 'eq' };
	const search = {
		GrpConOp: 'And',
		Conditions: [{ Type: 'Activity', ConOp: 'and', RowCondition: [{ ...condition, RSO: code }] }],
		QueryTimeZone: 'UTC',
	};
	const path = 'OpportunityManagement.svc/Retrieve/BySearchParameter';
	return listCall('Opportunity Advanced Search', path, opportunities, {
		body: {
			OpportunityEventCode: Number(code),
			AdvancedSearch: JSON.stringify(search),
			...byIndex(page, size),
			Sorting: { ColumnName: 'CreatedOn', Direction: 1 },
		},
	});
}

/** The two calls for activities that changed, which return opportunities too: an opportunity is an activity of its type. */
export type ChangedCall = 'recent' | 'byEvent';

export function changedOpportunities(
	via: ChangedCall,
	code: string,
	range: Range,
	page: number,
	size: number,
): Call<Page> {
	const isRecent = via === 'recent';
	const [label, name] = isRecent
		? ['Get Recently Modified Activities', 'RetrieveRecentlyModified']
		: ['Get Activities of Type', 'CustomActivity/RetrieveByActivityEvent'];
	const call = listCall(label, `ProspectActivity.svc/${name}`, activities, {
		body: {
			Parameter: {
				...bounds(range),
				ActivityEvent: Number(code),
				...(isRecent ? { IncludeCustomFields: 1 } : { RemoveEmptyValue: false }),
			},
			...byIndex(page, size),
			...oldestChangeFirst,
		},
	});
	return {
		...call,
		read: (body) =>
			call.read(body) ??
			(isRecent && isObject(body) && pickText(body, 'message') === ''
				? { rows: [], isOther: true }
				: undefined),
	};
}

/** https://apidocs.leadsquared.com/get-activities-of-a-lead/; without paging it returns 25, and no hint of more. */
export function activitiesOfLead(
	leadId: string,
	code: string | undefined,
	offset: number,
	rows: number,
): Call<Page> {
	return listCall('Get Activities of Lead', 'ProspectActivity.svc/Retrieve', activities, {
		query: { leadId },
		body: {
			...(code === undefined ? {} : { Parameter: { ActivityEvent: Number(code) } }),
			...byOffset(offset, rows),
		},
	});
}

/** `PageIndex` and `PageSize`, or `Offset` and `RowCount`. */
export type Paging = ReturnType<typeof byIndex | typeof byOffset>;

/**
 * https://apidocs.leadsquared.com/get-activities-of-an-opportunity/: its text speaks of `Offset` and `RowCount`, its sample
 * has `PageIndex` and `PageSize`.
 */
export function activitiesOfOpportunity(
	opportunityId: string,
	code: string | undefined,
	paging: Paging,
): Call<Page> {
	const path = 'OpportunityManagement.svc/GetActivitiesOfOpportunity';
	return listCall('Get Activities of Opportunity', path, activities, {
		query: { opportunityId, ...ofType('activityEventCode', code) },
		body: { ...newestFirst, ...paging },
	});
}

/** All at once. */
export function tasksOfLead(leadId: string): Call<Page> {
	const path = 'LeadManagement.svc/RetrieveTaskByLeadId';
	return listCall('Get Tasks of Lead', path, tasks('TaskList'), { query: { leadId } });
}

/** https://apidocs.leadsquared.com/retrieve-tasks/; here `Offset` is a number of rows. */
export function tasksOfOwner(
	owner: { id: string } | { email: string },
	isDone: boolean | undefined,
	offset: number,
	rows: number,
): Call<Page> {
	const [LookupName, LookupValue] =
		'id' in owner ? ['OwnerId', owner.id] : ['OwnerEmailAddress', owner.email];
	return listCall('Get Tasks of Owner', 'Task.svc/Retrieve', tasks('List'), {
		body: {
			Parameter: {
				LookupName,
				LookupValue,
				...(isDone === undefined ? {} : { StatusCode: isDone ? '1' : '0' }),
			},
			...byOffset(offset, rows),
		},
	});
}
