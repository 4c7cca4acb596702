/** Checks mapped values against the account's own fields: those of all items, before anything is sent. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { fieldNamed, type FieldCatalog } from '../metadata/field-catalog';
import { describeSource, keyOfSource, type FieldSource } from '../metadata/field-source';
import { loadFields, loadUsers, runAgeMs } from '../metadata/load-metadata';
import { shown } from '../problems/quote';
import { ok, type Result } from '../problems/result';
import { addHint } from '../run/hints';
import { refineItems, type ItemReading } from '../run/read-items';
import type { Client } from '../transport/client';
import { autoMap } from './auto-map';
import type { FieldEntry, NamedValue } from './build-fields';
import { needsUsers } from './check-value';
import { mapValues } from './map-values';
import type { FieldList, ValueOptions } from './read-field-list';
import type { ValueRules } from './value-rules';

/** An item with its lists of fields, by name. */
export interface WithLists extends ValueOptions {
	lists: Record<string, FieldList>;
}

/** The fields of each list. */
export type FieldsOf<Lists> = { [Name in keyof Lists]: FieldEntry[] };

/** A list whose values are known, but not yet checked. */
type ValuedList =
	| { fields: FieldEntry[] }
	| {
			label: string;
			source: FieldSource;
			isNew: boolean;
			values: NamedValue[];
			catalog: FieldCatalog;
	  };

/**
 * @param drafts replaced one by one, so they must not be used afterwards
 * @param finish makes the request from a draft and the fields of each of its lists
 * @returns undefined if the execution was cancelled in the meantime
 */
export async function mapLists<Draft extends WithLists, After>(
	context: IExecuteFunctions,
	client: Client,
	drafts: Array<ItemReading<Draft>>,
	finish: (draft: Draft, fields: FieldsOf<Draft['lists']>) => Result<After>,
): Promise<Array<ItemReading<After>> | undefined> {
	const catalogs = await loadCatalogs(client, drafts);
	if (catalogs === undefined) return undefined;

	const ignored: IgnoredKeys = { unknown: new Set(), shared: new Set() };
	const columns: Columns = { empty: new Set(), filled: new Set() };
	const valued = await refineItems(context, drafts, (draft) => {
		noteColumns(draft, columns);
		return valuesOf(draft, catalogs, ignored);
	});
	if (valued === undefined) return undefined;
	addIgnoredHints(context, ignored);
	addEmptyHint(context, columns);

	const users = await loadUsersFor(client, valued);
	if (users === undefined) return undefined;
	const timeZone = context.getTimezone();
	return await refineItems(context, valued, ({ draft, lists }) => {
		const fields: Record<string, FieldEntry[]> = {};
		for (const [name, list] of Object.entries(lists)) {
			const checked = check(list, draft, { timeZone, users });
			if (!checked.ok) return checked;
			fields[name] = checked.value;
		}
		return finish(draft, fields as FieldsOf<Draft['lists']>);
	});
}

/** Keys of input items that Map Automatically could not use. */
interface IgnoredKeys {
	unknown: Set<string>;
	/** The display name of several fields. */
	shared: Set<string>;
}

/** By key of the source. */
type Catalogs = ReadonlyMap<string, Result<FieldCatalog>>;

/** One call for each source, however many items need it. */
async function loadCatalogs(
	client: Client,
	drafts: ReadonlyArray<ItemReading<WithLists>>,
): Promise<Catalogs | undefined> {
	const sources = new Map<string, FieldSource>();
	for (const draft of drafts) {
		if (!draft.ok) continue;
		for (const { content } of Object.values(draft.value.lists)) {
			if (content.kind !== 'ready') sources.set(keyOfSource(content.source), content.source);
		}
	}
	const loaded = await Promise.all(
		[...sources].map(
			async ([key, source]) => [key, await loadFields(client, source, runAgeMs)] as const,
		),
	);
	const catalogs = new Map<string, Result<FieldCatalog>>();
	for (const [key, catalog] of loaded) {
		if (catalog === undefined) return undefined;
		catalogs.set(key, catalog);
	}
	return catalogs;
}

function valuesOf<Draft extends WithLists>(
	draft: Draft,
	catalogs: Catalogs,
	ignored: IgnoredKeys,
): Result<{ draft: Draft; lists: Record<string, ValuedList> }> {
	const lists: Record<string, ValuedList> = {};
	/** By every list that takes its values from the input item. */
	let ignoredByAll: string[] | undefined;
	const shared = new Set<string>();
	for (const [name, { label, content }] of Object.entries(draft.lists)) {
		if (content.kind === 'ready') {
			lists[name] = content;
			continue;
		}
		const { source, isNew } = content;
		const catalog = catalogs.get(keyOfSource(source));
		if (catalog === undefined) throw new Error('the fields were not loaded');
		if (!catalog.ok) return catalog;
		const mapping = content.kind === 'mapped' ? content : autoMap(content.json, catalog.value);
		if ('ignored' in mapping) {
			const others = ignoredByAll ?? mapping.ignored;
			ignoredByAll = mapping.ignored.filter((key) => others.includes(key));
			for (const key of mapping.shared) shared.add(key);
		}
		lists[name] = { label, source, isNew, values: mapping.values, catalog: catalog.value };
	}
	for (const key of ignoredByAll ?? []) {
		ignored[shared.has(key) ? 'shared' : 'unknown'].add(key);
	}
	return ok({ draft, lists });
}

/** Loaded only if a user is given by email. */
async function loadUsersFor(
	client: Client,
	drafts: ReadonlyArray<ItemReading<{ lists: Record<string, ValuedList> }>>,
): Promise<ValueRules['users'] | undefined> {
	const isNeeded = drafts.some(
		(draft) =>
			draft.ok &&
			Object.values(draft.value.lists).some(
				(list) =>
					'values' in list &&
					list.values.some(({ schemaName, value }) => {
						const field = fieldNamed(list.catalog, String(schemaName));
						return field !== undefined && needsUsers(field, value);
					}),
			),
	);
	return isNeeded ? await loadUsers(client, runAgeMs) : ok([]);
}

function check(
	list: ValuedList,
	{ emptyValues, unlistedValues, dateOrder }: ValueOptions,
	rules: Pick<ValueRules, 'timeZone' | 'users'>,
): Result<FieldEntry[]> {
	if ('fields' in list) return ok(list.fields);
	const { label, source, isNew, values, catalog } = list;
	return mapValues(values, catalog, {
		...rules,
		emptyValues,
		unlistedValues,
		dateOrder,
		isNew,
		source: describeSource(source),
		label,
	});
}

/** At most this many names in the hint. */
const namesInHint = 20;

function addIgnoredHints(context: IExecuteFunctions, { unknown, shared }: IgnoredKeys): void {
	if (unknown.size > 0) {
		addHint(
			context,
			`Map Automatically ignored input fields that LeadSquared does not have or does not let you set: ${listed(unknown)}`,
		);
	}
	if (shared.size > 0) {
		addHint(
			context,
			`Map Automatically ignored ${listed(shared)}: two fields are called so, use the schema name`,
		);
	}
}

/** Fields with their expressions: those that had no value for some item, and those that had one. */
interface Columns {
	empty: Set<string>;
	filled: Set<string>;
}

function noteColumns({ emptyValues, lists }: WithLists, { empty, filled }: Columns): void {
	if (emptyValues === 'clear') return;
	for (const { evaluated } of Object.values(lists)) {
		for (const { name, expression, isEmpty } of evaluated) {
			(isEmpty ? empty : filled).add(`${name} = ${expression.trim()}`);
		}
	}
}

/** A mistyped column gives no value, and a field without a value is not sent: nobody would notice. */
function addEmptyHint(context: IExecuteFunctions, { empty, filled }: Columns): void {
	for (const field of filled) empty.delete(field);
	if (empty.size === 0) return;
	addHint(
		context,
		`Not sent, because no item had a value: ${listed(empty)}. Check the names in the expression`,
	);
}

function listed(keys: ReadonlySet<string>): string {
	const names = [...keys].slice(0, namesInHint).map((key) => shown(key));
	const more = keys.size > names.length ? `, and ${keys.size - names.length} more` : '';
	return `${names.join(', ')}${more}`;
}
