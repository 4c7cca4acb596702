/** The only calls that may leave: each of them reads. LeadSquared deletes by GET, so a method alone proves nothing. */
import { operationNamed, operationNames } from '../../nodes/shared/async-api/operations';

const entityOf = (path: string): string => path.split('/')[1] ?? '';

/** The two forms that a status path may have, see nodes/LeadSquaredCheckStatus/status/ask-status.ts. */
export function statusPaths(operation: (typeof operationNames)[number]): {
	operation: string;
	entity: string | undefined;
} {
	const { path, statusPath } = operationNamed(operation);
	return {
		operation: statusPath ?? `${path}/status`,
		// The one that LeadSquared publishes has no other form.
		entity: statusPath === undefined ? `/${entityOf(path)}/status` : undefined,
	};
}

export const metricsPath = (operation: (typeof operationNames)[number]): string =>
	`${operationNamed(operation).path}/metrics`;

const asyncPaths = operationNames.flatMap((name) => {
	const { operation, entity } = statusPaths(name);
	return [operation, metricsPath(name), ...(entity === undefined ? [] : [entity])];
});

const gets = [
	'Authentication.svc/UserByAccessKey.Get',
	'LeadManagement.svc/Leads.GetById',
	'LeadManagement.svc/LeadsMetaData.Get',
	'LeadManagement.svc/RetrieveTaskByLeadId',
	'OpportunityManagement.svc/GetOpportunityDetails',
	'OpportunityManagement.svc/GetOpportunityTypeMetadata',
	'OpportunityManagement.svc/GetOpportunityTypes',
	'ProspectActivity.svc/ActivityTypes.Get',
	'ProspectActivity.svc/CustomActivity/GetActivitySetting',
	'UserManagement.svc/Users.Get',
];

/** Searches: LeadSquared takes their conditions in a body. */
const posts = [
	'LeadManagement.svc/Leads.Get',
	'LeadManagement.svc/Leads.RecentlyModified',
	'OpportunityManagement.svc/GetActivitiesOfOpportunity',
	'OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField',
	'OpportunityManagement.svc/GetOpportunitiesOfLead',
	'OpportunityManagement.svc/Retrieve/BySearchParameter',
	'ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent',
	'ProspectActivity.svc/Retrieve',
	'ProspectActivity.svc/RetrieveRecentlyModified',
	'Task.svc/Retrieve',
];

/** `GET /v2/UserManagement.svc/Users.Get` and the like. */
export const allowedCalls: ReadonlySet<string> = new Set([
	...asyncPaths.map((path) => `GET ${path}`),
	...gets.map((path) => `GET /v2/${path}`),
	...posts.map((path) => `POST /v2/${path}`),
]);
