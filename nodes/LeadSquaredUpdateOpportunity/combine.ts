/** Several updates of one opportunity as one call. Pure. */
import type { FieldEntry } from '../shared/fields/build-fields';
import type { SubmitRequest } from '../shared/submit/request';
import { requestOf, type UpdateBody } from './update-request';

/**
 * The last value of a schema name wins, and so does the last note. Of a custom field set the parts are
 * gathered, since LeadSquared changes only those that it is sent.
 */
export function combineUpdates(
	requests: ReadonlyArray<SubmitRequest<UpdateBody>>,
): SubmitRequest<UpdateBody> {
	const fields = new Map<string, FieldEntry>();
	let combined: UpdateBody = { ProspectOpportunityId: '', Fields: [] };
	for (const { body } of requests) {
		combined = { ...combined, ...body };
		for (const entry of body.Fields) {
			const name = entry.SchemaName.toLowerCase();
			fields.set(name, mergeEntry(fields.get(name), entry));
		}
	}
	return requestOf({ ...combined, Fields: [...fields.values()] });
}

function mergeEntry(before: FieldEntry | undefined, after: FieldEntry): FieldEntry {
	// A value that is cleared is that of the whole set, whatever parts were set before.
	if (before === undefined || (after.Fields === undefined && after.Value === '')) return after;
	const all = [...(before.Fields ?? []), ...(after.Fields ?? [])];
	if (all.length === 0) return after;
	const parts = new Map(all.map((part) => [part.SchemaName.toLowerCase(), part]));
	// "" beside parts says nothing of the set's own value.
	const Value = after.Fields !== undefined && after.Value === '' ? before.Value : after.Value;
	return { ...after, Value, Fields: [...parts.values()] };
}
