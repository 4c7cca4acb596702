import { opportunityType } from './opportunity-types';
import type { Opportunity } from './types';

/** The account's main user: owner of everything, holder of the keys. */
export const user = {
	id: 'c0ffee00-0000-4000-8000-000000000001',
	firstName: 'Asha',
	lastName: 'Sandbox',
	email: 'asha@example.com',
};

/** More users: one whose email has capitals, and one without a name. */
export const users = [
	user,
	{
		id: 'c0ffee00-0000-4000-8000-000000000002',
		firstName: 'Ravi',
		lastName: 'Menon',
		email: 'Ravi.Menon@example.com',
	},
	{
		id: 'c0ffee00-0000-4000-8000-000000000003',
		firstName: '',
		lastName: '',
		email: 'desk@example.com',
	},
];

/** Users who have left: one whose email another user has now, and one whose email nobody else has. */
export const formerUsers = [
	{
		id: 'c0ffee00-0000-4000-8000-000000000101',
		firstName: 'Ravi',
		lastName: 'Former',
		email: 'ravi.menon@example.com',
	},
	{
		id: 'c0ffee00-0000-4000-8000-000000000102',
		firstName: 'Meera',
		lastName: 'Gone',
		email: 'meera@example.com',
	},
];

/** Opportunities up to this number are home loans (12000), those above are admissions (12001). */
export const HOME_LOANS = 200;

/** The very last one is of the type that has every kind of field (12002). */
function eventCodeOf(n: number, count: number): number {
	if (n === count && count > HOME_LOANS) return 12002;
	return n <= HOME_LOANS ? 12000 : 12001;
}

/** Lead 1 has one home loan, lead 2 has two, lead 3 has nothing; the rest share the others. */
export function leadOf(n: number): string {
	if (n === 1) return leadId(1);
	return leadId(n <= 3 ? 2 : 4 + (n % 17));
}

/** A minute apart, so that "newest first" is well defined. */
function createdOn(n: number): string {
	const start = Date.UTC(2026, 0, 5, 4, 30);
	return plainDate(start + n * 60_000);
}

/** UTC, as LeadSquared's API takes it. */
export const plainDate = (ms: number): string =>
	new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

export const guid = (prefix: string, n: number): string =>
	`${prefix}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** GUID of seeded opportunity n (from 1). The first is that of LeadSquared's own example. */
export function opportunityId(n: number): string {
	return n === 1 ? '5ca5b042-51ea-4699-b6f0-84c40ab12770' : guid('0bb00000', n);
}

/** The AutoId under which the same opportunity can be addressed: HL-1001, …, AD-1201, … */
export function autoId(n: number): string {
	return `${n <= HOME_LOANS ? 'HL' : 'AD'}-${1000 + n}`;
}

/** ProspectID of seeded lead n (from 1). */
export const leadId = (n: number): string => guid('1ead0000', n);

/** A GUID for something made while the sandbox runs. */
export const madeId = (n: number): string => guid('5a4d0000', n);

export function seedOpportunities(count: number): Map<string, Opportunity> {
	const seeded = new Map<string, Opportunity>();
	for (let n = 1; n <= count; n++) {
		const eventCode = eventCodeOf(n, count);
		const type = opportunityType(eventCode);
		const id = opportunityId(n);
		seeded.set(id, {
			id,
			autoId: autoId(n),
			eventCode,
			leadId: leadOf(n),
			fields: {
				Status: 'Open',
				Owner: user.id,
				mx_Custom_1: `${type?.DisplayName ?? ''} ${n}`,
				mx_Custom_2: eventCode === 12000 ? 'Prospecting' : 'Enquiry',
				mx_Custom_12: autoId(n),
				CreatedOn: createdOn(n),
				ModifiedOn: createdOn(n),
				CreatedBy: user.id,
				ModifiedBy: user.id,
			},
			notes: [],
			updates: 0,
		});
	}
	return seeded;
}

/** Ten leads were changed in each second, as an import does it. */
function changedOn(n: number): string {
	const start = Date.UTC(2026, 5, 1, 6, 0);
	return plainDate(start + Math.floor(n / 10) * 1_000);
}

export function seedLeads(count: number): Map<string, Record<string, string>> {
	const seeded = new Map<string, Record<string, string>>();
	for (let n = 1; n <= count; n++) {
		seeded.set(leadId(n), {
			EmailAddress: `lead${n}@example.com`,
			Phone: `+91-${9_000_000_000 + n}`,
			...(n === 3 && { Mobile: '+91-8000000003' }),
			CreatedOn: createdOn(n),
			ModifiedOn: changedOn(n),
		});
	}
	return seeded;
}
