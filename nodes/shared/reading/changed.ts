/**
 * Reads what changed in a range of time, while it goes on changing.
 *
 * By page number a record would be lost: one that changes leaves its place for the end, and the first row of the next
 * page moves up to the page that was read. So pages are sorted by the date of change, oldest first, and the next one
 * begins at the last date seen, with page 1. The few records of that second come twice and are dropped. Pure.
 */
import type { JsonObject } from '../lib/json';
import { serverDate } from '../lib/server-date';
import { pickText } from '../lib/json';
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
	let index = 1;
	let isOrdered = true;
	for (;;) {
		const page = pageOf({ from: utcText(bound), to: utcText(end()), index, size });
		const reply = loadedFrom(await client.send(page));
		if (reply === undefined || !reply.ok) return reply;
		const { rows, total } = reply.value;
		const added = harvest.add(rows);
		if (rows.length === 0 || harvest.hasMore) return ok(harvest);
		const isShort = rows.length < size && !(total !== undefined && total > rows.length * index);
		// LeadSquared may cut pages without a word, to sizes such as 25 or 1,000.
		if (isShort && (rows.length % 25 !== 0 || added === 0)) return ok(harvest);
		isOrdered &&= isAscending(rows);
		if (!isOrdered) harvest.remark = unordered;
		const lastMs = changedOn(rows.at(-1)) ?? 0;
		if (isOrdered && lastMs > bound) {
			bound = lastMs;
			index = 1;
			continue;
		}
		// A whole page of one second, as a bulk update leaves it; or the order was not kept.
		if (added === 0 && index > 1) {
			harvest.hasMore = true;
			return ok(harvest);
		}
		index++;
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
