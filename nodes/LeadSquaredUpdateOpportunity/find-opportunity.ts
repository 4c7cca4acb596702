/**
 * Finds opportunities: those of a lead, by the lead's email or phone, and the latest of a type.
 * https://apidocs.leadsquared.com/get-opportunities-by-unique-lead-field and /opportunity-advanced-search/
 */
import { isObject, pick, pickText } from '../shared/lib/json';
import type { Call } from '../shared/transport/call';

export interface FoundOpportunity {
	id: string;
	/** LeadSquared stores the name in mx_Custom_1. */
	name: string;
	status: string;
	/** UTC, in LeadSquared's form. */
	createdOn: string;
}

export interface FoundPage {
	opportunities: FoundOpportunity[];
	/** Rows of all pages; of this page if LeadSquared does not report a total. */
	total: number;
	/** Rows of this page, including those of other types. */
	rows: number;
}

export interface LeadLookup {
	/** The lead's unique field. */
	field: 'EmailAddress' | 'Phone';
	value: string;
}

/** Only emails have an @. */
export function leadLookupOf(text: string): LeadLookup {
	return { field: text.includes('@') ? 'EmailAddress' : 'Phone', value: text };
}

/** Leads hardly ever have more opportunities. */
const leadPageSize = 200;

/** The lead's opportunities, newest first; of all types if no type is given. */
export function opportunitiesOfLead(lead: LeadLookup, code: string | undefined): Call<FoundPage> {
	return {
		...readCall,
		label: 'Get Opportunities by Unique Lead Field',
		path: '/v2/OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField',
		body: {
			Parameter: { LookupName: lead.field, LookupValue: lead.value, SqlOperator: '=' },
			Sorting: { ColumnName: 'CreatedOn', Direction: '1' },
			Paging: { PageIndex: 1, PageSize: leadPageSize },
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
	const opportunities = ofType.map((row) => ({
		id: idKeys.map((key) => pickText(row, key)).find((id) => id !== '') ?? '',
		name: pickText(row, 'mx_Custom_1'),
		status: pickText(row, 'Status'),
		createdOn: pickText(row, 'CreatedOn'),
	}));
	if (opportunities.some(({ id }) => id === '')) return undefined;
	opportunities.sort((a, b) => newestFirst(a.createdOn, b.createdOn));
	return { opportunities, total: Number.isNaN(count) ? list.length : count, rows: list.length };
}

/** `YYYY-MM-DD HH:mm:ss` compares as text. */
function newestFirst(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? 1 : -1;
}
