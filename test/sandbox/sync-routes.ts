import type { Account } from './account';
import { findOpportunity } from './account';
import { opportunityType, opportunityTypes } from './opportunity-types';
import type { Queue } from './queue';
import { ok, refuse, wrongKeys, wrongRegion } from './replies';
import type { Reply } from './replies';
import type { Route } from './route';
import { user } from './seed';
import type { Keys, RecordedCall } from './types';

/** The few V2 calls that the nodes make: the key test, types, metadata and one opportunity. */
export interface SyncContext {
	keys: Keys;
	account: Account;
	queue: Queue;
	/** This server's own host, which is the account's right one unless `wrongRegion` is set. */
	host: () => string;
	wrongRegion?: string;
}

/** Keys travel by header or by query; headers are recommended (reference 7.1). */
function hasKeys(call: RecordedCall, keys: Keys): boolean {
	return (
		(call.headers['x-lsq-accesskey'] ?? call.query.accessKey) === keys.accessKey &&
		(call.headers['x-lsq-secretkey'] ?? call.query.secretKey) === keys.secretKey
	);
}

/** Documented: the user, TimeZone, OrgId, LSQCommonServiceURLs. Key spellings: third parties'. */
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

/** Only `EventCode` is certain (reference 11). */
function getOpportunityTypes(): Reply {
	return ok(
		opportunityTypes.map(({ EventCode, DisplayName, Description }) => ({
			EventCode,
			DisplayName,
			Description,
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

/** Documented: type id, Name, DisplayName and Fields with metadata and Value. */
function getDetails({ account, queue }: SyncContext, call: RecordedCall): Reply {
	queue.process();
	const id = call.query.OpportunityId ?? '';
	const opportunity = findOpportunity(account, id);
	const type = opportunity && opportunityType(opportunity.eventCode);
	if (!opportunity || !type) {
		// A deleted id reads HTTP 500, seen live (reference 11).
		return refuse(500, 'MXInvalidEntityReferenceException', `Opportunity '${id}' does not exist.`);
	}
	const notes = opportunity.notes.at(-1) ?? null;
	return ok({
		Id: String(type.EventCode),
		Name: type.DisplayName,
		DisplayName: type.DisplayName,
		OpportunityId: opportunity.id,
		Fields: type.Fields.map((metadata) => ({
			...metadata,
			Value:
				metadata.SchemaName === 'ActivityEvent_Note'
					? notes
					: (opportunity.fields[metadata.SchemaName] ?? null),
		})),
	});
}

/** `anyRegion`: the key test works on every region's host (reference 7.4). */
const table: Array<{
	path: string;
	answer: (context: SyncContext, call: RecordedCall) => Reply;
	anyRegion?: true;
}> = [
	{ path: 'Authentication.svc/UserByAccessKey.Get', answer: userByAccessKey, anyRegion: true },
	{ path: 'OpportunityManagement.svc/GetOpportunityTypes', answer: getOpportunityTypes },
	{ path: 'OpportunityManagement.svc/GetOpportunityTypeMetadata', answer: getTypeMetadata },
	{ path: 'OpportunityManagement.svc/GetOpportunityDetails', answer: getDetails },
];

export function syncRoutes(context: SyncContext): Route[] {
	return table.map(({ path, answer, anyRegion }) => ({
		kind: 'sync',
		method: 'GET',
		path: `/v2/${path}`,
		answer(call) {
			if (context.wrongRegion !== undefined && !anyRegion) {
				return { reply: wrongRegion(context.wrongRegion) };
			}
			if (!hasKeys(call, context.keys)) return { reply: wrongKeys() };
			return { reply: answer(context, call) };
		},
	}));
}
