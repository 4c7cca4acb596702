/**
 * Makes drafts into updates with what only the account can tell. All items are checked, and all opportunities
 * found, before the first update leaves.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../shared/client';
import type { FieldEntry } from '../shared/fields';
import { refineItems, type ItemReading } from '../shared/items';
import { mapLists } from '../shared/map-lists';
import type { Reading } from '../shared/reading';
import type { SubmitRequest } from '../shared/submit-items';
import { findIds } from './find-ids';
import { isEmptyUpdate, nothingToSend, type UpdateDraft } from './read-item';

/** https://apidocs.leadsquared.com/update-an-opportunity-async/ */
export interface UpdateBody {
	ProspectOpportunityId: string;
	OpportunityNote?: string;
	Fields: FieldEntry[];
}

/** A draft whose fields were checked. */
export type MappedDraft = UpdateDraft & { fields: FieldEntry[] };

/** undefined when the execution was cancelled meanwhile. */
export async function completeDrafts(
	context: IExecuteFunctions,
	client: Client,
	drafts: ReadonlyArray<ItemReading<UpdateDraft>>,
	concurrency: number,
): Promise<Array<ItemReading<SubmitRequest<UpdateBody>>> | undefined> {
	const mapped = await mapLists(context, client, drafts, withFields);
	const identified = mapped && (await findIds(context, client, mapped, concurrency));
	return (
		identified &&
		(await refineItems(context, identified, ({ id, note, fields }) => ({
			ok: true,
			value: requestOf({
				ProspectOpportunityId: id,
				...(note === undefined ? {} : { OpportunityNote: note }),
				Fields: fields,
			}),
		})))
	);
}

function withFields(draft: UpdateDraft, [fields = []]: FieldEntry[][]): Reading<MappedDraft> {
	const [list] = draft.lists;
	return isEmptyUpdate(fields, draft.note)
		? nothingToSend(list.label)
		: { ok: true, value: { ...draft, fields } };
}

export function requestOf(body: UpdateBody): SubmitRequest<UpdateBody> {
	const { ProspectOpportunityId } = body;
	return {
		body,
		// LeadSquared reads ids without regard to letter case.
		record: ProspectOpportunityId.toLowerCase(),
		shown: { ProspectOpportunityId },
	};
}
