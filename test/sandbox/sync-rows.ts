import type { Opportunity, RowDates } from './types';

/** A date as the account's rows have it: UTC, in one of LeadSquared's forms. */
export function inForm(plain: string, form: RowDates): string {
	const date = new Date(`${plain.replace(' ', 'T')}Z`);
	switch (form) {
		case 'plain':
			return plain;
		case 'millis':
			return `${plain}.000`;
		case 'us': {
			const hour = date.getUTCHours();
			const time = `${hour % 12 || 12}:${plain.slice(14)} ${hour < 12 ? 'AM' : 'PM'}`;
			return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} ${time}`;
		}
		case 'dotNet':
			return `/Date(${date.getTime()}+0000)/`;
		case 'unreadable':
			return `on ${plain}`;
	}
}

/** A row of a search: flat, every value a text. https://apidocs.leadsquared.com/get-opportunities-by-unique-lead-field */
export function rowOf(opportunity: Opportunity): Record<string, string> {
	return {
		OpportunityId: opportunity.id,
		ProspectId: opportunity.leadId ?? '',
		RelatedProspectId: opportunity.leadId ?? '',
		OpportunityEvent: String(opportunity.eventCode),
		OpportunityEventType: '2',
		...opportunity.fields,
	};
}
