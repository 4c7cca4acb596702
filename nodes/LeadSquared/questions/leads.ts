/** Reads lists of leads. */
import { checkValue, needsUsers } from '../../shared/fields/check-value';
import type { UnlistedValues } from '../../shared/fields/value-rules';
import { booleanOf } from '../../shared/lib/booleans';
import type { JsonObject } from '../../shared/lib/json';
import { labelOf, type AccountField } from '../../shared/metadata/field-catalog';
import { loadUsers, runAgeMs } from '../../shared/metadata/load-metadata';
import { badInput } from '../../shared/problems/bad-input';
import { ok, type Result } from '../../shared/problems/result';
import {
	changedLeads,
	leadIds,
	leadsWhere,
	type Condition,
	type Range,
} from '../../shared/reading/calls';
import { Collector, type ListReading } from '../../shared/reading/collector';
import { readChanged, readIndexed } from '../../shared/reading/paging';
import { briefLeadColumns, headLeadColumns, type Form } from '../../shared/reading/records';
import type { Loaded } from '../../shared/transport/reply';
import { conditionFieldLabel, conditionValueLabel } from '../labels';
import { formFor, type KnownForm } from './forms';
import type { Inputs } from './inputs';
import { knownLeadField, leadItem, leadSource } from './lead';
import { answerOf, type Answer, type Order, type Question, type ReadRun } from './question';

export function readLeadGetMany(inputs: Inputs): Result<Question> {
	const form = inputs.form();
	if (!form.ok) return form;
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	return inputs.choice('which') === 'changed'
		? readChangedLeads(inputs, form.value, limit.value)
		: readCondition(inputs, form.value, limit.value);
}

function columnsOf({ kind, names }: KnownForm): readonly string[] | undefined {
	if (kind === 'simplified') return briefLeadColumns;
	// A part of a set comes with its set.
	const sets = names.map((name) => name.split('~')[0] ?? name);
	return kind === 'selected' ? [...new Set([...headLeadColumns, ...sets])] : undefined;
}

function readChangedLeads(inputs: Inputs, form: Form, limit: number | undefined): Result<Question> {
	const range = inputs.range();
	if (!range.ok) return range;
	const { fromMs, toMs }: Range = range.value;
	return ok({
		key: JSON.stringify(['changed', range.value, form, limit]),
		ask: async (run) =>
			await list(run, form, limit, 'any', async (into, columns) => {
				await readChanged(into, {
					fromMs: Math.floor(fromMs / 1_000) * 1_000,
					call: (lower, page, size) => changedLeads({ fromMs: lower, toMs }, columns, page, size),
				});
			}),
	});
}

async function list(
	run: ReadRun,
	form: Form,
	limit: number | undefined,
	order: Order,
	read: (into: ListReading, columns: readonly string[] | undefined) => Promise<void>,
): Promise<Loaded<Answer>> {
	const known = await formFor(run, form, leadSource);
	if (known === undefined || !known.ok) return known;
	const into = new Collector(run.send, {
		limit,
		idKeys: leadIds,
		keep: (row) => row,
		finish: async (rows: JsonObject[]) =>
			await Promise.resolve(ok(rows.map((row) => leadItem(row, known.value)))),
	});
	await read(into, columnsOf(known.value));
	return answerOf(into, order);
}

/** A value that began with = would be an expression to n8n. */
const operators: Readonly<Record<string, string | undefined>> = {
	above: '>',
	atLeast: '>=',
	atMost: '<=',
	below: '<',
	contains: 'LIKE',
	is: '=',
	isNot: '<>',
};

function readCondition(inputs: Inputs, form: Form, limit: number | undefined): Result<Question> {
	const name = inputs.id('conditionField', conditionFieldLabel, 'key', 'Choose a field of leads');
	if (!name.ok) return name;
	const operator = operators[inputs.choice('operator')] ?? '=';
	const given = inputs.parameter('conditionValue');
	const unlistedValues: UnlistedValues =
		inputs.option('unlistedValues') === 'send' ? 'send' : 'refuse';
	const { timeZone } = inputs;
	return ok({
		key: JSON.stringify(['condition', name.value, operator, given, unlistedValues, form, limit]),
		ask: async (run) => {
			const condition = await conditionOf(run, name.value, operator, given, {
				timeZone,
				unlistedValues,
			});
			if (condition === undefined || !condition.ok) return condition;
			return await list(run, form, limit, 'newestFirst', async (into, columns) => {
				await readIndexed(into, {
					call: (page, size) => leadsWhere(condition.value, columns, page, size),
				});
			});
		},
	});
}

async function conditionOf(
	run: ReadRun,
	name: string,
	operator: string,
	given: unknown,
	rules: { timeZone: string; unlistedValues: UnlistedValues },
): Promise<Loaded<Condition>> {
	const hint = 'Choose the field from the list';
	const field = await knownLeadField(run, name, conditionFieldLabel, hint);
	if (field === undefined || !field.ok) return field;
	// A part of a text is no value of the field.
	const checked: AccountField =
		operator === 'LIKE' ? { ...field.value, kind: 'text' } : field.value;
	const users = needsUsers(checked, given) ? await loadUsers(run.client, runAgeMs) : ok([]);
	if (users === undefined) return undefined;
	const text = checkValue(checked, given, { ...rules, users });
	if (text.kind === 'invalid') {
		const reason = `for ${labelOf(field.value)} ${text.reason}`;
		return badInput(conditionValueLabel, { ...text, reason });
	}
	if (text.kind === 'empty') {
		return badInput(conditionValueLabel, 'is empty', 'Enter the value to compare the field with');
	}
	const value = checked.kind === 'boolean' ? (booleanOf(text.text) ? '1' : '0') : text.text;
	return ok({ field: field.value.schemaName, operator, value });
}
