/** The attributes of a lead, as the calls that look for a lead or make one take them. Pure. */
import type { FieldEntry } from '../../shared/fields/build-fields';
import { badInput } from '../../shared/problems/bad-input';
import { ok, allOk, type Result } from '../../shared/problems/result';
import { leadFieldsLabel, searchByLabel } from '../labels';

export interface Attribute {
	Attribute: string;
	Value: string;
	/** The parts of a custom field set. */
	Fields?: Attribute[];
}

export interface LeadDetails {
	attributes: Attribute[];
	/** The lead that they are of, as far as they tell. */
	record?: string;
}

/** The lead's own ID. LeadSquared spells it otherwise where it is what to search by. */
const leadId = 'ProspectID';

/** In the order in which LeadSquared looks for a lead (https://apidocs.leadsquared.com/capture-lead/). */
const ownOrder = [leadId, 'EmailAddress', 'Phone'];

/** @param searchBy the schema name of a unique field; '' leaves the choice to LeadSquared */
export function leadDetails(fields: readonly FieldEntry[], searchBy: string): Result<LeadDetails> {
	const checked = allOk({
		attributes: leadAttributes(fields),
		key: searchBy === '' ? ok(knownKey(fields)) : keyToFind(fields, searchBy),
	});
	if (!checked.ok) return checked;
	const { attributes, key } = checked.value;
	const search = searchBy === '' || key === undefined ? [] : searchAttributes(key.SchemaName);
	return {
		ok: true,
		value: {
			attributes: [...attributes, ...search],
			...(key === undefined ? {} : { record: `${key.SchemaName}=${key.Value}`.toLowerCase() }),
		},
	};
}

export function leadAttributes(fields: readonly FieldEntry[]): Result<Attribute[]> {
	if (fields.length === 0) {
		return badInput(leadFieldsLabel, 'has no value to send', 'Give at least one field a value');
	}
	if (fields.some(({ SchemaName }) => isSame(SchemaName, 'SearchBy'))) {
		return badInput(
			leadFieldsLabel,
			'holds SearchBy, which is no field of a lead',
			`Take it out; where the operation looks for a lead, choose the field in '${searchByLabel}'`,
		);
	}
	return { ok: true, value: fields.map(toAttribute) };
}

export function toAttribute({ SchemaName, Value, Fields }: FieldEntry): Attribute {
	return {
		Attribute: SchemaName,
		Value,
		...(Fields === undefined ? {} : { Fields: Fields.map(toAttribute) }),
	};
}

/** The field by which LeadSquared will look, as far as it can be told. */
function knownKey(fields: readonly FieldEntry[]): FieldEntry | undefined {
	return ownOrder.map((name) => filled(fields, name)).find((field) => field !== undefined);
}

/** As the fields spell it, for a name may be typed in another letter case. */
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
 * By the lead's ID, LeadSquared wants `ProspectId` (not the field's own `ProspectID`, which it refuses as "Invalid
 * SearchBy value provided") and a flag beside it. Seen live by third parties, not documented.
 */
function searchAttributes(searchBy: string): Attribute[] {
	if (!isSame(searchBy, leadId)) return [{ Attribute: 'SearchBy', Value: searchBy }];
	return [
		{ Attribute: 'SearchBy', Value: 'ProspectId' },
		{ Attribute: '__UseUserDefinedGuid__', Value: 'true' },
	];
}
