/** Combines several updates of one opportunity into one call. Pure. */
import type { FieldEntry } from '../shared/fields/build-fields';
import type { SubmitRequest } from '../shared/submit/request';
import { requestOf, type UpdateBody } from './update-request';

/**
 * The last value of a field wins, and so does the last note. The parts of a custom field set are collected, since
 * LeadSquared changes only those that it is sent.
 */
export function combineUpdates(bodies: readonly string[]): SubmitRequest {
	const fields = new Map<string, FieldEntry>();
	let combined: UpdateBody = { ProspectOpportunityId: '', Fields: [] };
	for (const body of bodies) {
		const update = JSON.parse(body) as UpdateBody;
		combined = { ...combined, ...update };
		for (const entry of update.Fields) {
			const name = entry.SchemaName.toLowerCase();
			fields.set(name, mergeEntry(fields.get(name), entry));
		}
	}
	return requestOf({ ...combined, Fields: [...fields.values()] });
}

function mergeEntry(before: FieldEntry | undefined, after: FieldEntry): FieldEntry {
	// Clearing the value clears the whole set, whatever parts were set before.
	if (before === undefined || (after.Fields === undefined && after.Value === '')) return after;
	const all = [...(before.Fields ?? []), ...(after.Fields ?? [])];
	if (all.length === 0) return after;
	const parts = new Map(all.map((part) => [part.SchemaName.toLowerCase(), part]));
	// "" beside parts is not a value of the set itself.
	const Value = after.Fields !== undefined && after.Value === '' ? before.Value : after.Value;
	return { ...after, Value, Fields: [...parts.values()] };
}
