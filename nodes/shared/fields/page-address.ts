/** IDs in the addresses of LeadSquared's pages. Pure. */

const address = /^(https?:\/\/|www\.|([\w-]+\.)+leadsquared\.com(\/|$))/i;

export function isAddress(text: string): boolean {
	return address.test(text);
}

/**
 * LeadSquared's pages have the ID in the query; some have the query behind a #.
 *
 * @param names of the query, in lower case
 */
export function idInAddress(text: string, names: readonly string[]): string | undefined {
	const href = /^https?:/i.test(text) ? text : `https://${text}`;
	if (!URL.canParse(href)) return undefined;
	const url = new URL(href);
	const queries = [
		url.searchParams,
		new URLSearchParams(url.hash.split('?')[1] ?? url.hash.slice(1)),
	];
	for (const query of queries) {
		for (const [name, value] of query) {
			if (names.includes(name.toLowerCase()) && value.trim() !== '') return value;
		}
	}
	return undefined;
}
