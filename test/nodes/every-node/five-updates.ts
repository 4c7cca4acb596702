/** Updates of five opportunities that are tried again, in each of n8n's ways. */
import type { IRun } from 'n8n-workflow';

import { opportunityId, type Sandbox } from '../../sandbox';
import { byId, items, type NodeSetup } from '../../support/run-node';

export const parameters = {
	opportunityId: byId('={{ $json.id }}'),
	note: '={{ $json.note ?? "a note" }}',
};
// n8n takes 0 for its default of a second.
export const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
export const five = items(...[1, 2, 3, 4, 5].map((n) => ({ id: opportunityId(n) })));

/** What a failed execution leaves in the database. */
export function savedContext({ data }: IRun): NonNullable<NodeSetup['contextData']> {
	return JSON.parse(JSON.stringify(data.executionData?.contextData)) as NonNullable<
		NodeSetup['contextData']
	>;
}

/** How often an update of each opportunity was accepted. */
export function acceptancesOf(sandbox: Sandbox): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { body } of sandbox.requests.values()) {
		const { ProspectOpportunityId: id } = body as { ProspectOpportunityId: string };
		counts[id] = (counts[id] ?? 0) + 1;
	}
	return counts;
}

export const onceEach = (...numbers: number[]) =>
	Object.fromEntries(numbers.map((n) => [opportunityId(n), 1]));
