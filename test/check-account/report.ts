/** The table for the terminal and the report for an issue: the same facts, and nothing that belongs to the account. */
import { redactor } from '../../nodes/shared/transport/redact';
import type { Checked } from './check';
import type { Finding } from './finding';

type Verdict = 'same' | 'differs' | 'not seen';

const verdictOf = ({ seen, differs }: Finding): Verdict =>
	seen === undefined ? 'not seen' : differs ? 'differs' : 'same';

/** One line each, with what it means below it. */
export function tableOf(findings: readonly Finding[]): string {
	const rows = findings.map((one) => [
		verdictOf(one),
		one.subject,
		one.believed,
		one.seen ?? '',
		one.note ?? '',
	]);
	const all = [['', 'subject', 'believed', 'seen', ''], ...rows];
	const widths = [0, 1, 2].map((at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
	return all
		.flatMap(([verdict = '', subject = '', believed = '', seen = '', note = '']) => {
			const cells = [verdict, subject, believed].map((text, at) => text.padEnd(widths[at] ?? 0));
			const indent = ' '.repeat((widths[0] ?? 0) + 4);
			return [
				`${cells.join('  ')}  ${seen}`.trimEnd(),
				...(note === '' ? [] : [`${indent}${note}`]),
			];
		})
		.join('\n');
}

export function summaryOf({ findings, settings, calls }: Checked): string {
	const count = (wanted: Verdict) => findings.filter((one) => verdictOf(one) === wanted).length;
	return [
		`${count('same')} as believed, ${count('differs')} different, ${count('not seen')} not seen, after ${calls} calls`,
		'',
		'Settings to use:',
		...settings.map((setting) => `  ${setting}`),
	].join('\n');
}

export interface Versions {
	name: string;
	version: string;
}

const cell = (text: string): string => text.replace(/\|/g, '\\|');

/** @param keys hidden wherever they occur, as a last resort: no part of the report comes from a key */
export function reportOf(checked: Checked, { name, version }: Versions, keys: string[]): string {
	const rows = checked.findings.map((finding) =>
		[finding.subject, finding.believed, finding.seen ?? '', verdictOf(finding), finding.note ?? '']
			.map(cell)
			.join(' | '),
	);
	const reads = [...checked.reads].map(([label, seen]) => `${cell(label)} | ${cell(seen)}`);
	const text = [
		`# Account check, ${name} ${version}`,
		'',
		'Written by `npm run check-account`. It contains no keys, hosts, names, email addresses, phone numbers or record IDs. Read it before you publish it.',
		'',
		'| subject | believed | seen | verdict | note |',
		'| --- | --- | --- | --- | --- |',
		...rows.map((row) => `| ${row} |`),
		'',
		'| call | with these keys |',
		'| --- | --- |',
		...reads.map((row) => `| ${row} |`),
		'',
		...checked.settings.map((setting) => `- ${setting}`),
		'',
	].join('\n');
	return redactor(keys)(text);
}
