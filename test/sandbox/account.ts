import { seedActivities, seedTasks } from './read-seed';
import { madeId, seedLeads, seedOpportunities } from './seed';
import type { Activity, Opportunity, Task, WritingQuirks } from './types';
import type { Past } from './writing';

/** What an account's administrator may have switched on: https://apidocs.leadsquared.com/capture-opportunities/ */
export interface AccountRules {
	/** A capture of the same type for the same lead is a duplicate. */
	duplicateRules: boolean;
	/** A change of an opportunity's status asks for a comment, `mx_Custom_19`. */
	statusComments: boolean;
}

/** The records of the one LeadSquared account in the sandbox. */
export interface Account {
	opportunities: Map<string, Opportunity>;
	leads: Map<string, Record<string, string>>;
	activities: Activity[];
	tasks: Task[];
	rules: AccountRules;
	writing: WritingQuirks;
	/** What reads still return, by the record's ID; oldest first. */
	past: Map<string, Past[]>;
	/** A fresh, deterministic GUID for a record made by a request. */
	newId(): string;
	/** Back to the seed; the maps stay the same objects, since tests hold them. */
	reset(): void;
}

export function createAccount(
	opportunityCount: number,
	leadCount: number,
	rules: AccountRules,
	writing: WritingQuirks,
): Account {
	let made = 0;
	const account: Account = {
		rules,
		writing,
		past: new Map(),
		opportunities: seedOpportunities(opportunityCount),
		leads: seedLeads(leadCount),
		activities: seedActivities(),
		tasks: seedTasks(),
		newId: () => madeId(++made),
		reset() {
			made = 0;
			account.past.clear();
			refill(account.opportunities, seedOpportunities(opportunityCount));
			refill(account.leads, seedLeads(leadCount));
			account.activities.splice(0, Infinity, ...seedActivities());
			account.tasks.splice(0, Infinity, ...seedTasks());
		},
	};
	return account;
}

function refill<V>(map: Map<string, V>, content: Map<string, V>): void {
	map.clear();
	for (const [key, value] of content) map.set(key, value);
}

/** By id, or by AutoId in the same place: https://apidocs.leadsquared.com/update-an-opportunity/ */
export function findOpportunity(account: Account, idOrAutoId: string): Opportunity | undefined {
	const byId = account.opportunities.get(idOrAutoId.toLowerCase());
	if (byId) return byId;
	if (idOrAutoId === '') return undefined;
	return [...account.opportunities.values()].find((one) => one.autoId === idOrAutoId);
}
