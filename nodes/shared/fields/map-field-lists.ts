/** Checks mapped values against the account's own fields: those of all items, before anything is sent. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { fieldNamed, type FieldCatalog } from '../metadata/field-catalog';
import { describeSource, keyOfSource, type FieldSource } from '../metadata/field-source';
import { loadFields, loadUsers, runAgeMs } from '../metadata/load-metadata';
import { shown } from '../problems/quote';
import { ok, type Result } from '../problems/result';
import { addHint } from '../run/hints';
import { evaluated, refineItems, type ItemReading } from '../run/read-items';
import type { Client } from '../transport/client';
import { autoMap } from './auto-map';
import type { FieldEntry } from './build-fields';
import { needsUsers } from './check-value';
import { mapValues } from './map-values';
import type { FieldList, ValueOptions } from './read-field-list';
import { isEmpty } from './values';
import type { ValueRules } from './value-rules';

/** An item with its lists of fields, by name. */
export interface WithLists extends ValueOptions {
	lists: Record<string, FieldList>;
}

/** The fields of each list. */
export type FieldsOf<Lists> = { [Name in keyof Lists]: FieldEntry[] };

/** What reading has made of an item: what it becomes in the end, or a draft that waits for the account's metadata. */
export type Begun<Draft, After> = Result<After> | { draft: Draft };

/**
 * Makes of each draft what comes after it. A draft needs several times the memory of its request, so one that needs no
 * metadata is finished as soon as it is read, and the others one by one as soon as the metadata is there.
 */
export class ListMapper<Draft extends WithLists, After> {
	private readonly columns: Columns = { empty: new Set(), filled: new Set() };

	/** @param finish makes it from a draft and the fields of each of its lists; pure */
	constructor(
		private readonly finish: (draft: Draft, fields: FieldsOf<Draft['lists']>) => Result<After>,
	) {}

	/** What is wrong with a finished item is told later: what cannot be read in any item comes first. */
	begin(reading: Result<Draft>): Result<Begun<Draft, After>> {
		if (!reading.ok) return reading;
		const draft = reading.value;
		noteColumns(draft, this.columns);
		const fields = readyFields(draft);
		return ok(fields === undefined ? { draft } : evaluated(() => this.finish(draft, fields)));
	}

	/**
	 * @param begun all items, replaced one by one, so they must not be used afterwards
	 * @returns undefined if the execution was cancelled in the meantime
	 */
	async complete(
		context: IExecuteFunctions,
		client: Client,
		begun: Array<ItemReading<Begun<Draft, After>>>,
	): Promise<Array<ItemReading<After>> | undefined> {
		const catalogs = await loadCatalogs(client, begun);
		if (catalogs === undefined) return undefined;

		const survey: Survey = {
			unknown: new Set(),
			shared: new Set(),
			doubled: new Set(),
			hasUserEmail: false,
		};
		const surveyed = await refineItems(
			context,
			begun,
			(item): Result<Begun<Draft, After>> =>
				'draft' in item ? surveyDraft(item, catalogs, survey) : ok(item),
		);
		if (surveyed === undefined) return undefined;
		addIgnoredHints(context, survey);
		addEmptyHint(context, this.columns);

		const users = survey.hasUserEmail ? await loadUsers(client, runAgeMs) : ok([]);
		if (users === undefined) return undefined;
		const rules = { timeZone: context.getTimezone(), users };
		return await refineItems(context, surveyed, (item) => {
			if (!('draft' in item)) return item;
			const fields = checkedFields(item.draft, catalogs, rules);
			return fields.ok ? this.finish(item.draft, fields.value) : fields;
		});
	}
}

/** The fields of a draft whose lists need no metadata. */
function readyFields<Draft extends WithLists>({
	lists,
}: Draft): FieldsOf<Draft['lists']> | undefined {
	const fields: Record<string, FieldEntry[]> = {};
	for (const [name, { content }] of Object.entries(lists)) {
		if (content.kind !== 'ready') return undefined;
		fields[name] = content.fields;
	}
	return fields as FieldsOf<Draft['lists']>;
}

/** What a first look at all values shows. */
interface Survey {
	/** Keys of input items that Map Automatically could not use. */
	unknown: Set<string>;
	/** Those that are the display name of several fields. */
	shared: Set<string>;
	/** Those whose field another key of the item fills. */
	doubled: Set<string>;
	/** A user is given by email. */
	hasUserEmail: boolean;
}

/** By key of the source. */
type Catalogs = ReadonlyMap<string, Result<FieldCatalog>>;

/** One call for each source, however many items need it. */
async function loadCatalogs(
	client: Client,
	begun: ReadonlyArray<ItemReading<Begun<WithLists, unknown>>>,
): Promise<Catalogs | undefined> {
	const sources = new Map<string, FieldSource>();
	for (const item of begun) {
		if (!item.ok || !('draft' in item.value)) continue;
		for (const { content } of Object.values(item.value.draft.lists)) {
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

function catalogOf(source: FieldSource, catalogs: Catalogs): Result<FieldCatalog> {
	const catalog = catalogs.get(keyOfSource(source));
	if (catalog === undefined) throw new Error('the fields were not loaded');
	return catalog;
}

/** Keeps nothing of an item: what Map Automatically takes from thousands of them is found again when each is checked. */
function surveyDraft<Waiting extends { draft: WithLists }>(
	waiting: Waiting,
	catalogs: Catalogs,
	survey: Survey,
): Result<Waiting> {
	/** By every list that takes its values from the input item. */
	let ignoredByAll: string[] | undefined;
	const shared = new Set<string>();
	const doubled = new Set<string>();
	let hasUserEmail = false;
	for (const { content } of Object.values(waiting.draft.lists)) {
		if (content.kind === 'ready') continue;
		const catalog = catalogOf(content.source, catalogs);
		if (!catalog.ok) return catalog;
		const mapping = content.kind === 'mapped' ? content : autoMap(content.json, catalog.value);
		if ('ignored' in mapping) {
			const others = ignoredByAll ?? mapping.ignored;
			ignoredByAll = mapping.ignored.filter((key) => others.includes(key));
			for (const key of mapping.shared) shared.add(key);
			for (const key of mapping.doubled) doubled.add(key);
		}
		hasUserEmail ||= mapping.values.some(({ schemaName, value }) => {
			const field = fieldNamed(catalog.value, String(schemaName));
			return field !== undefined && needsUsers(field, value);
		});
	}
	for (const key of ignoredByAll ?? []) {
		survey[shared.has(key) ? 'shared' : doubled.has(key) ? 'doubled' : 'unknown'].add(key);
	}
	survey.hasUserEmail ||= hasUserEmail;
	return ok(waiting);
}

/** The fields of each list. */
function checkedFields<Draft extends WithLists>(
	{ lists, emptyValues, unlistedValues, dateOrder }: Draft,
	catalogs: Catalogs,
	rules: Pick<ValueRules, 'timeZone' | 'users'>,
): Result<FieldsOf<Draft['lists']>> {
	const fields: Record<string, FieldEntry[]> = {};
	for (const [name, { label, content }] of Object.entries(lists)) {
		if (content.kind === 'ready') {
			fields[name] = content.fields;
			continue;
		}
		const { source, isNew } = content;
		const catalog = catalogOf(source, catalogs);
		if (!catalog.ok) return catalog;
		const { values } = content.kind === 'mapped' ? content : autoMap(content.json, catalog.value);
		const checked = mapValues(values, catalog.value, {
			...rules,
			emptyValues,
			unlistedValues,
			dateOrder,
			isNew,
			source: describeSource(source),
			label,
		});
		if (!checked.ok) return checked;
		fields[name] = checked.value;
	}
	return ok(fields as FieldsOf<Draft['lists']>);
}

/** At most this many names in the hint. */
const namesInHint = 20;

function addIgnoredHints(context: IExecuteFunctions, { unknown, shared, doubled }: Survey): void {
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
	if (doubled.size > 0) {
		addHint(
			context,
			`Map Automatically ignored input fields whose field in LeadSquared another one fills: ${listed(doubled)}`,
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
	for (const { content } of Object.values(lists)) {
		if (!('values' in content)) continue;
		for (const { schemaName, savedAs, value, expression } of content.values) {
			if (expression === undefined) continue;
			const name = savedAs ?? String(schemaName);
			(isEmpty(value) ? empty : filled).add(`${name} = ${expression.slice(1).trim()}`);
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
