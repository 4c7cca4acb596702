/** Checks the mapped values of all drafts against the fields of their opportunity types. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { loadTypeMetadata, loadUsers, runAgeMs, type Loaded } from '../shared/account-data';
import { autoMap, fieldNamed } from '../shared/auto-map';
import { needsUsers, type ValueRules } from '../shared/check-value';
import type { Client } from '../shared/client';
import type { FieldEntry, NamedValue } from '../shared/fields';
import { badInput, type ItemReading } from '../shared/items';
import { mapValues } from '../shared/map-values';
import type { Problem } from '../shared/problems';
import { refineItems } from '../shared/refine-items';
import { quotable } from '../shared/text';
import type { TypeMetadata } from '../shared/type-metadata';
import { mappedFieldsLabel } from './properties';
import {
	isEmptyUpdate,
	nothingToSend,
	type DraftFields,
	type Reading,
	type UpdateDraft,
} from './read-item';

export type MappedDraft = Omit<UpdateDraft, 'fields'> & { fields: FieldEntry[] };

/** A draft whose values are known, but not yet checked. */
type ValuedDraft = Omit<UpdateDraft, 'fields'> & { fields: ReadyFields | UncheckedFields };

type ReadyFields = Extract<DraftFields, { kind: 'ready' }>;

interface UncheckedFields {
	kind: 'unchecked';
	values: NamedValue[];
	metadata: TypeMetadata;
}

/** undefined when the execution was cancelled meanwhile. */
export async function mapDrafts(
	context: IExecuteFunctions,
	client: Client,
	drafts: ReadonlyArray<ItemReading<UpdateDraft>>,
): Promise<Array<ItemReading<MappedDraft>> | undefined> {
	const typeOf = await loadTypes(client, drafts);
	if (typeOf === undefined) return undefined;

	const ignored = new Set<string>();
	const valued = refineItems(context, drafts, (draft): Reading<ValuedDraft> => {
		const { fields } = draft;
		if (fields.kind === 'ready') return { ok: true, value: { ...draft, fields } };
		const type = typeOf(fields.typeCode);
		if (!type.ok) return type;
		const metadata = type.value;
		const values = valuesOf(fields, metadata, ignored);
		return { ok: true, value: { ...draft, fields: { kind: 'unchecked', values, metadata } } };
	});
	tellIgnored(context, [...ignored]);

	const users = await loadUsersFor(client, valued);
	if (users === undefined) return undefined;
	const timeZone = context.getTimezone();
	return refineItems(context, valued, (draft) => check(draft, { timeZone, users }));
}

type TypeOf = (code: string) => { ok: true; value: TypeMetadata } | { ok: false; problem: Problem };

/** One call for each type, however many items are of it. */
async function loadTypes(
	client: Client,
	drafts: ReadonlyArray<ItemReading<UpdateDraft>>,
): Promise<TypeOf | undefined> {
	const codes = new Set<string>();
	for (const draft of drafts) {
		if (draft.ok && draft.value.fields.kind !== 'ready') codes.add(draft.value.fields.typeCode);
	}
	const types = new Map<string, NonNullable<Loaded<TypeMetadata>>>();
	for (const loaded of await Promise.all(
		[...codes].map(async (code) => [code, await loadTypeMetadata(client, code, runAgeMs)] as const),
	)) {
		const [code, type] = loaded;
		if (type === undefined) return undefined;
		types.set(code, type);
	}
	return (code) => {
		const type = types.get(code);
		if (type === undefined) throw new Error(`the type ${code} was not loaded`);
		return type;
	};
}

function valuesOf(
	fields: Exclude<DraftFields, ReadyFields>,
	metadata: TypeMetadata,
	ignored: Set<string>,
): NamedValue[] {
	if (fields.kind === 'mapped') return fields.values;
	const mapping = autoMap(fields.json, metadata);
	for (const key of mapping.ignored) ignored.add(key);
	return mapping.values;
}

/** Asked for only when a user is given by email. */
async function loadUsersFor(
	client: Client,
	drafts: ReadonlyArray<ItemReading<ValuedDraft>>,
): Promise<ValueRules['users'] | undefined> {
	const isNeeded = drafts.some((draft) => {
		if (!draft.ok || draft.value.fields.kind !== 'unchecked') return false;
		const { values, metadata } = draft.value.fields;
		return values.some(({ schemaName, value }) => {
			const field = fieldNamed(metadata, String(schemaName));
			return field !== undefined && needsUsers(field, value);
		});
	});
	return isNeeded ? await loadUsers(client, runAgeMs) : { ok: true, value: [] };
}

function check(
	draft: ValuedDraft,
	rules: Pick<ValueRules, 'timeZone' | 'users'>,
): Reading<MappedDraft> {
	if (draft.fields.kind === 'ready') {
		return { ok: true, value: { ...draft, fields: draft.fields.fields } };
	}
	const { values, metadata } = draft.fields;
	const { emptyValues, unlistedValues } = draft;
	const mapped = mapValues(values, metadata, emptyValues, { ...rules, unlistedValues });
	if (!mapped.ok) {
		return badInput(mapped.parameter ?? mappedFieldsLabel, mapped.reason, mapped.hint);
	}
	if (isEmptyUpdate(mapped.fields, draft.note)) return nothingToSend(mappedFieldsLabel);
	return { ok: true, value: { ...draft, fields: mapped.fields } };
}

/** More names than anybody reads. */
const namesInHint = 20;

function tellIgnored(context: IExecuteFunctions, keys: readonly string[]): void {
	if (keys.length === 0) return;
	const names = keys.slice(0, namesInHint).map((key) => quotable(key));
	const more = keys.length > names.length ? `, and ${keys.length - names.length} more` : '';
	context.addExecutionHints({
		message: `Map Automatically ignored input fields that are no field of the opportunity type, or none that can be set: ${names.join(', ')}${more}`,
		type: 'info',
		location: 'outputPane',
	});
}
