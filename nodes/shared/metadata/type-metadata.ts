/**
 * Reads the metadata of an opportunity type (https://apidocs.leadsquared.com/get-metadata-of-an-opportunity-type/)
 * or of an activity type (https://apidocs.leadsquared.com/get-details-of-activity-type/), which has the same form.
 * Only reads; how fields are used is decided elsewhere. Pure.
 */
import { isObject, parseJson, pick, pickText, type JsonObject } from '../lib/json';
import {
	isSystemField,
	schemaNameIn,
	type AccountField,
	type FieldCatalog,
	type FieldOption,
} from './field-catalog';
import { fieldKindOf } from './field-kinds';

export function readTypeMetadata(body: unknown): FieldCatalog | undefined {
	const list = isObject(body) ? pick(body, 'Fields') : undefined;
	if (!Array.isArray(list)) return undefined;
	const entries = list
		.filter(isObject)
		// A derived row, such as the name beside a product's ID, is not a field of the record.
		.filter((entry) => schemaNameIn(entry) !== '' && !isTrue(entry, 'IsDerived'));
	const names = new Map(
		entries.map((entry) => [schemaNameIn(entry), pickText(entry, 'DisplayName')]),
	);
	const sequence = new Map(
		entries.map((entry, index) => [schemaNameIn(entry), sequenceOf(entry, index)]),
	);
	/** The place of a part is that of its set. */
	const place = (schemaName: string): [number, number] => {
		const own = sequence.get(schemaName) ?? 0;
		const ofSet = sequence.get(setOf(schemaName) ?? '');
		return ofSet === undefined ? [own, -1] : [ofSet, own];
	};
	const sets = new Set(entries.map((entry) => setOf(schemaNameIn(entry))));
	return entries
		.map((entry) => readField(entry, names))
		.filter(({ schemaName, kind }) => !(kind === 'set' && sets.has(schemaName)))
		.sort((a, b) => {
			const [placeA, partA] = place(a.schemaName);
			const [placeB, partB] = place(b.schemaName);
			return placeA - placeB || partA - partB;
		});
}

function readField(entry: JsonObject, names: ReadonlyMap<string, string>): AccountField {
	const schemaName = schemaNameIn(entry);
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
		hasDefault: hasDefaultOption(pick(entry, 'OptionSet')),
		isWritable: !isTrue(entry, 'IsReadOnly') && kind !== 'autoId' && !isSystemField(schemaName),
		maxLength: maxLength > 0 ? maxLength : undefined,
	};
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

/** JSON as text, sometimes empty. If it cannot be read, there are no options, and the field takes any text. */
function readOptionSet(optionSet: unknown): FieldOption[] {
	const list = fromJsonText(optionSet);
	return Array.isArray(list) ? toOptions(list.map(asOption).filter(isObject)) : [];
}

/** An option can be a plain string. */
function asOption(option: unknown): unknown {
	return typeof option === 'string' ? { Value: option } : option;
}

/** LeadSquared uses the default option if no value is given. */
function hasDefaultOption(optionSet: unknown): boolean {
	const list = fromJsonText(optionSet);
	return Array.isArray(list) && list.filter(isObject).some((entry) => isTrue(entry, 'IsDefault'));
}

/**
 * The options of a drop-down that depends on another one, as suggestions only: their shape is not documented. Those
 * with nested lists belong to the other drop-down.
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
