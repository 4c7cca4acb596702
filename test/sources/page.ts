/** `docs/values.md`, from the recorded outcomes and the text around them. */
import { fs, path, root } from '../support/platform';
import { between } from '../docs/markers';
import { fields, idOf, isSilentlyWrong, type Outcome, type Row } from './row';
import { isOutcome, keyOfSource, outcomeOf, type Expectations } from './record';
import { sources } from './sources';
import type { Source } from './source';
import { nameOf, zonePairs } from './zones';

export const pageFile = path.join(root, 'docs', 'values.md');

const template = path.join(root, 'test', 'sources', 'values-template.md');

export function valuesPage(expectations: Expectations): string {
	const text = fs.readFileSync(template, 'utf8');
	const withVersions = between(text, 'versions', versionsOf(expectations));
	return between(withVersions, 'values', sections(expectations));
}

function versionsOf({ versions }: Expectations): string {
	const rows = [
		['n8n', versions.n8n],
		['Node.js', versions.node],
		['PostgreSQL', versions.postgresql],
		['MariaDB', versions.mariadb],
		['SheetJS (`@e965/xlsx`), which writes the files', versions.xlsx],
	];
	return table([['program', 'version'], ...rows]);
}

function sections(expectations: Expectations): string {
	const titles = [...new Set(sources.map(({ title }) => title))];
	return titles
		.flatMap((title) => {
			const own = sources.filter((source) => source.title === title);
			const hows = [...new Set(own.map(({ how }) => how))];
			return [
				`## ${title}`,
				...hows.flatMap((how) => {
					const together = own.filter((source) => source.how === how);
					const rows = together.flatMap((source) =>
						source.rows.map((row) => cells(source, row, expectations)),
					);
					return [how, table([head, ...rows])];
				}),
			];
		})
		.join('\n\n');
}

const head = ['what you have', 'value', 'field', 'LeadSquared gets'];

function cells(source: Source, row: Row, { outcomes }: Expectations): string[] {
	const recorded = outcomes[keyOfSource(source)]?.[idOf(row)];
	if (recorded === undefined) {
		throw new Error(`No outcome is recorded of ${source.name}: ${idOf(row)}`);
	}
	const { kind, value, to, mapped, options } = row;
	const isCleared = options?.emptyValues === 'clear' && to !== 'auto';
	const field = to === 'auto' ? 'by name' : to === 'note' ? 'Note' : fields[to].kind;
	const all = isOutcome(recorded) ? [recorded] : Object.values(recorded);
	const [first] = all;
	const result =
		first !== undefined && all.every((outcome) => 'message' in outcome)
			? // Where they differ at all, it is in what they quote.
				shown(first)
			: isOutcome(recorded)
				? shown(recorded)
				: zonePairs
						.map((pair) => {
							const outcome = outcomeOf(recorded, pair);
							return `${nameOf(pair)}: ${outcome === undefined ? '' : shown(outcome)}`;
						})
						.join('<br>');
	return [
		kind.replaceAll('|', '\\|'),
		[value === '' ? '' : code(value), mapped === undefined ? '' : `as ${code(`{{ ${mapped} }}`)}`]
			.filter(Boolean)
			.join('<br>'),
		`${field}${isCleared ? ', *Empty Values: Clear*' : ''}`,
		[result, remark(row, recorded)].filter(Boolean).join('<br>'),
	];
}

function remark(row: Row, recorded: Parameters<typeof outcomeOf>[0]): string {
	const isWrong = zonePairs.some((pair) => {
		const outcome = outcomeOf(recorded, pair);
		return outcome !== undefined && isSilentlyWrong(row, outcome, pair);
	});
	if (!isWrong) return '';
	return `⚠ ${row.blind ?? 'This is not what was meant'}.`;
}

function shown(outcome: Outcome): string {
	if ('message' in outcome) return `*Message:* ${plain(outcome.message)}`;
	if (outcome.sent === null) return 'nothing: the field keeps its value';
	if (outcome.sent === '') return 'an empty value: the field is emptied';
	return code(outcome.sent.replaceAll('\n', '⏎'));
}

/** A long text is told by its length. */
const longest = 120;

function code(text: string): string {
	if (text.length > longest) return `${text.length} characters`;
	if (/^[(–]/.test(text)) return text;
	return `\`${text.replaceAll('|', '\\|')}\``;
}

/** Text that Markdown must leave alone; formulas keep their marks. */
function plain(text: string): string {
	return text
		.split(/(\{\{.*?\}\})/)
		.map((part, n) => (n % 2 === 1 ? code(part) : part.replace(/[|*<_]/g, (c) => `\\${c}`)))
		.join('')
		.replace(/x{20,}/g, 'xxx');
}

function table([first = [], ...rows]: string[][]): string {
	return [first, first.map(() => '---'), ...rows]
		.map((columns) => `| ${columns.join(' | ')} |`)
		.join('\n');
}
