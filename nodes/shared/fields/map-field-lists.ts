/** Checks mapped values against the account's own fields: those of all items, before anything is sent. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { fieldNamed, type FieldCatalog } from '../metadata/field-catalog';
import { describeSource, keyOfSource, type FieldSource } from '../metadata/field-source';
import { loadFields, loadUsers, runAgeMs } from '../metadata/load-metadata';
import { badInput } from '../problems/bad-input';
import type { Problem } from '../problems/problems';
import { quotable } from '../problems/quote';
import type { Result } from '../problems/result';
import { addHint } from '../run/hints';
import { refineItems, type ItemReading } from '../run/read-items';
import type { Client } from '../transport/client';
import type { Loaded } from '../transport/reply';
import { autoMap } from './auto-map';
import type { FieldEntry, NamedValue } from './build-fields';
import { needsUsers, type ValueRules } from './check-value';
import { mapValues } from './map-values';
import type { FieldList, ValueOptions } from './read-field-list';

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
 * @param finish makes what is to be sent of a draft and the fields of each of its lists
 * @returns undefined when the execution was cancelled meanwhile
 */
export async function mapLists<Draft extends WithLists, After>(
	context: IExecuteFunctions,
	client: Client,
	drafts: ReadonlyArray<ItemReading<Draft>>,
	finish: (draft: Draft, fields: FieldsOf<Draft['lists']>) => Result<After>,
): Promise<Array<ItemReading<After>> | undefined> {
	const catalogOf = await loadCatalogs(client, drafts);
	if (catalogOf === undefined) return undefined;

	const ignored = new Set<string>();
	const valued = await refineItems(context, drafts, (draft) => valuesOf(draft, catalogOf, ignored));
	if (valued === undefined) return undefined;
	tellIgnored(context, [...ignored]);

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

type CatalogOf = (
	source: FieldSource,
) => { ok: true; value: FieldCatalog } | { ok: false; problem: Problem };

/** One call for each source, however many items ask for it. */
async function loadCatalogs(
	client: Client,
	drafts: ReadonlyArray<ItemReading<WithLists>>,
): Promise<CatalogOf | undefined> {
	const sources = new Map<string, FieldSource>();
	for (const draft of drafts) {
		if (!draft.ok) continue;
		for (const { content } of Object.values(draft.value.lists)) {
			if (content.kind !== 'ready') sources.set(keyOfSource(content.source), content.source);
		}
	}
	const catalogs = new Map<string, NonNullable<Loaded<FieldCatalog>>>();
	for (const [key, catalog] of await Promise.all(
		[...sources].map(
			async ([key, source]) => [key, await loadFields(client, source, runAgeMs)] as const,
		),
	)) {
		if (catalog === undefined) return undefined;
		catalogs.set(key, catalog);
	}
	return (source) => {
		const catalog = catalogs.get(keyOfSource(source));
		if (catalog === undefined) throw new Error('the fields were not loaded');
		return catalog;
	};
}

function valuesOf<Draft extends WithLists>(
	draft: Draft,
	catalogOf: CatalogOf,
	ignored: Set<string>,
): Result<{ draft: Draft; lists: Record<string, ValuedList> }> {
	const lists: Record<string, ValuedList> = {};
	/** Of those lists that take their values from the input item. */
	let ignoredByAll: string[] | undefined;
	for (const [name, { label, content }] of Object.entries(draft.lists)) {
		if (content.kind === 'ready') {
			lists[name] = content;
			continue;
		}
		const { source, isNew } = content;
		const catalog = catalogOf(source);
		if (!catalog.ok) return catalog;
		const mapping = content.kind === 'mapped' ? content : autoMap(content.json, catalog.value);
		if ('ignored' in mapping) {
			const others = ignoredByAll ?? mapping.ignored;
			ignoredByAll = mapping.ignored.filter((key) => others.includes(key));
		}
		lists[name] = { label, source, isNew, values: mapping.values, catalog: catalog.value };
	}
	for (const key of ignoredByAll ?? []) ignored.add(key);
	return { ok: true, value: { draft, lists } };
}

/** Asked for only when a user is given by email. */
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
	return isNeeded ? await loadUsers(client, runAgeMs) : { ok: true, value: [] };
}

function check(
	list: ValuedList,
	{ emptyValues, unlistedValues }: ValueOptions,
	rules: Pick<ValueRules, 'timeZone' | 'users'>,
): Result<FieldEntry[]> {
	if ('fields' in list) return { ok: true, value: list.fields };
	const { label, source, isNew, values, catalog } = list;
	const mapped = mapValues(values, catalog, {
		...rules,
		emptyValues,
		unlistedValues,
		isNew,
		source: describeSource(source),
	});
	return mapped.ok
		? { ok: true, value: mapped.fields }
		: badInput(mapped.parameter ?? label, mapped.reason, mapped.hint);
}

/** More names than anybody reads. */
const namesInHint = 20;

function tellIgnored(context: IExecuteFunctions, keys: readonly string[]): void {
	if (keys.length === 0) return;
	const names = keys.slice(0, namesInHint).map((key) => quotable(key));
	const more = keys.length > names.length ? `, and ${keys.length - names.length} more` : '';
	addHint(
		context,
		`Map Automatically ignored input fields that are no field in LeadSquared, or none that can be set: ${names.join(', ')}${more}`,
	);
}
