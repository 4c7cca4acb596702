/**
 * LeadSquared's ways of dividing a list into pages, each read to its end. No way trusts a short page: LeadSquared cuts
 * pages without saying so.
 */
import type { JsonObject } from '../lib/json';
import { serverDate } from '../lib/server-date';
import type { Call } from '../transport/call';
import { mayBeCut, type Collector } from './collector';
import { firstText, type Page } from './rows';

/** `PageIndex` from 1, `PageSize`. */
export interface IndexedList {
	call: (page: number, size: number) => Call<Page>;
}

/**
 * A list that may shrink while it is read: rows behind the one that left move up, over the border of a page. So each
 * page begins before the end of the one before. If it begins with a row that had not come, rows may have slipped
 * through, and reading goes back.
 */
export async function readIndexed<T>(into: Collector<T>, { call }: IndexedList): Promise<void> {
	const size = into.firstSize;
	const page = await into.fetch(call(1, size));
	if (page === undefined) return;
	into.add(page);
	const actual = sizeAfter(page, size);
	if (actual !== undefined) await readOn(into, call, page.rows.length, actual);
}

/**
 * The size to go on with; undefined if the page was the last one.
 *
 * @param isProven whether LeadSquared has returned a page of this size, so that it does not cut them shorter
 */
function sizeAfter({ rows, count = 0 }: Page, asked: number, isProven = false): number | undefined {
	if (rows.length >= asked) return asked;
	const more = count - rows.length;
	const goesOn = isProven ? rows.length > 0 && more > 0 : mayBeCut(rows.length, more);
	return goesOn ? rows.length : undefined;
}

/** How often reading goes back before it takes the order for arbitrary. */
const mostReturns = 5;

/**
 * Goes on from a position.
 *
 * @param size of a page, which LeadSquared is known to return
 * @param isOver whether a page ends the walk, though it is not the last
 */
async function readOn<T>(
	into: Collector<T>,
	call: IndexedList['call'],
	position: number,
	size: number,
	isOver: (page: Page) => boolean = () => false,
): Promise<Page | undefined> {
	const margin = Math.max(1, Math.min(10, Math.floor(size / 20)));
	let overlap = margin;
	let read = position;
	let returns = 0;
	let isStuck = false;
	while (into.isOpen) {
		const start = Math.max(0, read - overlap);
		// A page can begin only at a multiple of its size.
		const before = Math.ceil(start / size);
		const length = before === 0 ? size : Math.floor(start / before);
		const page = await into.fetch(call(before + 1, length));
		if (page === undefined) return undefined;
		const isGap = before > 0 && !into.hasSeen(page.rows[0]);
		const fresh = into.add(page);
		if (isGap && returns < mostReturns) {
			returns++;
			overlap *= 5;
			continue;
		}
		// Going back does not help against an order that differs from call to call.
		if (isGap) into.notes.add(unsteady);
		else returns = 0;
		if (page.rows.length < length) return undefined;
		if (isOver(page)) return page;
		if (isStuck && fresh === 0) {
			into.notes.add(repeating);
			return undefined;
		}
		isStuck = fresh === 0;
		read = before * length + page.rows.length;
		overlap = margin;
	}
	return undefined;
}

const repeating =
	'LeadSquared returned the same records again instead of the next page, so some may be missing';

const unsteady =
	'LeadSquared changed the order of the records while they were read. Some may be missing: read them again, or a narrower range';

/** Records that changed in a range of time. */
export interface ChangedList {
	/** @param fromMs the lower bound, ms since the epoch, a whole second */
	call: (fromMs: number, page: number, size: number) => Call<Page>;
	fromMs: number;
}

/**
 * Reads by moving the lower bound: the next page is the first one from the second of the last row. So it does not matter
 * how many rows left the range meanwhile. Only within one second, as after a bulk update, is the page's number used.
 */
export async function readChanged<T>(
	into: Collector<T>,
	{ call, fromMs }: ChangedList,
): Promise<void> {
	let lower = fromMs;
	let size = into.firstSize;
	let isProven = false;
	while (into.isOpen) {
		let page = await into.fetch(call(lower, 1, size));
		if (page === undefined) return;
		let { rows } = page;
		const isSorted = inOrder(rows);
		into.add(page);
		const actual = sizeAfter(page, size, isProven);
		if (actual === undefined) return;
		isProven ||= actual === size;
		size = actual;
		if (!isSorted) {
			into.notes.add(unsorted);
			await readOn(into, (number, length) => call(lower, number, length), rows.length, size);
			return;
		}
		if (secondOf(rows.at(-1)) <= lower) {
			const within = lower;
			page = await readOn(
				into,
				(number, length) => call(within, number, length),
				rows.length,
				size,
				({ rows: more }) => secondOf(more.at(-1)) > within,
			);
			if (page === undefined) return;
			({ rows } = page);
		}
		lower = secondOf(rows.at(-1));
	}
}

const unsorted =
	'LeadSquared did not sort the records by the time of their change, so they come in the order that it chose';

const changedOn = (row: JsonObject | undefined): number =>
	serverDate(row === undefined ? '' : firstText(row, ['ModifiedOn', 'PAModifiedOn'])) ?? NaN;

/** ms since the epoch; the API takes whole seconds. */
const secondOf = (row: JsonObject | undefined): number =>
	Math.floor(changedOn(row) / 1_000) * 1_000;

/** Oldest change first. A date that cannot be read is no order. */
function inOrder(rows: readonly JsonObject[]): boolean {
	let last = -Infinity;
	for (const row of rows) {
		const at = changedOn(row);
		if (!(at >= last)) return false;
		last = at;
	}
	return true;
}

/** `Offset`, `RowCount`. */
export interface OffsetList {
	call: (offset: number, rows: number) => Call<Page>;
}

/** Third parties read pages of this size whole; some lost rows at 500. */
const offsetPage = 200;

/** `Offset` is the number of rows to skip. */
export async function readByOffset<T>(into: Collector<T>, { call }: OffsetList): Promise<void> {
	let size = Math.min(offsetPage, into.firstSize);
	for (let offset = 0; into.isOpen; ) {
		const page = await into.fetch(call(offset, size));
		if (page === undefined) return;
		const isProven = offset > 0;
		if (into.add(page) === 0 || isLast(page, size, into, isProven)) return;
		offset += page.rows.length;
		if (!isProven) size = page.rows.length;
	}
}

function isLast<T>(
	{ rows, count = 0 }: Page,
	size: number,
	into: Collector<T>,
	isProven: boolean,
): boolean {
	if (rows.length >= size || into.missing > 0) return false;
	return isProven || !mayBeCut(rows.length, count - rows.length);
}

/** What `Offset` means on an activity trail, once a lead with more than one page has shown it. Kept for the run. */
export interface TrailDialect {
	meaning?: 'pageFromZero' | 'pageFromOne' | 'row';
}

/**
 * LeadSquared calls `Offset` a page and does not say where it begins; others use it as a number of rows. The pages after
 * the first one show which.
 */
export async function readTrail<T>(
	into: Collector<T>,
	{ call }: OffsetList,
	dialect: TrailDialect,
): Promise<void> {
	let size = Math.min(offsetPage, into.firstSize);
	const known = dialect.meaning;
	const start = known === 'pageFromOne' ? 1 : 0;
	const first = await into.fetch(call(start, size));
	if (first === undefined) return;
	into.add(first);
	const actual = sizeAfter(first, size);
	// Where pages count from 1, page 0 may be empty.
	const isHidden = first.rows.length === 0 && (first.count ?? 0) > 0;
	if (actual === undefined && !isHidden) return;
	size = actual ?? size;
	if (!into.isOpen) return;

	const learned =
		known === undefined
			? await learnMeaning(into, call, first.rows, size)
			: { meaning: known, next: known === 'row' ? first.rows.length : start + 1 };
	if (learned === undefined) return;
	const { meaning } = learned;
	dialect.meaning ??= meaning;
	let offset = learned.next;
	while (into.isOpen) {
		const page = await into.fetch(call(offset, size));
		if (page === undefined) return;
		if (into.add(page) === 0 || isLast(page, size, into, true)) return;
		offset += meaning === 'row' ? page.rows.length : 1;
	}
}

interface Learned {
	meaning: NonNullable<TrailDialect['meaning']>;
	/** The offset to go on with. */
	next: number;
}

/**
 * Offset 1 is the page after the first, the first again, or the first less one row. An activity that was added meanwhile
 * moves all rows down by one, so that the last two look the same; offset 2 shows which it is.
 *
 * @returns undefined if reading is over
 */
async function learnMeaning<T>(
	into: Collector<T>,
	call: OffsetList['call'],
	first: readonly JsonObject[],
	size: number,
): Promise<Learned | undefined> {
	const second = await into.fetch(call(1, size));
	if (second === undefined) return undefined;
	const shift = shiftBetween(first, second.rows, into);
	const fresh = into.add(second);
	const isOver = fresh === 0 || isLast(second, size, into, true);
	if (first.length === 0) return isOver ? undefined : { meaning: 'pageFromOne', next: 2 };
	if (isFar(shift, size)) return isOver ? undefined : { meaning: 'pageFromZero', next: 2 };
	if (shift !== undefined && shift > 0) return { meaning: 'row', next: first.length };

	const third = await into.fetch(call(2, size));
	if (third === undefined) return undefined;
	const isPage = isFar(shiftBetween(first, third.rows, into), size);
	const isEnd = into.add(third) === 0 || isLast(third, size, into, true);
	if (!isPage) return { meaning: 'row', next: first.length };
	return isEnd ? undefined : { meaning: 'pageFromOne', next: 3 };
}

/** A page that follows the first one has none of its rows, or its last ones where rows were added. */
function isFar(shift: number | undefined, size: number): boolean {
	return shift === undefined || shift > size / 2;
}

/** By how many rows a page begins after the first one; undefined if it has none of its rows. */
function shiftBetween<T>(
	first: readonly JsonObject[],
	page: readonly JsonObject[],
	into: Collector<T>,
): number | undefined {
	for (const [position, row] of page.entries()) {
		const at = first.findIndex((one) => into.isSame(row, one));
		if (at !== -1) return at - position;
	}
	return undefined;
}
