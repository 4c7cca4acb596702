/**
 * Collects the rows of a list, page by page: each once, and not more than are wanted. Of a page only the items that are
 * made of it are held, so a list of any length needs the memory of one page besides its output.
 */
import type { JsonObject } from '../lib/json';
import { problem, type Problem } from '../problems/problems';
import type { Call } from '../transport/call';
import type { Loaded, Reply } from '../transport/reply';
import { createdOnOf, idOf, type Page } from './rows';

/** More rows at once would fill n8n's memory; a narrower range or a loop reads the rest. */
export const mostRows = 100_000;

/** LeadSquared cuts longer pages without saying so. */
export const longestPage = 1_000;

/** Rows that do not count could make a list of very small pages a long walk. */
const fewest = 24;

export type Send = <T>(call: Call<T>) => Promise<Reply<T>>;

export interface Wanted<Kept, Item> {
	/** undefined for all. */
	limit: number | undefined;
	idKeys: readonly string[];
	/** What is kept of a row until the end of its page; undefined for a row that does not count. */
	keep: (row: JsonObject) => Kept | undefined;
	/** Makes the items of a page. */
	finish: (kept: Kept[]) => Promise<Loaded<Item[]>>;
	/** What a row proves to be wrong with the whole list, such as a lead that was not asked for. */
	faultOf?: (row: JsonObject) => Problem | undefined;
}

export class Collector<Kept, Item> {
	readonly items: Item[] = [];
	/** Why reading ended early; the rows so far do not count. */
	problem: Problem | undefined;
	isCancelled = false;
	/** What the user must know about the list. */
	readonly notes = new Set<string>();
	/** Whether LeadSquared returned the same rows again instead of a further page. */
	isRepeating = false;
	/** How many rows there are, as far as LeadSquared says; never less than came. */
	total = 0;
	/** How many rows were kept; not more than are wanted. */
	count = 0;
	/** Whether a row was left out because the limit was reached. */
	isCut = false;
	/** Whether each row that came was created no later than the one before, as far as the dates can be read. */
	isNewestFirst = true;
	private lastCreatedOn = Infinity;
	private readonly seen = new Set<string>();
	/** Rows whose ID another row of the same page has. */
	private twins = 0;

	constructor(
		private readonly send: Send,
		private readonly wanted: Wanted<Kept, Item>,
	) {}

	/** The size of the first page: one more than is wanted shows whether there are more. */
	get firstSize(): number {
		const { limit } = this.wanted;
		return limit === undefined ? longestPage : Math.min(longestPage, Math.max(limit, fewest) + 1);
	}

	/** How many more there are, by LeadSquared's own count; 0 if it does not count them. */
	get missing(): number {
		return Math.max(0, this.total - this.seen.size - this.twins);
	}

	/** undefined if reading is over: refused, or cancelled. */
	async fetch(call: Call<Page>): Promise<Page | undefined> {
		const reply = await this.send(call);
		if (reply.kind === 'accepted' && reply.value.isOther !== true) return reply.value;
		if (reply.kind === 'cancelled') this.isCancelled = true;
		else if (reply.kind === 'accepted') this.problem = otherShape(call);
		else this.problem = reply.problem;
		return undefined;
	}

	hasSeen(row: JsonObject | undefined): boolean {
		return row !== undefined && this.seen.has(idOf(row, this.wanted.idKeys));
	}

	isSame(a: JsonObject, b: JsonObject | undefined): boolean {
		const { idKeys } = this.wanted;
		return b !== undefined && idOf(a, idKeys) === idOf(b, idKeys);
	}

	/** @returns how many of the rows had not come before */
	async add({ rows, count = 0 }: Page): Promise<number> {
		const { limit, idKeys, keep, finish, faultOf } = this.wanted;
		const before = this.seen.size;
		const ofPage = new Set<string>();
		const page: Kept[] = [];
		for (const row of rows) {
			this.problem ??= faultOf?.(row);
			const id = idOf(row, idKeys);
			if (ofPage.has(id)) this.twins++;
			ofPage.add(id);
			if (this.seen.has(id)) continue;
			if (this.isCut) break;
			this.noteOrder(row);
			const kept = keep(row);
			this.seen.add(id);
			if (kept === undefined) continue;
			if (limit !== undefined && this.count >= limit) {
				this.isCut = true;
				continue;
			}
			page.push(kept);
			this.count++;
		}
		this.total = Math.max(this.total, count, this.seen.size);
		if (this.count > mostRows) this.problem ??= problem('tooManyRows', { quote: '100,000' });
		if (this.problem === undefined) this.take(await finish(page));
		return this.seen.size - before;
	}

	private take(finished: Loaded<Item[]>): void {
		if (finished === undefined) this.isCancelled = true;
		else if (finished.ok) this.items.push(...finished.value);
		else this.problem = finished.problem;
	}

	private noteOrder(row: JsonObject): void {
		const createdOn = createdOnOf(row);
		if (createdOn === undefined) return;
		if (createdOn > this.lastCreatedOn) this.isNewestFirst = false;
		this.lastCreatedOn = createdOn;
	}

	/** Whether to go on. */
	get isOpen(): boolean {
		return !this.isCut && this.problem === undefined && !this.isCancelled;
	}
}

function otherShape({ label, purpose }: Call<Page>): Problem {
	const reason = 'it is not the list that was asked for';
	return problem('unreadableReply', { label, purpose, reason });
}

/** What reading pages needs of a collector. */
export type ListReading = Omit<Collector<unknown, unknown>, 'items'>;

/** Sizes at which LeadSquared, or a gateway in front of it, may have cut a page. */
const isRound = (rows: number) => rows % 25 === 0 || rows === 10 || rows === 20;

/**
 * Whether a page may have been cut although it is shorter than what was asked for.
 *
 * @param more rows that LeadSquared counts beyond this page; 0 if it does not say
 */
export function mayBeCut(rows: number, more: number): boolean {
	return rows > 0 && (more > 0 || isRound(rows));
}
