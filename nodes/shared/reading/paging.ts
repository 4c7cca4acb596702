/**
 * LeadSquared's ways of dividing a list into pages, each read to its end. No way trusts a short page: LeadSquared cuts
 * pages without saying so.
 */
import type { JsonObject } from '../lib/json';
import { serverDate } from '../lib/server-date';
import type { Call } from '../transport/call';
import { mayBeCut, type ListReading } from './collector';
import { firstText, type Page } from './rows';

/** `PageIndex` from 1, `PageSize`. */
export interface IndexedList {
	call: (page: number, size: number) => Call<Page>;
}

/** A part of a list, as one call returns it. */
interface Stretch {
	call: Call<Page>;
	/** How many rows come before it. */
	start: number;
	length: number;
}

/** The stretch of at most `size` rows that begins at the position, or as little as possible before it. */
type StretchAt = (position: number, size: number) => Stretch;

/**
 * A page can begin only at a multiple of its size. So the size is chosen, a little below the one asked for, with which a
 * page that has the row at the position goes on furthest.
 *
 * @param call takes the page's number from 1
 */
function byPage(call: IndexedList['call']): StretchAt {
	return (position, size) => {
		let best = { before: Math.floor(position / size), length: size };
		for (let length = size - 1; length > size / 2; length--) {
			const before = Math.floor(position / length);
			if ((before + 1) * length > (best.before + 1) * best.length) best = { before, length };
		}
		const { before, length } = best;
		return { call: call(before + 1, length), start: before * length, length };
	};
}

function byRow(call: OffsetList['call']): StretchAt {
	return (position, size) => ({ call: call(position, size), start: position, length: size });
}

export async function readIndexed(into: ListReading, { call }: IndexedList): Promise<void> {
	await readWhole(into, byPage(call), into.firstSize);
}

/** From the first page. */
async function readWhole(into: ListReading, at: StretchAt, size: number): Promise<void> {
	const page = await into.fetch(at(0, size).call);
	if (page === undefined) return;
	await into.add(page);
	const actual = sizeAfter(page, size);
	if (actual !== undefined) await readOn(into, at, page.rows.length, actual);
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

/** How a walk ended: at a page that ends it, where the same rows came again, or at the end of the list or of reading. */
type WalkEnd =
	| { kind: 'over'; rows: readonly JsonObject[]; end: number }
	| { kind: 'repeats' }
	| { kind: 'ended' };

/** How often reading goes back before it takes the order for arbitrary. */
const mostReturns = 5;

/**
 * Goes on from a position in a list that may shrink while it is read: rows behind the one that left move up, over the
 * border of a page. So each page begins before the end of the one before. If it begins with a row that had not come,
 * rows may have slipped through, and reading goes back.
 *
 * @param size of a page, which LeadSquared is known to return
 * @param isOver whether a page ends the walk, though it is not the last
 */
async function walk(
	into: ListReading,
	at: StretchAt,
	position: number,
	size: number,
	isOver: (page: Page) => boolean = () => false,
): Promise<WalkEnd> {
	const margin = Math.max(1, Math.min(10, Math.floor(size / 20)));
	let overlap = margin;
	let read = position;
	let furthest = position;
	let returns = 0;
	let idle = 0;
	while (into.isOpen) {
		let stretch = at(Math.max(0, read - overlap), size);
		const isStill = overlap === margin && stretch.start + stretch.length <= read;
		// Very small pages cannot always overlap and go on.
		if (isStill) stretch = at(read, size);
		const { call, start, length } = stretch;
		const page = await into.fetch(call);
		if (page === undefined) return { kind: 'ended' };
		const isGap = start > 0 && start < read && !into.hasSeen(page.rows[0]);
		const fresh = await into.add(page);
		const end = start + page.rows.length;
		// On the way over rows that came before reading went back, nothing is new.
		idle = fresh === 0 && end > furthest ? idle + 1 : fresh === 0 ? idle : 0;
		furthest = Math.max(furthest, end);
		if (isGap && returns < mostReturns) {
			returns++;
			overlap *= 5;
			continue;
		}
		// Going back does not help against an order that differs from call to call.
		if (isGap) into.notes.add(unsteady);
		returns = isGap ? returns : 0;
		if (page.rows.length < length) return { kind: 'ended' };
		if (isOver(page)) return { kind: 'over', rows: page.rows, end };
		if (idle > 1) return { kind: 'repeats' };
		read = end;
		overlap = margin;
	}
	return { kind: 'ended' };
}

/** The same, and whether LeadSquared repeated itself goes into the reading. */
async function readOn(...walked: Parameters<typeof walk>): Promise<WalkEnd> {
	const end = await walk(...walked);
	const [into] = walked;
	if (end.kind === 'repeats') into.isRepeating = true;
	return end;
}

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
export async function readChanged(into: ListReading, { call, fromMs }: ChangedList): Promise<void> {
	let lower = fromMs;
	let size = into.firstSize;
	let isProven = false;
	while (into.isOpen) {
		const page = await into.fetch(call(lower, 1, size));
		if (page === undefined) return;
		let rows: readonly JsonObject[] = page.rows;
		const first = rows;
		let isSorted = inOrder(rows);
		if (rows.some((row) => secondOf(row) < lower)) into.notes.add(older);
		await into.add(page);
		const actual = sizeAfter(page, size, isProven);
		if (actual === undefined) return;
		isProven ||= actual === size;
		size = actual;
		const since = lower;
		const at = byPage((number, length) => call(since, number, length));
		let position = rows.length;
		const second = secondOf(rows.at(-1));
		// A page of one second says nothing about the order.
		if (isSorted && (second <= lower || second === secondOf(rows[0]))) {
			const within = Math.max(lower, second);
			const over = await readOn(
				into,
				at,
				position,
				size,
				({ rows: more }) =>
					secondOf(more.at(-1)) > within || more.some((row) => !(secondOf(row) >= second)),
			);
			if (over.kind !== 'over') return;
			({ rows, end: position } = over);
			isSorted = inOrder(rows) && secondOf(rows[0]) >= second;
		}
		if (!isSorted) {
			into.notes.add(unsorted);
			await readOn(into, at, position, size);
			await readMoved(into, call, first, size);
			return;
		}
		lower = secondOf(rows.at(-1));
	}
}

/** A bulk update that goes on for longer than the reading would have no end. */
const mostTurns = 4;

/**
 * Where the newest change comes first, a record that changes while the list is read moves to its front, past the page
 * that is read next. So the front is read again, until what changed meanwhile comes on one page.
 *
 * @param first the first page of the list
 */
async function readMoved(
	into: ListReading,
	call: ChangedList['call'],
	first: readonly JsonObject[],
	size: number,
): Promise<void> {
	let front = first;
	for (let turn = 0; into.isOpen && inOrder([...front].reverse()); turn++) {
		if (turn === mostTurns) {
			into.notes.add(unsteady);
			return;
		}
		const since = secondOf(front[0]);
		const page = await into.fetch(call(since, 1, size));
		if (page === undefined) return;
		const before = into.count;
		await into.add(page);
		if (page.rows.length < size) return;
		const rest = byPage((number, length) => call(since, number, length));
		// Most of it has come before, so repeated rows are no fault of the list.
		const { kind } = await walk(into, rest, page.rows.length, size);
		if (into.count === before) {
			if (kind === 'repeats' && !into.isRepeating) into.notes.add(unsteady);
			return;
		}
		front = page.rows;
	}
}

const unsorted =
	'LeadSquared did not sort the records by the time of their change, so they come in the order that it chose';

const older =
	"LeadSquared also returned records whose last change is before 'From'. Filter by modifiedOn to leave them out";

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
export async function readByOffset(into: ListReading, { call }: OffsetList): Promise<void> {
	await readWhole(into, byRow(call), Math.min(offsetPage, into.firstSize));
}

/** What `Offset` means on an activity trail, once a lead with more than one page has shown it. Kept for the run. */
export interface TrailDialect {
	meaning?: 'pageFromZero' | 'pageFromOne' | 'row';
}

/**
 * LeadSquared calls `Offset` a page and does not say where it begins; others use it as a number of rows. The pages after
 * the first one show which.
 */
export async function readTrail(
	into: ListReading,
	{ call }: OffsetList,
	dialect: TrailDialect,
): Promise<void> {
	let size = Math.min(offsetPage, into.firstSize);
	const known = dialect.meaning;
	const start = known === 'pageFromOne' ? 1 : 0;
	const first = await into.fetch(call(start, size));
	if (first === undefined) return;
	await into.add(first);
	const actual = sizeAfter(first, size);
	// Where pages count from 1, page 0 may be empty.
	const isHidden = first.rows.length === 0 && (first.count ?? 0) > 0;
	if (actual === undefined && !isHidden) return;
	size = actual ?? size;
	if (!into.isOpen) return;

	const learned =
		known === undefined
			? await learnMeaning(into, call, first.rows, size)
			: { meaning: known, position: first.rows.length };
	if (learned === undefined) return;
	const { meaning, position } = learned;
	dialect.meaning ??= meaning;
	await readOn(into, stretches[meaning](call), position, size);
}

const stretches: Record<
	NonNullable<TrailDialect['meaning']>,
	(call: OffsetList['call']) => StretchAt
> = {
	pageFromZero: (call) => byPage((page, size) => call(page - 1, size)),
	pageFromOne: byPage,
	row: byRow,
};

interface Learned {
	meaning: NonNullable<TrailDialect['meaning']>;
	/** How many rows have come. */
	position: number;
}

/**
 * Offset 1 is the page after the first, the first again, or the first less one row. An activity that was added meanwhile
 * moves all rows down by one, so that the last two look the same; offset 2 shows which it is.
 *
 * @returns undefined if reading is over
 */
async function learnMeaning(
	into: ListReading,
	call: OffsetList['call'],
	first: readonly JsonObject[],
	size: number,
): Promise<Learned | undefined> {
	const second = await into.fetch(call(1, size));
	if (second === undefined) return undefined;
	const shift = shiftBetween(first, second.rows, into);
	const fresh = await into.add(second);
	const isOver = fresh === 0 || isLast(second, size, into);
	const position = first.length + second.rows.length;
	if (first.length === 0) return isOver ? undefined : { meaning: 'pageFromOne', position };
	if (isFar(shift, size)) return isOver ? undefined : { meaning: 'pageFromZero', position };
	if (shift !== undefined && shift > 0) return { meaning: 'row', position: first.length };

	const third = await into.fetch(call(2, size));
	if (third === undefined) return undefined;
	const isPage = isFar(shiftBetween(first, third.rows, into), size);
	const isEnd = (await into.add(third)) === 0 || isLast(third, size, into);
	if (!isPage) return { meaning: 'row', position: first.length };
	return isEnd ? undefined : { meaning: 'pageFromOne', position: first.length + third.rows.length };
}

/** Whether a page of a size that LeadSquared is known to return ends the list. */
function isLast({ rows }: Page, size: number, into: ListReading): boolean {
	return rows.length < size && into.missing === 0;
}

/** A page that follows the first one has none of its rows, or its last ones where rows were added. */
function isFar(shift: number | undefined, size: number): boolean {
	return shift === undefined || shift > size / 2;
}

/** By how many rows a page begins after the first one; undefined if it has none of its rows. */
function shiftBetween(
	first: readonly JsonObject[],
	page: readonly JsonObject[],
	into: ListReading,
): number | undefined {
	for (const [position, row] of page.entries()) {
		const at = first.findIndex((one) => into.isSame(row, one));
		if (at !== -1) return at - position;
	}
	return undefined;
}
