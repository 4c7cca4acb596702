/**
 * Reads all pages of a call. LeadSquared pages in three ways, cuts pages without saying so, and counts all rows on some
 * calls and those of the page on others. So the end is never taken from a count alone. Pure.
 */
import type { JsonObject } from '../lib/json';
import type { Call } from '../transport/call';
import type { Client } from '../transport/client';
import { loadedFrom, type Loaded } from '../transport/reply';
import { ok } from '../problems/result';
import type { Harvest } from './harvest';
import type { Rows } from './rows';

/** Longer pages are cut without a word, on most calls. */
export const longestPage = 1_000;

/** LeadSquared cuts pages to sizes such as 25, 200 or 1,000: so may a page be cut that has fewer rows than asked for. */
const cutsAreMultiplesOf = 25;

/** One row more than wanted shows whether there are more. */
export function pageSizeFor(limit: number, longest = longestPage): number {
	return Math.min(longest, limit + 1);
}

function isLast({ rows, total }: Rows, size: number, seen: number): boolean {
	if (rows.length === 0) return true;
	if (rows.length >= size || (total !== undefined && total > seen)) return false;
	return rows.length % cutsAreMultiplesOf !== 0;
}

/** `PageIndex` from 1. */
export async function readByIndex<T>(
	client: Client,
	harvest: Harvest<T>,
	size: number,
	pageOf: (index: number, size: number) => Call<Rows>,
): Promise<Loaded<Harvest<T>>> {
	return await readOn(client, harvest, size, (page) => pageOf(page + 1, size));
}

/** `Offset` is the number of rows to skip. */
export async function readByOffset<T>(
	client: Client,
	harvest: Harvest<T>,
	size: number,
	pageOf: (offset: number, size: number) => Call<Rows>,
): Promise<Loaded<Harvest<T>>> {
	return await readOn(client, harvest, size, (_, seen) => pageOf(seen, size));
}

async function readOn<T>(
	client: Client,
	harvest: Harvest<T>,
	size: number,
	pageOf: (page: number, seen: number) => Call<Rows>,
	before = { page: 0, seen: 0 },
): Promise<Loaded<Harvest<T>>> {
	let { seen } = before;
	for (let page = before.page; ; page++) {
		const reply = loadedFrom(await client.send(pageOf(page, seen)));
		if (reply === undefined || !reply.ok) return reply;
		const { rows, total } = reply.value;
		const added = harvest.add(rows);
		seen += added;
		if (harvest.hasMore) break;
		if (added === 0 || isLast(reply.value, size, seen)) {
			markMissing(harvest, total, seen);
			break;
		}
	}
	return ok(harvest);
}

function markMissing(harvest: Harvest<unknown>, total: number | undefined, seen: number): void {
	if (total === undefined || total <= seen) return;
	harvest.hasMore = true;
	harvest.remark = `LeadSquared counts ${total} records and returned ${seen}`;
}

/** What `Offset` counts: LeadSquared's page calls it a page number, and does not say from where. */
type TrailDialect = 'pageFrom0' | 'pageFrom1' | 'row';

const dialects = new WeakMap<Client, TrailDialect>();

/** The trail of a lead: what `Offset` means is learned from the second page, and kept for the run. */
export async function readTrail<T>(
	client: Client,
	harvest: Harvest<T>,
	size: number,
	pageOf: (offset: number, size: number) => Call<Rows>,
): Promise<Loaded<Harvest<T>>> {
	const opening = loadedFrom(await client.send(pageOf(0, size)));
	if (opening === undefined || !opening.ok) return opening;
	let seen = harvest.add(opening.value.rows);
	if (harvest.hasMore || isLast(opening.value, size, seen)) {
		if (!harvest.hasMore) markMissing(harvest, opening.value.total, seen);
		return ok(harvest);
	}
	let pages = 1;
	if (!dialects.has(client)) {
		const second = loadedFrom(await client.send(pageOf(1, size)));
		if (second === undefined || !second.ok) return second;
		const learned = dialectOf(opening.value.rows, second.value.rows);
		dialects.set(client, learned);
		seen += harvest.add(second.value.rows);
		if (harvest.hasMore) return ok(harvest);
		if (learned === 'pageFrom0') pages++;
	}
	const dialect = dialects.get(client);
	const shift = dialect === 'pageFrom1' ? 1 : 0;
	return await readOn(
		client,
		harvest,
		size,
		(page, from) => pageOf(dialect === 'row' ? from : page + shift, size),
		{ page: pages, seen },
	);
}

function dialectOf(before: readonly JsonObject[], after: readonly JsonObject[]): TrailDialect {
	const key = (row: JsonObject | undefined) => JSON.stringify(row);
	const known = before.map(key);
	if (after.length === 0) return 'pageFrom0';
	const at = known.indexOf(key(after[0]));
	if (at === -1) return 'pageFrom0';
	return at === 0 ? 'pageFrom1' : 'row';
}
