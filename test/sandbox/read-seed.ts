import { guid, HOME_LOANS, leadId, leadOf, opportunityId, plainDate, user, users } from './seed';
import type { Activity, Task } from './types';

/** How many activities lead 1 has: more than the 25 that LeadSquared returns unless it is asked for more. */
export const TRAIL = 460;

export const activityId = (n: number): string => guid('ac700000', n);

export const taskId = (n: number): string => guid('7a5c0000', n);

const start = Date.UTC(2026, 1, 1, 9, 0);

/**
 * Lead 1: calls and demos by turns, in which each fifth is about its opportunity. Lead 2: a call, a system event, and
 * what an account writes there for each opportunity. The newest home loan has three calls. Oldest first.
 */
export function seedActivities(): Activity[] {
	const trail = Array.from({ length: TRAIL }, (_, index): Activity => {
		const n = index + 1;
		return {
			id: activityId(n),
			eventCode: n % 2 === 0 ? 105 : 201,
			leadId: leadId(1),
			createdOn: plainDate(start + n * 60_000),
			note: `Activity ${n}`,
			fields: { mx_Custom_1: `Reference ${n}`, Owner: user.id, Status: 'Active' },
			...(n % 5 === 0 && { opportunityId: opportunityId(1) }),
		};
	});
	const event = (n: number, eventCode: number, rest: Partial<Activity>): Activity => ({
		id: activityId(TRAIL + n),
		eventCode,
		leadId: leadId(2),
		createdOn: plainDate(start + n * 3_600_000),
		note: '',
		...rest,
	});
	return [
		...trail,
		event(1, 201, { note: 'Duration{=}60{next}Status{=}Answered', fields: { mx_Custom_1: 'R' } }),
		event(2, 3001, { data: { CreatedByName: 'System', NewStage: 'Customer' } }),
		{
			...event(3, 12000, { fields: { Status: 'Open', mx_Custom_1: 'Home Loan 2' } }),
			id: opportunityId(2),
		},
		event(4, 33, { data: { OpportunityId: opportunityId(2) } }),
		...[5, 6, 7].map((n) =>
			event(n, 201, {
				leadId: leadOf(HOME_LOANS),
				opportunityId: opportunityId(HOME_LOANS),
				note: `Call ${n}`,
				fields: { Status: 'Active' },
			}),
		),
	];
}

/** Lead 1 has two tasks of different owners, lead 2 one that is done; the main user has 300 more of lead 4. */
export function seedTasks(): Task[] {
	const task = (n: number, lead: number, rest: Partial<Task> = {}): Task => ({
		id: taskId(n),
		name: `Call ${n}`,
		dueDate: plainDate(start + n * 60_000),
		isDone: false,
		ownerId: user.id,
		leadId: leadId(lead),
		...rest,
	});
	return [
		task(1, 1),
		task(2, 1, { ownerId: users[1]?.id ?? '' }),
		task(3, 2, { isDone: true }),
		...Array.from({ length: 300 }, (_, index) => task(index + 4, 4)),
	];
}
