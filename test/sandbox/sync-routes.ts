import type { Account } from './account';
import { findOpportunity } from './account';
import { activityType, activityTypes } from './activity-types';
import { leadFields } from './lead-fields';
import { opportunityType, opportunityTypes } from './opportunity-types';
import type { Queue } from './queue';
import { dotNet, ok, refuse, wrongKeys, wrongRegion } from './replies';
import type { Reply } from './replies';
import type { Route } from './route';
import { isRecord, list, parseJson, text } from './narrow';
import { readRoutes } from './read-routes';
import { inForm, rowOf } from './rows';
import { formerUsers, user, users } from './seed';
import { inAccountForm, opportunityAt } from './writing';
import type { WebhookStore } from './webhooks';
import type {
	Keys,
	Opportunity,
	ReadingQuirks,
	RecordedCall,
	RowDates,
	SandboxOptions,
} from './types';

/** The V2 calls that the nodes make; those that read records are in read-routes.ts. */
export interface SyncContext {
	keys: Keys;
	keysIn: NonNullable<SandboxOptions['syncKeys']>;
	account: Account;
	queue: Queue;
	/** ms */
	now: () => number;
	webhooks: WebhookStore;
	/** This server's own host, which is the account's right one unless `wrongRegion` is set. */
	host: () => string;
	administrator: boolean;
	opportunityCodes: NonNullable<SandboxOptions['opportunityCodes']>;
	rowDates: RowDates;
	rowOrder: NonNullable<SandboxOptions['rowOrder']>;
	unknownLead: NonNullable<SandboxOptions['unknownLead']>;
	uniqueLeadFields: readonly string[];
	quirks: ReadingQuirks;
	wrongRegion?: string;
}

export interface SyncRoute {
	path: string;
	/** Default GET. */
	method?: 'POST';
	answer: (context: SyncContext, call: RecordedCall) => Reply;
	/** The key test works on every region's host. https://apidocs.leadsquared.com/user-authentication/ */
	anyRegion?: true;
}

/**
 * Keys come in headers or in the query; headers are recommended: https://apidocs.leadsquared.com/authentication/.
 * One account is said to take the query only (REFERENCE.md, 49).
 */
function hasKeys({ query, headers }: RecordedCall, { keys, keysIn }: SyncContext): boolean {
	const given = (name: 'accessKey' | 'secretKey') =>
		(keysIn === 'query' ? undefined : headers[`x-lsq-${name.toLowerCase()}`]) ?? query[name];
	return given('accessKey') === keys.accessKey && given('secretKey') === keys.secretKey;
}

/** Documented: the user, TimeZone, OrgId, LSQCommonServiceURLs. The key names are known from third parties. */
function userByAccessKey({ host, wrongRegion: right }: SyncContext): Reply {
	return ok({
		Id: user.id,
		Name: `${user.firstName} ${user.lastName}`,
		FirstName: user.firstName,
		LastName: user.lastName,
		EmailAddress: user.email,
		Role: 'Administrator',
		TimeZone: 'Asia/Kolkata',
		OrgId: '70001',
		LSQCommonServiceURLs: { api: right ?? host(), app: 'app.example.com' },
	});
}

/** `EventCode`, `DisplayName`, the modifiers and `Fields: null` are third parties'; whether the code is a number is open. */
function getOpportunityTypes({ opportunityCodes }: SyncContext): Reply {
	return ok(
		opportunityTypes.map(({ EventCode, DisplayName, Description }) => ({
			EventCode: opportunityCodes === 'text' ? String(EventCode) : EventCode,
			DisplayName,
			Description,
			Fields: null,
			CreatedByName: `${user.firstName} ${user.lastName}`,
			ModifiedByName: `${user.firstName} ${user.lastName}`,
		})),
	);
}

function getTypeMetadata(_context: SyncContext, call: RecordedCall): Reply {
	const type = opportunityType(Number(call.query.code));
	return type
		? ok(type)
		: refuse(500, 'MXInvalidInputException', `Invalid code '${call.query.code ?? ''}'`);
}

/** An array; its keys are known from third parties (REFERENCE.md, 18). */
function getActivityTypes(): Reply {
	return ok(
		activityTypes.map(({ ActivityEvent, DisplayName }) => ({
			ActivityEvent,
			DisplayName,
			EventType: 2,
		})),
	);
}

/** https://apidocs.leadsquared.com/get-details-of-activity-type/ */
function getActivitySetting(_context: SyncContext, call: RecordedCall): Reply {
	const type = activityType(Number(call.query.code));
	if (!type)
		return refuse(500, 'MXInvalidInputException', `Invalid code '${call.query.code ?? ''}'`);
	const { ID, Name, DisplayName, Fields } = type;
	return ok({ ID, Name, DisplayName, Fields });
}

/** https://apidocs.leadsquared.com/meta-data/; `schemaName` asks for one, `excludeOptionSets` leaves options out. */
function getLeadMetadata(_context: SyncContext, call: RecordedCall): Reply {
	const { schemaName, excludeOptionSets } = call.query;
	const asked = leadFields.filter(
		({ SchemaName }) => schemaName === undefined || SchemaName === schemaName,
	);
	return ok(
		excludeOptionSets === '1' ? asked.map((one) => ({ ...one, Options: undefined })) : asked,
	);
}

/** A deleted id reads HTTP 500; the rest is open (REFERENCE.md, 20). */
function noOpportunity({ noOpportunity: answer }: ReadingQuirks, id: string): Reply {
	switch (answer) {
		case 'exception':
			return refuse(
				500,
				'MXInvalidEntityReferenceException',
				`Opportunity '${id}' does not exist.`,
			);
		case 'dotNet':
			return dotNet();
		case 'notFound':
			return refuse(
				404,
				'MXInvalidEntityReferenceException',
				`Opportunity '${id}' does not exist.`,
			);
		case 'null':
			return ok(null);
	}
}

/** Documented: type id, Name, DisplayName and Fields with metadata and Value. */
function getDetails({ account, queue, quirks, now }: SyncContext, call: RecordedCall): Reply {
	queue.process();
	const id = call.query.OpportunityId ?? '';
	const named = findOpportunity(account, id);
	const known = quirks.autoIds === 'found' || named?.id === id.toLowerCase() ? named : undefined;
	const opportunity = known && opportunityAt(account, known, now());
	const type = opportunity && opportunityType(opportunity.eventCode);
	if (!opportunity || !type) {
		return noOpportunity(quirks, id);
	}
	const notes = opportunity.notes.at(-1) ?? null;
	const { CreatedOn = '', ModifiedOn = '' } = opportunity.fields;
	return ok({
		Id: String(type.EventCode),
		Name: type.DisplayName,
		DisplayName: type.DisplayName,
		...(quirks.details === 'whole' && {
			OpportunityId: opportunity.id,
			RelatedProspectId: opportunity.leadId ?? null,
			OpportunityNote: notes,
			CreatedOn: inForm(CreatedOn, 'dotNet'),
			ModifiedOn: inForm(ModifiedOn, 'dotNet'),
			CreatedByName: `${user.firstName} ${user.lastName}`,
			ModifiedByName: 'System',
		}),
		Fields: type.Fields.map((metadata) => ({
			...metadata,
			Value:
				metadata.SchemaName === 'ActivityEvent_Note'
					? notes
					: inAccountForm(
							opportunity.fields[metadata.SchemaName] ?? null,
							metadata,
							account.writing,
						),
		})),
	});
}

/** https://apidocs.leadsquared.com/get-users/: inactive users come as well, with `StatusCode` 1. */
function getUsers(): Reply {
	const entry =
		(StatusCode: number) =>
		({ id, firstName, lastName, email }: typeof user) => ({
			ID: id,
			FirstName: firstName,
			LastName: lastName,
			EmailAddress: email,
			StatusCode,
		});
	return ok([...formerUsers.map(entry(1)), ...users.map(entry(0))]);
}

/** `Sorting.Direction` 1 is newest first; a page holds 1000 rows at most, whatever is asked for (REFERENCE.md, 21). */
function page({ rowDates, rowOrder }: SyncContext, found: Opportunity[], body: unknown): Reply {
	const asked = isRecord(body) ? body : {};
	const paging = isRecord(asked.Paging) ? asked.Paging : {};
	const sorting = isRecord(asked.Sorting) ? asked.Sorting : {};
	const size = Math.min(1000, Number(paging.PageSize ?? 25));
	const start = (Number(paging.PageIndex ?? 1) - 1) * size;
	const rows = found
		.map(rowOf)
		.sort((a, b) => (a.CreatedOn ?? '').localeCompare(b.CreatedOn ?? ''));
	if (Number(sorting.Direction) === 1 && rowOrder === 'asAsked') rows.reverse();
	for (const row of rows) row.CreatedOn = inForm(row.CreatedOn ?? '', rowDates);
	// A search that finds nothing leaves the list out (REFERENCE.md, 22).
	return ok(
		found.length === 0
			? { RecordCount: 0 }
			: { RecordCount: found.length, List: rows.slice(start, start + size) },
	);
}

function byUniqueLeadField(context: SyncContext, call: RecordedCall): Reply {
	const { account, queue, unknownLead, uniqueLeadFields } = context;
	queue.process();
	const parameter = isRecord(call.body) ? call.body.Parameter : undefined;
	const name = text(parameter, 'LookupName');
	const value = text(parameter, 'LookupValue');
	if (text(parameter, 'SqlOperator') !== '=' || name === '') {
		return refuse(500, 'MXInvalidInputException', 'Invalid Parameter');
	}
	if (!uniqueLeadFields.includes(name)) {
		return refuse(500, 'MXInvalidInputException', `${name} is not unique`);
	}
	const leads = new Set(
		[...account.leads].flatMap(([id, lead]) =>
			lead[name]?.toLowerCase() === value.toLowerCase() ? [id] : [],
		),
	);
	if (leads.size === 0 && unknownLead === 'notFound') {
		return refuse(404, 'MXInvalidEntityReferenceException', 'Lead not found');
	}
	const found = [...account.opportunities.values()].filter(
		({ leadId }) => leadId !== undefined && leads.has(leadId),
	);
	return page(context, found, call.body);
}

/** Administrators only; the condition must repeat the code (REFERENCE.md, 21). */
function search(context: SyncContext, call: RecordedCall): Reply {
	const { account, queue, administrator } = context;
	queue.process();
	if (!administrator) {
		return refuse(401, 'MXUnAuthorizedAccessException', 'Only administrators may search.');
	}
	const body = isRecord(call.body) ? call.body : {};
	const code = Number(body.OpportunityEventCode);
	const criteria = parseJson(text(body, 'AdvancedSearch'));
	const conditions = list(isRecord(criteria) ? criteria.Conditions : undefined);
	const rows = conditions.flatMap((condition) =>
		list(isRecord(condition) ? condition.RowCondition : undefined),
	);
	if (
		!rows.some((row) => text(row, 'LSO') === 'ActivityEvent' && text(row, 'RSO') === String(code))
	) {
		const said = 'AdvancedSearch criteria does not match ActivityEvent passed';
		return refuse(500, 'MXInvalidInputException', said);
	}
	const found = [...account.opportunities.values()].filter(({ eventCode }) => eventCode === code);
	return page(context, found, call.body);
}

const table: SyncRoute[] = [
	{ path: 'Authentication.svc/UserByAccessKey.Get', answer: userByAccessKey, anyRegion: true },
	{ path: 'OpportunityManagement.svc/GetOpportunityTypes', answer: getOpportunityTypes },
	{ path: 'OpportunityManagement.svc/GetOpportunityTypeMetadata', answer: getTypeMetadata },
	{ path: 'OpportunityManagement.svc/GetOpportunityDetails', answer: getDetails },
	{
		path: 'OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField',
		method: 'POST',
		answer: byUniqueLeadField,
	},
	{
		path: 'OpportunityManagement.svc/Retrieve/BySearchParameter',
		method: 'POST',
		answer: search,
	},
	{ path: 'ProspectActivity.svc/ActivityTypes.Get', answer: getActivityTypes },
	{ path: 'ProspectActivity.svc/CustomActivity/GetActivitySetting', answer: getActivitySetting },
	{ path: 'LeadManagement.svc/LeadsMetaData.Get', answer: getLeadMetadata },
	{ path: 'UserManagement.svc/Users.Get', answer: getUsers },
	// https://apidocs.leadsquared.com/create-a-webhook/, /retrieve-a-webhook/; deleting is a GET (REFERENCE.md, 38).
	{
		path: 'Webhook.svc/Create',
		method: 'POST',
		answer: ({ webhooks }, call) => webhooks.create(call),
	},
	{
		path: 'Webhook.svc/Retrieve',
		method: 'POST',
		answer: ({ webhooks }, call) => webhooks.retrieve(call),
	},
	{ path: 'Webhook.svc/Delete', answer: ({ webhooks }, call) => webhooks.remove(call) },
	...readRoutes,
];

export function syncRoutes(context: SyncContext): Route[] {
	return table.map(({ path, method = 'GET', answer, anyRegion }) => ({
		kind: 'sync',
		method,
		path: `/v2/${path}`,
		answer(call) {
			if (context.wrongRegion !== undefined && !anyRegion) {
				return { reply: wrongRegion(context.wrongRegion) };
			}
			if (!hasKeys(call, context)) return { reply: wrongKeys() };
			return { reply: answer(context, call) };
		},
	}));
}
