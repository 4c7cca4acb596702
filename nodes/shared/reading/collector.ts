/** Collects the rows of a list, page by page: each once, and not more than are wanted. */
import type { JsonObject } from '../lib/json';
import { problem, type Problem } from '../problems/problems';
import type { Call } from '../transport/call';
import type { Reply } from '../transport/reply';
import { idOf, type Page } from './rows';

/** More rows at once would fill n8n's memory; a narrower range or a loop reads the rest. */
export const mostRows = 100_000;

/** LeadSquared cuts longer pages without saying so. */
export const longestPage = 1_000;

export type Send = <T>(call: Call<T>) => Promise<Reply<T>>;

export interface Wanted<T> {
	/** undefined for all. */
	limit: number | undefined;
	idKeys: readonly string[];
	/** What is kept of a row, so that pages need not be; undefined for a row that does not count. */
	keep: (row: JsonObject) => T | undefined;
}

export class Collector<T> {
	readonly kept: T[] = [];
	/** Why reading ended early; the rows so far do not count. */
	problem: Problem | undefined;
	isCancelled = false;
	/** What the user must know about the list. */
	readonly notes = new Set<string>();
	/** How many rows there are, as far as LeadSquared says; never less than came. */
	total = 0;
	/** Whether a row was left out because the limit was reached. */
	isCut = false;
	private readonly seen = new Set<string>();
	/** Rows whose ID another row of the same page has. */
	private twins = 0;

	constructor(
		private readonly send: Send,
		private readonly wanted: Wanted<T>,
	) {}

	/** The size of the first page: one more than is wanted shows whether there are more. */
	get firstSize(): number {
		const { limit } = this.wanted;
		return limit === undefined ? longestPage : Math.min(longestPage, limit + 1);
	}

	get isFull(): boolean {
		const { limit } = this.wanted;
		return this.isCut || (limit !== undefined && this.kept.length > limit);
	}

	/** How many more there are, by LeadSquared's own count; 0 if it does not count them. */
	get missing(): number {
		return Math.max(0, this.total - this.seen.size - this.twins);
	}

	/** undefined if reading is over: refused, or cancelled. */
	async fetch(call: Call<Page>): Promise<Page | undefined> {
		const reply = await this.send(call);
		if (reply.kind === 'accepted') return reply.value;
		if (reply.kind === 'cancelled') this.isCancelled = true;
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
	add({ rows, count = 0 }: Page): number {
		const before = this.seen.size;
		const ofPage = new Set<string>();
		for (const row of rows) {
			const id = idOf(row, this.wanted.idKeys);
			if (ofPage.has(id)) this.twins++;
			ofPage.add(id);
			if (this.seen.has(id)) continue;
			if (this.isFull) break;
			const kept = this.wanted.keep(row);
			this.seen.add(id);
			if (kept === undefined) continue;
			const { limit } = this.wanted;
			if (limit !== undefined && this.kept.length >= limit) this.isCut = true;
			else this.kept.push(kept);
		}
		this.total = Math.max(this.total, count, this.seen.size);
		if (this.kept.length > mostRows) {
			this.problem = problem('tooManyRows', { quote: '100,000' });
		}
		return this.seen.size - before;
	}

	/** Whether to go on. */
	get isOpen(): boolean {
		return !this.isFull && this.problem === undefined && !this.isCancelled;
	}
}

/** Sizes at which LeadSquared, or a gateway in front of it, may have cut a page. */
const roundSizes = new Set([10, 20, 25, 50, 100, 200, 250, 500, longestPage]);

/**
 * Whether a page may have been cut although it is shorter than what was asked for.
 *
 * @param more rows that LeadSquared counts beyond this page; 0 if it does not say
 */
export function mayBeCut(rows: number, more: number): boolean {
	return rows > 0 && (more > 0 || roundSizes.has(rows));
}
