/** The calls that read records. Each page of LeadSquared's is named at its call. Pure. */
import { isObject, type JsonObject } from '../lib/json';
import type { Call } from '../transport/call';
import type { ChangePage } from './changed';
import { readRows, type Rows } from './rows';

const get = { purpose: 'read', method: 'GET', host: 'api', repeatable: true } as const;

const post = { purpose: 'read', method: 'POST', host: 'api', repeatable: true } as const;

const rowsUnder =
	(...names: string[]) =>
	(body: unknown) =>
		readRows(body, names);

const leads = '/v2/LeadManagement.svc';

const opportunities = '/v2/OpportunityManagement.svc';

const activities = '/v2/ProspectActivity.svc';

/** An array of one lead or none. */
export function leadById(id: string): Call<Rows> {
	return {
		...get,
		label: 'Get Lead by ID',
		path: `${leads}/Leads.GetById`,
		query: { id },
		read: rowsUnder('Leads'),
	};
}

/** https://apidocs.leadsquared.com/get-a-lead-by-email-id/ */
export function leadByEmail(emailaddress: string): Call<Rows> {
	return {
		...get,
		label: 'Get Lead by Email',
		path: `${leads}/Leads.GetByEmailaddress`,
		query: { emailaddress },
		read: rowsUnder('Leads'),
	};
}

/**
 * The lead with the latest activity that has this number in Phone or Mobile.
 * https://apidocs.leadsquared.com/get-lead-by-phone/
 *
 * @param phone digits only
 */
export function leadByPhone(phone: string): Call<Rows> {
	return {
		...get,
		label: 'Get Lead by Phone',
		path: `${leads}/RetrieveLeadByPhoneNumber`,
		query: { phone },
		read: rowsUnder('Leads'),
	};
}

export interface LeadCondition {
	/** A schema name, in LeadSquared's spelling: a name that it does not know gets all leads. */
	field: string;
	operator: string;
	value: string;
}

export interface PageOf {
	/** From 1. */
	index: number;
	size: number;
	/** undefined for all. */
	columns?: readonly string[];
}

const columnsOf = (columns: readonly string[] | undefined) =>
	columns === undefined ? {} : { Columns: { Include_CSV: columns.join(',') } };

/** https://apidocs.leadsquared.com/search-by-lead-criteria/ */
export function searchLeads(
	condition: LeadCondition,
	page: PageOf,
	newestFirst: boolean,
): Call<Rows> {
	return {
		...post,
		label: 'Search Leads',
		path: `${leads}/Leads.Get`,
		body: {
			Parameter: {
				LookupName: condition.field,
				LookupValue: condition.value,
				SqlOperator: condition.operator,
			},
			...columnsOf(page.columns),
			Sorting: { ColumnName: 'ModifiedOn', Direction: newestFirst ? '1' : '0' },
			Paging: { PageIndex: page.index, PageSize: page.size },
		},
		read: rowsUnder('Leads'),
	};
}

/** https://apidocs.leadsquared.com/get-leads-by-date-range/; dates are UTC. */
export function changedLeads(page: ChangePage, columns: readonly string[] | undefined): Call<Rows> {
	return {
		...post,
		label: 'Get Recently Modified Leads',
		path: `${leads}/Leads.RecentlyModified`,
		body: {
			Parameter: { FromDate: page.from, ToDate: page.to },
			...columnsOf(columns),
			Sorting: { ColumnName: 'ModifiedOn', Direction: '0' },
			Paging: { PageIndex: page.index, PageSize: page.size },
		},
		read: rowsUnder('Leads'),
	};
}

/** https://apidocs.leadsquared.com/get-an-opportunity-by-id/, the only call with all fields. */
export function opportunityById(id: string): Call<JsonObject> {
	return {
		...get,
		label: 'Get Opportunity',
		path: `${opportunities}/GetOpportunityDetails`,
		query: { OpportunityId: id },
		read: (body) => (isObject(body) && Array.isArray(body.Fields) ? body : undefined),
	};
}

/** https://apidocs.leadsquared.com/get-opportunities-by-lead-id/; POST, with the lead in the query. */
export function opportunitiesOfLeadId(
	leadId: string,
	typeCode: string | undefined,
	{ index, size }: PageOf,
): Call<Rows> {
	return {
		...post,
		label: 'Get Opportunities of Lead',
		path: `${opportunities}/GetOpportunitiesOfLead`,
		query: { leadId, ...(typeCode === undefined ? {} : { opportunityType: typeCode }) },
		body: {
			Sorting: { ColumnName: 'CreatedOn', Direction: '1' },
			Paging: { PageIndex: index, PageSize: size },
		},
		read: rowsUnder('List'),
	};
}

/** An opportunity is an activity whose code is that of its type. No page of LeadSquared's describes the call. */
export function changedOpportunities(typeCode: string, page: ChangePage): Call<Rows> {
	return {
		...post,
		label: 'Get Recently Modified Opportunities',
		path: `${activities}/RetrieveRecentlyModified`,
		body: {
			Parameter: {
				FromDate: page.from,
				ToDate: page.to,
				ActivityEvent: Number(typeCode),
				IncludeCustomFields: 1,
			},
			Sorting: { ColumnName: 'ModifiedOn', Direction: '0' },
			Paging: { PageIndex: page.index, PageSize: page.size },
		},
		read: rowsUnder('ProspectActivities'),
	};
}

/** https://apidocs.leadsquared.com/bulk-retrieve-activities-by-activity-event/, for accounts without the call above. */
export function opportunitiesByEvent(typeCode: string, page: ChangePage): Call<Rows> {
	return {
		...post,
		label: 'Get Activities by Activity Event',
		path: `${activities}/CustomActivity/RetrieveByActivityEvent`,
		body: {
			Parameter: {
				FromDate: page.from,
				ToDate: page.to,
				ActivityEvent: Number(typeCode),
				RemoveEmptyValue: false,
			},
			Sorting: { ColumnName: 'ModifiedOn', Direction: '0' },
			Paging: { PageIndex: page.index, PageSize: page.size },
		},
		read: rowsUnder('List', 'ProspectActivities'),
	};
}

/** https://apidocs.leadsquared.com/get-activities-of-a-lead/; what Offset counts is not clear. */
export function activitiesOfLead(
	leadId: string,
	typeCode: string | undefined,
	offset: number,
	size: number,
): Call<Rows> {
	return {
		...post,
		label: 'Get Activities of Lead',
		path: `${activities}/Retrieve`,
		query: { leadId },
		body: {
			...(typeCode === undefined ? {} : { Parameter: { ActivityEvent: Number(typeCode) } }),
			Paging: { Offset: String(offset), RowCount: String(size) },
		},
		read: rowsUnder('ProspectActivities'),
	};
}

/** https://apidocs.leadsquared.com/get-activities-of-an-opportunity/ */
export function activitiesOfOpportunity(
	opportunityId: string,
	typeCode: string | undefined,
	{ index, size }: PageOf,
): Call<Rows> {
	return {
		...post,
		label: 'Get Activities of Opportunity',
		path: `${opportunities}/GetActivitiesOfOpportunity`,
		query: {
			opportunityId,
			...(typeCode === undefined ? {} : { activityEventCode: typeCode }),
		},
		body: { Paging: { PageIndex: index, PageSize: size } },
		read: rowsUnder('List', 'ProspectActivities'),
	};
}

/** All tasks of the lead at once. */
export function tasksOfLead(leadId: string): Call<Rows> {
	return {
		...get,
		label: 'Get Tasks of Lead',
		path: `${leads}/RetrieveTaskByLeadId`,
		query: { leadId },
		read: rowsUnder('TaskList'),
	};
}

/**
 * https://apidocs.leadsquared.com/retrieve-tasks/; Offset is the number of rows to skip.
 *
 * @param owner a user's ID or email
 */
export function tasksOfOwner(
	owner: string,
	isCompleted: boolean | undefined,
	offset: number,
	size: number,
): Call<Rows> {
	const lookup = owner.includes('@') ? 'OwnerEmailAddress' : 'OwnerId';
	return {
		...post,
		label: 'Get Tasks of Owner',
		path: '/v2/Task.svc/Retrieve',
		body: {
			Parameter: {
				LookupName: lookup,
				LookupValue: owner,
				...(isCompleted === undefined ? {} : { StatusCode: isCompleted ? '1' : '0' }),
			},
			Sorting: { ColumnName: 'DueDate', Direction: '0' },
			Paging: { Offset: String(offset), RowCount: String(size) },
		},
		read: rowsUnder('List'),
	};
}
