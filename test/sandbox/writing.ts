import type { Account } from './account';
import { parseJson, isRecord } from './narrow';
import { inForm } from './rows';
import { formerUsers, plainDate, user, users } from './seed';
import type { Opportunity, WritingQuirks } from './types';

/** What an account makes of written values, and how reads of one record return them (REFERENCE.md, 32 to 36). */

export const DEFAULT_WRITING: WritingQuirks = {
	lagMs: 0,
	textCut: Infinity,
	numbers: 'asWritten',
	booleans: 'asWritten',
	emptied: 'empty',
	phones: 'asWritten',
	dates: 'plain',
	owners: 'id',
	choices: 'value',
};

/** A record as it was before a write, which reads return until then. */
export interface Past {
	untilMs: number;
	fields: Record<string, string>;
	notes: readonly string[];
}

type Fields = Record<string, string>;

/**
 * Writes values to a record: cut, altered by the account's automation, with a new `ModifiedOn`.
 *
 * @param at when the request is processed, ms
 */
export function write(
	{ past, writing }: Account,
	id: string,
	{ fields, notes = [] }: { fields: Fields; notes?: readonly string[] },
	values: Fields,
	at: number,
): void {
	if (writing.lagMs > 0) {
		const before: Past = { untilMs: at + writing.lagMs, fields: { ...fields }, notes: [...notes] };
		past.set(id, [...(past.get(id) ?? []), before]);
	}
	const kept = Object.fromEntries(
		Object.entries(values).map(([name, value]) => [name, cut(value, writing.textCut)]),
	);
	Object.assign(fields, kept, writing.automation?.(id, kept), {
		ModifiedOn: plainDate(at),
		ModifiedBy: user.id,
	});
	fields.CreatedOn ??= plainDate(at);
}

/** A custom field set is not one text. */
function cut(value: string, length: number): string {
	return isRecord(parseJson(value)) ? value : value.slice(0, length);
}

/** What reads return at that time. */
export function opportunityAt(
	{ past }: Account,
	opportunity: Opportunity,
	now: number,
): Opportunity {
	const before = pastAt(past, opportunity.id, now);
	return before === undefined
		? opportunity
		: { ...opportunity, fields: before.fields, notes: [...before.notes] };
}

export function leadAt({ past }: Account, id: string, lead: Fields, now: number): Fields {
	return pastAt(past, id, now)?.fields ?? lead;
}

function pastAt(past: Account['past'], id: string, now: number): Past | undefined {
	return past.get(id)?.find(({ untilMs }) => untilMs > now);
}

interface Kind {
	DataType: string;
	/** JSON text. */
	OptionSet?: string;
}

/** A value as reads of one record return it on this account. */
export function inAccountForm(
	value: string | null,
	{ DataType, OptionSet = '' }: Kind,
	{ numbers, booleans, emptied, phones, dates, owners, choices }: WritingQuirks,
): string | null {
	if (value === null) return value;
	if (value === '') {
		const isZero = emptied === 'zero' && ['Number', 'Decimal', 'Boolean'].includes(DataType);
		return isZero ? '0' : value;
	}
	switch (DataType) {
		case 'Number':
		case 'Decimal':
			return numberIn(value, numbers);
		case 'Boolean':
			return booleanIn(value, booleans);
		case 'Date':
		case 'DateTime':
			return dateIn(value, dates);
		case 'Phone':
			return phones === 'asWritten' ? value : international(value);
		case 'ActiveUsers':
			return ownerIn(value, owners);
		case 'Dropdown':
		case 'SearchableDropdown':
			return choices === 'text' ? textOf(value, OptionSet) : value;
		default:
			return value;
	}
}

function numberIn(value: string, form: WritingQuirks['numbers']): string {
	const number = Number(value);
	if (form === 'asWritten' || !Number.isFinite(number)) return value;
	return form === 'decimals' ? number.toFixed(2) : number.toLocaleString('en-IN');
}

function booleanIn(value: string, form: WritingQuirks['booleans']): string {
	const isTrue = /^(1|true|yes)$/i.test(value);
	if (form === 'asWritten') return value;
	return form === 'digit' ? String(Number(isTrue)) : String(isTrue);
}

/** Of an Indian account. */
function international(value: string): string {
	const national = value.replace(/\D/g, '').replace(/^(00|0)?(91(?=\d{10}$))?/, '');
	return `+91-${national}`;
}

function dateIn(value: string, form: WritingQuirks['dates']): string {
	const isDay = /^\d{4}-\d\d-\d\d$/.test(value);
	return inForm(isDay ? `${value} 00:00:00` : value, form);
}

function ownerIn(value: string, form: WritingQuirks['owners']): string {
	const owner = [...users, ...formerUsers].find(({ id }) => id === value.toLowerCase());
	if (owner === undefined || form === 'id') return value;
	return form === 'email' ? owner.email : `${owner.firstName} ${owner.lastName}`.trim();
}

function textOf(value: string, optionSet: string): string {
	const options = parseJson(optionSet);
	const option = (Array.isArray(options) ? options : []).find(
		(one: unknown) => isRecord(one) && one.Value === value,
	) as Record<string, unknown> | undefined;
	return typeof option?.Text === 'string' && option.Text !== '' ? option.Text : value;
}
