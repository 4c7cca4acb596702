/** The table for the terminal and the report for an issue: the same facts, and nothing that belongs to the account. */
import { redactor } from '../../nodes/shared/transport/redact';
import type { Checked } from './check';
import type { Finding } from './finding';

const width = 34;

const verdict = ({ seen, differs }: Finding): string =>
	seen === undefined ? 'not seen' : differs ? 'DIFFERS' : 'as believed';

/** One line each, with what it means below it. */
export function tableOf(findings: readonly Finding[]): string {
	const head = ['subject', 'believed', 'seen'];
	const rows = findings.flatMap((finding) => {
		const { subject, believed, seen, note } = finding;
		const line = [subject, believed, `${seen ?? '–'} (${verdict(finding)})`];
		return [columns(line), ...(note === undefined ? [] : [`    ${note}`])];
	});
	return [columns(head), ...rows].join('\n');
}

function columns(cells: readonly string[]): string {
	return cells
		.map((cell, at) => (at < cells.length - 1 ? `${cell.padEnd(width)}  ` : cell))
		.join('');
}

export function summaryOf({ findings, settings, calls }: Checked): string {
	const count = (wanted: string) => findings.filter((one) => verdict(one) === wanted).length;
	return [
		`${count('as believed')} as believed, ${count('DIFFERS')} different, ${count('not seen')} not seen, after ${calls} calls`,
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
		[finding.subject, finding.believed, finding.seen ?? '', verdict(finding), finding.note ?? '']
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
