/** Reads activities. */
import type { JsonObject } from '../../shared/lib/json';
import { loadActivityTypes, loadFields, runAgeMs } from '../../shared/metadata/load-metadata';
import { ok, type Result } from '../../shared/problems/result';
import { activityTypeLabel } from '../../shared/properties/record-type';
import { activitiesOfLead, activitiesOfOpportunity, activityIds } from '../../shared/reading/calls';
import { Collector } from '../../shared/reading/collector';
import { readIndexed, readTrail } from '../../shared/reading/paging';
import { activityRecord, present, type Form, type ReadRecord } from '../../shared/reading/records';
import type { Loaded } from '../../shared/transport/reply';
import { plainForm, knownForm, type KnownForm } from './forms';
import type { Inputs, LeadName } from './inputs';
import { leadIdOf } from './lead';
import { answerOf, type Answer, type Question, type ReadRun } from './question';

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
	const opportunityId = 'opportunityId' in owner ? owner.opportunityId : undefined;
	const names = await eventNames(run);
	if (names === undefined) return undefined;
	const into = new Collector<ReadRecord>(run.send, {
		limit,
		idKeys: activityIds,
		keep: (row) => activityRecord(row, names, opportunityId),
	});
	if ('lead' in owner) {
		const leadId = await leadIdOf(run, owner.lead);
		if (leadId === undefined || !leadId.ok) return leadId;
		const call = (offset: number, rows: number) =>
			activitiesOfLead(leadId.value, code, offset, rows);
		await readTrail(into, { call }, run.trail);
	} else {
		await readIndexed(into, {
			call: (page, size) => activitiesOfOpportunity(owner.opportunityId, code, page, size),
		});
	}
	const items: JsonObject[] = [];
	for (const record of into.kept) {
		const known = await formOf(run, record, form);
		if (known === undefined) return undefined;
		items.push(present(record, known, known.wordsOf));
	}
	const { isCancelled, problem, isCut, missing, notes } = into;
	return answerOf({ isCancelled, problem, kept: items, isCut, missing, notes });
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
