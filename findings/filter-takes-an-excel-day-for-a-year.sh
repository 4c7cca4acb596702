#!/usr/bin/env bash
# Extract From File (.xlsx), then Filter 2.3, "Due is before 1 December 2026": no row passes, since all are due in a year
# like 46350.
#
# A good guess: a date cell comes out of the .xlsx file as Excel's day number. A condition on dates reads it as a day, or
# strict type validation refuses the number, as it refuses 1764000000 and the text 24/11/2026.
#
# What happens: a number with five digits is taken for a year, and the day of 24 November 2026 is the start of the year
# 46350, also with strict validation. "Is after" is true for each date, "is before" for none, without a message. A cell
# with a time gives a number with decimals, and this is refused.
#
# Why it matters: a list of what is overdue is always empty, and "due after today" lets all rows through, where the same
# list as .csv or from a database is right. Compare {{ $json.Due.toDateTime('excel') }}, or compare numbers.
#
# Needs Node.js 20 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

# Of the package only these nodes, and of its many dependencies only those that the nodes load.
printf 'n8n-nodes-base 2.41.1, @e965/xlsx 0.20.3\n\n'
npm pack --silent n8n-nodes-base@2.41.1 >/dev/null
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Filter package/dist/nodes/If package/dist/nodes/SpreadsheetFile \
	package/dist/nodes/Files package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1 @e965/xlsx@0.20.3 \
	csv-parse@7.0.2 iconv-lite@0.6.3

cat >run.cjs <<'PROGRAM'
const extract = require('./package/dist/nodes/Files/ExtractFromFile/actions/spreadsheet.operation.js');
const { FilterV2 } = require('./package/dist/nodes/Filter/V2/FilterV2.node.js');
const { executeFilter } = require('n8n-workflow');
const xlsx = require('@e965/xlsx');

/** Writes an .xlsx file with these cells below the header Due and reads it with the node. */
async function rowsOf(cells) {
	const sheet = xlsx.utils.aoa_to_sheet([['Due'], ...cells.map((cell) => [cell])]);
	const workbook = { SheetNames: ['Deals'], Sheets: { Deals: sheet } };
	const file = xlsx.write(workbook, { type: 'base64', bookType: 'xlsx' });
	const all = { operation: 'xlsx', binaryPropertyName: 'data', options: {} };
	const context = {
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Extract from File', typeVersion: 1.1 }),
		continueOnFail: () => false,
		helpers: { assertBinaryData: () => ({ data: file, fileExtension: 'xlsx' }) },
	};
	return (await extract.execute.call(context, [{ json: {} }], 'operation')).map(({ json }) => json);
}

/** Runs the node on one row with one condition, as n8n's getNodeParameter evaluates it. */
async function run(json, operation, rightValue) {
	const conditions = {
		combinator: 'and',
		conditions: [
			{ id: '1', leftValue: json.Due, rightValue, operator: { type: 'dateTime', operation } },
		],
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 3 },
	};
	const context = {
		getInputData: () => [{ json }],
		getNodeParameter: (name, _item, fallback) =>
			name === 'conditions' ? executeFilter(conditions) : fallback,
		getNode: () => ({ name: 'Filter', typeVersion: 2.3, parameters: {} }),
		continueOnFail: () => false,
	};
	try {
		const [kept] = await new FilterV2({}).execute.call(context);
		return kept.length === 1;
	} catch {
		return 'error';
	}
}

(async () => {
	const day = { t: 'n', v: 46350, z: 'dd/mm/yyyy' };
	const dayAndTime = { t: 'n', v: 46350.75, z: 'dd/mm/yyyy hh:mm' };
	for (const row of [
		{ Due: '2026-11-24' },
		...(await rowsOf([day, dayAndTime])),
		{ Due: 1764000000 },
	]) {
		const before = await run(row, 'before', '2026-12-01');
		const after = await run(row, 'after', '2026-12-01');
		console.log(`${JSON.stringify(row)}: before December ${before}, after ${after}`);
	}
})();
PROGRAM

expected='{"Due":"2026-11-24"}: before December true, after false
{"Due":46350}: before December false, after true
{"Due":46350.75}: before December error, after error
{"Due":1764000000}: before December error, after error'
actual="$(TZ=UTC node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
