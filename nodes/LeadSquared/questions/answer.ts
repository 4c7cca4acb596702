/** From what was read to an answer. */
import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../../shared/lib/json';
import { describeSource, type FieldSource } from '../../shared/metadata/field-source';
import { loadFields, runAgeMs } from '../../shared/metadata/load-metadata';
import { badInput } from '../../shared/problems/bad-input';
import { problem } from '../../shared/problems/problems';
import { ok } from '../../shared/problems/result';
import { Harvest, mostRecords } from '../../shared/reading/harvest';
import type { ReadRecord } from '../../shared/reading/record';
import type { Client } from '../../shared/transport/client';
import type { Loaded } from '../../shared/transport/reply';
import { returnAllLabel } from '../labels';
import type { OutputWish } from './inputs';
import type { Answer } from './question';
import { shaped, withSchemaNames, type Shape } from './shape';

/** The shape with the account's fields, where the output needs them. */
export async function shapeFor(
	client: Client,
	wish: OutputWish,
	source: FieldSource | undefined,
): Promise<Loaded<Shape>> {
	if (source === undefined || wish.form === 'raw' || wish.form === 'simplified') return ok(wish);
	const catalog = await loadFields(client, source, runAgeMs);
	if (catalog === undefined || !catalog.ok) return catalog;
	return withSchemaNames(wish, catalog.value, describeSource(source).whole);
}

/** Keeps of each record what leaves the node, and forgets the rest of its page. */
export function harvestOf(
	limit: number,
	shape: Shape,
	toRecord: (row: JsonObject) => ReadRecord | undefined,
): Harvest<IDataObject> {
	return new Harvest(limit, toRecord, (record) => shaped(record, shape));
}

export function answerOf(harvest: Loaded<Harvest<IDataObject>>): Loaded<Answer> {
	if (harvest === undefined || !harvest.ok) return harvest;
	const { kept, hasMore, remark, limit } = harvest.value;
	if (hasMore && kept.length >= mostRecords && limit === mostRecords) {
		return badInput(
			returnAllLabel,
			`would return more than ${mostRecords} records`,
			'Narrow the range, for example with a later start, and read the rest in another run',
		);
	}
	return ok({ records: kept, hasMore, remark });
}

/** A list that came whole. */
export function listed(records: readonly IDataObject[], limit: number): Answer {
	return { records: records.slice(0, limit), hasMore: records.length > limit };
}

/** @param sought `no lead has the Lead ID "…"` */
export function notFound(isAccepted: boolean, label: string, sought: string): Loaded<Answer> {
	return isAccepted
		? ok({ records: [], hasMore: false })
		: { ok: false, problem: problem('notFound', { label, purpose: 'read', quote: sought }) };
}
