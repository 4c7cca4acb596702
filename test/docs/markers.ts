/** A part of a page that a command writes, between two comments that Markdown does not show. */
export function between(page: string, name: string, text: string): string {
	const begin = `<!-- ${name}: written by a command, do not edit -->`;
	const end = `<!-- end of ${name} -->`;
	const [before, rest] = page.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) {
		throw new Error(`The page has no place for "${name}": ${begin} … ${end}`);
	}
	return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}
