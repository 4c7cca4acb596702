/** `docs/values.md`, from the recorded outcomes and the text around them. */
import type { INodeProperties } from 'n8n-workflow';

import { dateOrder, emptyValues } from '../../nodes/shared/properties/options';
import { between } from '../docs/markers';
import { fs, path, root } from '../support/platform';
import { isOutcome, keyOfSource, outcomeOf, type Expectations, type Recorded } from './record';
import { fields, idOf, isSilentlyWrong, type Outcome, type Row } from './row';
import { sources } from './sources';
import type { Source } from './source';
import { zonePairs, type ZonePair } from './zones';

export const pageFile = path.join(root, 'docs', 'values.md');

const template = path.join(root, 'test', 'sources', 'values-template.md');

export function valuesPage(expectations: Expectations): string {
	const text = fs.readFileSync(template, 'utf8');
	const parts = {
		values: sections(expectations),
		sources: table([['in the tables', 'how it was read'], ...labels()]),
		versions: versionsOf(expectations),
	};
	return Object.entries(parts).reduce((page, [name, part]) => between(page, name, part), text);
}

function labels(): string[][] {
	const hows = new Map(sources.map(({ label, how }) => [label, how]));
	return [...hows].map(([label, how]) => [label, how]);
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

/** What people look for, in the order of the page. */
const subjects = {
	amounts: 'Amounts and numbers',
	dates: 'Dates and times',
	contacts: 'Phones and emails',
	choices: 'Choices: drop-downs and multi-selects',
	switches: 'Yes or no',
	texts: 'Text, IDs and codes',
	empties: 'Empty cells and values',
	auto: 'Columns by name: Map Automatically',
} as const;

type Subject = keyof typeof subjects;

const subjectOfField: Record<keyof typeof fields, Subject> = {
	number: 'amounts',
	decimal: 'amounts',
	date: 'dates',
	dateTime: 'dates',
	phone: 'contacts',
	email: 'contacts',
	status: 'choices',
	documents: 'choices',
	boolean: 'switches',
	text: 'texts',
	longText: 'texts',
};

function subjectOf({ to, means, kind, mapped = '' }: Row): Subject {
	if (to === 'auto') return 'auto';
	if (means === 'empty' || (typeof means === 'object' && means.sent === '')) return 'empties';
	if (to === 'note' || kind.startsWith('Date') || mapped.includes('DateTime')) return 'dates';
	return subjectOfField[to];
}

/** A row of the page: rows of the record with the same result. */
interface Line {
	/** What the sources call it, each with the sources' labels. */
	kinds: Map<string, string[]>;
	values: string[];
	fields: string[];
	/** With the very value in it; and with … in its place, for several of them. */
	results: [one: string, several: string];
	isMessage: boolean;
}

function sections(expectations: Expectations): string {
	return (Object.keys(subjects) as Subject[])
		.flatMap((subject) => {
			const lines = sources.flatMap((source) =>
				source.rows
					.filter((row) => subjectOf(row) === subject)
					.map((row) => lineOf(source, row, expectations)),
			);
			const rows = withSameFields(withSameOutcome(withSameResult(lines))).map(cells);
			return [`## ${subjects[subject]}`, table([head, ...rows])];
		})
		.join('\n\n');
}

const head = ['what you have', 'value', 'field', 'LeadSquared gets'];

function lineOf(source: Source, row: Row, { outcomes }: Expectations): Line {
	const recorded = outcomes[keyOfSource(source)]?.[idOf(row)];
	if (recorded === undefined) {
		throw new Error(`No outcome is recorded of ${source.name}: ${idOf(row)}`);
	}
	const { kind, value, mapped, to } = row;
	const field = to === 'auto' ? 'by name' : to === 'note' ? 'Note' : fields[to].kind;
	const [first] = isOutcome(recorded) ? [recorded] : Object.values(recorded);
	const formula = mapped === undefined ? '' : `as ${code(`{{ ${mapped} }}`)}`;
	return {
		kinds: new Map([[kind.replaceAll('|', '\\|'), [source.label]]]),
		values: [[value === '' ? '' : code(value), formula].filter(Boolean).join(' ')],
		fields: [[field, ...chosen(row)].join(', ')],
		results: [resultOf(row, recorded, false), resultOf(row, recorded, true)],
		isMessage: first !== undefined && 'message' in first,
	};
}

/** `*Empty Values: Clear*`, as the editor shows the options. */
function chosen({ options = {} }: Row): string[] {
	return [emptyValues, dateOrder].flatMap((option) => {
		const value = options[option.name];
		return value === undefined ? [] : [`*${option.displayName}: ${nameOfChoice(option, value)}*`];
	});
}

function nameOfChoice({ options = [] }: INodeProperties, value: unknown): string {
	const choice = options.find((one) => 'value' in one && one.value === value);
	return choice?.name ?? String(value);
}

function withSameResult(lines: readonly Line[]): Line[] {
	return merged(
		lines,
		({ values, fields, results }) => JSON.stringify([values, fields, results[0]]),
		(into, { kinds }) => {
			for (const [kind, labels] of kinds) {
				into.kinds.set(kind, [...new Set([...(into.kinds.get(kind) ?? []), ...labels])]);
			}
		},
	);
}

/** Several values in one row, if all of them have the same result or the same message about it. */
function withSameOutcome(lines: readonly Line[]): Line[] {
	return merged(
		lines,
		({ isMessage, fields, results, kinds }) =>
			JSON.stringify([[...kinds], fields, isMessage ? results[1] : results[0]]),
		(into, { values }) => into.values.push(...values),
	);
}

function withSameFields(lines: readonly Line[]): Line[] {
	return merged(
		lines,
		({ values, results, kinds }) => JSON.stringify([[...kinds], values, results]),
		(into, { fields }) => into.fields.push(...fields),
	);
}

function merged(
	lines: readonly Line[],
	keyOf: (line: Line) => string,
	add: (into: Line, line: Line) => void,
): Line[] {
	const byKey = new Map<string, Line>();
	for (const line of lines) {
		const key = keyOf(line);
		const into = byKey.get(key);
		if (into === undefined) byKey.set(key, line);
		else add(into, line);
	}
	return [...byKey.values()];
}

function cells({ kinds, values, fields, results }: Line): string[] {
	return [
		[...kinds].map(([kind, labels]) => `${kind}: ${labels.join(', ')}`).join('<br>'),
		values.join('<br>'),
		fields.join('<br>'),
		results[values.length === 1 ? 0 : 1],
	];
}

function resultOf(row: Row, recorded: Recorded, isOneOfMany: boolean): string {
	const isWrong = zonePairs.some((pair) => isWrongAt(row, recorded, pair));
	const all = isOutcome(recorded) ? [recorded] : Object.values(recorded);
	const [first] = all;
	const result =
		first !== undefined && (isOutcome(recorded) || all.every((outcome) => 'message' in outcome))
			? // Messages that differ at all differ in what they quote.
				shown(first, isOneOfMany)
			: zonePairs
					.map((pair) => {
						const outcome = outcomeOf(recorded, pair);
						const clock = cityOf(pair.workflow);
						const clocks = isWrong ? `process ${cityOf(pair.process)}, workflow ${clock}` : clock;
						return `${clocks}: ${outcome === undefined ? '' : shown(outcome, isOneOfMany)}`;
					})
					.join('<br>');
	return isWrong ? `${result}<br>⚠ ${row.blind ?? 'This is not what was meant'}.` : result;
}

function isWrongAt(row: Row, recorded: Recorded, pair: ZonePair): boolean {
	const outcome = outcomeOf(recorded, pair);
	return outcome !== undefined && isSilentlyWrong(row, outcome, pair);
}

const cityOf = (zone: string) => zone.replace(/^.*\//, '').replace('_', ' ');

function shown(outcome: Outcome, isOneOfMany: boolean): string {
	if ('message' in outcome)
		return `*Message:* ${plain(withoutNames(outcome.message, isOneOfMany))}`;
	if (outcome.sent === null) return 'nothing: the field keeps its value';
	if (outcome.sent === '') return 'an empty value: the field is emptied';
	return code(outcome.sent.replaceAll('\n', '⏎'));
}

/** Without the field's name, with which it begins, and without the number of the cell. */
function withoutNames(message: string, isOneOfMany: boolean): string {
	const text = message
		.replace(/^'[^']*' /, '… ')
		.replace(/\$json((\.\w+)?)\.cell\d+/g, '$json$1.cell');
	return isOneOfMany ? text.replace(/"[^"]*"/, '"…"') : text;
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
	const line = (columns: readonly string[]) => `| ${columns.join(' | ')} |`;
	return [line(first), `|${first.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}
