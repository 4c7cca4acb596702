/** The attributes of a lead, in the form that the calls which find or create a lead expect. Pure. */
import { unsendable, type FieldEntry } from '../../shared/fields/build-fields';
import { toId } from '../../shared/fields/values';
import { badInput } from '../../shared/problems/bad-input';
import { allOk, ok, type Result } from '../../shared/problems/result';
import { noFields, type SubmitRequest } from '../../shared/submit/request';
import { leadFieldsLabel, searchByLabel } from '../labels';

export interface Attribute {
	Attribute: string;
	Value: string;
	/** The parts of a custom field set. */
	Fields?: Attribute[];
}

/** The lead's own ID. LeadSquared spells it differently when it is the field to search by. */
const leadId = 'ProspectID';

/** In the order in which LeadSquared searches for a lead (https://apidocs.leadsquared.com/capture-lead/). */
const ownOrder = [leadId, 'EmailAddress', 'Phone'];

/**
 * A request whose body contains the details of a lead.
 *
 * @param searchBy the schema name of a unique field; '' leaves the choice to LeadSquared
 */
export function withLead(
	fields: readonly FieldEntry[] = [],
	searchBy: string,
	bodyOf: (leadDetails: Attribute[]) => unknown,
): Result<SubmitRequest> {
	const readable = withKeys(fields, searchBy === '' ? ownOrder : [searchBy]);
	if (!readable.ok) return readable;
	const checked = allOk({
		attributes: leadAttributes(readable.value),
		key: searchBy === '' ? ok(knownKey(readable.value)) : keyToFind(readable.value, searchBy),
	});
	if (!checked.ok) return checked;
	const { attributes, key } = checked.value;
	const search = searchBy === '' || key === undefined ? [] : searchAttributes(key.SchemaName);
	return ok({
		body: JSON.stringify(bodyOf([...attributes, ...search])),
		record: key && `${key.SchemaName}=${key.Value}`.toLowerCase(),
		outputFields: noFields,
	});
}

/** The fields, of which those that LeadSquared searches by are read like any ID. */
function withKeys(
	fields: readonly FieldEntry[],
	keys: readonly string[],
): Result<readonly FieldEntry[]> {
	const read: FieldEntry[] = [];
	for (const field of fields) {
		const isKey = keys.some((key) => isSame(key, field.SchemaName));
		const id = isKey
			? toId(field.Value, isSame(field.SchemaName, leadId) ? 'lead' : 'key')
			: undefined;
		if (id?.kind === 'invalid') return badInput(leadFieldsLabel, unsendable(field.SchemaName, id));
		read.push(id?.kind === 'text' ? { ...field, Value: id.text } : field);
	}
	return ok(read);
}

export function leadAttributes(fields: readonly FieldEntry[]): Result<Attribute[]> {
	if (fields.length === 0) {
		return badInput(leadFieldsLabel, 'has no value to send', 'Give at least one field a value');
	}
	if (fields.some(({ SchemaName }) => isSame(SchemaName, 'SearchBy'))) {
		return badInput(
			leadFieldsLabel,
			'contains SearchBy, which is not a field of a lead',
			`Remove it; where the operation searches for a lead, choose the field in '${searchByLabel}'`,
		);
	}
	return ok(fields.map(toAttribute));
}

export function toAttribute({ SchemaName, Value, Fields }: FieldEntry): Attribute {
	return { Attribute: SchemaName, Value, Fields: Fields?.map(toAttribute) };
}

/** The field by which LeadSquared will search, as far as we know. */
function knownKey(fields: readonly FieldEntry[]): FieldEntry | undefined {
	return ownOrder.map((name) => filled(fields, name)).find((field) => field !== undefined);
}

/** Spelled as in the fields, because a typed name may differ in letter case. */
function keyToFind(
	fields: readonly FieldEntry[],
	searchBy: string,
): Result<FieldEntry | undefined> {
	const field = filled(fields, searchBy);
	if (field !== undefined) return ok(field);
	return badInput(
		searchByLabel,
		`is ${searchBy}, for which '${leadFieldsLabel}' has no value`,
		`Give ${searchBy} a value in '${leadFieldsLabel}', or choose another field to find the lead by`,
	);
}

function filled(fields: readonly FieldEntry[], name: string): FieldEntry | undefined {
	return fields.find(({ SchemaName, Value }) => isSame(SchemaName, name) && Value !== '');
}

function isSame(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}

/**
 * To search by the lead's ID, LeadSquared expects `ProspectId` (not the field's own `ProspectID`, which it refuses as "Invalid
 * SearchBy value provided") and a flag beside it. Undocumented; observed by third parties.
 */
function searchAttributes(searchBy: string): Attribute[] {
	if (!isSame(searchBy, leadId)) return [{ Attribute: 'SearchBy', Value: searchBy }];
	return [
		{ Attribute: 'SearchBy', Value: 'ProspectId' },
		{ Attribute: '__UseUserDefinedGuid__', Value: 'true' },
	];
}
