/** An .xlsx, an .ods and a .csv, each read by n8n's Extract From File: a row of headings and a row of values. */
import * as XLSX from '@e965/xlsx';
import { Buffer, fs, path } from '../support/platform';
import { node } from '../e2e/workflows';
import {
	day,
	fields,
	halfPastSix,
	keyOf,
	sent,
	startOfDay,
	type Extra,
	type Meaning,
	type Row,
	type Target,
} from './row';
import type { Source } from './source';

interface Cell {
	t: 'n' | 's' | 'b' | 'd' | 'z';
	v?: number | string | boolean | Date;
	/** Its number format. */
	z?: string;
}

function row(
	kind: string,
	value: string,
	cell: Cell,
	to: Target,
	means: Meaning,
	extra: Extra = {},
): Row {
	return { kind, value, data: cell, to, means, ...extra };
}

/** A cell that holds text. */
function text(value: string, to: Target, means: Meaning, extra: Extra = {}): Row {
	return row('Text', value, { t: 's', v: value }, to, means, extra);
}

function number(
	kind: string,
	value: string,
	v: number,
	z: string,
	to: Target,
	means: Meaning,
	extra: Extra = {},
): Row {
	return row(kind, value, { t: 'n', v, z }, to, means, extra);
}

/** 24 November 2026 as spreadsheets count days. */
const excelDay = 46350;

const dayFormat = 'dd/mm/yyyy';
const timeFormat = 'dd/mm/yyyy hh:mm';

const dayFirst = { dateOrder: 'day' };

const fromText = "DateTime.fromFormat($json.cell, 'dd/MM/yyyy')";

/** Where people read it as text. */
const onWorkflowClock = sent('2026-11-24 18:30:00');

const amounts: Row[] = [
	text('200000', 'number', sent('200000')),
	text('2,00,000', 'number', sent('200000')),
	text('₹2,00,000', 'number', sent('200000')),
	text('₹ 2,00,000.50', 'number', sent('200000.50')),
	text('Rs. 2,00,000/-', 'number', sent('200000')),
	text('$200,000.50', 'number', sent('200000.50')),
	text('INR 5,000', 'number', sent('5000')),
	text('(2,00,000)', 'number', 'noValue'),
	text('12.5%', 'decimal', 'noValue'),
	text('1.200,50', 'decimal', 'noValue'),
	text('2 lakh', 'number', 'noValue'),
	text('N/A', 'number', 'noValue'),
];

const dates: Row[] = [
	text('2026-11-24', 'date', day),
	text('2026-11-24', 'dateTime', startOfDay),
	text('2026-11-24 18:30', 'dateTime', halfPastSix),
	text('2026-11-24T18:30:00+05:30', 'dateTime', sent('2026-11-24 13:00:00')),
	text('24/11/2026', 'date', day),
	text('24/11/2026', 'date', day, { options: dayFirst }),
	text('24/11/2026', 'date', day, { mapped: fromText }),
	text('24/11/2026', 'dateTime', startOfDay, { mapped: fromText }),
	text('24-11-2026', 'date', day),
	text('24.11.2026', 'date', day),
	text('24-11-2026', 'date', day, { options: dayFirst }),
	text('24.11.2026', 'date', day, { options: dayFirst }),
	text('24-Nov-2026', 'date', day),
	text('Nov 24, 2026', 'date', day),
	text('24-Nov-26', 'date', 'noValue'),
	text('24/11/26', 'date', 'noValue', { options: dayFirst }),
	text('11/24/2026', 'date', day),
	text('11/24/2026', 'date', day, { options: { dateOrder: 'month' } }),
	text('11/24/2026', 'date', 'noValue', { options: dayFirst }),
	text('46350', 'date', 'noValue'),
	text('46350', 'date', day, { mapped: 'Number($json.cell)' }),
	text('24/11/2026 6:30 PM', 'dateTime', halfPastSix),
	text('24/11/2026 6:30 PM', 'dateTime', halfPastSix, { options: dayFirst }),
	text('24-Nov-2026 18:30', 'dateTime', halfPastSix),
	text('24/11/2026 18:30', 'dateTime', halfPastSix, {
		mapped: "DateTime.fromFormat($json.cell, 'dd/MM/yyyy HH:mm')",
	}),
	text('24/11/2026 18:30', 'note', onWorkflowClock, {
		mapped: "DateTime.fromFormat($json.cell, 'dd/MM/yyyy HH:mm')",
	}),
	text('24/11/2026 18:30', 'longText', onWorkflowClock, {
		mapped: "DateTime.fromFormat($json.cell, 'dd/MM/yyyy HH:mm')",
	}),
	text('31/04/2026', 'date', 'noValue', { options: dayFirst }),
	text('2026-11-23', 'date', day, { mapped: 'DateTime.fromISO($json.cell).plus({ days: 1 })' }),
	text('31/04/2026', 'date', 'noValue', { mapped: fromText }),
];

const others: Row[] = [
	text('09845012345', 'phone', sent('09845012345')),
	text('+91 98450 12345', 'phone', sent('+91 98450 12345')),
	text('9.84501E+09', 'phone', 'noValue'),
	text('won', 'status', sent('Won')),
	text('Won ', 'status', sent('Won'), { value: 'Won␠' }),
	text('Won\u00a0', 'status', sent('Won'), { value: 'Won⍽' }),
	text('Closed', 'status', 'noValue'),
	text('PAN, Aadhaar', 'documents', sent('PAN;Aadhaar')),
	text('PAN;Aadhaar', 'documents', sent('PAN;Aadhaar')),
	text('PAN\nAadhaar', 'documents', sent('PAN;Aadhaar'), { value: 'PAN⏎Aadhaar' }),
	text('PAN, Passport', 'documents', 'noValue'),
	text('yes', 'boolean', sent('true')),
	text('Y', 'boolean', sent('true')),
	text('TRUE', 'boolean', sent('true')),
	text('007123', 'text', sent('007123')),
	text('9007199254740993', 'text', sent('9007199254740993')),
	text('x'.repeat(201), 'text', 'noValue', { value: '201 characters' }),
	text(' ', 'text', 'empty', { value: '␠' }),
	text(' ', 'number', 'empty', { value: '␠' }),
	text('\u00a0', 'text', 'empty', { value: '⍽' }),
];

const empties: Row[] = [
	row('Empty cell', '', { t: 'z' }, 'number', 'empty'),
	row('Empty cell', '', { t: 'z' }, 'date', 'empty'),
	row('Empty cell', '', { t: 'z' }, 'text', 'empty'),
	row('Empty cell', '', { t: 'z' }, 'longText', sent(''), { options: { emptyValues: 'clear' } }),
	row('Empty cell', '', { t: 'z' }, 'date', 'empty', { mapped: fromText }),
	row('Empty cell', '', { t: 'z' }, 'date', 'empty', { mapped: `$json.cell && ${fromText}` }),
];

const intOfGrouped: Extra = {
	mapped: '$json.cell.toInt()',
	blind: '`.toInt()` reads up to the first comma',
};

const csvOnly: Row[] = [
	text('2,00,000', 'number', sent('200000'), intOfGrouped),
	text('2,00,000', 'number', sent('200000'), {
		mapped: "$json.cell.replaceAll(',', '').toNumber()",
	}),
	text('PAN, Aadhaar', 'documents', sent('PAN;Aadhaar'), { mapped: "$json.cell.split(',')" }),
	text('PAN, Aadhaar', 'documents', sent('PAN;Aadhaar'), { mapped: "$json.cell.split(', ')" }),
];

/** Cells with a type of their own; a .csv has none. */
const typed: Row[] = [
	number('Number', '200000', 200000, 'General', 'number', sent('200000')),
	number(
		'Number',
		'₹ 2,00,000.50 (currency)',
		200000.5,
		'"₹" #,##,##0.00',
		'number',
		sent('200000.5'),
	),
	number('Number', '12.5 % (percent)', 0.125, '0.0%', 'decimal', sent('12.5'), {
		blind:
			'The cell holds 0.125 and only shows it as a percentage. Multiply by 100 where LeadSquared expects 12.5',
	}),
	number('Number', '12.5 % (percent)', 0.125, '0.0%', 'decimal', sent('12.5'), {
		mapped: '$json.cell * 100',
	}),
	number('Number', '9845012345', 9845012345, '0', 'phone', sent('9845012345')),
	number('Number', '007123 (format 000000)', 7123, '000000', 'text', sent('007123'), {
		blind: 'The cell holds 7123 and only shows the zeros. Store such numbers as text',
	}),
	number('Number', '9007199254740993', 9007199254740992, '0', 'text', 'noValue'),
	row('Boolean', 'TRUE', { t: 'b', v: true }, 'boolean', sent('true')),
	row('Boolean', 'FALSE', { t: 'b', v: false }, 'boolean', sent('false')),
];

const excelDates: Row[] = [
	excelDate('date', day),
	excelDate('dateTime', startOfDay),
	excelTime('dateTime', halfPastSix),
	excelTime('date', day),
	excelDate('date', day, {
		mapped: "$json.cell.toDateTime('excel')",
		blind: "`.toDateTime('excel')` is midnight in UTC. Map the cell itself",
	}),
	excelDate('date', day, { mapped: fromText }),
	excelDate('text', sent('24/11/2026'), {
		blind:
			'The cell holds a number of days. For a text field, make it text first, as in the next row',
	}),
	excelDate('text', sent('24/11/2026'), {
		mapped: "$json.cell.toDateTime('excel').toUTC().toFormat('dd/MM/yyyy')",
	}),
	number('Number', '200000', 200000, 'General', 'number', sent('200000'), {
		mapped: "$json.cell.replace(/,/g, '')",
	}),
];

const clockOfProcess =
	'n8n reads an .ods date on the clock of its process (`TZ`). If the workflow has another time zone, save the file as .xlsx';

const odsDates: Row[] = [
	odsDate('Date', '24/11/2026', '2026-11-24T00:00:00Z', 'date', day),
	odsDate('Date', '24/11/2026', '2026-11-24T00:00:00Z', 'dateTime', startOfDay, {
		blind: clockOfProcess,
	}),
	odsDate('Date and time', '24/11/2026 18:30', '2026-11-24T18:30:00Z', 'dateTime', halfPastSix, {
		blind: clockOfProcess,
	}),
	odsDate('Date and time', '24/11/2026 18:30', '2026-11-24T18:30:00Z', 'date', day, {
		blind: clockOfProcess,
	}),
];

function excelDate(to: Target, means: Meaning, extra: Extra = {}): Row {
	return number('Date', '24/11/2026', excelDay, dayFormat, to, means, extra);
}

function excelTime(to: Target, means: Meaning, extra: Extra = {}): Row {
	const days = excelDay + 18.5 / 24;
	return number('Date and time', '24/11/2026 18:30', days, timeFormat, to, means, extra);
}

function odsDate(
	kind: string,
	value: string,
	iso: string,
	to: Target,
	means: Meaning,
	extra: Extra = {},
): Row {
	return row(kind, value, { t: 'd', v: new Date(iso), z: dayFormat }, to, means, extra);
}

const excelRows = [...typed, ...excelDates, ...amounts, ...dates, ...others, ...empties];
const odsRows = [
	...typed,
	...odsDates,
	...amounts.slice(0, 3),
	...dates.slice(0, 5),
	...others.slice(0, 10),
	...empties,
];
const csvRows = [...amounts, ...csvOnly, ...dates, ...others, ...empties];

/** Sheets whose headings are names of fields, for *Map Automatically*. */
interface AutoSheet {
	name: string;
	kind: string;
	headings: Record<string, Cell>;
	rows: Row[];
	/** Of Extract From File. */
	options?: Record<string, unknown>;
}

const label = { number: 'Expected Deal Size', date: 'Expected Closure Date', text: 'Description' };

function auto(kind: string, value: string, means: Meaning, extra: Extra = {}): Row {
	return { kind, value, data: undefined, to: 'auto', means, ...extra };
}

const deal = fields.number.schemaName;
const description = fields.longText.schemaName;

const twoOfThem: Record<string, Cell> = {
	[label.number]: { t: 'n', v: 200000 },
	[label.text]: { t: 'z' },
};

const autoSheets: AutoSheet[] = [
	{
		name: 'names',
		kind: 'Headings are field names',
		headings: {
			'expected deal size': { t: 'n', v: 200000 },
			' Description ': { t: 's', v: 'Good' },
			mx_custom_1: { t: 's', v: 'Loan' },
			'Our own column': { t: 's', v: 'x' },
		},
		rows: [
			auto(
				'Headings in other letter case, with blanks around them, schema names, and one that LeadSquared does not know',
				'200000, Good, Loan, x',
				sent(`${deal}=200000; ${description}=Good; mx_Custom_1=Loan`),
			),
		],
	},
	{
		name: 'blanks',
		kind: 'Blanks inside a heading',
		headings: {
			'Expected  Deal Size': { t: 'n', v: 200000 },
			'Description\u00a0': { t: 's', v: 'Good' },
		},
		rows: [
			auto(
				'A double blank inside a heading, a no-break blank behind one',
				'200000, Good',
				sent(`${deal}=200000; ${description}=Good`),
			),
		],
	},
	{
		name: 'twins',
		kind: 'Two fields with one name',
		headings: { Remarks: { t: 's', v: 'Good' }, Description: { t: 's', v: 'Good' } },
		rows: [
			auto(
				'A heading that two fields of the account have (`Remarks`)',
				'Good',
				sent(`${description}=Good`),
			),
		],
	},
	{
		name: 'skipped',
		kind: 'An empty cell',
		headings: twoOfThem,
		rows: [
			auto('An empty cell, *Empty Values: Skip*', '200000, (empty)', sent(`${deal}=200000`)),
			auto(
				'An empty cell, *Empty Values: Clear*',
				'200000, (empty)',
				sent(`${deal}=200000; ${description}=`),
				{
					options: { emptyValues: 'clear' },
					blind:
						'n8n leaves out empty cells, so the node cannot know that the field is to be emptied. Switch on *Include Empty Cells* in Extract From File',
				},
			),
		],
	},
	{
		name: 'skipped',
		kind: 'An empty cell, included',
		headings: twoOfThem,
		options: { includeEmptyCells: true },
		rows: [
			auto(
				'An empty cell with *Include Empty Cells*, *Empty Values: Clear*',
				'200000, (empty)',
				sent(`${deal}=200000; ${description}=`),
				{ options: { emptyValues: 'clear' } },
			),
		],
	},
];

/** Writes the files that the sources below read. */
export function writeFiles(folder: string): void {
	const excel = XLSX.utils.book_new();
	XLSX.utils.book_append_sheet(excel, sheetOf(keyed(excelRows)), 'data');
	for (const { name, headings } of autoSheets) {
		if (!excel.SheetNames.includes(name)) {
			XLSX.utils.book_append_sheet(excel, sheetOf(Object.entries(headings)), name);
		}
	}
	const ods = XLSX.utils.book_new();
	XLSX.utils.book_append_sheet(ods, sheetOf(keyed(odsRows)), 'data');
	const write = (name: string, bytes: unknown) =>
		fs.writeFileSync(path.join(folder, name), bytes as Uint8Array);
	write('data.xlsx', XLSX.write(excel, { type: 'buffer', bookType: 'xlsx' }));
	write('data.ods', asLibreOffice(XLSX.write(ods, { type: 'buffer', bookType: 'ods' })));
	fs.writeFileSync(path.join(folder, 'data.csv'), XLSX.utils.sheet_to_csv(sheetOf(keyed(csvRows))));
}

/** LibreOffice writes 2026-11-24 and 2026-11-24T18:30:00, the library an instant in UTC. */
function asLibreOffice(bytes: unknown): unknown {
	const parts = XLSX.CFB.read(bytes as Buffer, { type: 'buffer' });
	const content = XLSX.CFB.find(parts, 'content.xml');
	if (content === null) throw new Error('The .ods has no content.xml');
	const text = Buffer.from(content.content as Uint8Array).toString();
	const dates = text.replace(
		/(date-value="[\d-]+)(T[\d:]+)\.000Z"/g,
		(_, day: string, time: string) => (time === 'T00:00:00' ? `${day}"` : `${day}${time}"`),
	);
	if (dates === text) throw new Error('The .ods has no date cells');
	content.content = Buffer.from(dates);
	content.size = content.content.length;
	return XLSX.CFB.write(parts, { fileType: 'zip', type: 'buffer' });
}

function keyed(rows: readonly Row[]): Array<[string, Cell]> {
	return rows.map(({ data }, index) => [keyOf(index), data as Cell]);
}

function sheetOf(columns: ReadonlyArray<[string, Cell]>): XLSX.WorkSheet {
	const sheet: XLSX.WorkSheet = {};
	for (const [c, [heading, cell]] of columns.entries()) {
		sheet[XLSX.utils.encode_cell({ r: 0, c })] = { t: 's', v: heading };
		if (cell.t !== 'z') sheet[XLSX.utils.encode_cell({ r: 1, c })] = cell;
	}
	sheet['!ref'] = XLSX.utils.encode_range({
		s: { r: 0, c: 0 },
		e: { r: 1, c: columns.length - 1 },
	});
	return sheet;
}

/** Also its label. */
type FileKind = '.xlsx' | '.ods' | '.csv';

function file(
	title: string,
	name: string,
	label: FileKind,
	how: string,
	rows: readonly Row[],
	extract: { operation: string; options?: Record<string, unknown> },
	fileName: string,
): Source {
	return {
		title,
		name,
		label,
		how,
		rows,
		nodes: async ({ folder }) => [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('File', 'n8n-nodes-base.readWriteFile', 1.1, {
				operation: 'read',
				fileSelector: path.join(folder, fileName),
				options: {},
			}),
			node('Read', 'n8n-nodes-base.extractFromFile', 1.1, { options: {}, ...extract }),
		],
	};
}

const fromXlsx = 'Extract From File (1.1), *Extract From XLSX*, default options.';

export const fileSources: Source[] = [
	file(
		'Excel (.xlsx)',
		'.xlsx',
		'.xlsx',
		fromXlsx,
		excelRows,
		{ operation: 'xlsx', options: { sheetName: 'data' } },
		'data.xlsx',
	),
	...autoSheets.map(({ name, kind, rows, options }) =>
		file(
			'Map Automatically',
			kind,
			'.xlsx',
			fromXlsx,
			rows,
			{ operation: 'xlsx', options: { sheetName: name, ...options } },
			'data.xlsx',
		),
	),
	file(
		'LibreOffice (.ods)',
		'.ods',
		'.ods',
		'Extract From File (1.1), *Extract From ODS*, default options.',
		odsRows,
		{ operation: 'ods', options: { sheetName: 'data' } },
		'data.ods',
	),
	file(
		'CSV',
		'.csv',
		'.csv',
		'Extract From File (1.1), *Extract From CSV*, default options. Every cell is text.',
		csvRows,
		{ operation: 'csv' },
		'data.csv',
	),
];
