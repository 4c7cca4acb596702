/** Finds one lead. */
import { pick, pickText, type JsonObject } from '../../shared/lib/json';
import type { AccountField } from '../../shared/metadata/field-catalog';
import type { FieldKind } from '../../shared/metadata/field-kinds';
import { loadFields, runAgeMs } from '../../shared/metadata/load-metadata';
import { badInput } from '../../shared/problems/bad-input';
import { problem } from '../../shared/problems/problems';
import { quoted } from '../../shared/problems/quote';
import { ok, type Result } from '../../shared/problems/result';
import { leadBy, leadIds, leadsWhere } from '../../shared/reading/calls';
import { isEmail } from '../../shared/reading/found-opportunities';
import { knownField } from '../../shared/reading/known-field';
import {
	hasNumber,
	isNumberOf,
	isWholeNumber,
	numbersAsStored,
	numbersToSearch,
	storedPhone,
} from '../../shared/reading/phone-numbers';
import { leadRecord, present } from '../../shared/reading/records';
import { idOf, type Page } from '../../shared/reading/rows';
import type { Call } from '../../shared/transport/call';
import { loadedFrom, type Loaded } from '../../shared/transport/reply';
import { leadFieldLabel, leadLabel, leadValueLabel } from '../labels';
import { formFor, type KnownForm } from './forms';
import type { Inputs, LeadName } from './inputs';
import { whole, type Question, type ReadRun } from './question';

type LeadBy = 'id' | 'email' | 'phone' | 'mobile' | 'other';

interface LeadKey {
	by: LeadBy;
	value: string;
	/** Schema or display name, for `other`. */
	field: string;
	/** Of that field. */
	kind?: FieldKind;
}

export const leadSource = { kind: 'lead' } as const;

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
			const known = await formFor(run, form.value, leadSource);
			if (known === undefined || !known.ok) return known;
			const row = await findLead(run, key, leadValueLabel);
			if (row === undefined || !row.ok) return row;
			return ok(whole([leadItem(row.value, known.value)]));
		},
	});
}

export function leadItem(row: JsonObject, form: KnownForm): JsonObject {
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

/** The account's field of that name, which the parameter of this label holds. */
export async function knownLeadField(
	{ client }: ReadRun,
	name: string,
	label: string,
	hint: string,
): Promise<Loaded<AccountField>> {
	const catalog = await loadFields(client, leadSource, runAgeMs);
	if (catalog === undefined || !catalog.ok) return catalog;
	return knownField(catalog.value, name, { label, owner: 'leads', hint });
}

async function withKnownField(run: ReadRun, key: LeadKey): Promise<Loaded<LeadKey>> {
	const hint = 'Choose a unique field from the list';
	const field = await knownLeadField(run, key.field, leadFieldLabel, hint);
	if (field === undefined || !field.ok) return field;
	const { schemaName, kind } = field.value;
	return ok({ ...key, field: schemaName, kind });
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
			return key.kind === 'phone'
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
				? ok(rows.value.filter((row) => isNumberOf(pickText(row, 'Mobile'), value)))
				: rows;
		}),
	]);
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
function isAsked(row: JsonObject, { by, value, field, kind }: LeadKey): boolean {
	switch (by) {
		case 'id':
			return idOf(row, leadIds).toLowerCase() === value.toLowerCase();
		case 'other': {
			if (pick(row, field) === undefined) return true;
			const stored = pickText(row, field);
			if (kind === 'phone') return isStoredAs(stored, value);
			if (kind === 'email' && isMasked(stored)) return true;
			return kind === 'number' || kind === 'autoId'
				? isSame(withoutZeros(stored), withoutZeros(value))
				: isSame(stored, value);
		}
		case 'mobile':
			return pick(row, 'Mobile') === undefined || isStoredAs(pickText(row, 'Mobile'), value);
		// LeadSquared may search other fields than these two and that one, and may mask what the user may not see.
		case 'phone': {
			const numbers = [pickText(row, 'Phone'), pickText(row, 'Mobile')];
			const isOther = numbers.some(isWholeNumber);
			return !isOther || textsOf(row).some((text) => isNumberOf(text, value));
		}
		case 'email': {
			const isOther = isEmail(pickText(row, 'EmailAddress'));
			return !isOther || textsOf(row).some((text) => isSame(text, value));
		}
	}
}

/** For a number's own field, which may also hold one with an extension. */
const isStoredAs = (stored: string, value: string) =>
	isNumberOf(stored, value) || isSame(stored, value) || isMasked(stored);

/** For a user who may not see it. */
const isMasked = (stored: string) => stored.includes('*');

const textsOf = (row: JsonObject) =>
	Object.values(row).filter((value): value is string => typeof value === 'string');

function isSame(stored: string, value: string): boolean {
	return stored.trim().toLowerCase() === value.trim().toLowerCase();
}

/** Without zeros that say nothing; in a text, `007` and `7` are two values. Not as a number, which would round long ones. */
function withoutZeros(text: string): string {
	const [, sign = '', whole, decimals = ''] = /^([+-]?)0*(\d+)(\.\d*)?$/.exec(text.trim()) ?? [];
	if (whole === undefined) return text;
	return `${sign === '-' ? '-' : ''}${whole}${decimals.replace(/\.?0*$/, '')}`;
}
