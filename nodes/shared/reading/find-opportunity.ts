/**
 * Finds opportunities: those of a lead, by one of the lead's unique fields, and the latest of a type.
 * https://apidocs.leadsquared.com/get-opportunities-by-unique-lead-field and /opportunity-advanced-search/
 */
import { isObject, pick, pickText, type JsonObject } from '../lib/json';
import { serverDate } from '../lib/server-date';
import type { Call } from '../transport/call';

export interface FoundOpportunity {
	id: string;
	/** LeadSquared stores the name in mx_Custom_1. */
	name: string;
	status: string;
	/** '' if LeadSquared does not name it. */
	leadId: string;
}

export interface FoundPage {
	opportunities: FoundOpportunity[];
	/** Rows of all pages; of this page if LeadSquared does not report a total. */
	total: number;
	/** Rows of this page, including those of other types. */
	rows: number;
}

export interface LeadLookup {
	/** Unique fields of the lead, in the order in which they are searched. */
	fields: readonly [string, ...string[]];
	/** Whether the user named the field. */
	isNamed: boolean;
	value: string;
}

/**
 * Only emails have an @. Phone and Mobile are both unique by default (/add-opportunities-in-bulk), and LeadSquared's own
 * search for a phone number covers these two (/get-lead-by-phone/).
 *
 * @param field the schema name of a unique field; '' to decide by the value
 */
export function leadLookupOf(value: string, field: string): LeadLookup {
	if (field !== '') return { fields: [field], isNamed: true, value };
	return {
		fields: value.includes('@') ? ['EmailAddress'] : ['Phone', 'Mobile'],
		isNamed: false,
		value,
	};
}

/** Leads hardly ever have more opportunities. */
const leadPageSize = 200;

/** The lead's opportunities, newest first; of all types if no type is given. */
export function opportunitiesOfLead(
	field: string,
	value: string,
	code: string | undefined,
	page = { index: 1, size: leadPageSize },
): Call<FoundPage> {
	return {
		...readCall,
		label: 'Get Opportunities by Unique Lead Field',
		path: '/v2/OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField',
		body: {
			Parameter: { LookupName: field, LookupValue: value, SqlOperator: '=' },
			Sorting: { ColumnName: 'CreatedOn', Direction: '1' },
			Paging: { PageIndex: page.index, PageSize: page.size },
		},
		read: (body) => readPage(body, code),
	};
}

/**
 * The latest opportunities of a type, newest first. LeadSquared allows this only with an administrator's keys, and
 * returns at most 1,000 rows a page. The condition must repeat the type's code.
 *
 * @param page from 1
 */
export function latestOpportunities(code: string, page: number, pageSize: number): Call<FoundPage> {
	const condition = { SubConOp: 'And', LSO: 'ActivityEvent', LSO_Type: 'PAEvent', Operator: 'eq' };
	const search = {
		GrpConOp: 'And',
		Conditions: [{ Type: 'Activity', ConOp: 'and', RowCondition: [{ ...condition, RSO: code }] }],
		QueryTimeZone: 'UTC',
	};
	return {
		...readCall,
		label: 'Opportunity Advanced Search',
		path: '/v2/OpportunityManagement.svc/Retrieve/BySearchParameter',
		body: {
			OpportunityEventCode: Number(code),
			AdvancedSearch: JSON.stringify(search),
			Paging: { PageIndex: page, PageSize: pageSize },
			Sorting: { ColumnName: 'CreatedOn', Direction: 1 },
		},
		read: (body) => readPage(body, undefined),
	};
}

const readCall = { purpose: 'read', method: 'POST', host: 'api', repeatable: true } as const;

/** The key of the ID differs by call; ProspectId is the lead's. */
const idKeys = ['OpportunityId', 'ProspectOpportunityId', 'ProspectActivityId', 'Id'];

function readPage(body: unknown, code: string | undefined): FoundPage | undefined {
	if (!isObject(body)) return undefined;
	const list = pick(body, 'List');
	const count = Number(pickText(body, 'RecordCount') || NaN);
	// Without results there is no list.
	if (!Array.isArray(list))
		return count === 0 ? { opportunities: [], total: 0, rows: 0 } : undefined;
	const ofType = list.filter(isObject).filter((row) => {
		const event = pickText(row, 'OpportunityEvent');
		return code === undefined || event === '' || event === code;
	});
	const opportunities = newestFirst(ofType).map((row) => ({
		id: idKeys.map((key) => pickText(row, key)).find((id) => id !== '') ?? '',
		name: pickText(row, 'mx_Custom_1'),
		status: pickText(row, 'Status'),
		leadId: pickText(row, 'RelatedProspectId') || pickText(row, 'ProspectId'),
	}));
	if (opportunities.some(({ id }) => id === '')) return undefined;
	return { opportunities, total: Number.isNaN(count) ? list.length : count, rows: list.length };
}

/** LeadSquared was asked for this order; it holds where a date cannot be read, and among equal dates. */
function newestFirst(rows: readonly JsonObject[]): readonly JsonObject[] {
	const dated: Array<{ row: JsonObject; createdOn: number }> = [];
	for (const row of rows) {
		const createdOn = serverDate(pickText(row, 'CreatedOn'));
		if (createdOn === undefined) return rows;
		dated.push({ row, createdOn });
	}
	return dated.sort((a, b) => b.createdOn - a.createdOn).map(({ row }) => row);
}
