/** Reads one record, with what is needed to compare its values. */
import { isOtherId } from '../../shared/lib/guid';
import { isObject, pick, pickText, type JsonObject } from '../../shared/lib/json';
import { fieldNamed, type FieldCatalog } from '../../shared/metadata/field-catalog';
import { fieldKindOf } from '../../shared/metadata/field-kinds';
import { readTypeMetadata } from '../../shared/metadata/type-metadata';
import { problem } from '../../shared/problems/problems';
import { quoted } from '../../shared/problems/quote';
import { leadBy, leadIds, opportunityDetails } from '../../shared/reading/calls';
import { detailedId, isoDate } from '../../shared/reading/records';
import { firstText, idOf, valuesByName } from '../../shared/reading/rows';
import type { Client } from '../../shared/transport/client';
import type { Reply } from '../../shared/transport/reply';
import type { FoundField } from './compare';
import type { Snapshot } from './confirmation';

/** @param id or the AutoId value, in whose place updates take it too */
export async function readOpportunity(
	client: Client,
	id: string,
	signal: AbortSignal | undefined,
): Promise<Reply<Snapshot>> {
	const reply = await client.send(opportunityDetails(id), signal);
	if (reply.kind !== 'accepted') return reply;
	if (reply.value === null) return nothing('opportunity', id);
	return isOtherId(detailedId(reply.value), id)
		? other(`the opportunity ${id}`)
		: { kind: 'accepted', value: opportunitySnapshot(reply.value) };
}

/** @param catalog the fields of leads; undefined if they could not be read */
export async function readLead(
	client: Client,
	id: string,
	catalog: FieldCatalog | undefined,
	signal: AbortSignal | undefined,
): Promise<Reply<Snapshot>> {
	const reply = await client.send(leadBy('id', id), signal);
	if (reply.kind !== 'accepted') return reply;
	const [row] = reply.value.rows;
	if (row === undefined) return nothing('lead', id);
	return idOf(row, leadIds).toLowerCase() === id.toLowerCase()
		? { kind: 'accepted', value: leadSnapshot(row, catalog) }
		: other(`the lead with the ID ${id}`);
}

function nothing(label: string, id: string): Reply<never> {
	const reason = `with ID ${quoted(id)}`;
	return { kind: 'refused', problem: problem('nothingFound', { label, reason }) };
}

function other(label: string): Reply<never> {
	return { kind: 'refused', problem: problem('otherRecord', { label }) };
}

function opportunitySnapshot(details: JsonObject): Snapshot {
	const list = pick(details, 'Fields');
	const entries = new Map(
		(Array.isArray(list) ? list : [])
			.filter(isObject)
			.map((entry) => [pickText(entry, 'SchemaName').toLowerCase(), entry]),
	);
	const values = valuesByName(list, 'SchemaName');
	const note = pick(details, 'OpportunityNote') ?? pick(values, 'ActivityEvent_Note');
	const autoIds = [...entries.values()].flatMap((entry) => {
		const isAutoId = fieldKindOf(pickText(entry, 'DataType'), false) === 'autoId';
		return isAutoId ? [pickText(entry, 'Value').trim()] : [];
	});
	return {
		names: [detailedId(details), ...autoIds].filter((name) => name !== ''),
		field: (schemaName) => {
			const entry = entries.get(schemaName.toLowerCase());
			return entry === undefined ? undefined : fieldOf(entry);
		},
		note,
		modifiedOn: isoDate(firstText(details, ['ModifiedOn']) || firstText(values, ['ModifiedOn'])),
		modifiedBy: firstText(details, ['ModifiedByName']) || null,
	};
}

/** undefined for a field whose value LeadSquared left out. */
function fieldOf(entry: JsonObject): FoundField | undefined {
	const value = pick(entry, 'Value');
	if (value === undefined) return undefined;
	const dataType = pickText(entry, 'DataType');
	const [field] = readTypeMetadata({ Fields: [entry] }) ?? [];
	return {
		value,
		kind: dataType === '' ? undefined : field?.kind,
		options: field?.options ?? [],
	};
}

function leadSnapshot(row: JsonObject, catalog: FieldCatalog | undefined): Snapshot {
	return {
		// A request names a lead by its ID only.
		names: [],
		field: (schemaName) => {
			const value = pick(row, schemaName);
			const field = catalog && fieldNamed(catalog, schemaName);
			return value === undefined
				? undefined
				: { value, kind: field?.kind, options: field?.options ?? [] };
		},
		note: undefined,
		modifiedOn: isoDate(firstText(row, ['ModifiedOn'])),
		modifiedBy: firstText(row, ['ModifiedByName']) || null,
	};
}
