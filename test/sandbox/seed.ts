import { opportunityType } from './opportunity-types';
import type { Opportunity } from './types';

/** The account's one user: owner of everything, holder of the keys. */
export const user = {
	id: 'c0ffee00-0000-4000-8000-000000000001',
	firstName: 'Asha',
	lastName: 'Sandbox',
	email: 'asha@example.com',
};

/** Opportunities up to this number are home loans (12000), those above are admissions (12001). */
export const HOME_LOANS = 200;

const guid = (prefix: string, n: number): string =>
	`${prefix}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** GUID of seeded opportunity n (from 1). The first is the vendor page's own example. */
export function opportunityId(n: number): string {
	return n === 1 ? '5ca5b042-51ea-4699-b6f0-84c40ab12770' : guid('0bb00000', n);
}

/** The AutoId under which the same opportunity can be addressed: HL-1001, …, AD-1201, … */
export function autoId(n: number): string {
	return `${n <= HOME_LOANS ? 'HL' : 'AD'}-${1000 + n}`;
}

/** ProspectID of seeded lead n (1 to 20). */
export const leadId = (n: number): string => guid('1ead0000', n);

/** A GUID for something made while the sandbox runs. */
export const madeId = (n: number): string => guid('5a4d0000', n);

export function seedOpportunities(count: number): Map<string, Opportunity> {
	const seeded = new Map<string, Opportunity>();
	for (let n = 1; n <= count; n++) {
		const eventCode = n <= HOME_LOANS ? 12000 : 12001;
		const type = opportunityType(eventCode);
		const id = opportunityId(n);
		seeded.set(id, {
			id,
			autoId: autoId(n),
			eventCode,
			fields: {
				Status: 'Open',
				Owner: user.id,
				mx_Custom_1: `${type?.DisplayName ?? ''} ${n}`,
				mx_Custom_2: eventCode === 12000 ? 'Prospecting' : 'Enquiry',
				mx_Custom_12: autoId(n),
				CreatedOn: '2026-01-05 04:30:00',
				ModifiedOn: '2026-01-05 04:30:00',
				CreatedBy: user.id,
				ModifiedBy: user.id,
			},
			notes: [],
			updates: 0,
		});
	}
	return seeded;
}

export function seedLeads(): Map<string, Record<string, string>> {
	const seeded = new Map<string, Record<string, string>>();
	for (let n = 1; n <= 20; n++) {
		seeded.set(leadId(n), {
			EmailAddress: `lead${n}@example.com`,
			Phone: `+91-90000000${String(n).padStart(2, '0')}`,
		});
	}
	return seeded;
}
