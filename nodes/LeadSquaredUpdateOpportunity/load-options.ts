/** What the editor asks for while a person fills in the node: types, opportunities and fields of the account. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	INodeType,
	ResourceMapperFields,
} from 'n8n-workflow';

import {
	editorAgeMs,
	loadedFrom,
	loadOpportunityTypes,
	loadTypeMetadata,
	loadUsers,
	type Loaded,
} from '../shared/account-data';
import { openClient, type Client } from '../shared/client';
import { toNodeError } from '../shared/errors';
import { latestOpportunities, type FoundOpportunity } from '../shared/find-opportunity';
import { labelOf, mapperFields } from '../shared/mapper-fields';
import { readTypeCode } from '../shared/opportunity-types';
import { problem, type Problem } from '../shared/problems';
import { isObject } from '../shared/text';
import { opportunityTypeLabel } from './properties';

/** A person waits: less patience than a run has. */
const editorOptions = { timeoutMs: 15_000, maxTries: 3, retryOnNetworkFailure: true };

/** Either the account's answer, or why there is none. */
type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

async function ask<T>(
	context: ILoadOptionsFunctions,
	load: (client: Client) => Promise<Loaded<T>>,
): Promise<Answer<T>> {
	const opened = await openClient(context, editorOptions);
	if (!opened.ok) return opened;
	return (await load(opened.client)) ?? { ok: false, problem: problem('badInput', cutShort) };
}

/** Nobody can cancel the editor's calls, but n8n may be shutting down. */
const cutShort = { parameter: 'The list', reason: 'was not loaded to its end' };

async function searchOpportunityTypes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const types = await ask(this, async (client) => await loadOpportunityTypes(client, editorAgeMs));
	if (!types.ok) {
		const { message, nextStep } = types.problem;
		const idMode =
			"Or choose 'By ID' and enter the event code. It stands in LeadSquared under My Profile > Settings > Opportunities > Opportunity Types, in the column Code";
		throw toNodeError(
			this.getNode(),
			problem('notListed', {
				label: "The account's opportunity types",
				reason: message,
				hint: `${nextStep}. ${idMode}`,
			}),
		);
	}
	const wanted = filter?.trim().toLowerCase() ?? '';
	const results = types.value
		.map(({ code, name }) => ({ name: `${name} (${code})`, value: code }))
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}

/** One page to look at; with a filter as many as LeadSquared gives at once, since it cannot search by name itself. */
const pageSizes = { all: 100, filtered: 1_000 };
/** How many pages one look goes through when the filter leaves nothing. */
const pagesPerLook = 3;

async function searchOpportunities(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const code = currentType(this);
	if (code === undefined) {
		throw toNodeError(
			this.getNode(),
			problem('notListed', {
				label: 'Opportunities',
				reason: 'No opportunity type is chosen',
				hint: `Choose '${opportunityTypeLabel}' first. Or choose 'By ID' and give the ID or an expression`,
			}),
		);
	}
	const wanted = filter?.trim().toLowerCase() ?? '';
	const pageSize = wanted === '' ? pageSizes.all : pageSizes.filtered;
	const firstPage = Math.max(1, Number(paginationToken) || 1);
	for (let page = firstPage; ; page++) {
		const found = await ask(this, async (client) =>
			loadedFrom(await client.send(latestOpportunities(code, page, pageSize))),
		);
		if (!found.ok) throw toNodeError(this.getNode(), searchRefused(found.problem));
		const { opportunities, total, rows } = found.value;
		const results = opportunities
			.map((opportunity) => ({ name: nameOf(opportunity), value: opportunity.id }))
			.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
		const isLast = rows === 0 || page * pageSize >= total;
		if (isLast) return { results };
		if (results.length > 0 || page + 1 - firstPage >= pagesPerLook) {
			return { results, paginationToken: String(page + 1) };
		}
	}
}

function searchRefused({ code, message, nextStep, exceptionMessage, quote }: Problem): Problem {
	const isRefused = ['exception', 'forbidden', 'wrongKeys'].includes(code);
	const idMode = "choose 'By ID' and give the ID or an expression";
	return problem('notListed', {
		label: 'Opportunities',
		reason: isRefused
			? `LeadSquared lets only the keys of administrators search. It answered: ${exceptionMessage ?? quote ?? message}`
			: message,
		hint: isRefused
			? `Use the keys of an administrator in the credential, or ${idMode}`
			: `${nextStep}. Or ${idMode}`,
	});
}

function nameOf({ id, name, status }: FoundOpportunity): string {
	return status === '' ? name || id : `${name || id} (${status})`;
}

function currentType(context: ILoadOptionsFunctions): string | undefined {
	return readTypeCode(context.getCurrentNodeParameter('opportunityType'));
}

/** The editor shows the notice where no fields are; an error thrown here it would not show at all. */
async function getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const code = currentType(this);
	if (code === undefined) {
		return notice(
			`Choose '${opportunityTypeLabel}' to see its fields. If it is an expression, choose a type from the list while you map, or use 'Map Automatically'.`,
		);
	}
	const loaded = await ask(this, async (client) => {
		const metadata = await loadTypeMetadata(client, code, editorAgeMs);
		if (!metadata?.ok) return metadata;
		const hasUsers = metadata.value.some(({ kind, isWritable }) => kind === 'user' && isWritable);
		const users = hasUsers ? await loadUsers(client, editorAgeMs) : undefined;
		// Without the list of users an ID or an email can still be typed.
		const fields = mapperFields(metadata.value, users?.ok ? users.value : []);
		return { ok: true, value: fields } as const;
	});
	if (!loaded.ok) {
		// Where fields stand already, an empty list would make the editor drop the whole mapping.
		if (hasFieldsAlready(this)) throw toNodeError(this.getNode(), loaded.problem);
		return notice(`${loaded.problem.message}. ${loaded.problem.nextStep}.`);
	}
	return loaded.value.length > 0
		? { fields: loaded.value }
		: notice(`Opportunity type ${code} has no field that can be set.`);
}

function hasFieldsAlready(context: ILoadOptionsFunctions): boolean {
	const mapper: unknown = context.getCurrentNodeParameter('mappedFields');
	return isObject(mapper) && Array.isArray(mapper.schema) && mapper.schema.length > 0;
}

/** The editor takes the notice for HTML. */
function notice(text: string): ResourceMapperFields {
	const emptyFieldsNotice = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
	return { fields: [], emptyFieldsNotice };
}

/** For the names typed by hand; without a type there is nothing to offer. */
async function getSchemaNames(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const code = currentType(this);
	if (code === undefined) return [];
	const metadata = await ask(
		this,
		async (client) => await loadTypeMetadata(client, code, editorAgeMs),
	);
	if (!metadata.ok) throw toNodeError(this.getNode(), metadata.problem);
	return metadata.value
		.filter(({ isWritable }) => isWritable)
		.map((field) => ({ name: labelOf(field), value: field.schemaName }));
}

export const editorMethods = {
	listSearch: { searchOpportunities, searchOpportunityTypes },
	loadOptions: { getSchemaNames },
	resourceMapping: { getFields },
} satisfies INodeType['methods'];
