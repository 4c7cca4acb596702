/** Parts of a page that a command writes, between two comments that Markdown does not show. */
function split(page: string, name: string) {
	const begin = `<!-- ${name}: written by a command, do not edit -->`;
	const end = `<!-- end of ${name} -->`;
	const [before, rest] = page.split(begin);
	const [inside, after] = rest?.split(end) ?? [];
	if (before === undefined || inside === undefined || after === undefined) {
		throw new Error(`The page has no place for "${name}": ${begin} … ${end}`);
	}
	return { before, begin, inside, end, after };
}

/** The page with another text in that part. */
export function between(page: string, name: string, text: string): string {
	const { before, begin, end, after } = split(page, name);
	return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}

export function textBetween(page: string, name: string): string {
	return split(page, name).inside.trim();
}
