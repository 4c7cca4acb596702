/** What the editor loads while the user fills in a node: types and fields of the account. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { isObject } from '../lib/json';
import { labelOf, type AccountField } from '../metadata/field-catalog';
import { describeSource, type FieldSource } from '../metadata/field-source';
import {
	editorAgeMs,
	loadActivityTypes,
	loadFields,
	loadOpportunityTypes,
} from '../metadata/load-metadata';
import { readTypeCode, type RecordType } from '../metadata/record-types';
import { toNodeError } from '../problems/node-error';
import { problem } from '../problems/problems';
import type { Result } from '../problems/result';
import { activityTypesPath, opportunityTypesPath } from '../properties/where-in-leadsquared';
import { openClient, type Client } from '../transport/client';
import type { Loaded } from '../transport/reply';
import { mapperFields } from './mapper-fields';

/** The user is waiting: less patience than a run has. */
const editorOptions = { timeoutMs: 15_000, maxAttempts: 3, retryOnNetworkFailure: true };

export async function ask<T>(
	context: ILoadOptionsFunctions,
	load: (client: Client) => Promise<Loaded<T>>,
): Promise<Result<T>> {
	const opened = await openClient(context, editorOptions);
	if (!opened.ok) return opened;
	return (await load(opened.value)) ?? { ok: false, problem: problem('badInput', cutShort) };
}

/** Users cannot cancel the editor's calls, but n8n may be shutting down. */
const cutShort = {
	parameter: 'The list',
	reason: 'was not loaded completely',
	hint: 'Open the list again',
};

export async function searchOpportunityTypes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const types = await ask(this, async (client) => await loadOpportunityTypes(client, editorAgeMs));
	return listTypes(this, types, filter, {
		label: "The account's opportunity types",
		path: opportunityTypesPath,
	});
}

export async function searchActivityTypes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const types = await ask(this, async (client) => await loadActivityTypes(client, editorAgeMs));
	return listTypes(this, types, filter, {
		label: "The account's activity types",
		path: activityTypesPath,
	});
}

function listTypes(
	context: ILoadOptionsFunctions,
	types: Result<readonly RecordType[]>,
	filter: string | undefined,
	{ label, path }: { label: string; path: string },
): INodeListSearchResult {
	if (!types.ok) {
		const { message, nextStep } = types.problem;
		const idMode = `Or choose 'By ID' and enter the event code. To find it, open ${path} in LeadSquared and see the column Code`;
		throw toNodeError(
			context.getNode(),
			problem('notListed', { label, reason: message, hint: `${nextStep}. ${idMode}` }),
		);
	}
	const wanted = filter?.trim().toLowerCase() ?? '';
	const results = types.value
		.map(({ code, name }) => ({ name: `${name} (${code})`, value: code }))
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}

/** The code of the chosen type, if there is one. */
export function chosenType(context: ILoadOptionsFunctions, parameter: string): string | undefined {
	return readTypeCode(context.getCurrentNodeParameter(parameter));
}

/**
 * The fields for a mapper; none while no type is chosen, or while a new node has no credential. Then the editor shows
 * its own line with Retry (see `noFieldsError`). It is not given a notice there: it keeps a notice until the node is
 * closed, and it loads the fields again by itself only while every expression of the node can be evaluated.
 *
 * @param source undefined while no type is chosen
 * @param mapper the name of the mapper's parameter
 * @param isNew whether the node creates the record
 * @throws where an empty list would make the editor drop a mapping that exists; it does not show the reason
 */
export async function fieldsForMapper(
	context: ILoadOptionsFunctions,
	source: FieldSource | undefined,
	mapper: string,
	isNew: boolean,
): Promise<ResourceMapperFields> {
	if (source === undefined) return { fields: [] };
	const loaded = await ask(
		context,
		async (client) => await loadFields(client, source, editorAgeMs),
	);
	if (!loaded.ok) {
		if (hasMapping(context, mapper)) throw toNodeError(context.getNode(), loaded.problem);
		// The editor loads a new node's fields before it selects the only credential.
		if (loaded.problem.code === 'noCredential') return { fields: [] };
		return notice(`${loaded.problem.message}. ${loaded.problem.nextStep}.`);
	}
	const fields = mapperFields(loaded.value, isNew);
	const { whole } = describeSource(source);
	return fields.length > 0
		? { fields }
		: notice(`In LeadSquared, ${whole} has no fields that can be set.`);
}

function hasMapping(context: ILoadOptionsFunctions, name: string): boolean {
	const mapper: unknown = context.getCurrentNodeParameter(name);
	return isObject(mapper) && Array.isArray(mapper.schema) && mapper.schema.length > 0;
}

/** The editor renders the notice as HTML. */
function notice(text: string): ResourceMapperFields {
	const emptyFieldsNotice = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
	return { fields: [], emptyFieldsNotice };
}

/** Suggestions for schema names entered by hand; none without a type. */
export async function schemaNames(
	context: ILoadOptionsFunctions,
	source: FieldSource | undefined,
): Promise<INodePropertyOptions[]> {
	return await namesOf(context, source, ({ isWritable }) => isWritable);
}

/** Like `schemaNames`, with the fields that LeadSquared sets itself. */
export async function readableNames(
	context: ILoadOptionsFunctions,
	source: FieldSource | undefined,
): Promise<INodePropertyOptions[]> {
	return await namesOf(context, source, () => true);
}

async function namesOf(
	context: ILoadOptionsFunctions,
	source: FieldSource | undefined,
	isOffered: (field: AccountField) => boolean,
): Promise<INodePropertyOptions[]> {
	if (source === undefined) return [];
	const catalog = await ask(
		context,
		async (client) => await loadFields(client, source, editorAgeMs),
	);
	if (!catalog.ok) throw toNodeError(context.getNode(), catalog.problem);
	return catalog.value
		.filter(isOffered)
		.map((field) => ({ name: labelOf(field), value: field.schemaName }));
}

/** Suggestions for the field that a lead is found by. */
export async function getUniqueLeadFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const catalog = await ask(
		this,
		async (client) => await loadFields(client, { kind: 'lead' }, editorAgeMs),
	);
	if (!catalog.ok) throw toNodeError(this.getNode(), catalog.problem);
	const unique = catalog.value.filter(({ isUnique }) => isUnique);
	// Metadata that names no unique field at all does not say which are unique.
	return (unique.length > 0 ? unique : catalog.value).map((field) => ({
		name: labelOf(field),
		value: field.schemaName,
	}));
}
