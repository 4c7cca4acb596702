/** Several updates of one opportunity as one call. Pure. */
import type { FieldEntry } from '../shared/fields';
import type { SubmitRequest } from '../shared/submit-items';
import { requestOf, type UpdateBody } from './complete-drafts';

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
	if (before?.Fields === undefined || after.Fields === undefined) return after;
	const parts = new Map(before.Fields.map((part) => [part.SchemaName.toLowerCase(), part]));
	for (const part of after.Fields) parts.set(part.SchemaName.toLowerCase(), part);
	return { ...after, Fields: [...parts.values()] };
}
