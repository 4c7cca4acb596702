/** The record that an event is about, as it is now: in the shape of the node LeadSquared, with all fields. */
import { isOtherId } from '../../shared/lib/guid';
import type { JsonObject } from '../../shared/lib/json';
import { fieldKindOf } from '../../shared/metadata/field-kinds';
import { problem } from '../../shared/problems/problems';
import { quoted } from '../../shared/problems/quote';
import { ok } from '../../shared/problems/result';
import { leadBy, leadIds, opportunityDetails } from '../../shared/reading/calls';
import {
	detailedId,
	detailFields,
	leadRecord,
	opportunityOfDetails,
	present,
	type FieldWords,
	type ReadRecord,
} from '../../shared/reading/records';
import { firstText, idOf } from '../../shared/reading/rows';
import type { Client } from '../../shared/transport/client';
import { loadedFrom, type Loaded } from '../../shared/transport/reply';

export interface FetchedRecord {
	/** As it is output. */
	json: JsonObject;
	/** UTC, as LeadSquared wrote it; '' if it does not say. */
	modifiedOn: string;
	/** The ID or the name of the user; '' if it does not say. */
	createdBy: string;
	modifiedBy: string;
}

const allFields = { kind: 'all', names: [], usesDisplayNames: false } as const;

function fetched(record: ReadRecord, words?: ReadonlyMap<string, FieldWords>): FetchedRecord {
	const { fields, head, raw } = record;
	const said = { ...fields, ...raw };
	return {
		json: present(record, allFields, (name) => words?.get(name)),
		modifiedOn: String(head.modifiedOn ?? ''),
		createdBy: firstText(said, ['CreatedBy', 'CreatedByName']),
		modifiedBy: firstText(said, ['ModifiedBy', 'ModifiedByName']),
	};
}

export async function fetchOpportunity(client: Client, id: string): Promise<Loaded<FetchedRecord>> {
	const call = opportunityDetails(id);
	const details = loadedFrom(await client.send(call));
	if (!details?.ok) return details;
	if (details.value === null) return gone(call.label, id);
	if (isOtherId(detailedId(details.value), id)) return other('opportunity', id);
	const words = new Map(
		detailFields(details.value).map(({ schemaName, displayName, dataType }) => [
			schemaName,
			{ displayName, kind: fieldKindOf(dataType, false) },
		]),
	);
	return ok(fetched(opportunityOfDetails(details.value, id), words));
}

export async function fetchLead(client: Client, id: string): Promise<Loaded<FetchedRecord>> {
	const call = leadBy('id', id);
	const found = loadedFrom(await client.send(call));
	if (!found?.ok) return found;
	const [lead] = found.value.rows;
	if (lead === undefined) return gone(call.label, id);
	return isOtherId(idOf(lead, leadIds), id) ? other('lead', id) : ok(fetched(leadRecord(lead)));
}

function gone(label: string, id: string): Loaded<never> {
	return { ok: false, problem: problem('notFound', { label, quote: id }) };
}

/** LeadSquared answers a call that it does not understand with any record. */
function other(what: string, id: string): Loaded<never> {
	return {
		ok: false,
		problem: problem('otherRecord', { label: `the ${what} with the ID ${quoted(id)}` }),
	};
}
