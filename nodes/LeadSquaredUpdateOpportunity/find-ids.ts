/** Finds the opportunities that items name by their lead, before anything is sent. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { forEachConcurrently } from '../shared/lib/lanes';
import { badInput } from '../shared/problems/bad-input';
import { quotable } from '../shared/problems/quote';
import type { Result } from '../shared/problems/result';
import { refineItems, type ItemReading } from '../shared/run/read-items';
import type { Client } from '../shared/transport/client';
import { loadedFrom, type Loaded } from '../shared/transport/reply';
import type { IdentifiedDraft, MappedDraft, UpdateDraft } from './draft';
import { opportunitiesOfLead, type FoundOpportunity, type FoundPage } from './find-opportunity';
import { opportunityIdLabel } from './properties';

type Opportunity = UpdateDraft['opportunity'];

type ByLead = Extract<Opportunity, { kind: 'lead' }>;

/** One call for each lead and type. undefined when the execution was cancelled meanwhile. */
export async function findIds(
	context: IExecuteFunctions,
	client: Client,
	drafts: ReadonlyArray<ItemReading<MappedDraft>>,
	concurrency: number,
): Promise<Array<ItemReading<IdentifiedDraft>> | undefined> {
	const lookups = new Map<string, { opportunity: ByLead; typeCode: string | undefined }>();
	for (const draft of drafts) {
		if (!draft.ok || draft.value.opportunity.kind !== 'lead') continue;
		const { opportunity, typeCode } = draft.value;
		lookups.set(keyOf(opportunity, typeCode), { opportunity, typeCode });
	}
	const found = await lookUp(context, client, lookups, concurrency);
	if (found === undefined) return undefined;

	return await refineItems(context, drafts, (draft): Result<IdentifiedDraft> => {
		const { opportunity, typeCode } = draft;
		if (opportunity.kind === 'id') return { ok: true, value: { ...draft, id: opportunity.id } };
		const page = found.get(keyOf(opportunity, typeCode));
		if (page === undefined) throw new Error('the lead was not looked up');
		if (!page.ok) return page;
		const one = chooseOne(opportunity, typeCode, page.value);
		return one.ok ? { ok: true, value: { ...draft, id: one.value.id } } : one;
	});
}

/** Emails and the rest are compared as LeadSquared compares them: without regard to letter case. */
function keyOf({ lead }: ByLead, typeCode: string | undefined): string {
	return JSON.stringify([lead.field, lead.value.toLowerCase(), typeCode]);
}

async function lookUp(
	context: IExecuteFunctions,
	client: Client,
	lookups: ReadonlyMap<string, { opportunity: ByLead; typeCode: string | undefined }>,
	concurrency: number,
): Promise<ReadonlyMap<string, NonNullable<Loaded<FoundPage>>> | undefined> {
	const found = new Map<string, NonNullable<Loaded<FoundPage>>>();
	const continuesOnFail = context.continueOnFail();
	let isCancelled = false;
	await forEachConcurrently([...lookups], concurrency, async ([key, lookup]) => {
		const { opportunity, typeCode } = lookup;
		const page = loadedFrom(await client.send(opportunitiesOfLead(opportunity.lead, typeCode)));
		if (page === undefined) isCancelled = true;
		else found.set(key, page);
		// Where the run ends with the first failure, the calls after it would be for nothing.
		return page !== undefined && (page.ok || continuesOnFail);
	});
	return isCancelled ? undefined : found;
}

/** None, one or several, each told in so many words. */
function chooseOne(
	{ lead, several }: ByLead,
	typeCode: string | undefined,
	{ opportunities, total, rows }: FoundPage,
): Result<FoundOpportunity> {
	const [latest, ...others] = opportunities;
	const ofType = typeCode === undefined ? '' : ` of type ${typeCode}`;
	const who = `the lead ${quotable(lead.value)}`;
	// Of several on the page it is certain that they are several; one or none may not be all.
	const isCertain = others.length > 0 || (latest !== undefined && several === 'latest');
	if (rows < total && !isCertain) {
		return badInput(
			opportunityIdLabel,
			`names ${who}, who has ${total} opportunities, and LeadSquared lists only ${rows} of them at once`,
			'Give the ID of the one that is meant',
		);
	}
	if (latest === undefined) {
		return badInput(
			opportunityIdLabel,
			`names ${who}, for whom LeadSquared finds no opportunity${ofType}`,
			'Check the email or phone number as it stands on the lead, and the opportunity type. A new opportunity is found only after some minutes',
		);
	}
	if (others.length === 0 || several === 'latest') return { ok: true, value: latest };
	const count = typeCode === undefined ? total : opportunities.length;
	const first = opportunities
		.slice(0, 3)
		.map(({ id, name }) => (name === '' ? id : `${name} ${id}`));
	return badInput(
		opportunityIdLabel,
		`names ${who}, who has ${count} opportunities${ofType}: ${quotable(first.join('; '))}${count > first.length ? '; …' : ''}`,
		"Give the ID of the one that is meant, or set 'Several Opportunities of a Lead' in the options to 'Update the Latest'",
	);
}
