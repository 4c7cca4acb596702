/** The table of tested versions in the README: each suite updates its own column when all of its checks pass. */
import { between, textBetween } from '../docs/markers';
import { fs, path, root } from '../support/platform';
import { n8nLines, type N8nLine } from './lines';

/** As in the table's header. */
const suites = { e2e: 'npm run e2e', browser: 'npm run browser', queue: 'npm run queue' } as const;
export type Suite = keyof typeof suites;

const names = Object.keys(suites) as Suite[];
const marker = 'tested';
const readme = path.join(root, 'README.md');
const notRun = '–';

/** How many checks of each suite passed on an n8n line, according to the README; 0 if it was not run. */
export function testedOn(line: N8nLine): Record<Suite, number> {
	const rows = textBetween(fs.readFileSync(readme, 'utf8'), marker).split('\n');
	const cells = rows
		.map((row) => row.split('|').map((cell) => cell.trim()))
		.find(([, n8n]) => n8n === line.n8n);
	const counts = names.map((name, n) => [name, parseInt(cells?.[n + 3] ?? '', 10) || 0]);
	return Object.fromEntries(counts) as Record<Suite, number>;
}

export function recordTested(line: N8nLine, suite: Suite, checks: number): void {
	const head = ['n8n', 'Node.js', ...names.map((name) => `\`${suites[name]}\``)];
	const rows = n8nLines.map((one) => {
		const known = testedOn(one);
		const counts = one.n8n === line.n8n ? { ...known, [suite]: checks } : known;
		const cells = names.map((name) => (counts[name] > 0 ? `${counts[name]} checks` : notRun));
		return [one.n8n, one.node, ...cells];
	});
	const table = [head, head.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
	const page = fs.readFileSync(readme, 'utf8');
	const written = between(page, marker, table);
	if (written !== page) fs.writeFileSync(readme, written);
}
