/**
 * Finds opportunities: those of a lead, by the lead's email or phone, and the latest of a type.
 * https://apidocs.leadsquared.com/get-opportunities-by-unique-lead-field and /opportunity-advanced-search/
 */
import { isObject, pick, pickText } from '../shared/lib/json';
import type { Call } from '../shared/transport/call';

export interface FoundOpportunity {
	id: string;
	/** LeadSquared keeps the name in the first slot. */
	name: string;
	status: string;
	/** As LeadSquared writes it, UTC. */
	createdOn: string;
}

export interface FoundPage {
	opportunities: FoundOpportunity[];
	/** Rows of all pages together; the page's own number where LeadSquared does not say. */
	total: number;
	/** Rows of this page, before any that are of another type were left out. */
	rows: number;
}

export interface LeadLookup {
	/** The lead's unique field. */
	field: 'EmailAddress' | 'Phone';
	value: string;
}

/** An email has an @, a phone number has none. */
export function leadLookupOf(text: string): LeadLookup {
	return { field: text.includes('@') ? 'EmailAddress' : 'Phone', value: text };
}

/** More opportunities of one type than a lead has. */
const leadPageSize = 200;

/** The lead's opportunities of the type, newest first; of all types without one. */
export function opportunitiesOfLead(lead: LeadLookup, code: string | undefined): Call<FoundPage> {
	return {
		...reading,
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
 * The latest opportunities of a type, newest first. LeadSquared lets only administrators' keys search, and clamps
 * the page at 1,000. The condition on the type must repeat its code.
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
		...reading,
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

const reading = { purpose: 'read', method: 'POST', host: 'api', repeatable: true } as const;

/** The id's key in a row differs by call; ProspectId is the lead's. */
const idKeys = ['OpportunityId', 'ProspectOpportunityId', 'ProspectActivityId', 'Id'];

function readPage(body: unknown, code: string | undefined): FoundPage | undefined {
	if (!isObject(body)) return undefined;
	const list = pick(body, 'List');
	const count = Number(pickText(body, 'RecordCount') || NaN);
	// Searches that find nothing leave the list out.
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
