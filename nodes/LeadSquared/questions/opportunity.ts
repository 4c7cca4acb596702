/** Reads opportunities. */
import type { JsonObject } from '../../shared/lib/json';
import { serverDate } from '../../shared/lib/server-date';
import { loadOpportunityTypes, runAgeMs } from '../../shared/metadata/load-metadata';
import { badInput } from '../../shared/problems/bad-input';
import { problem, type Problem, type ProblemCode } from '../../shared/problems/problems';
import { ok, type Result } from '../../shared/problems/result';
import { opportunityTypeLabel } from '../../shared/properties/record-type';
import {
	changedOpportunities,
	latestOpportunities,
	opportunitiesOfLead,
	opportunityIds,
	type ChangedCall,
	type Range,
} from '../../shared/reading/calls';
import { Collector } from '../../shared/reading/collector';
import { readChanged, readIndexed } from '../../shared/reading/paging';
import { opportunityRecord, type Form, type ReadRecord } from '../../shared/reading/records';
import { isOfType, leadOf, newestFirst } from '../../shared/reading/rows';
import type { Loaded } from '../../shared/transport/reply';
import { Details, detailsOf, lackingFields } from './details';
import { formFor } from './forms';
import type { Inputs, LeadName } from './inputs';
import { leadIdOf } from './lead';
import { answerOf, ofOther, whole, type Answer, type Question, type ReadRun } from './question';

export function readOpportunityGet(inputs: Inputs): Result<Question> {
	const id = inputs.opportunity();
	if (!id.ok) return id;
	const form = inputs.form();
	if (!form.ok) return form;
	return ok({
		key: JSON.stringify([id.value, form.value]),
		ask: async (run) => {
			const details = await detailsOf(run, id.value, form.value);
			if (details === undefined || !details.ok) return details;
			const { item, lacking } = details.value;
			return lackingFields(lacking, 'the opportunity') ?? ok(whole([item]));
		},
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

/** The list with the names of its fields as the type has them. */
async function knownList(
	run: ReadRun,
	{ form, limit }: ListOf,
	code: string,
): Promise<Loaded<ListOf>> {
	if (form.kind !== 'selected') return ok({ form, limit });
	const known = await formFor(run, form, { kind: 'opportunity', code });
	return known?.ok ? ok({ form: { ...form, names: known.value.names }, limit }) : known;
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
	const known = code === undefined ? ok(list) : await knownList(run, list, code);
	if (known === undefined || !known.ok) return known;
	const leadId = await leadIdOf(run, lead);
	if (leadId === undefined || !leadId.ok) return leadId;
	const all =
		code === undefined
			? await readAllTypes(run, leadId.value)
			: await readOfType(run, leadId.value, code);
	return await newestOf(run, all, known.value);
}

type RecordList = Collector<ReadRecord, ReadRecord>;

/**
 * All of a lead's, since it has few: LeadSquared may not keep to the order that it is asked for, and with a limit the
 * newest could be cut off.
 */
function recordsOf(run: ReadRun, leadId: string, code: string | undefined): RecordList {
	return new Collector(run.send, {
		...opportunitiesIn(code),
		limit: undefined,
		faultOf: ofOther(leadId, leadOf, 'the opportunities of the lead'),
		finish: async (records) => await Promise.resolve(ok(records)),
	});
}

async function readOfType(
	run: ReadRun,
	leadId: string,
	code: string | undefined,
): Promise<RecordList> {
	const into = recordsOf(run, leadId, code);
	await readIndexed(into, {
		call: (page, size) => opportunitiesOfLead(leadId, code, page, size),
	});
	return into;
}

/** On some accounts the type is mandatory, and without it there is an error or nothing. */
async function readAllTypes(run: ReadRun, leadId: string): Promise<RecordList> {
	if (run.listsAllTypes === false) return await readEachType(run, leadId);
	const all = await readOfType(run, leadId, undefined);
	if (all.count > 0) run.listsAllTypes = true;
	const isRefused = all.problem?.code === 'exception' || all.problem?.code === 'badRequest';
	const isNothing = all.problem === undefined && !all.isCancelled && all.count === 0;
	if (!isRefused && !(isNothing && run.listsAllTypes === undefined)) return all;
	const ofEach = await readEachType(run, leadId);
	if (ofEach.count > 0) run.listsAllTypes ??= false;
	return ofEach;
}

/** More types would cost more calls than anyone expects of one item. */
const mostTypes = 50;

async function readEachType(run: ReadRun, leadId: string): Promise<RecordList> {
	const into = recordsOf(run, leadId, undefined);
	const types = await loadOpportunityTypes(run.client, runAgeMs);
	if (types === undefined) into.isCancelled = true;
	else if (!types.ok) into.problem = types.problem;
	else if (types.value.length > mostTypes) into.problem = tooManyTypes(types.value.length).problem;
	for (const { code } of types?.ok ? types.value : []) {
		if (!into.isOpen) break;
		await readIndexed(into, {
			call: (page, size) => opportunitiesOfLead(leadId, code, page, size),
		});
	}
	return into;
}

function tooManyTypes(count: number) {
	return badInput(
		opportunityTypeLabel,
		`is empty, and the account has ${count} types to ask for one by one`,
		'Choose the type',
	);
}

async function newestOf(
	run: ReadRun,
	all: RecordList,
	{ form, limit }: ListOf,
): Promise<Loaded<Answer>> {
	const { isCancelled, problem: why, missing, notes } = all;
	if (isCancelled) return undefined;
	if (why !== undefined) return { ok: false, problem: why };
	const records = newestFirst(all.items, ({ head }) => serverDate(String(head.createdOn)));
	const details = new Details(run, form);
	const items = await details.itemsOf(records.slice(0, limit));
	if (items === undefined || !items.ok) return items;
	const isCut = limit !== undefined && records.length > limit;
	return details.complete({ items: items.value, isCut, missing, gone: 0, notes: [...notes] });
}

function readLatest(code: string, list: ListOf): Result<Question> {
	return ok({
		key: JSON.stringify(['latest', code, list]),
		ask: async (run) => {
			const known = await knownList(run, list, code);
			if (known === undefined || !known.ok) return known;
			const [into, details] = itemsOfType(run, known.value, code);
			await readIndexed(into, {
				call: (page, size) => latestOpportunities(code, page, size),
			});
			if (into.problem !== undefined) into.problem = adminsOnly(into.problem);
			const answer = answerOf(into, 'newestFirst');
			return answer?.ok ? details.complete(answer.value) : answer;
		},
	});
}

function adminsOnly(why: Problem): Problem {
	if (!['exception', 'forbidden', 'wrongKeys'].includes(why.code)) return why;
	// A wrong key has the same code as a right that is missing.
	if (/\b(access|secret) ?key\b/i.test(why.exceptionMessage ?? '')) return why;
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
			const known = await knownList(run, list, code);
			if (known === undefined || !known.ok) return known;
			const via = run.changedVia ?? 'recent';
			const answer = await readWindows(run, via, code, range.value, known.value);
			if (answer === undefined) return undefined;
			if (answer.ok && !isEmpty(answer.value)) run.changedVia ??= via;
			const isAnswered = answer.ok ? run.changedVia !== undefined : !isOtherCall(answer);
			if (via === 'byEvent' || isAnswered) return answer;
			const byEvent = await readWindows(run, 'byEvent', code, range.value, known.value);
			if (byEvent?.ok && !isEmpty(byEvent.value)) run.changedVia = 'byEvent';
			// Nothing by one call and an error by the other: the account has the first one only.
			return answer.ok && byEvent?.ok === false ? answer : byEvent;
		},
	});
}

/** Nothing may also be how an account answers a call that is not about opportunities there. */
const isEmpty = ({ items, gone }: Answer) => items.length === 0 && gone === 0;

/** How an account answers a call that it does not have, or not for opportunities, or not for the user of the keys. */
const otherCall: readonly ProblemCode[] = [
	...(['exception', 'badRequest', 'notFound', 'unknownRoute'] as const),
	...(['forbidden', 'wrongKeys', 'unreadableReply'] as const),
];

const isOtherCall = (answer: Result<Answer>) =>
	!answer.ok && otherCall.includes(answer.problem.code);

/** Third parties saw longer times fail. */
const windowMs = 30 * 86_400_000;

async function readWindows(
	run: ReadRun,
	via: ChangedCall,
	code: string,
	{ fromMs, toMs }: Range,
	list: ListOf,
): Promise<Loaded<Answer>> {
	const [into, details] = itemsOfType(run, list, code);
	for (let from = fromMs; from <= toMs && into.isOpen; from += windowMs) {
		const end = Math.min(toMs, from + windowMs);
		await readChanged(into, {
			fromMs: Math.floor(from / 1_000) * 1_000,
			call: (lower, page, size) =>
				changedOpportunities(via, code, { fromMs: lower, toMs: end }, page, size),
		});
	}
	const answer = answerOf(into);
	return answer?.ok ? details.complete(answer.value) : answer;
}

/** Of a list, an opportunity that counts. */
function opportunitiesIn(code: string | undefined) {
	return {
		idKeys: opportunityIds,
		keep: (row: JsonObject) => (isOfType(row, code) ? opportunityRecord(row, code) : undefined),
	};
}

function itemsOfType(
	run: ReadRun,
	{ form, limit }: ListOf,
	code: string,
): [Collector<ReadRecord, JsonObject>, Details] {
	const details = new Details(run, form);
	const into = new Collector(run.send, {
		...opportunitiesIn(code),
		limit,
		finish: async (records: ReadRecord[]) => await details.itemsOf(records),
	});
	return [into, details];
}
