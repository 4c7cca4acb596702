/** Reads users, types, their fields, and tasks. */
import type { JsonObject } from '../../shared/lib/json';
import type { AccountField } from '../../shared/metadata/field-catalog';
import type { FieldSource } from '../../shared/metadata/field-source';
import {
	loadActivityTypes,
	loadFields,
	loadOpportunityTypes,
	loadUsers,
	runAgeMs,
} from '../../shared/metadata/load-metadata';
import { ok, type Result } from '../../shared/problems/result';
import { activityTypeLabel, opportunityTypeLabel } from '../../shared/properties/record-type';
import { taskIds, tasksOfLead, tasksOfOwner } from '../../shared/reading/calls';
import { Collector } from '../../shared/reading/collector';
import { readByOffset } from '../../shared/reading/paging';
import {
	present,
	taskLead,
	taskOwner,
	taskRecord,
	type Form,
	type ReadRecord,
} from '../../shared/reading/records';
import type { Loaded } from '../../shared/transport/reply';
import { ownerLabel } from '../labels';
import { plainForm } from './forms';
import type { Inputs, LeadName } from './inputs';
import { leadIdOf } from './lead';
import { answerOf, limited, ofOther, type Answer, type Question, type ReadRun } from './question';

export function readUserGetMany(inputs: Inputs): Result<Question> {
	const status = inputs.choice('userStatus');
	return readCached(inputs, ['users', status], async ({ client }) => {
		const users = await loadUsers(client, runAgeMs);
		if (users === undefined || !users.ok) return users;
		return ok(
			users.value
				.filter(({ isActive }) => status === 'all' || isActive === (status === 'active'))
				.map(({ id, ...user }) => ({ userId: id, ...user })),
		);
	});
}

export function readTypeGetMany(inputs: Inputs): Result<Question> {
	const kind = inputs.choice('typesOf');
	return readCached(inputs, ['types', kind], async ({ client }) => {
		const load = kind === 'activity' ? loadActivityTypes : loadOpportunityTypes;
		const types = await load(client, runAgeMs);
		if (types === undefined || !types.ok) return types;
		return ok(
			types.value.map(({ code, name }) => ({ typeCode: Number(code), name, typeOf: kind })),
		);
	});
}

export function readTypeGetFields(inputs: Inputs): Result<Question> {
	const source = sourceOf(inputs);
	if (!source.ok) return source;
	return readCached(inputs, ['fields', source.value], async ({ client }) => {
		const catalog = await loadFields(client, source.value, runAgeMs);
		return catalog?.ok ? ok(catalog.value.map(fieldItem)) : catalog;
	});
}

function sourceOf(inputs: Inputs): Result<FieldSource> {
	const kind = inputs.choice('fieldsOf');
	if (kind === 'lead') return ok({ kind: 'lead' });
	const [parameter, label] =
		kind === 'activity'
			? (['activityType', activityTypeLabel] as const)
			: (['opportunityType', opportunityTypeLabel] as const);
	const code = inputs.typeCode(parameter, label);
	if (!code.ok) return code;
	return ok({ kind: kind === 'activity' ? 'activity' : 'opportunity', code: code.value });
}

/** What a person needs to fill the field in. */
function fieldItem(field: AccountField): JsonObject {
	return {
		schemaName: field.schemaName,
		displayName: field.displayName,
		kind: field.kind,
		isMandatory: field.isMandatory,
		isWritable: field.isWritable,
		isUnique: field.isUnique ?? null,
		maxLength: field.maxLength ?? null,
		values: field.options.map(({ value }) => value),
		takesOtherValues: field.options.length === 0 ? null : !field.isClosed,
	};
}

/** A list that the account's metadata has whole. */
function readCached(
	inputs: Inputs,
	key: unknown[],
	load: (run: ReadRun) => Promise<Loaded<JsonObject[]>>,
): Result<Question> {
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	return ok({
		key: JSON.stringify([key, limit.value]),
		ask: async (run) => {
			const items = await load(run);
			return items?.ok ? ok(limited(items.value, limit.value)) : items;
		},
	});
}

export function readTaskGetMany(inputs: Inputs): Result<Question> {
	const status = inputs.choice('taskStatus');
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	const form = inputs.form();
	if (!form.ok) return form;
	const list: TaskList = { status, limit: limit.value, form: form.value };
	if (inputs.choice('which') === 'ofOwner') {
		const owner = inputs.id('owner', ownerLabel, 'other', "Enter the user's email or ID");
		if (!owner.ok) return owner;
		return ok({
			key: JSON.stringify(['ofOwner', owner.value, list]),
			ask: async (run) => await askOfOwner(run, owner.value, list),
		});
	}
	const lead = inputs.lead();
	if (!lead.ok) return lead;
	return ok({
		key: JSON.stringify(['ofLead', lead.value, list]),
		ask: async (run) => await askOfLead(run, lead.value, list),
	});
}

interface TaskList {
	status: string;
	limit: number | undefined;
	form: Form;
}

function tasks(
	run: ReadRun,
	{ status, limit, form }: TaskList,
	of: { leadId: string } | { owner: string },
) {
	return new Collector(run.send, {
		limit,
		idKeys: taskIds,
		keep(row) {
			const record = taskRecord(row);
			const { isDone } = record.head;
			// A row that does not say whether it is done counts.
			if (status !== 'all' && isDone === (status !== 'done')) return undefined;
			// The tasks of a lead do not name it.
			if ('leadId' in of) record.head.leadId = of.leadId;
			return record;
		},
		finish: async (records: ReadRecord[]) =>
			await Promise.resolve(
				ok(records.map((record) => present(record, form, plainForm(form).wordsOf))),
			),
		faultOf:
			'owner' in of
				? ofOther(of.owner, taskOwner, 'the tasks of the user')
				: ofOther(of.leadId, taskLead, 'the tasks of the lead'),
	});
}

async function askOfLead(run: ReadRun, lead: LeadName, list: TaskList): Promise<Loaded<Answer>> {
	const leadId = await leadIdOf(run, lead);
	if (leadId === undefined || !leadId.ok) return leadId;
	const into = tasks(run, list, { leadId: leadId.value });
	const page = await into.fetch(tasksOfLead(leadId.value));
	if (page !== undefined) await into.add(page);
	return answerOf(into);
}

async function askOfOwner(run: ReadRun, owner: string, list: TaskList): Promise<Loaded<Answer>> {
	const { status } = list;
	const isDone = status === 'all' ? undefined : status === 'done';
	const into = tasks(run, list, { owner });
	const by = owner.includes('@') ? { email: owner } : { id: owner };
	await readByOffset(into, {
		call: (offset, rows) => tasksOfOwner(by, isDone, offset, rows),
	});
	return answerOf(into);
}
