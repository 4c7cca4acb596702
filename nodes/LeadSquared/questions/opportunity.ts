/** Reads opportunities. */
import type { JsonObject } from '../../shared/lib/json';
import { fieldKindOf } from '../../shared/metadata/field-kinds';
import { loadOpportunityTypes, runAgeMs } from '../../shared/metadata/load-metadata';
import { problem, type Problem } from '../../shared/problems/problems';
import { quoted } from '../../shared/problems/quote';
import { ok, type Result } from '../../shared/problems/result';
import { badInput } from '../../shared/problems/bad-input';
import { opportunityTypeLabel } from '../../shared/properties/record-type';
import {
	changedOpportunities,
	latestOpportunities,
	opportunitiesOfLead,
	opportunityDetails,
	opportunityIds,
	type ChangedCall,
	type Range,
} from '../../shared/reading/calls';
import { Collector } from '../../shared/reading/collector';
import { isOfType } from '../../shared/reading/found-opportunities';
import { readChanged, readIndexed } from '../../shared/reading/paging';
import {
	detailFields,
	opportunityOfDetails,
	opportunityRecord,
	present,
	type Form,
	type ReadRecord,
} from '../../shared/reading/records';
import { loadedFrom, type Loaded } from '../../shared/transport/reply';
import { selectedFieldsLabel } from '../labels';
import { plainForm } from './forms';
import type { Inputs, LeadName } from './inputs';
import { leadIdOf } from './lead';
import { answerOf, whole, type Answer, type Question, type ReadRun } from './question';

export function readOpportunityGet(inputs: Inputs): Result<Question> {
	const id = inputs.opportunity();
	if (!id.ok) return id;
	const form = inputs.form();
	if (!form.ok) return form;
	return ok({
		key: JSON.stringify([id.value, form.value]),
		ask: async (run) => {
			const item = await detailed(run, id.value, form.value);
			return item?.ok ? ok(whole([item.value])) : item;
		},
	});
}

/** An opportunity with all its fields. @param listed the same one in a list */
async function detailed(
	run: ReadRun,
	id: string,
	form: Form,
	listed?: ReadRecord,
): Promise<Loaded<JsonObject>> {
	const details = await run.once(`opportunity ${id}`, async () =>
		loadedFrom(await run.client.send(opportunityDetails(id))),
	);
	if (details === undefined) return undefined;
	if (!details.ok) return { ok: false, problem: notFound(id, details.problem) };
	const fields = detailFields(details.value);
	const words = new Map(
		fields.map(({ schemaName, displayName, dataType }) => [
			schemaName,
			{ displayName, kind: fieldKindOf(dataType, false) },
		]),
	);
	const names: string[] = [];
	for (const name of form.names) {
		const wanted = name.toLowerCase();
		const field = fields.find(({ schemaName, displayName }) =>
			[schemaName, displayName].some((one) => one.toLowerCase() === wanted),
		);
		const set = fields.find(({ schemaName }) => wanted.startsWith(`${schemaName.toLowerCase()}~`));
		if (field === undefined && set === undefined) {
			return badInput(
				selectedFieldsLabel,
				`has ${quoted(name)}, which is not a field of the opportunity ${quoted(id)}`,
				'Choose the fields from the list: each type has its own',
			);
		}
		names.push(field?.schemaName ?? name);
	}
	const record = opportunityOfDetails(details.value, id, listed);
	return ok(present(record, { ...form, names }, (name) => words.get(name)));
}

/** A deleted opportunity is an HTTP 500 with an exception, and so may be one that the user may not see. */
function notFound(id: string, why: Problem): Problem {
	if (why.code !== 'exception' && why.code !== 'notFound') return why;
	const { exceptionType, exceptionMessage, httpStatus } = why;
	return problem('nothingFound', {
		label: 'opportunity',
		reason: `with the ID ${quoted(id)}`,
		exceptionType,
		exceptionMessage,
		httpStatus,
	});
}

export function readOpportunityGetMany(inputs: Inputs): Result<Question> {
	const form = inputs.form();
	if (!form.ok) return form;
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	const list: ListOf = { form: form.value, limit: limit.value };
	const which = inputs.choice('which');
	if (which === 'ofLead') return readOfLead(inputs, list);
	const code = inputs.typeCode('opportunityType', opportunityTypeLabel);
	if (!code.ok) return code;
	return which === 'latest' ? readLatest(code.value, list) : readSince(inputs, code.value, list);
}

interface ListOf {
	form: Form;
	limit: number | undefined;
}

function readOfLead(inputs: Inputs, list: ListOf): Result<Question> {
	const lead = inputs.lead();
	if (!lead.ok) return lead;
	const code = inputs.optionalTypeCode('opportunityType', opportunityTypeLabel);
	if (!code.ok) return code;
	return ok({
		key: JSON.stringify(['ofLead', lead.value, code.value, list]),
		ask: async (run) => await askOfLead(run, lead.value, code.value, list),
	});
}

async function askOfLead(
	run: ReadRun,
	lead: LeadName,
	code: string | undefined,
	list: ListOf,
): Promise<Loaded<Answer>> {
	const leadId = await leadIdOf(run, lead);
	if (leadId === undefined || !leadId.ok) return leadId;
	const into = collector(run, list, code);
	await readIndexed(into, {
		call: (page, size) => opportunitiesOfLead(leadId.value, code, page, size),
	});
	if (code !== undefined) return await answer(run, into, list);
	if (into.kept.length > 0) run.listsAllTypes = true;
	const isRefused = into.problem?.code === 'exception' || into.problem?.code === 'badRequest';
	const isDoubtful = into.problem === undefined && into.kept.length === 0 && !run.listsAllTypes;
	if (!isRefused && !isDoubtful) return await answer(run, into, list);
	return await askOfEachType(run, leadId.value, list);
}

/** More types would cost more calls than anyone expects of one item. */
const mostTypes = 50;

/** On some accounts the type is mandatory, and without it there is an error or nothing. */
async function askOfEachType(run: ReadRun, leadId: string, list: ListOf): Promise<Loaded<Answer>> {
	const types = await loadOpportunityTypes(run.client, runAgeMs);
	if (types === undefined || !types.ok) return types;
	if (types.value.length > mostTypes) {
		return badInput(
			opportunityTypeLabel,
			`is empty, and the account has ${types.value.length} types to ask for one by one`,
			'Choose the type',
		);
	}
	const into = collector(run, list, undefined);
	for (const { code } of types.value) {
		if (!into.isOpen) break;
		await readIndexed(into, {
			call: (page, size) => opportunitiesOfLead(leadId, code, page, size),
		});
	}
	return await answer(run, into, list);
}

function readLatest(code: string, list: ListOf): Result<Question> {
	return ok({
		key: JSON.stringify(['latest', code, list]),
		ask: async (run) => {
			const into = collector(run, list, code);
			await readIndexed(into, {
				call: (page, size) => latestOpportunities(code, page, size),
			});
			if (into.problem !== undefined) into.problem = adminsOnly(into.problem);
			return await answer(run, into, list);
		},
	});
}

function adminsOnly(why: Problem): Problem {
	if (!['exception', 'forbidden', 'wrongKeys'].includes(why.code)) return why;
	const { exceptionType, exceptionMessage, httpStatus, quote, label } = why;
	return problem('adminsOnly', {
		...{ exceptionType, exceptionMessage, httpStatus, quote, label },
		hint: "Use an administrator's keys in the credential, or set 'Which' to 'Changed Since'",
	});
}

function readSince(inputs: Inputs, code: string, list: ListOf): Result<Question> {
	const range = inputs.range();
	if (!range.ok) return range;
	return ok({
		key: JSON.stringify(['changed', code, range.value, list]),
		ask: async (run) => {
			let into = await readWindows(run, 'recent', code, range.value, list);
			const isOther = into.problem?.code === 'exception' || into.problem === otherCall;
			if (isOther) into = await readWindows(run, 'byEvent', code, range.value, list);
			return await answer(run, into, list);
		},
	});
}

/** Never shown: this account answers the call in a way of its own. */
const otherCall = problem('unreadableReply', { reason: '' });

/** Third parties saw longer times fail. */
const windowMs = 30 * 86_400_000;

async function readWindows(
	run: ReadRun,
	via: ChangedCall,
	code: string,
	{ fromMs, toMs }: Range,
	list: ListOf,
): Promise<Collector<ReadRecord>> {
	const into = collector(run, list, code);
	let isOther = false;
	for (let from = fromMs; from <= toMs && into.isOpen && !isOther; from += windowMs) {
		const end = Math.min(toMs, from + windowMs);
		await readChanged(into, {
			fromMs: Math.floor(from / 1_000) * 1_000,
			call: (lower, page, size) => {
				const call = changedOpportunities(via, code, { fromMs: lower, toMs: end }, page, size);
				return {
					...call,
					read: (body) => {
						const found = call.read(body);
						if (found?.isOther) isOther = true;
						return found;
					},
				};
			},
		});
	}
	if (isOther) into.problem = otherCall;
	return into;
}

function collector(run: ReadRun, { limit }: ListOf, code: string | undefined) {
	return new Collector<ReadRecord>(run.send, {
		limit,
		idKeys: opportunityIds,
		keep: (row) => (isOfType(row, code) ? opportunityRecord(row, code) : undefined),
	});
}

/** Lists have some of the fields only, so other forms than the simplified one need the details of each. */
async function answer(
	run: ReadRun,
	into: Collector<ReadRecord>,
	{ form }: ListOf,
): Promise<Loaded<Answer>> {
	const items: JsonObject[] = [];
	const isListed = form.kind === 'simplified' || form.kind === 'raw';
	for (const record of into.problem === undefined && !into.isCancelled ? into.kept : []) {
		if (isListed) {
			items.push(present(record, form, plainForm(form).wordsOf));
			continue;
		}
		const item = await detailed(run, String(record.head.opportunityId), form, record);
		if (item === undefined || !item.ok) return item;
		items.push(item.value);
	}
	const { isCancelled, problem: why, isCut, missing, notes } = into;
	return answerOf({ isCancelled, problem: why, kept: items, isCut, missing, notes });
}
