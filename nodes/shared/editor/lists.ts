/** What the editor asks for while a person fills in a node: types and fields of the account. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { isObject } from '../lib/json';
import { labelOf } from '../metadata/field-catalog';
import { describeSource, type FieldSource } from '../metadata/field-source';
import {
	editorAgeMs,
	loadActivityTypes,
	loadFields,
	loadOpportunityTypes,
	loadUsers,
} from '../metadata/load-metadata';
import { readTypeCode, type RecordType } from '../metadata/record-types';
import { toNodeError } from '../problems/node-error';
import { problem, type Problem } from '../problems/problems';
import { openClient, type Client } from '../transport/client';
import type { Loaded } from '../transport/reply';
import { mapperFields } from './mapper-fields';

/** A person waits: less patience than a run has. */
const editorOptions = { timeoutMs: 15_000, maxAttempts: 3, retryOnNetworkFailure: true };

/** Either the account's answer, or why there is none. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export async function ask<T>(
	context: ILoadOptionsFunctions,
	load: (client: Client) => Promise<Loaded<T>>,
): Promise<Answer<T>> {
	const opened = await openClient(context, editorOptions);
	if (!opened.ok) return opened;
	return (await load(opened.value)) ?? { ok: false, problem: problem('badInput', cutShort) };
}

/** Nobody can cancel the editor's calls, but n8n may be shutting down. */
const cutShort = {
	parameter: 'The list',
	reason: 'was not loaded to its end',
	hint: 'Open the list again',
};

export async function searchOpportunityTypes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const types = await ask(this, async (client) => await loadOpportunityTypes(client, editorAgeMs));
	return listTypes(this, types, filter, {
		label: "The account's opportunity types",
		where: 'My Profile > Settings > Opportunities > Opportunity Types, in the column Code',
	});
}

export async function searchActivityTypes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const types = await ask(this, async (client) => await loadActivityTypes(client, editorAgeMs));
	return listTypes(this, types, filter, {
		label: "The account's activity types",
		where: 'My Profile > Settings > Leads > Custom Activities & Scores, in the column Code',
	});
}

function listTypes(
	context: ILoadOptionsFunctions,
	types: Answer<readonly RecordType[]>,
	filter: string | undefined,
	{ label, where }: { label: string; where: string },
): INodeListSearchResult {
	if (!types.ok) {
		const { message, nextStep } = types.problem;
		const idMode = `Or choose 'By ID' and enter the event code. It stands in LeadSquared under ${where}`;
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

/** The code of the type that is chosen, if one is. */
export function chosenType(context: ILoadOptionsFunctions, parameter: string): string | undefined {
	return readTypeCode(context.getCurrentNodeParameter(parameter));
}

/**
 * The fields for a mapper. The editor shows the notice where no fields are; an error thrown here it would not show
 * at all.
 *
 * @param source undefined while no type is chosen
 * @param typeLabel the parameter in which a type is chosen
 * @param mapper the name of the mapper's parameter
 * @param isNew whether the fields are those of a record that is made
 */
export async function fieldsForMapper(
	context: ILoadOptionsFunctions,
	source: FieldSource | undefined,
	typeLabel: string,
	mapper: string,
	isNew: boolean,
): Promise<ResourceMapperFields> {
	if (source === undefined) {
		return notice(
			`Choose '${typeLabel}' to see its fields. If it is an expression, choose a type from the list while you map, or use 'Map Automatically'.`,
		);
	}
	const loaded = await ask(context, async (client) => {
		const catalog = await loadFields(client, source, editorAgeMs);
		if (!catalog?.ok) return catalog;
		const hasUsers = catalog.value.some(({ kind, isWritable }) => kind === 'user' && isWritable);
		const users = hasUsers ? await loadUsers(client, editorAgeMs) : undefined;
		// Without the list of users an ID or an email can still be typed.
		const fields = mapperFields(catalog.value, users?.ok ? users.value : [], isNew);
		return { ok: true, value: fields } as const;
	});
	if (!loaded.ok) {
		// Where fields stand already, an empty list would make the editor drop the whole mapping.
		if (hasFieldsAlready(context, mapper)) throw toNodeError(context.getNode(), loaded.problem);
		// A new node is asked for its fields before the editor has chosen the only credential for it, and not again
		// until it is opened the next time. So the notice may stand below a credential.
		if (loaded.problem.code === 'noCredential') return notice(openAgain);
		return notice(`${loaded.problem.message}. ${loaded.problem.nextStep}.`);
	}
	const { whole } = describeSource(source);
	return loaded.value.length > 0
		? { fields: loaded.value }
		: notice(`In LeadSquared, ${whole} has no field that can be set.`);
}

const openAgain =
	'When this node was opened, it had no credential to load the fields with. Once one is chosen above, close the node and open it again to see them.';

function hasFieldsAlready(context: ILoadOptionsFunctions, name: string): boolean {
	const mapper: unknown = context.getCurrentNodeParameter(name);
	return isObject(mapper) && Array.isArray(mapper.schema) && mapper.schema.length > 0;
}

/** The editor takes the notice for HTML. */
function notice(text: string): ResourceMapperFields {
	const emptyFieldsNotice = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
	return { fields: [], emptyFieldsNotice };
}

/** For the names typed by hand; without a type there is nothing to offer. */
export async function schemaNames(
	context: ILoadOptionsFunctions,
	source: FieldSource | undefined,
): Promise<INodePropertyOptions[]> {
	if (source === undefined) return [];
	const catalog = await ask(
		context,
		async (client) => await loadFields(client, source, editorAgeMs),
	);
	if (!catalog.ok) throw toNodeError(context.getNode(), catalog.problem);
	return catalog.value
		.filter(({ isWritable }) => isWritable)
		.map((field) => ({ name: labelOf(field), value: field.schemaName }));
}
