/** Which opportunity an item means. */
import { toId } from '../shared/fields/values';
import { isObject } from '../shared/lib/json';

export type OpportunityIdReading =
	| { ok: true; id: string }
	| { ok: false; reason: string; hint: string };

/**
 * Takes a GUID, an AutoId value (LeadSquared accepts it in its place, /update-an-opportunity/) or a link
 * to the opportunity's page, in whichever mode it was typed.
 */
export function readOpportunityId(parameter: unknown): OpportunityIdReading {
	const value = isObject(parameter) ? parameter.value : parameter;
	const mode = isObject(parameter) ? parameter.mode : 'id';
	const given = toId(value);
	if (given.kind === 'invalid') return { ok: false, reason: given.reason, hint: given.hint };
	if (given.kind === 'empty') {
		return {
			ok: false,
			reason: 'is empty',
			hint: 'Give the ID of the opportunity, its AutoId value or the address of its page',
		};
	}
	const { text } = given;
	const isUrl = /^https?:\/\//i.test(text) && URL.canParse(text);
	const url = isUrl ? new URL(text) : undefined;
	if (url === undefined && mode !== 'url') return { ok: true, id: text };
	const id = url === undefined ? undefined : idInUrl(url);
	return id === undefined
		? {
				ok: false,
				reason: 'is an address without an opportunity ID',
				hint: "Copy the address of the opportunity's page; it holds opportunityId=…",
			}
		: { ok: true, id };
}

/** LeadSquared's page takes the id as a query parameter; some of its pages keep the query behind a #. */
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
