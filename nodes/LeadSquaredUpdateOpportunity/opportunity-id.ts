/** Which opportunity an item means. */
import { locatorValue, toId } from '../shared/fields/values';
import { isObject } from '../shared/lib/json';
import { badInput } from '../shared/problems/bad-input';
import { ok, type Result } from '../shared/problems/result';
import { opportunityIdLabel } from './properties';

/**
 * Accepts a GUID, an AutoId value (LeadSquared accepts it as well, /update-an-opportunity/) or a link to the
 * opportunity's page, whichever mode it was entered in.
 */
export function readOpportunityId(parameter: unknown): Result<string> {
	const mode = isObject(parameter) ? parameter.mode : 'id';
	const given = toId(locatorValue(parameter));
	if (given.kind === 'invalid') return badInput(opportunityIdLabel, given);
	if (given.kind === 'empty') {
		return badInput(
			opportunityIdLabel,
			'is empty',
			'Enter the ID of the opportunity, its AutoId value or the URL of its page',
		);
	}
	const { text } = given;
	const isUrl = /^https?:\/\//i.test(text) && URL.canParse(text);
	if (!isUrl && mode !== 'url') return ok(text);
	const id = isUrl ? idInUrl(new URL(text)) : undefined;
	return id === undefined
		? badInput(
				opportunityIdLabel,
				'is a URL without an opportunity ID',
				"Copy the URL of the opportunity's page; it contains opportunityId=…",
			)
		: ok(id);
}

/** LeadSquared's pages have the ID in the query; some have the query behind a #. */
function idInUrl(url: URL): string | undefined {
	const queries = [
		url.searchParams,
		new URLSearchParams(url.hash.split('?')[1] ?? url.hash.slice(1)),
	];
	for (const query of queries) {
		for (const [name, value] of query) {
			if (name.toLowerCase() === 'opportunityid' && value.trim() !== '') return value.trim();
		}
	}
	return undefined;
}
