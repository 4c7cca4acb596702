/**
 * Reads what changed in a range of time, while it goes on changing.
 *
 * By page number a record would be lost: one that changes leaves its place for the end, and the first row of the next
 * page moves up to the page that was read. So pages are sorted by the date of change, oldest first, and the next one
 * begins at the last date seen, with page 1. The few records of that second come twice and are dropped. Pure.
 */
import { pickText, type JsonObject } from '../lib/json';
import { serverDate } from '../lib/server-date';
import { ok } from '../problems/result';
import type { Call } from '../transport/call';
import type { Client } from '../transport/client';
import { loadedFrom, type Loaded } from '../transport/reply';
import type { Harvest } from './harvest';
import { flattened, type Rows } from './rows';

export interface Range {
	/** Milliseconds since the epoch. */
	fromMs: number;
	/** undefined: until now, and what changes under way as well. */
	toMs?: number;
}

export interface ChangePage {
	from: string;
	to: string;
	/** From 1. */
	index: number;
	size: number;
}

/** By which LeadSquared's clock may be ahead of this one. */
const dayMs = 24 * 60 * 60_000;

/** @param windowMs the longest range of one call; undefined for no bound */
export async function readChanged<T>(
	client: Client,
	harvest: Harvest<T>,
	{ fromMs, toMs }: Range,
	size: number,
	pageOf: (page: ChangePage) => Call<Rows>,
	{ windowMs, nowMs }: { windowMs?: number; nowMs: () => number },
): Promise<Loaded<Harvest<T>>> {
	let startMs = fromMs;
	for (;;) {
		// Without an end the last window is open: a record that changes under way moves to its end.
		const endMs = windowMs === undefined ? Infinity : startMs + windowMs;
		const isLast = endMs >= (toMs ?? nowMs());
		const end = () => (isLast ? (toMs ?? nowMs() + dayMs) : endMs);
		const read = await readWindow(client, harvest, startMs, end, size, pageOf);
		if (read === undefined || !read.ok || isLast || harvest.hasMore) return read;
		startMs = endMs;
	}
}

async function readWindow<T>(
	client: Client,
	harvest: Harvest<T>,
	startMs: number,
	end: () => number,
	size: number,
	pageOf: (page: ChangePage) => Call<Rows>,
): Promise<Loaded<Harvest<T>>> {
	let bound = startMs;
	let walk = new Walk(size);
	let isOrdered = true;
	for (;;) {
		const place = walk.next();
		const page = pageOf({ from: utcText(bound), to: utcText(end()), ...place });
		const reply = loadedFrom(await client.send(page));
		if (reply === undefined || !reply.ok) return reply;
		const { rows } = reply.value;
		const [opening] = rows;
		const isJoined = opening === undefined || place.index === 1 || harvest.knows(opening);
		const added = harvest.add(rows);
		if (opening === undefined || harvest.hasMore) return ok(harvest);
		isOrdered &&= isAscending(rows);
		if (!isOrdered) harvest.remark = unordered;
		const lastMs = changedOn(rows.at(-1)) ?? 0;
		const isEnd = walk.took(place, reply.value, added);
		if (!isJoined && walk.again()) continue;
		if (isEnd) {
			harvest.hasMore = walk.isStuck;
			return ok(harvest);
		}
		// Otherwise a whole page of one second, as a bulk update leaves it; or the order was not kept.
		if (isOrdered && lastMs > bound) {
			bound = lastMs;
			walk = new Walk(walk.size);
		}
	}
}

/** How often to begin again, where more records left their places than pages overlap. */
const mostRestarts = 5;

/** LeadSquared may cut pages without a word, to sizes such as 25 or 1,000. */
const cutsAreMultiplesOf = 25;

/**
 * The pages from one lower bound. A tenth of each is on the page before: a page whose first record is known has left out
 * none, even if records before it changed and left their places.
 */
class Walk {
	/** Whether LeadSquared gave the same page again. */
	isStuck = false;
	/** Rows from the bound to the end of the last page. */
	private reached = 0;
	private farthest = 0;
	private restarts = 0;

	/** @param size of a page, or what LeadSquared cuts it to */
	constructor(public size: number) {}

	/** The page that begins a little before the place reached. */
	next(): { index: number; size: number } {
		const offset = this.reached - Math.max(1, Math.floor(this.size / 10));
		if (offset <= 0) return { index: 1, size: this.size };
		const pages = Math.ceil(offset / this.size);
		return { index: pages + 1, size: Math.floor(offset / pages) };
	}

	/** @returns whether it was the last page */
	took(place: { index: number; size: number }, { rows, total }: Rows, added: number): boolean {
		const reached = (place.index - 1) * place.size + rows.length;
		const isFurther = reached > this.farthest;
		this.reached = reached;
		this.farthest = Math.max(this.farthest, reached);
		if (rows.length >= place.size) {
			this.isStuck = place.index > 1 && isFurther && added === 0;
			return this.isStuck;
		}
		const isCut = total !== undefined && total > reached;
		if (!isCut && (rows.length % cutsAreMultiplesOf !== 0 || added === 0)) return true;
		this.size = rows.length;
		return false;
	}

	/** @returns false after too many times */
	again(): boolean {
		this.reached = 0;
		return ++this.restarts <= mostRestarts;
	}
}

const unordered =
	'LeadSquared did not sort the records by the date of their change. A record may be missing if others changed while they were read';

/** UTC in LeadSquared's format. */
export function utcText(ms: number): string {
	return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** Full seconds: LeadSquared's bounds have no fraction. */
function changedOn(source: JsonObject | undefined): number | undefined {
	if (source === undefined) return undefined;
	const row = flattened(source, 'LeadPropertyList');
	const ms = serverDate(pickText(row, 'ModifiedOn') || pickText(row, 'PAModifiedOn'));
	return ms === undefined ? undefined : Math.floor(ms / 1_000) * 1_000;
}

function isAscending(rows: readonly JsonObject[]): boolean {
	let before = -Infinity;
	for (const row of rows) {
		const ms = changedOn(row);
		if (ms === undefined || ms < before) return false;
		before = ms;
	}
	return true;
}
