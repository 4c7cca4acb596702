import { isRecord, text } from './narrow';
import type { Opportunity, ReadingQuirks, RowDates, SandboxOptions } from './types';

/** Rows of lists: their dates, their order, their pages. */
export type Row = Record<string, string | null>;

export const DEFAULT_QUIRKS: ReadingQuirks = {
	pageCap: 1000,
	recordCount: 'total',
	changedOrder: 'asAsked',
	withoutType: 'all',
	lists: 'named',
	leadLists: 'bare',
	trailOffset: 'pageFromZero',
	trailCap: 1000,
	opportunityTrail: 'pageIndex',
	changedOpportunities: 'rows',
	changedRows: 'fields',
	noOpportunity: 'exception',
	autoIds: 'found',
	details: 'whole',
};

/** A date as the account's rows have it: UTC, in one of LeadSquared's forms. */
export function inForm(plain: string, form: RowDates): string {
	const date = new Date(`${plain.replace(' ', 'T')}Z`);
	switch (form) {
		case 'plain':
			return plain;
		case 'millis':
			return `${plain}.000`;
		case 'us': {
			const hour = date.getUTCHours();
			const time = `${hour % 12 || 12}:${plain.slice(14)} ${hour < 12 ? 'AM' : 'PM'}`;
			return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} ${time}`;
		}
		case 'dotNet':
			return `/Date(${date.getTime()}+0000)/`;
		case 'unreadable':
			return `on ${plain}`;
	}
}

const isPlainDate = (value: string | null): value is string =>
	value !== null && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value);

/** Every date of a row in the form. */
export function dated(row: Row, form: RowDates): Row {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			isPlainDate(value) ? inForm(value, form) : value,
		]),
	);
}

const part = (body: unknown, name: string): Record<string, unknown> => {
	const value = isRecord(body) ? body[name] : undefined;
	return isRecord(value) ? value : {};
};

/** `PageIndex` from 1 and `PageSize`. A size above the cap is cut without a word (REFERENCE.md, 21). */
export function pageByIndex<T>(found: T[], body: unknown, cap: number, usual = 25): T[] {
	const paging = part(body, 'Paging');
	const size = Math.min(cap, Number(paging.PageSize ?? usual));
	const start = (Number(paging.PageIndex ?? 1) - 1) * size;
	return found.slice(start, start + size);
}

/** `Offset` and `RowCount`, which mean different things on different calls (REFERENCE.md, 26 and 27). */
export function pageByOffset<T>(
	found: T[],
	body: unknown,
	cap: number,
	meaning: ReadingQuirks['trailOffset'],
): T[] {
	const paging = part(body, 'Paging');
	const size = Math.min(cap, Number(paging.RowCount ?? 25));
	const offset = Number(paging.Offset ?? 0);
	const page = meaning === 'pageFromOne' ? Math.max(0, offset - 1) : offset;
	const start = meaning === 'row' ? offset : page * size;
	return found.slice(start, start + size);
}

/** `Direction` "1" is newest first, "0" oldest first. */
export function sorted<T>(
	found: T[],
	body: unknown,
	valueOf: (one: T, column: string) => string,
	order: NonNullable<SandboxOptions['rowOrder']> = 'asAsked',
) {
	if (order === 'ofCreation') return found;
	const sorting = part(body, 'Sorting');
	const column = text(sorting, 'ColumnName');
	if (column === '') return found;
	const sign = Number(sorting.Direction) === 1 ? -1 : 1;
	const keyed = found.map((one) => ({ one, key: valueOf(one, column) }));
	return keyed
		.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0))
		.map(({ one }) => one);
}

/** The columns that `Include_CSV` names; all without it. */
export function withColumns(row: Row, body: unknown): Row {
	const csv = text(part(body, 'Columns'), 'Include_CSV');
	if (csv === '') return row;
	const asked = csv.split(',').map((name) => name.trim());
	return Object.fromEntries(
		asked.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])),
	) as Row;
}

/** Rows under the name that the call's page documents, or by themselves. */
export function listed(
	name: string,
	rows: unknown[],
	total: number,
	{ recordCount, lists }: ReadingQuirks,
): unknown {
	if (lists === 'bare') return rows;
	const count = { total, page: rows.length, none: undefined }[recordCount];
	const key = lists === 'usual' ? 'List' : name;
	return { ...(count === undefined ? {} : { RecordCount: count }), [key]: rows };
}

/** A row of a search: flat, every value a text. https://apidocs.leadsquared.com/get-opportunities-by-unique-lead-field */
export function rowOf(opportunity: Opportunity): Record<string, string> {
	return {
		OpportunityId: opportunity.id,
		ProspectId: opportunity.leadId ?? '',
		RelatedProspectId: opportunity.leadId ?? '',
		OpportunityEvent: String(opportunity.eventCode),
		OpportunityEventType: '2',
		...opportunity.fields,
	};
}
