/** Reads activities. */
import type { JsonObject } from '../../shared/lib/json';
import { loadActivityTypes, loadFields, runAgeMs } from '../../shared/metadata/load-metadata';
import type { Problem } from '../../shared/problems/problems';
import { ok, type Result } from '../../shared/problems/result';
import { activityTypeLabel } from '../../shared/properties/record-type';
import {
	activitiesOfLead,
	activitiesOfOpportunity,
	activityIds,
	byIndex,
	byOffset,
	type Paging,
} from '../../shared/reading/calls';
import { Collector, type ListReading } from '../../shared/reading/collector';
import { readIndexed, readTrail, type TrailDialect } from '../../shared/reading/paging';
import {
	activityRecord,
	opportunityOf,
	present,
	type Form,
	type ReadRecord,
} from '../../shared/reading/records';
import { isOfType, leadOf, type Page } from '../../shared/reading/rows';
import type { Call } from '../../shared/transport/call';
import type { Loaded } from '../../shared/transport/reply';
import { plainForm, knownForm, type KnownForm } from './forms';
import type { Inputs, LeadName } from './inputs';
import { leadIdOf } from './lead';
import { answerOf, ofOther, type Answer, type Question, type ReadRun } from './question';

type Owner = { lead: LeadName } | { opportunityId: string };

export function readActivityGetMany(inputs: Inputs): Result<Question> {
	const owner = readOwner(inputs);
	if (!owner.ok) return owner;
	const code = inputs.optionalTypeCode('activityType', activityTypeLabel);
	if (!code.ok) return code;
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	const form = inputs.form();
	if (!form.ok) return form;
	return ok({
		key: JSON.stringify([owner.value, code.value, limit.value, form.value]),
		ask: async (run) => await ask(run, owner.value, code.value, limit.value, form.value),
	});
}

function readOwner(inputs: Inputs): Result<Owner> {
	if (inputs.choice('which') === 'ofOpportunity') {
		const id = inputs.opportunity();
		return id.ok ? ok({ opportunityId: id.value }) : id;
	}
	const lead = inputs.lead();
	return lead.ok ? ok({ lead: lead.value }) : lead;
}

async function ask(
	run: ReadRun,
	owner: Owner,
	code: string | undefined,
	limit: number | undefined,
	form: Form,
): Promise<Loaded<Answer>> {
	const names = await eventNames(run);
	if (names === undefined) return undefined;
	const into = (
		opportunityId: string | undefined,
		faultOf: (row: JsonObject) => Problem | undefined,
	) =>
		new Collector(run.send, {
			limit,
			idKeys: activityIds,
			keep: (row) => (isOfType(row, code) ? activityRecord(row, names, opportunityId) : undefined),
			finish: async (records: ReadRecord[]) => await itemsOf(run, records, form),
			faultOf,
		});
	if ('lead' in owner) {
		const leadId = await leadIdOf(run, owner.lead);
		if (leadId === undefined || !leadId.ok) return leadId;
		const trail = into(undefined, ofOther(leadId.value, leadOf, 'the activities of the lead'));
		const call = (offset: number, rows: number) =>
			activitiesOfLead(leadId.value, code, offset, rows);
		await readTrail(trail, { call }, run.trail);
		return answerOf(trail, 'newestFirst');
	}
	const { opportunityId } = owner;
	const ofOpportunity = into(
		opportunityId,
		ofOther(opportunityId, opportunityOf, 'the activities of the opportunity'),
	);
	await readOfOpportunity(ofOpportunity, run.opportunityTrail, (paging) =>
		activitiesOfOpportunity(opportunityId, code, paging),
	);
	return answerOf(ofOpportunity, 'newestFirst');
}

/** By pages with a number. If those repeat the first one, the account takes the other way of paging. */
async function readOfOpportunity(
	into: ListReading,
	dialect: TrailDialect,
	call: (paging: Paging) => Call<Page>,
): Promise<void> {
	if (dialect.meaning === undefined) {
		await readIndexed(into, { call: (page, size) => call(byIndex(page, size)) });
		if (!into.isRepeating) return;
		into.isRepeating = false;
	}
	await readTrail(into, { call: (offset, rows) => call(byOffset(offset, rows)) }, dialect);
}

async function itemsOf(
	run: ReadRun,
	records: readonly ReadRecord[],
	form: Form,
): Promise<Loaded<JsonObject[]>> {
	const items: JsonObject[] = [];
	for (const record of records) {
		const known = await formOf(run, record, form);
		if (known === undefined) return undefined;
		items.push(present(record, known, known.wordsOf));
	}
	return ok(items);
}

/** Some calls name only the code. Without the list of types the names stay empty. */
async function eventNames({ client }: ReadRun): Promise<ReadonlyMap<number, string> | undefined> {
	const types = await loadActivityTypes(client, runAgeMs);
	if (types === undefined) return undefined;
	return new Map(types.ok ? types.value.map(({ code, name }) => [Number(code), name]) : []);
}

/** Each type has its own fields; those of system events are not known. */
async function formOf(
	run: ReadRun,
	{ head }: ReadRecord,
	form: Form,
): Promise<KnownForm | undefined> {
	if (form.kind !== 'all') return plainForm(form);
	const types = await loadActivityTypes(run.client, runAgeMs);
	if (types === undefined) return undefined;
	const code = String(head.eventCode);
	if (!types.ok || !types.value.some((type) => type.code === code)) return plainForm(form);
	const source = { kind: 'activity', code } as const;
	const catalog = await loadFields(run.client, source, runAgeMs);
	if (catalog === undefined) return undefined;
	const known = catalog.ok ? knownForm(form, catalog.value, source) : undefined;
	return known?.ok ? known.value : plainForm(form);
}
