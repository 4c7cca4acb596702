/**
 * Reads the metadata of an opportunity type: https://apidocs.leadsquared.com/get-metadata-of-an-opportunity-type/.
 * Reports what the account says and applies no policy of its own. Pure.
 */
import { fieldKindOf, type FieldKind } from './field-kinds';
import { isObject, parseJson, pick, pickText, type JsonObject } from './text';

export interface FieldOption {
	/** What LeadSquared stores and takes. */
	value: string;
	/** What a person reads; often empty in the metadata, and then the same as the value. */
	text: string;
}

export interface OpportunityField {
	/** With `~` before the part of a custom field set. */
	schemaName: string;
	/** With the set's name before that of a part: `Property: Builder`. */
	displayName: string;
	kind: FieldKind;
	/** The values that a person may choose. */
	options: FieldOption[];
	/** Whether the options are known to be all that LeadSquared takes. */
	isClosed: boolean;
	isMandatory: boolean;
	/** Whether a person may set it at all. */
	isWritable: boolean;
	/** Characters; undefined where the account names none. */
	maxLength?: number;
}

/** By Sequence; parts after the others of their set, sets themselves left out. */
export type TypeMetadata = readonly OpportunityField[];

/** LeadSquared writes these itself, whatever the metadata says (https://apidocs.leadsquared.com/bulk-update-opportunities/). */
const systemFields = new Set(['createdon', 'createdby', 'modifiedon', 'modifiedby']);

export function readTypeMetadata(body: unknown): TypeMetadata | undefined {
	const list = isObject(body) ? pick(body, 'Fields') : undefined;
	if (!Array.isArray(list)) return undefined;
	const entries = list.filter(isObject).filter((entry) => schemaNameOf(entry) !== '');
	const names = new Map(
		entries.map((entry) => [schemaNameOf(entry), pickText(entry, 'DisplayName')]),
	);
	const sequence = new Map(
		entries.map((entry, index) => [schemaNameOf(entry), sequenceOf(entry, index)]),
	);
	/** A part stands where its set stands. */
	const place = (schemaName: string): [number, number] => {
		const own = sequence.get(schemaName) ?? 0;
		const ofSet = sequence.get(setOf(schemaName) ?? '');
		return ofSet === undefined ? [own, -1] : [ofSet, own];
	};
	const sets = new Set(entries.map((entry) => setOf(schemaNameOf(entry))));
	return entries
		.map((entry) => readField(entry, names))
		.filter(({ schemaName, kind }) => !(kind === 'set' && sets.has(schemaName)))
		.sort((a, b) => {
			const [placeA, partA] = place(a.schemaName);
			const [placeB, partB] = place(b.schemaName);
			return placeA - placeB || partA - partB;
		});
}

function readField(entry: JsonObject, names: ReadonlyMap<string, string>): OpportunityField {
	const schemaName = schemaNameOf(entry);
	const own = pickText(entry, 'DisplayName').trim() || schemaName;
	const set = names.get(setOf(schemaName) ?? '')?.trim();
	const kind = fieldKindOf(pickText(entry, 'DataType'), isTrue(entry, 'IsMultiSelectDropdown'));
	const takesOptions = kind === 'dropdown' || kind === 'multiSelect';
	const listed = takesOptions ? readOptionSet(pick(entry, 'OptionSet')) : [];
	const maxLength = Number(pick(entry, 'MaxFieldLength'));
	return {
		schemaName,
		displayName: set ? `${set}: ${own}` : own,
		kind,
		options:
			listed.length > 0 || !takesOptions
				? listed
				: readDependentOptions(pick(entry, 'DependentOptionSet')),
		isClosed: listed.length > 0 && !isTrue(entry, 'IncludeOthersOption'),
		isMandatory: isTrue(entry, 'IsMandatory'),
		isWritable:
			!isTrue(entry, 'IsReadOnly') &&
			kind !== 'autoId' &&
			!systemFields.has(schemaName.toLowerCase()),
		...(maxLength > 0 ? { maxLength } : {}),
	};
}

/** The path form, also where LeadSquared writes the `~` as its code (https://apidocs.leadsquared.com/opportunity-advanced-search/). */
function schemaNameOf(entry: JsonObject): string {
	return pickText(entry, 'SchemaName')
		.trim()
		.replace(/_?x007E_?/i, '~');
}

function setOf(schemaName: string): string | undefined {
	const [set, part] = schemaName.split('~');
	return part === undefined ? undefined : set;
}

function sequenceOf(entry: JsonObject, index: number): number {
	const sequence = Number(pickText(entry, 'Sequence') || NaN);
	return Number.isFinite(sequence) ? sequence : index;
}

function isTrue(entry: JsonObject, key: string): boolean {
	return /^(true|1)$/i.test(pickText(entry, key));
}

/** JSON in a text, sometimes empty; what cannot be read counts as no options, so that text stays possible. */
function readOptionSet(optionSet: unknown): FieldOption[] {
	const list = fromJsonText(optionSet);
	return Array.isArray(list) ? toOptions(list.filter(isObject)) : [];
}

/**
 * The options of a drop-down that depends on another one, as an offer only: their shape is not documented. Those
 * that hold further lists belong to the other drop-down.
 */
function readDependentOptions(dependentOptionSet: unknown): FieldOption[] {
	const found: JsonObject[] = [];
	const collect = (value: unknown): void => {
		if (Array.isArray(value)) value.forEach(collect);
		if (!isObject(value)) return;
		const inner = Object.values(value).filter((part) => typeof part === 'object' && part !== null);
		if (inner.length > 0) inner.forEach(collect);
		else found.push(value);
	};
	collect(fromJsonText(dependentOptionSet));
	return toOptions(found);
}

function fromJsonText(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const parsed = parseJson(value);
	return parsed.ok ? parsed.value : undefined;
}

function toOptions(list: readonly JsonObject[]): FieldOption[] {
	const options = new Map<string, FieldOption>();
	const inOrder = [...list].sort(
		(a, b) => Number(pickText(a, 'Order')) - Number(pickText(b, 'Order')),
	);
	for (const entry of inOrder) {
		const text = pickText(entry, 'Text').trim();
		const value = pickText(entry, 'Value') || text;
		if (value !== '' && !options.has(value)) options.set(value, { value, text: text || value });
	}
	return [...options.values()];
}
