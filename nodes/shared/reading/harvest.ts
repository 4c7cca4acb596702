/** What a reading has gathered: each record once, no more than wanted. Pure. */
import type { JsonObject } from '../lib/json';
import type { ReadRecord } from './record';

/** More would fill the memory of an n8n that runs other workflows too. */
export const mostRecords = 100_000;

export class Harvest<T> {
	readonly kept: T[] = [];
	/** Whether LeadSquared has more records than were kept. */
	hasMore = false;
	/** Why records may be missing although all pages were read. */
	remark: string | undefined;
	private readonly ids = new Set<string>();

	/**
	 * @param limit records to keep
	 * @param toRecord undefined for a row that is not wanted
	 * @param keep what is kept of a record; everything else of a page is forgotten
	 */
	constructor(
		readonly limit: number,
		private readonly toRecord: (row: JsonObject) => ReadRecord | undefined,
		private readonly keep: (record: ReadRecord) => T,
	) {}

	/** Whether the row was there before; of a row that is not wanted nothing is known. */
	knows(row: JsonObject): boolean {
		const record = this.toRecord(row);
		return record === undefined || this.ids.has(keyOf(record));
	}

	/** @returns how many rows were not known before, wanted or not */
	add(rows: readonly JsonObject[]): number {
		let added = 0;
		for (const row of rows) {
			const record = this.toRecord(row);
			if (record === undefined) {
				added++;
				continue;
			}
			const key = keyOf(record);
			if (this.ids.has(key)) continue;
			this.ids.add(key);
			added++;
			if (this.kept.length < this.limit) this.kept.push(this.keep(record));
			else this.hasMore = true;
		}
		return added;
	}
}

function keyOf({ id, raw }: ReadRecord): string {
	return id === '' ? JSON.stringify(raw) : id.toLowerCase();
}
