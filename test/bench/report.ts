/** Readable Markdown: columns of a table are as wide as their widest cell. */
export function table(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const widths = header.map((title, n) =>
		Math.max(title.length, ...rows.map((row) => row[n]?.length ?? 0)),
	);
	const line = (cells: readonly string[]) =>
		`| ${widths.map((width, n) => (n === 0 ? (cells[n] ?? '').padEnd(width) : (cells[n] ?? '').padStart(width))).join(' | ')} |`;
	const rule = `|${widths.map((width, n) => (n === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
	return [line(header), rule, ...rows.map(line)].join('\n');
}

/** One sentence on a goal, met or missed. */
export function goal(kept: boolean, sentence: string): string {
	return `- ${kept ? 'Kept' : '**Missed**'}: ${sentence}`;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
