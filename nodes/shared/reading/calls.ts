/** The calls that read records, as LeadSquared documents them. Pure. */
import { isObject, pick, pickText, type JsonObject } from '../lib/json';
import type { Call } from '../transport/call';
import { readPage, type Page } from './rows';

const readCall = { purpose: 'read', host: 'api', repeatable: true } as const;

export const leadIds = ['ProspectID', 'ProspectId'] as const;

/** The ID's key differs by call; `ProspectId` is the lead's. */
export const opportunityIds = [
	'OpportunityId',
	'ProspectOpportunityId',
	'ProspectActivityId',
	'Id',
] as const;

export const activityIds = ['ProspectActivityId', 'Id'] as const;

export const taskIds = ['UserTaskId', 'TaskID'] as const;

const byIndex = (page: number, size: number) => ({ PageIndex: page, PageSize: size });

/** Newest first, oldest first. */
const sortedBy = (ColumnName: string, direction: 'newest' | 'oldest') => ({
	ColumnName,
	Direction: direction === 'newest' ? '1' : '0',
});

const columns = (names: readonly string[] | undefined) =>
	names === undefined ? {} : { Columns: { Include_CSV: names.join(',') } };

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
	return {
		...readCall,
		label,
		method: 'GET',
		path: `/v2/LeadManagement.svc/${path}`,
		query: { [name]: value },
		read: (body) => readPage(body, 'Leads', leadIds),
	};
}

export interface Condition {
	/** The schema name of a lead field. */
	field: string;
	operator: string;
	value: string;
}

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
	return {
		...readCall,
		label: 'Search Leads',
		method: 'POST',
		path: '/v2/LeadManagement.svc/Leads.Get',
		body: {
			Parameter: { LookupName: field, LookupValue: value, SqlOperator: operator },
			...columns(names),
			Sorting: sortedBy('CreatedOn', 'newest'),
			Paging: byIndex(page, size),
		},
		read: (body) => readPage(body, 'Leads', leadIds),
	};
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
	return {
		...readCall,
		label: 'Get Recently Modified Leads',
		method: 'POST',
		path: '/v2/LeadManagement.svc/Leads.RecentlyModified',
		body: {
			Parameter: bounds(range),
			...columns(names),
			Sorting: sortedBy('ModifiedOn', 'oldest'),
			Paging: byIndex(page, size),
		},
		read: (body) => readPage(body, 'Leads', leadIds),
	};
}

/** https://apidocs.leadsquared.com/get-an-opportunity-by-id/: the only call that returns every field. */
export function opportunityDetails(id: string): Call<JsonObject> {
	return {
		...readCall,
		label: 'Get Opportunity',
		method: 'GET',
		path: '/v2/OpportunityManagement.svc/GetOpportunityDetails',
		query: { OpportunityId: id },
		read: (body) => (isObject(body) && Array.isArray(pick(body, 'Fields')) ? body : undefined),
	};
}

/** https://apidocs.leadsquared.com/get-opportunities-by-lead-id/; all types without a code, on most accounts. */
export function opportunitiesOfLead(
	leadId: string,
	code: string | undefined,
	page: number,
	size: number,
): Call<Page> {
	return {
		...readCall,
		label: 'Get Opportunities of Lead',
		method: 'POST',
		path: '/v2/OpportunityManagement.svc/GetOpportunitiesOfLead',
		query: { leadId, ...(code === undefined ? {} : { opportunityType: code }) },
		body: { Sorting: sortedBy('CreatedOn', 'newest'), Paging: byIndex(page, size) },
		read: (body) => readPage(body, 'List', opportunityIds),
	};
}

/** https://apidocs.leadsquared.com/get-opportunities-by-unique-lead-field: newest first, of all types. */
export function opportunitiesByLeadField(
	field: string,
	value: string,
	page: number,
	size: number,
): Call<Page> {
	return {
		...readCall,
		label: 'Get Opportunities by Unique Lead Field',
		method: 'POST',
		path: '/v2/OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField',
		body: {
			Parameter: { LookupName: field, LookupValue: value, SqlOperator: '=' },
			Sorting: sortedBy('CreatedOn', 'newest'),
			Paging: byIndex(page, size),
		},
		read: (body) => readPage(body, 'List', opportunityIds),
	};
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
	return {
		...readCall,
		label: 'Opportunity Advanced Search',
		method: 'POST',
		path: '/v2/OpportunityManagement.svc/Retrieve/BySearchParameter',
		body: {
			OpportunityEventCode: Number(code),
			AdvancedSearch: JSON.stringify(search),
			Paging: byIndex(page, size),
			Sorting: { ColumnName: 'CreatedOn', Direction: 1 },
		},
		read: (body) => readPage(body, 'List', opportunityIds),
	};
}

/** The two calls for activities that changed, which return opportunities too: an opportunity is an activity of its type. */
export type ChangedCall = 'recent' | 'byEvent';

/** A page, or the news that this account answers in another way. */
export type PageOrOther = Page & { isOther?: true };

export function changedOpportunities(
	via: ChangedCall,
	code: string,
	range: Range,
	page: number,
	size: number,
): Call<PageOrOther> {
	const isRecent = via === 'recent';
	return {
		...readCall,
		label: isRecent ? 'Get Recently Modified Activities' : 'Get Activities of Type',
		method: 'POST',
		path: `/v2/ProspectActivity.svc/${isRecent ? 'RetrieveRecentlyModified' : 'CustomActivity/RetrieveByActivityEvent'}`,
		body: {
			Parameter: {
				...bounds(range),
				ActivityEvent: Number(code),
				...(isRecent ? { IncludeCustomFields: 1 } : { RemoveEmptyValue: false }),
			},
			Paging: byIndex(page, size),
			Sorting: sortedBy('ModifiedOn', 'oldest'),
		},
		read: (body) =>
			readPage(body, 'ProspectActivities', activityIds) ??
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
	return {
		...readCall,
		label: 'Get Activities of Lead',
		method: 'POST',
		path: '/v2/ProspectActivity.svc/Retrieve',
		query: { leadId },
		body: {
			...(code === undefined ? {} : { Parameter: { ActivityEvent: Number(code) } }),
			Paging: { Offset: String(offset), RowCount: String(rows) },
		},
		read: (body) => readPage(body, 'ProspectActivities', activityIds),
	};
}

/** https://apidocs.leadsquared.com/get-activities-of-an-opportunity/ */
export function activitiesOfOpportunity(
	opportunityId: string,
	code: string | undefined,
	page: number,
	size: number,
): Call<Page> {
	return {
		...readCall,
		label: 'Get Activities of Opportunity',
		method: 'POST',
		path: '/v2/OpportunityManagement.svc/GetActivitiesOfOpportunity',
		query: { opportunityId, ...(code === undefined ? {} : { activityEventCode: code }) },
		body: { Sorting: sortedBy('CreatedOn', 'newest'), Paging: byIndex(page, size) },
		read: (body) => readPage(body, 'ProspectActivities', activityIds),
	};
}

/** All at once. */
export function tasksOfLead(leadId: string): Call<Page> {
	return {
		...readCall,
		label: 'Get Tasks of Lead',
		method: 'GET',
		path: '/v2/LeadManagement.svc/RetrieveTaskByLeadId',
		query: { leadId },
		read: (body) => readPage(body, 'TaskList', taskIds),
	};
}

/** https://apidocs.leadsquared.com/retrieve-tasks/; here `Offset` is a number of rows. */
export function tasksOfOwner(
	owner: { id: string } | { email: string },
	range: Range | undefined,
	isDone: boolean | undefined,
	offset: number,
	rows: number,
): Call<Page> {
	const [LookupName, LookupValue] =
		'id' in owner ? ['OwnerId', owner.id] : ['OwnerEmailAddress', owner.email];
	return {
		...readCall,
		label: 'Get Tasks of Owner',
		method: 'POST',
		path: '/v2/Task.svc/Retrieve',
		body: {
			Parameter: {
				LookupName,
				LookupValue,
				...(range === undefined ? {} : bounds(range)),
				...(isDone === undefined ? {} : { StatusCode: isDone ? '1' : '0' }),
			},
			Paging: { Offset: String(offset), RowCount: String(rows) },
		},
		read: (body) => readPage(body, 'List', taskIds),
	};
}
