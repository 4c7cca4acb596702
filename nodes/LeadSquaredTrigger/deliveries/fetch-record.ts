/**
 * The record that an event is about, as it is now.
 * https://apidocs.leadsquared.com/get-an-opportunity-by-id/; a lead comes as an array of one or none.
 */
import type { IDataObject } from 'n8n-workflow';

import { isObject, pick, pickText, type JsonObject } from '../../shared/lib/json';
import { problem } from '../../shared/problems/problems';
import type { Call } from '../../shared/transport/call';
import type { Client } from '../../shared/transport/client';
import { loadedFrom, type Loaded } from '../../shared/transport/reply';

export async function fetchOpportunity(client: Client, id: string): Promise<Loaded<IDataObject>> {
	return loadedFrom(
		await client.send({
			...readCall,
			label: 'Get Opportunity',
			path: '/v2/OpportunityManagement.svc/GetOpportunityDetails',
			query: { OpportunityId: id },
			read: (body) => (isObject(body) ? readOpportunity(body, id) : undefined),
		}),
	);
}

function readOpportunity(body: JsonObject, id: string): IDataObject | undefined {
	const rows = pick(body, 'Fields');
	if (!Array.isArray(rows)) return undefined;
	const fields = Object.fromEntries(
		rows.filter(isObject).map((row) => [pickText(row, 'SchemaName'), pick(row, 'Value') ?? null]),
	);
	const given = (key: string) => pickText(body, key) || pickText(fields, key);
	return {
		opportunityId: id,
		type: pickText(body, 'DisplayName'),
		leadId: given('RelatedProspectId'),
		note: given('OpportunityNote'),
		createdOn: pickText(fields, 'CreatedOn') || given('CreatedOn'),
		modifiedOn: pickText(fields, 'ModifiedOn') || given('ModifiedOn'),
		modifiedBy: given('ModifiedBy') || given('ModifiedByName'),
		fields: fields as IDataObject,
	};
}

export async function fetchLead(client: Client, id: string): Promise<Loaded<IDataObject>> {
	const label = 'Get Lead';
	const found = loadedFrom(
		await client.send({
			...readCall,
			label,
			path: '/v2/LeadManagement.svc/Leads.GetById',
			query: { id },
			read: (body) => (Array.isArray(body) ? body.filter(isObject) : undefined),
		}),
	);
	if (!found?.ok) return found;
	const [lead] = found.value;
	return lead === undefined
		? { ok: false, problem: problem('notFound', { label, quote: id }) }
		: { ok: true, value: lead as IDataObject };
}

const readCall = {
	purpose: 'read',
	method: 'GET',
	host: 'api',
	repeatable: true,
} as const satisfies Partial<Call<unknown>>;
