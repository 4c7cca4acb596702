/**
 * Makes drafts into updates with what only the account can tell. All items are checked, and all opportunities
 * found, before the first update leaves.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../shared/client';
import type { FieldEntry } from '../shared/fields';
import type { ItemReading } from '../shared/items';
import { refineItems } from '../shared/refine-items';
import { findIds } from './find-ids';
import { mapDrafts } from './map-drafts';
import type { UpdateDraft } from './read-item';

/** https://apidocs.leadsquared.com/update-an-opportunity-async/ */
export interface UpdateBody {
	ProspectOpportunityId: string;
	OpportunityNote?: string;
	Fields: FieldEntry[];
}

/** undefined when the execution was cancelled meanwhile. */
export async function completeDrafts(
	context: IExecuteFunctions,
	client: Client,
	drafts: ReadonlyArray<ItemReading<UpdateDraft>>,
): Promise<Array<ItemReading<UpdateBody>> | undefined> {
	const mapped = await mapDrafts(context, client, drafts);
	const identified = mapped && (await findIds(context, client, mapped));
	return (
		identified &&
		refineItems(context, identified, ({ id, note, fields }) => ({
			ok: true,
			value: {
				ProspectOpportunityId: id,
				...(note === undefined ? {} : { OpportunityNote: note }),
				Fields: fields,
			},
		}))
	);
}
