/** Reads leads. */
import { checkValue, needsUsers } from '../../shared/fields/check-value';
import type { UnlistedValues } from '../../shared/fields/value-rules';
import { booleanOf } from '../../shared/lib/booleans';
import { pick, pickText, type JsonObject } from '../../shared/lib/json';
import { labelOf, type AccountField } from '../../shared/metadata/field-catalog';
import { loadFields, loadUsers, runAgeMs } from '../../shared/metadata/load-metadata';
import { badInput } from '../../shared/problems/bad-input';
import { problem } from '../../shared/problems/problems';
import { quoted } from '../../shared/problems/quote';
import { ok, type Result } from '../../shared/problems/result';
import {
	changedLeads,
	leadBy,
	leadIds,
	leadsWhere,
	type Condition,
	type Range,
} from '../../shared/reading/calls';
import { Collector, type ListReading } from '../../shared/reading/collector';
import { knownField } from '../../shared/reading/known-field';
import { readChanged, readIndexed } from '../../shared/reading/paging';
import {
	briefLeadColumns,
	headLeadColumns,
	leadRecord,
	present,
	type Form,
} from '../../shared/reading/records';
import { idOf, type Page } from '../../shared/reading/rows';
import type { Call } from '../../shared/transport/call';
import { loadedFrom, type Loaded } from '../../shared/transport/reply';
import {
	conditionFieldLabel,
	conditionValueLabel,
	leadFieldLabel,
	leadLabel,
	leadValueLabel,
} from '../labels';
import { formFor, type KnownForm } from './forms';
import type { Inputs, LeadName } from './inputs';
import { answerOf, whole, type Answer, type Order, type Question, type ReadRun } from './question';

type LeadBy = 'id' | 'email' | 'phone' | 'mobile' | 'other';

interface LeadKey {
	by: LeadBy;
	value: string;
	/** Schema or display name, for `other`. */
	field: string;
	/** Whether that field holds phone numbers. */
	isNumber?: boolean;
}

const source = { kind: 'lead' } as const;

export function readLeadGet(inputs: Inputs): Result<Question> {
	const by = inputs.choice('leadBy') as LeadBy;
	const value = inputs.id(
		'leadValue',
		leadValueLabel,
		by === 'id' ? 'lead' : 'key',
		'Enter what the lead is found by',
	);
	if (!value.ok) return value;
	const field =
		by === 'other' ? inputs.id('leadField', leadFieldLabel, 'key', 'Choose a field') : ok('');
	if (!field.ok) return field;
	const form = inputs.form();
	if (!form.ok) return form;
	const key: LeadKey = { by, value: value.value, field: field.value };
	return ok({
		key: JSON.stringify([key, form.value]),
		ask: async (run) => {
			const known = await formFor(run, form.value, source);
			if (known === undefined || !known.ok) return known;
			const row = await findLead(run, key, leadValueLabel);
			if (row === undefined || !row.ok) return row;
			return ok(whole([itemOf(row.value, known.value)]));
		},
	});
}

function itemOf(row: JsonObject, form: KnownForm): JsonObject {
	return present(leadRecord(row), form, form.wordsOf);
}

/** The ID of the lead that an item names. */
export async function leadIdOf(run: ReadRun, { by, value }: LeadName): Promise<Loaded<string>> {
	if (by === 'id') return ok(value);
	const key: LeadKey = { by: value.includes('@') ? 'email' : 'phone', value, field: '' };
	return await run.once(`lead ${JSON.stringify(key)}`, async (): Promise<Loaded<string>> => {
		const row = await findLead(run, key, leadLabel);
		return row?.ok ? ok(idOf(row.value, leadIds)) : row;
	});
}

async function findLead(run: ReadRun, key: LeadKey, label: string): Promise<Loaded<JsonObject>> {
	const known = key.by === 'other' ? await withKnownField(run, key) : ok(key);
	if (known === undefined || !known.ok) return known;
	const rows = await search(run, known.value, label);
	if (rows === undefined || !rows.ok) return rows;
	return only(rows.value, known.value, label);
}

async function withKnownField(run: ReadRun, key: LeadKey): Promise<Loaded<LeadKey>> {
	const catalog = await loadFields(run.client, source, runAgeMs);
	if (catalog === undefined || !catalog.ok) return catalog;
	const field = knownField(catalog.value, key.field, {
		label: leadFieldLabel,
		owner: 'leads',
		hint: 'Choose a unique field from the list',
	});
	if (!field.ok) return field;
	const { schemaName, kind } = field.value;
	return ok({ ...key, field: schemaName, isNumber: kind === 'phone' });
}

async function search(run: ReadRun, key: LeadKey, label: string): Promise<Rows> {
	const { by, value, field } = key;
	switch (by) {
		case 'id':
		case 'email':
			return await rowsOf(run, leadBy(by, value));
		case 'phone':
			return await searchPhone(run, value, label);
		case 'mobile':
			return await searchMobile(run, value);
		case 'other':
			return key.isNumber
				? await searchNumberField(run, field, value)
				: await searchField(run, field, value);
	}
}

type Rows = Loaded<JsonObject[]>;

async function rowsOf({ client }: ReadRun, call: Call<Page>): Promise<Rows> {
	const page = loadedFrom(await client.send(call));
	if (page?.ok === false && page.problem.code === 'notFound') return ok([]);
	return page?.ok ? ok(page.value.rows) : page;
}

/** Of several ways to search, the first that finds something. */
async function firstFound(searches: ReadonlyArray<() => Promise<Rows>>): Promise<Rows> {
	let found: Rows = ok([]);
	for (const search of searches) {
		found = await search();
		if (found === undefined || !found.ok || found.value.length > 0) return found;
	}
	return found;
}

const digitsOf = (text: string) => text.replace(/\D/g, '');

/** Shorter ones are not phone numbers. */
const fewestDigits = 5;

const hasNumber = (text: string) => digitsOf(text).length >= fewestDigits;

/** Without the 00 before a country code; then also without the 0 before a number in the same country. */
function numbersToSearch(value: string): string[] {
	const digits = digitsOf(value);
	return [...new Set([digits.replace(/^00/, ''), digits.replace(/^0+/, '')])];
}

/** LeadSquared's own search takes digits only; the number is stored as `+91-9876543210`. It looks at Phone and Mobile. */
function ownSearches(run: ReadRun, value: string): Array<() => Promise<Rows>> {
	return numbersToSearch(value).map(
		(number) => async () => await rowsOf(run, leadBy('phone', number)),
	);
}

async function searchPhone(run: ReadRun, value: string, label: string): Promise<Rows> {
	if (!hasNumber(value)) {
		return badInput(label, `is ${quoted(value)}, which is not a phone number`, 'Enter the number');
	}
	const stored = storedPhone(value);
	return await firstFound([
		...ownSearches(run, value),
		...(stored === undefined ? [] : [async () => await searchField(run, 'Phone', stored)]),
	]);
}

/**
 * The search by a field takes only what is stored, and that differs: as it was given, as LeadSquared writes numbers, and
 * in digits with and without the country code.
 */
function numbersAsStored(value: string): string[] {
	const stored = storedPhone(value);
	const national = stored === undefined ? [] : [stored, digitsOf(value).slice(-10)];
	return [...new Set([value, ...national, ...numbersToSearch(value)])];
}

async function searchNumberField(run: ReadRun, field: string, value: string): Promise<Rows> {
	const forms = hasNumber(value) ? numbersAsStored(value) : [value];
	return await firstFound(forms.map((form) => async () => await searchField(run, field, form)));
}

/** Stored with a country code that was not given, only LeadSquared's own search finds it. */
async function searchMobile(run: ReadRun, value: string): Promise<Rows> {
	const searches = hasNumber(value) ? ownSearches(run, value) : [];
	return await firstFound([
		async () => await searchNumberField(run, 'Mobile', value),
		...searches.map((search) => async () => {
			const rows = await search();
			return rows?.ok
				? ok(rows.value.filter((row) => isSameNumber(pickText(row, 'Mobile'), value)))
				: rows;
		}),
	]);
}

/** As LeadSquared stores it, where the number has a country code. */
function storedPhone(value: string): string | undefined {
	if (/^\+\d{1,3}-\d+$/.test(value)) return value;
	const digits = digitsOf(value).replace(/^0+/, '');
	return digits.length > 10 ? `+${digits.slice(0, -10)}-${digits.slice(-10)}` : undefined;
}

/** Two rows are enough to see that a value is not unique. */
async function searchField(run: ReadRun, field: string, value: string): Promise<Rows> {
	return await rowsOf(run, leadsWhere({ field, operator: '=', value }, undefined, 1, 2));
}

function only(rows: readonly JsonObject[], key: LeadKey, label: string): Result<JsonObject> {
	const { by, value } = key;
	const words = {
		id: 'the ID',
		email: 'the email',
		phone: 'the phone number',
		mobile: 'the mobile number',
		other: key.field,
	}[by];
	const [row, second] = rows.filter((one) => isAsked(one, key));
	if (second !== undefined) {
		return badInput(
			label,
			`is ${quoted(value)}, which several leads have`,
			"Find the lead by a field that is unique, or use 'Get Many'",
		);
	}
	if (row !== undefined) return ok(row);
	const isNothing = rows.length === 0;
	return {
		ok: false,
		problem: isNothing
			? problem('nothingFound', { label: 'lead', reason: `with ${words} ${quoted(value)}` })
			: problem('otherRecord', { label: `the lead with ${words} ${quoted(value)}` }),
	};
}

/** A call that LeadSquared does not understand is answered with any lead. What cannot be compared counts. */
function isAsked(row: JsonObject, { by, value, field }: LeadKey): boolean {
	switch (by) {
		case 'id':
			return idOf(row, leadIds).toLowerCase() === value.toLowerCase();
		case 'other':
			return pick(row, field) === undefined || isSame(pickText(row, field), value);
		case 'mobile':
			return pick(row, 'Mobile') === undefined || isSameNumber(pickText(row, 'Mobile'), value);
		// LeadSquared may search other fields than these two and that one, and may mask what the user may not see.
		case 'phone': {
			const numbers = [pickText(row, 'Phone'), pickText(row, 'Mobile')];
			const isOther = numbers.some((number) => /^[+\d][\d\s().-]{4,}$/.test(number));
			return !isOther || textsOf(row).some((text) => isSameNumber(text, value));
		}
		case 'email': {
			const isOther = /^[^\s*@]+@[^\s*@]+$/.test(pickText(row, 'EmailAddress'));
			return !isOther || textsOf(row).some((text) => isSame(text, value));
		}
	}
}

const textsOf = (row: JsonObject) =>
	Object.values(row).filter((value): value is string => typeof value === 'string');

/** Letter case does not count, nor does the way in which a number is written. */
function isSame(stored: string, value: string): boolean {
	const [a, b] = [stored, value].map((text) => text.trim().toLowerCase());
	return a === b || (a !== '' && Number(a) === Number(b)) || isSameNumber(stored, value);
}

/** Whether both can be one phone number, with or without its country code. */
function isSameNumber(stored: string, value: string): boolean {
	const isPhone = [stored, value].every((text) => /^[+\d][\d\s().-]*$/.test(text.trim()));
	const [a = '', b = ''] = [stored, value].map((text) => digitsOf(text).replace(/^0+/, ''));
	return (
		isPhone && Math.min(a.length, b.length) >= fewestDigits && (a.endsWith(b) || b.endsWith(a))
	);
}

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
	const known = await formFor(run, form, source);
	if (known === undefined || !known.ok) return known;
	const into = new Collector(run.send, {
		limit,
		idKeys: leadIds,
		keep: (row) => row,
		finish: async (rows: JsonObject[]) =>
			await Promise.resolve(ok(rows.map((row) => itemOf(row, known.value)))),
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
	{ client }: ReadRun,
	name: string,
	operator: string,
	given: unknown,
	rules: { timeZone: string; unlistedValues: UnlistedValues },
): Promise<Loaded<Condition>> {
	const catalog = await loadFields(client, source, runAgeMs);
	if (catalog === undefined || !catalog.ok) return catalog;
	const field = knownField(catalog.value, name, {
		label: conditionFieldLabel,
		owner: 'leads',
		hint: 'Choose the field from the list',
	});
	if (!field.ok) return field;
	// A part of a text is no value of the field.
	const checked: AccountField =
		operator === 'LIKE' ? { ...field.value, kind: 'text' } : field.value;
	const users = needsUsers(checked, given) ? await loadUsers(client, runAgeMs) : ok([]);
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
