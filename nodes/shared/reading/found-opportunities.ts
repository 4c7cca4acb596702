/** Opportunities as a list shows them, and how a lead is named. Pure. */
import { isOtherId } from '../lib/guid';
import { pickText, type JsonObject } from '../lib/json';
import { opportunityIds } from './calls';
import { isNumberOf, isWholeNumber } from './phone-numbers';
import { createdOnOf, idOf, isOfType, leadOf, newestFirst, type Page } from './rows';

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

/** Whole, so not masked for the user. */
export function isEmail(text: string): boolean {
	return /^[^\s*@]+@[^\s*@]+$/.test(text);
}

/**
 * The ID, email or number of another lead that a row shows where it should have what was searched for: a call that LeadSquared
 * does not understand is answered with any lead's opportunities. '' if there is none; other fields are not compared, since
 * an opportunity may have one of that name.
 */
export function otherLeadIn(rows: readonly JsonObject[], field: string, value: string): string {
	const shown = rows.map((row) =>
		(field === 'ProspectID' ? leadOf(row) : pickText(row, field)).trim(),
	);
	return shown.find((one) => isOther(one, field, value)) ?? '';
}

function isOther(shown: string, field: string, value: string): boolean {
	switch (field) {
		case 'ProspectID':
			return isOtherId(shown, value);
		case 'EmailAddress':
			return isEmail(shown) && shown.toLowerCase() !== value.toLowerCase();
		case 'Mobile':
		case 'Phone':
			return isWholeNumber(shown) && !isNumberOf(shown, value);
		default:
			return false;
	}
}

/** Leads hardly ever have more opportunities. */
export const leadPageSize = 200;

/** The opportunities of a page, newest first; of all types if no type is given. */
export function foundIn({ rows, count }: Page, code: string | undefined): FoundPage {
	const opportunities = newestFirst(
		rows.filter((row) => isOfType(row, code)),
		createdOnOf,
	).map((row) => ({
		id: idOf(row, opportunityIds),
		name: pickText(row, 'mx_Custom_1'),
		status: pickText(row, 'Status'),
		leadId: leadOf(row),
	}));
	return { opportunities, total: count ?? rows.length, rows: rows.length };
}
