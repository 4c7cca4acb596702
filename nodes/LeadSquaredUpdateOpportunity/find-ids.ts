/** Finds the opportunities of items that give only the lead, before anything is sent. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { forEachConcurrently } from '../shared/lib/lanes';
import type { FieldCatalog } from '../shared/metadata/field-catalog';
import { loadFields, runAgeMs } from '../shared/metadata/load-metadata';
import { badInput } from '../shared/problems/bad-input';
import { quotable, quoted } from '../shared/problems/quote';
import { ok, type Result } from '../shared/problems/result';
import { opportunitiesByLeadField } from '../shared/reading/calls';
import {
	foundIn,
	leadPageSize,
	otherLeadIn,
	type FoundOpportunity,
	type FoundPage,
	type LeadLookup,
} from '../shared/reading/found-opportunities';
import { knownField } from '../shared/reading/known-field';
import type { Page } from '../shared/reading/rows';
import { continuesOnFail } from '../shared/run/node';
import { refineItems, type ItemReading } from '../shared/run/read-items';
import type { SubmitRequest } from '../shared/submit/request';
import type { Client } from '../shared/transport/client';
import { loadedFrom, type Loaded } from '../shared/transport/reply';
import type { OfLead, UpdateOfLead } from './draft';
import { leadFieldLabel, opportunityIdLabel } from './properties';
import { updateRequest } from './update-request';

/** One or two calls for each lead and type. The updates are replaced one by one. undefined if the execution was cancelled in the meantime. */
export async function findIds(
	context: IExecuteFunctions,
	client: Client,
	updates: Array<ItemReading<SubmitRequest | UpdateOfLead>>,
	concurrency: number,
): Promise<Array<ItemReading<SubmitRequest>> | undefined> {
	const lookups = new Map<string, { opportunity: OfLead; typeCode: string | undefined }>();
	for (const update of updates) {
		if (!update.ok || 'body' in update.value) continue;
		const { opportunity, typeCode } = update.value;
		lookups.set(keyOf(opportunity, typeCode), { opportunity, typeCode });
	}
	const found = await lookUp(context, client, lookups, concurrency);
	if (found === undefined) return undefined;

	return await refineItems(context, updates, (update): Result<SubmitRequest> => {
		if ('body' in update) return ok(update);
		const { opportunity, typeCode, note, fields } = update;
		const page = found.get(keyOf(opportunity, typeCode));
		if (page === undefined) throw new Error('the lead was not looked up');
		if (!page.ok) return page;
		const one = chooseOne(opportunity, typeCode, page.value);
		return one.ok ? ok(updateRequest(one.value.id, note, fields)) : one;
	});
}

/** Like LeadSquared, ignores letter case. */
function keyOf({ lead }: OfLead, typeCode: string | undefined): string {
	return JSON.stringify([lead.fields, lead.value.toLowerCase(), typeCode]);
}

async function lookUp(
	context: IExecuteFunctions,
	client: Client,
	lookups: ReadonlyMap<string, { opportunity: OfLead; typeCode: string | undefined }>,
	concurrency: number,
): Promise<ReadonlyMap<string, Result<FoundPage>> | undefined> {
	const found = new Map<string, Result<FoundPage>>();
	const isNamed = [...lookups.values()].some(({ opportunity }) => opportunity.lead.isNamed);
	const catalog = isNamed ? await loadFields(client, { kind: 'lead' }, runAgeMs) : ok([]);
	if (catalog === undefined) return undefined;
	const continues = continuesOnFail(context);
	let isCancelled = false;
	await forEachConcurrently([...lookups], concurrency, async ([key, lookup]) => {
		const { opportunity, typeCode } = lookup;
		const lead = checkField(opportunity.lead, catalog);
		const page = lead.ok ? await searchFields(client, lead.value, typeCode) : lead;
		if (page === undefined) isCancelled = true;
		else found.set(key, page);
		// If the run ends with the first failure, further calls would be wasted.
		return page !== undefined && (page.ok || continues);
	});
	return isCancelled ? undefined : found;
}

/** LeadSquared answers an unknown field with other leads or with none, not with an error. */
function checkField(lead: LeadLookup, catalog: Result<FieldCatalog>): Result<LeadLookup> {
	if (!lead.isNamed) return ok(lead);
	if (!catalog.ok) return catalog;
	const field = knownField(catalog.value, lead.fields[0], {
		label: leadFieldLabel,
		owner: 'leads',
		hint: 'Choose a unique field from the list',
	});
	return field.ok ? ok({ ...lead, fields: [field.value.schemaName] }) : field;
}

/** The next field is searched only if the one before finds nothing. */
async function searchFields(
	client: Client,
	{ fields, value }: LeadLookup,
	typeCode: string | undefined,
): Promise<Loaded<FoundPage>> {
	let nothing: Result<FoundPage> | undefined;
	for (const field of fields) {
		const call = opportunitiesByLeadField(field, value, 1, leadPageSize);
		const loaded = loadedFrom(await client.send(call));
		if (loaded === undefined) return undefined;
		const page = loaded.ok ? ofLead(loaded.value, field, value, typeCode) : loaded;
		if (page.ok ? page.value.rows > 0 : page.problem.code !== 'notFound') {
			// An account may have made only the first of the fields unique.
			const isNotUnique = !page.ok && page.problem.code === 'exception';
			return nothing !== undefined && isNotUnique ? nothing : page;
		}
		nothing ??= page;
	}
	return nothing;
}

function ofLead(
	page: Page,
	field: string,
	value: string,
	typeCode: string | undefined,
): Result<FoundPage> {
	const other = otherLeadIn(page.rows, field, value);
	return other === ''
		? ok(foundIn(page, typeCode))
		: badInput(
				opportunityIdLabel,
				`names the lead ${quotable(value)}, but LeadSquared answered with an opportunity of a lead whose ${field} is ${quoted(other)}`,
				'Enter the ID of the opportunity instead',
			);
}

function chooseOne(
	{ lead, several }: OfLead,
	typeCode: string | undefined,
	{ opportunities, total, rows }: FoundPage,
): Result<FoundOpportunity> {
	const [latest, ...others] = opportunities;
	const ofType = typeCode === undefined ? '' : ` of type ${typeCode}`;
	const who = `the lead ${quotable(lead.value)}`;
	// Two or more on the page are enough to decide; with fewer, there may be more on other pages.
	const isCertain = others.length > 0 || (latest !== undefined && several === 'latest');
	if (rows < total && !isCertain) {
		return badInput(
			opportunityIdLabel,
			`names ${who}, who has ${total} opportunities, of which LeadSquared returns only ${rows} at once`,
			'Enter the ID of the opportunity instead',
		);
	}
	// Two leads can have one value in a field that is not unique.
	if (new Set(opportunities.map(({ leadId }) => leadId).filter(Boolean)).size > 1) {
		return badInput(
			opportunityIdLabel,
			`names ${who}, but several leads have this value in ${lead.fields.join(' or ')}`,
			'Enter the ID of the opportunity, or find the lead by a field that is unique',
		);
	}
	if (latest === undefined) {
		return badInput(
			opportunityIdLabel,
			`names ${who}, for whom LeadSquared found no opportunity${ofType}`,
			`Check that the lead has exactly this value in ${lead.fields.join(' or ')}, and check the opportunity type. A new opportunity can be found only after some minutes`,
		);
	}
	if (others.length === 0 || several === 'latest') return ok(latest);
	const count = typeCode === undefined ? total : opportunities.length;
	const first = opportunities
		.slice(0, 3)
		.map(({ id, name }) => (name === '' ? id : `${name} ${id}`));
	return badInput(
		opportunityIdLabel,
		`names ${who}, who has ${count} opportunities${ofType}: ${quotable(first.join('; '))}${count > first.length ? '; …' : ''}`,
		"Enter the ID of the right one, or set 'Several Opportunities of a Lead' in the options to 'Update the Latest'",
	);
}
