import { leadId, opportunityId, user } from './seed';

/** An activity of a lead, perhaps of one of its opportunities. Dates are UTC, `2026-07-31 05:33:50`. */
export interface Activity {
	id: string;
	/** 201 or another code of the account's activity types; 3001 is one of LeadSquared's own. */
	eventCode: number;
	leadId: string;
	opportunityId?: string;
	createdOn: string;
	modifiedOn: string;
	note: string;
	/** By SchemaName. */
	fields: Record<string, string>;
}

export interface Task {
	id: string;
	name: string;
	dueOn: string;
	ownerId: string;
	leadId: string;
	isCompleted: boolean;
}

/** More than the 25 that LeadSquared gives without paging. */
export const ACTIVITIES_OF_LEAD = 460;

export const ACTIVITIES_OF_OPPORTUNITY = 260;

const id = (prefix: string, n: number) => `${prefix}-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** UTC as LeadSquared writes it. */
export function stamp(ms: number): string {
	return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

const start = Date.UTC(2026, 2, 1, 6);

/** All are of lead 1; the first of them belong to opportunity 1, and the last is one of LeadSquared's own. */
export function seedActivities(): Activity[] {
	return Array.from({ length: ACTIVITIES_OF_LEAD }, (_, index) => {
		const isOwn = index === ACTIVITIES_OF_LEAD - 1;
		const when = stamp(start + index * 60_000);
		return {
			id: id('ac700000', index + 1),
			eventCode: isOwn ? 3001 : 201,
			leadId: leadId(1),
			...(index < ACTIVITIES_OF_OPPORTUNITY ? { opportunityId: opportunityId(1) } : {}),
			createdOn: when,
			modifiedOn: when,
			note: `Call ${index + 1}`,
			fields: { Status: 'Active', Owner: user.id, mx_Custom_1: `Reference ${index + 1}` },
		};
	});
}

/** Two of lead 1, all of the main user. */
export function seedTasks(): Task[] {
	return Array.from({ length: 260 }, (_, index) => ({
		id: id('7a5c0000', index + 1),
		name: `Call back ${index + 1}`,
		dueOn: stamp(start + index * 3_600_000),
		ownerId: user.id,
		leadId: leadId(index < 2 ? 1 : 2),
		isCompleted: index % 2 === 1,
	}));
}
