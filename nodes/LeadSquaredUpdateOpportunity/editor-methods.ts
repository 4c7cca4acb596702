/** What the editor loads while the user fills in the node. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { ask, chosenType, fieldsForMapper, schemaNames } from '../shared/editor/lists';
import type { FieldSource } from '../shared/metadata/field-source';
import { toNodeError } from '../shared/problems/node-error';
import { problem, type Problem } from '../shared/problems/problems';
import { opportunityTypeLabel } from '../shared/properties/record-type';
import { loadedFrom } from '../shared/transport/reply';
import { latestOpportunities, type FoundOpportunity } from '../shared/reading/find-opportunity';
import { fieldParameters } from './properties';

export { getUniqueLeadFields, searchOpportunityTypes } from '../shared/editor/lists';

/** Without a filter, a page to read; with one, as many as LeadSquared returns at once, since it cannot search by name. */
const pageSizes = { all: 100, filtered: 1_000 };

/** How many pages to search for a match before the user has to scroll for more. */
const pagesPerSearch = 3;

export async function searchOpportunities(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const code = chosenType(this, 'opportunityType');
	if (code === undefined) {
		throw toNodeError(
			this.getNode(),
			problem('notListed', {
				label: 'Opportunities',
				reason: 'No opportunity type is chosen',
				hint: `Choose '${opportunityTypeLabel}' first. Or choose 'By ID' and enter the ID or an expression`,
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
		if (results.length > 0 || page + 1 - firstPage >= pagesPerSearch) {
			return { results, paginationToken: String(page + 1) };
		}
	}
}

function searchRefused({ code, message, nextStep, exceptionMessage, quote }: Problem): Problem {
	const isRefused = ['exception', 'forbidden', 'wrongKeys'].includes(code);
	const idMode = "choose 'By ID' and enter the ID or an expression";
	return problem('notListed', {
		label: 'Opportunities',
		reason: isRefused
			? `LeadSquared allows searching only with an administrator's keys. It answered: ${exceptionMessage ?? quote ?? message}`
			: message,
		hint: isRefused
			? `Use an administrator's keys in the credential, or ${idMode}`
			: `${nextStep}. Or ${idMode}`,
	});
}

function nameOf({ id, name, status }: FoundOpportunity): string {
	return status === '' ? name || id : `${name || id} (${status})`;
}

function source(context: ILoadOptionsFunctions): FieldSource | undefined {
	const code = chosenType(context, 'opportunityType');
	return code === undefined ? undefined : { kind: 'opportunity', code };
}

export async function getFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await fieldsForMapper(this, source(this), fieldParameters.mapped.name, false);
}

export async function getSchemaNames(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await schemaNames(this, source(this));
}
