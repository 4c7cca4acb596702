/** What leaves the node of a record. Pure. */
import type { IDataObject } from 'n8n-workflow';

import { isObject, pick } from '../../shared/lib/json';
import { fieldNamed, indexOf, type FieldCatalog } from '../../shared/metadata/field-catalog';
import { fieldKindOf, type FieldKind } from '../../shared/metadata/field-kinds';
import { badInput } from '../../shared/problems/bad-input';
import { quoted } from '../../shared/problems/quote';
import { ok, type Result } from '../../shared/problems/result';
import { isoDate, type ReadRecord } from '../../shared/reading/record';
import { selectedFieldsLabel } from '../labels';
import type { OutputWish } from './inputs';

export interface Shape extends OutputWish {
	/** Undefined where the reply describes its fields itself, or the type is not known. */
	catalog?: FieldCatalog;
}

/**
 * The chosen fields in LeadSquared's spelling. It leaves out a column that it does not know without saying so.
 *
 * @param whose `leads`
 */
export function withSchemaNames(
	wish: OutputWish,
	catalog: FieldCatalog,
	whose: string,
): Result<Shape> {
	const selected: string[] = [];
	for (const name of wish.selected) {
		const field =
			fieldNamed(catalog, name) ?? indexOf(catalog).byDisplayName.get(name.toLowerCase());
		if (field === undefined) {
			return badInput(
				selectedFieldsLabel,
				`has ${quoted(name)}, which is not a field of ${whose}`,
				'Choose the fields from the list',
			);
		}
		selected.push(field.schemaName);
	}
	return ok({ ...wish, selected, catalog });
}

export function shaped(record: ReadRecord, shape: Shape): IDataObject {
	switch (shape.form) {
		case 'raw':
			return record.raw as IDataObject;
		case 'simplified':
			return { ...record.core };
		case 'all':
			return { ...record.core, fields: fieldsOf(record, shape, Object.keys(record.fields)) };
		case 'selected':
			return { ...idsOf(record), fields: fieldsOf(record, shape, shape.selected) };
	}
}

function idsOf({ core }: ReadRecord): IDataObject {
	return Object.fromEntries(
		Object.entries(core).filter(([name]) => identifying.has(name) && core[name] !== null),
	);
}

const identifying = new Set(['leadId', 'opportunityId', 'activityId', 'taskId', 'typeCode']);

interface Described {
	displayName: string;
	kind: FieldKind;
}

function fieldsOf(record: ReadRecord, shape: Shape, names: readonly string[]): IDataObject {
	const fields: IDataObject = {};
	const described = names.map((name) => describe(record, shape, name));
	const shared = namesOfSeveral(described);
	for (const [index, name] of names.entries()) {
		const { displayName, kind } = described[index]!;
		const key = shape.useDisplayNames && displayName !== '' ? displayName : name;
		const isShared = key !== name && shared.has(displayName);
		fields[isShared ? `${displayName} (${name})` : key] = valueOf(pick(record.fields, name), kind);
	}
	return fields;
}

function describe(record: ReadRecord, { catalog }: Shape, name: string): Described {
	const own = record.described?.get(name);
	if (own !== undefined) {
		return { displayName: own.displayName, kind: fieldKindOf(own.dataType, false) };
	}
	const field = catalog === undefined ? undefined : fieldNamed(catalog, name);
	if (field !== undefined) return { displayName: field.displayName, kind: field.kind };
	return { displayName: '', kind: systemDates.test(name) ? 'dateTime' : 'text' };
}

const systemDates = /^(PA)?(Created|Modified)On$/i;

function namesOfSeveral(fields: readonly Described[]): ReadonlySet<string> {
	const once = new Set<string>();
	const several = new Set<string>();
	for (const { displayName } of fields) (once.has(displayName) ? several : once).add(displayName);
	return several;
}

function valueOf(value: unknown, kind: FieldKind): IDataObject[string] {
	if (value === undefined) return null;
	if (kind === 'dateTime') return isoDate(value);
	if (kind === 'date') return isoDate(value)?.replace(/T00:00:00Z$/, '') ?? null;
	return isObject(value) || Array.isArray(value)
		? (value as IDataObject)
		: (value as string | number | boolean | null);
}
