/** Opportunities as a list shows them, and how a lead is named. Pure. */
import { pickText, type JsonObject } from '../lib/json';
import { serverDate } from '../lib/server-date';
import { opportunityIds } from './calls';
import { firstText, idOf, type Page } from './rows';

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
export const leadPageSize = 200;

/** The opportunities of a page, newest first; of all types if no type is given. */
export function foundIn({ rows, count }: Page, code: string | undefined): FoundPage {
	const opportunities = newestFirst(rows.filter((row) => isOfType(row, code))).map((row) => ({
		id: idOf(row, opportunityIds),
		name: pickText(row, 'mx_Custom_1'),
		status: pickText(row, 'Status'),
		leadId: firstText(row, ['RelatedProspectId', 'ProspectId']),
	}));
	return { opportunities, total: count ?? rows.length, rows: rows.length };
}

/** A row that does not name its type counts. */
export function isOfType(row: JsonObject, code: string | undefined): boolean {
	const event = pickText(row, 'OpportunityEvent');
	return code === undefined || event === '' || event === code;
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
