/** Reads leads. */
import { checkValue } from '../../shared/fields/check-value';
import { isEmpty, toText, type TextValue } from '../../shared/fields/values';
import { booleanOf } from '../../shared/lib/booleans';
import type { AccountField, FieldCatalog } from '../../shared/metadata/field-catalog';
import { loadFields, loadUsers, runAgeMs } from '../../shared/metadata/load-metadata';
import { badInput } from '../../shared/problems/bad-input';
import { quoted } from '../../shared/problems/quote';
import { ok, type Result } from '../../shared/problems/result';
import {
	changedLeads,
	leadByEmail,
	leadById,
	leadByPhone,
	searchLeads,
	type LeadCondition,
} from '../../shared/reading/calls';
import { readChanged } from '../../shared/reading/changed';
import { leadFieldNamed } from '../../shared/reading/lead-lookup';
import { longestPage, pageSizeFor, readByIndex } from '../../shared/reading/pages';
import { leadColumns, leadRecord } from '../../shared/reading/record';
import type { Rows } from '../../shared/reading/rows';
import type { Call } from '../../shared/transport/call';
import type { Client } from '../../shared/transport/client';
import { loadedFrom, type Loaded } from '../../shared/transport/reply';
import {
	conditionFieldLabel,
	conditionValueLabel,
	leadFieldLabel,
	leadValueLabel,
} from '../labels';
import { answerOf, harvestOf, notFound, shapeFor } from './answer';
import type { Inputs, LeadWish, OutputWish } from './inputs';
import type { Ask, ReadQuestion } from './question';
import { shaped, type Shape } from './shape';

const leads = { kind: 'lead' } as const;

export const getLead: ReadQuestion = (inputs) => {
	const lead = inputs.lead();
	if (!lead.ok) return lead;
	const output = inputs.output();
	if (!output.ok) return output;
	const isNothingTaken = inputs.option('whenNotFound') === 'nothing';
	const wish = lead.value;
	return ok(async ({ client }) => {
		const shape = await shapeFor(client, output.value, leads);
		if (shape === undefined || !shape.ok) return shape;
		const found = await findLead(client, wish);
		if (found === undefined || !found.ok) return found;
		const { rows, sought, label } = found.value;
		const [row, ...others] = rows.map(leadRecord);
		if (row === undefined) return notFound(isNothingTaken, label, sought);
		if (others.length > 0) {
			return badInput(
				leadValueLabel,
				`is ${sought.slice(sought.indexOf('"'))}, which several leads have`,
				"Find the lead by a field that is unique, or use 'Get Many'",
			);
		}
		return ok({ records: [shaped(row, shape.value)], hasMore: false });
	});
};

interface Found {
	rows: Rows['rows'];
	/** Who was looked for, where nobody was found. */
	sought: string;
	/** The call's. */
	label: string;
}

async function findLead(client: Client, wish: LeadWish): Promise<Loaded<Found>> {
	if (wish.kind === 'id') {
		return await first(client, [leadById(wish.id)], `no lead has the ID ${quoted(wish.id)}`);
	}
	const { value, fields, isNamed } = wish.lead;
	const [field] = fields;
	if (isNamed) {
		const catalog = await loadFields(client, leads, runAgeMs);
		if (catalog === undefined || !catalog.ok) return catalog;
		const known = checkedField(catalog.value, field, leadFieldLabel);
		if (!known.ok) return known;
		const { schemaName } = known.value;
		return await first(client, [equals(schemaName, value)], soughtBy(schemaName, value));
	}
	const sought = soughtBy(fields.join(' or '), value);
	if (field === 'EmailAddress') return await first(client, [leadByEmail(value)], sought);
	const digits = value.replace(/\D/g, '');
	if (digits.length < 6) {
		return badInput(leadValueLabel, `is ${quoted(value)}, which is not a phone number`);
	}
	const stored = storedPhones(value, digits);
	const calls =
		field === 'Phone'
			? [leadByPhone(digits), ...stored.map((phone) => equals('Phone', phone))]
			: [value, ...stored].map((phone) => equals(field, phone));
	return await first(client, calls, sought);
}

const soughtBy = (field: string, value: string) => `no lead has ${field} ${quoted(value)}`;

/** LeadSquared keeps `+91-9000000000`. The last ten digits are the number where there is a country code. */
function storedPhones(value: string, digits: string): string[] {
	if (digits.length <= 10) return [];
	const stored = `+${digits.slice(0, -10)}-${digits.slice(-10)}`;
	return stored === value ? [] : [stored];
}

function equals(field: string, value: string): Call<Rows> {
	return searchLeads({ field, operator: '=', value }, { index: 1, size: 2 }, true);
}

/** The next call is made only if the one before finds nothing. */
async function first(
	client: Client,
	calls: readonly Call<Rows>[],
	sought: string,
): Promise<Loaded<Found>> {
	let label = '';
	for (const call of calls) {
		label = call.label;
		const reply = loadedFrom(await client.send(call));
		if (reply === undefined) return undefined;
		if (!reply.ok && reply.problem.code !== 'notFound') return reply;
		if (reply.ok && reply.value.rows.length > 0)
			return ok({ rows: reply.value.rows, sought, label });
	}
	return ok({ rows: [], sought, label });
}

function checkedField(catalog: FieldCatalog, name: string, label: string): Result<AccountField> {
	const field = leadFieldNamed(catalog, name);
	return field === undefined
		? badInput(
				label,
				`is ${quoted(name)}, which is not a field of leads`,
				'Choose a field from the list',
			)
		: ok(field);
}

export const getManyLeads: ReadQuestion = (inputs) => {
	const output = inputs.output();
	if (!output.ok) return output;
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	return inputs.parameter('findBy') === 'changed'
		? changed(inputs, output.value, limit.value)
		: matching(inputs, output.value, limit.value);
};

/** undefined for all columns. */
function columnsFor({ form, selected }: Shape): readonly string[] | undefined {
	if (form === 'all' || form === 'raw') return undefined;
	return [...new Set([...leadColumns, ...selected])];
}

function changed(inputs: Inputs, output: OutputWish, limit: number): Result<Ask> {
	const range = inputs.range();
	if (!range.ok) return range;
	return ok(async ({ client, nowMs }) => {
		const shape = await shapeFor(client, output, leads);
		if (shape === undefined || !shape.ok) return shape;
		const columns = columnsFor(shape.value);
		return answerOf(
			await readChanged(
				client,
				harvestOf(limit, shape.value, leadRecord),
				range.value,
				Math.min(longestPage, limit + 1),
				(page) => changedLeads(page, columns),
				{ nowMs },
			),
		);
	});
}

function matching(inputs: Inputs, output: OutputWish, limit: number): Result<Ask> {
	const name = toText(inputs.parameter('conditionField'));
	if (name.kind === 'invalid') return badInput(conditionFieldLabel, name);
	if (name.kind === 'empty') {
		return badInput(conditionFieldLabel, 'is empty', 'Choose a field from the list');
	}
	const value = inputs.parameter('conditionValue');
	if (isEmpty(value)) {
		return badInput(conditionValueLabel, 'is empty', 'Enter the value to compare with');
	}
	const operator = sqlOperators.get(String(inputs.parameter('operator'))) ?? '=';
	const { timeZone } = inputs;
	return ok(async ({ client }) => {
		const shape = await shapeFor(client, output, leads);
		if (shape === undefined || !shape.ok) return shape;
		const condition = await checkedCondition(client, {
			name: name.text.trim(),
			operator,
			value,
			timeZone,
		});
		if (condition === undefined || !condition.ok) return condition;
		const columns = columnsFor(shape.value);
		const size = pageSizeFor(limit);
		return answerOf(
			await readByIndex(client, harvestOf(limit, shape.value, leadRecord), size, (index) =>
				searchLeads(condition.value, { index, size, columns }, true),
			),
		);
	});
}

/** By the choice; n8n would read a choice that begins with `=` as an expression. */
const sqlOperators = new Map([
	['atLeast', '>='],
	['atMost', '<='],
	['contains', 'LIKE'],
	['equals', '='],
	['isNot', '<>'],
	['lessThan', '<'],
	['moreThan', '>'],
]);

/** LeadSquared answers a field that it does not know with all leads, and a value that it does not know with none. */
async function checkedCondition(
	client: Client,
	{
		name,
		operator,
		value,
		timeZone,
	}: { name: string; operator: string; value: unknown; timeZone: string },
): Promise<Loaded<LeadCondition>> {
	const catalog = await loadFields(client, leads, runAgeMs);
	if (catalog === undefined || !catalog.ok) return catalog;
	const field = checkedField(catalog.value, name, conditionFieldLabel);
	if (!field.ok) return field;
	const { kind, schemaName } = field.value;
	const users = kind === 'user' ? await loadUsers(client, runAgeMs) : ok([]);
	if (users === undefined) return undefined;
	const text: TextValue =
		operator === 'LIKE'
			? toText(value, timeZone)
			: checkValue(field.value, value, { timeZone, users, unlistedValues: 'refuse' });
	if (text.kind === 'invalid') return badInput(conditionValueLabel, text);
	if (text.kind === 'empty') return badInput(conditionValueLabel, 'is empty');
	return ok({ field: schemaName, operator, value: compared(kind, operator, text.text) });
}

/** Booleans are compared as 1 and 0; with `true`, LeadSquared answers an error. A part of a text is between `%`. */
function compared(kind: AccountField['kind'], operator: string, text: string): string {
	if (operator === 'LIKE') return `%${text}%`;
	if (kind !== 'boolean') return text;
	return booleanOf(text) === true ? '1' : '0';
}
