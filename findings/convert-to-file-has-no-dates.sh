#!/usr/bin/env bash
# Extract From File, then Convert to File: the date of an .ods file is the text "Tue Nov 24 2026 00:00:00 GMT+0530
# (India Standard Time)", that of an .xlsx file the number 46350.
#
# A good guess: a list is read, filtered and written in the same format. A cell that held a date holds a date again,
# since both nodes use the same library, and it knows dates in both formats. If the format were lost, it would be so for
# both.
#
# What happens: from .ods the reader gives a JavaScript Date, from .xlsx the day's number without the format that makes
# it a date. The writer turns a Date into the text that JavaScript prints, with the clock of n8n's process, and a number
# stays a number. No file that it writes has a cell with a date.
#
# Why it matters: the file goes back to people or into the import of a CRM. A column "due" is full of 46350, or it sorts
# by the names of weekdays, all Fridays first, and an import refuses it or leaves it empty. Write the text that is
# wanted, such as {{ DateTime.fromJSDate($json.Due).toISODate() }}, before Convert to File.
#
# Needs Node.js 20 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

# Of n8n's package only these nodes, and of its many dependencies only those that the nodes load.
printf 'n8n-nodes-base 2.41.1, @e965/xlsx 0.20.3\n\n'
npm pack --silent n8n-nodes-base@2.41.1 >/dev/null
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/SpreadsheetFile package/dist/nodes/Files package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1 @e965/xlsx@0.20.3 csv-parse@7.0.2 iconv-lite@0.6.3

cat >run.cjs <<'PROGRAM'
const XLSX = require('@e965/xlsx');
const nodes = './package/dist/nodes/Files';
const read = require(`${nodes}/ExtractFromFile/actions/spreadsheet.operation.js`);
const write = require(`${nodes}/ConvertToFile/actions/spreadsheet.operation.js`);

/** A sheet with one date, as a spreadsheet program saves it. */
function saved(format) {
	const sheet = XLSX.utils.aoa_to_sheet([['Name', 'Due']]);
	Object.assign(sheet, {
		A2: { t: 's', v: 'Asha' },
		B2: { t: 'n', v: 46350, z: 'dd/mm/yyyy' },
		'!ref': 'A1:B2',
	});
	const workbook = { SheetNames: ['Leads'], Sheets: { Leads: sheet } };
	return XLSX.write(workbook, { type: 'buffer', bookType: format });
}

const context = (parameters, file) => ({
	getNodeParameter: (name, _item, fallback) => parameters[name] ?? fallback,
	getNode: () => ({ name: 'File', typeVersion: 1.1 }),
	continueOnFail: () => false,
	helpers: {
		assertBinaryData: () => ({ data: file.toString('base64') }),
		prepareBinaryData: async (buffer) => buffer,
	},
});

/** What the cell holds: a date, a number without a date's format, or text */
function cellOf(file) {
	const { Sheets, SheetNames } = XLSX.read(file, { cellDates: true, UTC: true });
	const { t, v } = Sheets[SheetNames[0]].B2;
	return t === 'd'
		? `date ${v.toISOString().slice(0, 10)}`
		: `${t === 's' ? 'text' : 'number'} ${v}`;
}

(async () => {
	process.env.TZ = 'Asia/Kolkata';
	for (const format of ['ods', 'xlsx']) {
		const original = saved(format);
		console.log(`.${format}: ${cellOf(original)}`);
		const options = { operation: format, binaryPropertyName: 'data', options: {} };
		const items = await read.execute.call(
			context(options, original),
			[{ json: {}, binary: {} }],
			'operation',
		);
		const [{ binary }] = await write.execute.call(context(options), items, format);
		console.log(`  after reading and writing: ${cellOf(binary.data)}`);
	}
})();
PROGRAM

expected='.ods: date 2026-11-24
  after reading and writing: text Tue Nov 24 2026 00:00:00 GMT+0530 (India Standard Time)
.xlsx: date 2026-11-24
  after reading and writing: number 46350'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
