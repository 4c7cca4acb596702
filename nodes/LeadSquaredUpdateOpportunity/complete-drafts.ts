/**
 * Completes drafts with data from the account. All items are checked, and all opportunities found, before the first
 * update is sent.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { mapLists, type FieldsOf } from '../shared/fields/map-field-lists';
import { ok, type Result } from '../shared/problems/result';
import { refineItems, type ItemReading } from '../shared/run/read-items';
import type { SubmitRequest } from '../shared/submit/request';
import type { Client } from '../shared/transport/client';
import { isEmptyUpdate, nothingToSend, type MappedDraft, type UpdateDraft } from './draft';
import { findIds } from './find-ids';
import { requestOf, type UpdateBody } from './update-request';

/** The drafts are replaced one by one. undefined if the execution was cancelled in the meantime. */
export async function completeDrafts(
	context: IExecuteFunctions,
	client: Client,
	drafts: Array<ItemReading<UpdateDraft>>,
	concurrency: number,
): Promise<Array<ItemReading<SubmitRequest<UpdateBody>>> | undefined> {
	const mapped = await mapLists(context, client, drafts, withFields);
	const identified = mapped && (await findIds(context, client, mapped, concurrency));
	return (
		identified &&
		(await refineItems(context, identified, ({ id, note, fields }) =>
			ok(
				requestOf({
					ProspectOpportunityId: id,
					...(note === undefined ? {} : { OpportunityNote: note }),
					Fields: fields,
				}),
			),
		))
	);
}

function withFields(
	draft: UpdateDraft,
	{ fields }: FieldsOf<UpdateDraft['lists']>,
): Result<MappedDraft> {
	return isEmptyUpdate(fields, draft.note)
		? nothingToSend(draft.lists.fields.label)
		: ok({ ...draft, fields });
}
