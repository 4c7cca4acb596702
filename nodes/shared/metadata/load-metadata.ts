/**
 * The account's metadata: its opportunity and activity types, their fields and those of leads, its users. Cached
 * for some minutes per account and type, for all nodes, workflows and executions of this process.
 */
import { digestOf } from '../lib/digest';
import { now } from '../lib/time';
import { problem } from '../problems/problems';
import type { Call } from '../transport/call';
import type { Client } from '../transport/client';
import { loadedFrom, type Loaded, type Reply } from '../transport/reply';
import type { FieldCatalog } from './field-catalog';
import { describeSource, type FieldSource } from './field-source';
import { readLeadMetadata } from './lead-metadata';
import { readActivityTypes, readOpportunityTypes, type RecordType } from './record-types';
import { ReplyCache } from './reply-cache';
import { readTypeMetadata } from './type-metadata';
import { readUsers, type User } from './users';

/** Long enough for a run of thousands of items, short enough that a change of the fields reaches a schedule. */
export const runAgeMs = 5 * 60_000;

/** A user who changes a field in LeadSquared and refreshes the list expects to see the change. */
export const editorAgeMs = 30_000;

const cache = new ReplyCache<unknown>(now);

export async function loadOpportunityTypes(
	client: Client,
	maxAgeMs: number,
): Promise<Loaded<readonly RecordType[]>> {
	return await load(client, maxAgeMs, {
		...readCall,
		label: 'Get Opportunity Types',
		path: '/v2/OpportunityManagement.svc/GetOpportunityTypes',
		read: readOpportunityTypes,
	});
}

export async function loadActivityTypes(
	client: Client,
	maxAgeMs: number,
): Promise<Loaded<readonly RecordType[]>> {
	return await load(client, maxAgeMs, {
		...readCall,
		label: 'Get Activity Types',
		path: '/v2/ProspectActivity.svc/ActivityTypes.Get',
		read: readActivityTypes,
	});
}

/** The fields that a record can have. */
export async function loadFields(
	client: Client,
	source: FieldSource,
	maxAgeMs: number,
): Promise<Loaded<FieldCatalog>> {
	const loaded = await load(client, maxAgeMs, fieldsCall(source));
	if (loaded === undefined || loaded.ok) return loaded;
	const { message, nextStep } = loaded.problem;
	const { whole } = describeSource(source);
	return {
		ok: false,
		problem: problem('noMetadata', { label: whole, reason: message, hint: nextStep }),
	};
}

function fieldsCall(source: FieldSource): Call<FieldCatalog> {
	switch (source.kind) {
		// https://apidocs.leadsquared.com/get-metadata-of-an-opportunity-type/
		case 'opportunity':
			return {
				...readCall,
				label: 'Get Opportunity Type Metadata',
				path: '/v2/OpportunityManagement.svc/GetOpportunityTypeMetadata',
				query: { code: source.code },
				read: readTypeMetadata,
			};
		// https://apidocs.leadsquared.com/get-details-of-activity-type/
		case 'activity':
			return {
				...readCall,
				label: 'Get Activity Type Details',
				path: '/v2/ProspectActivity.svc/CustomActivity/GetActivitySetting',
				query: { code: source.code },
				read: readTypeMetadata,
			};
		// https://apidocs.leadsquared.com/meta-data/
		case 'lead':
			return {
				...readCall,
				label: 'Get Lead Metadata',
				path: '/v2/LeadManagement.svc/LeadsMetaData.Get',
				read: readLeadMetadata,
			};
	}
}

export async function loadUsers(
	client: Client,
	maxAgeMs: number,
): Promise<Loaded<readonly User[]>> {
	return await load(client, maxAgeMs, {
		...readCall,
		label: 'Get Users',
		path: '/v2/UserManagement.svc/Users.Get',
		read: readUsers,
	});
}

const readCall = { purpose: 'read', method: 'GET', host: 'api', repeatable: true } as const;

async function load<T>(client: Client, maxAgeMs: number, call: Call<T>): Promise<Loaded<T>> {
	const { apiOrigin, accessKey, secretKey } = client.account;
	// Includes the secret key: a credential with the right access key alone must not see cached data.
	const key = await digestOf(
		JSON.stringify([apiOrigin, accessKey, secretKey, call.path, call.query]),
	);
	const reply = await cache.get(key, maxAgeMs, async () => await client.send(call), client.cancel);
	return loadedFrom(reply as Reply<T>);
}
