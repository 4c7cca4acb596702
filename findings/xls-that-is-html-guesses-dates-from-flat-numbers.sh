#!/usr/bin/env bash
# Extract From File, Extract From XLS: in a report.xls that is an HTML table, flat 4/12 becomes 12 April 2001.
#
# A good guess: a cell of an HTML table is text, since HTML knows nothing else, and a .csv file gives text as well. So
# the values are what the table shows: 007123, 4/12, 10/11/2026.
#
# What happens: the reader guesses as a spreadsheet does when somebody types. 007123 is the number 7123, item 12E5 is
# 1200000, 4/12 is a day of 2001, and dates are read with the month in front. 10/11/2026 becomes 11 October, and
# 16/11/2026, which cannot be one, stays text, so that one column holds both. "Raw Data" leaves all of them as they are.
#
# Why it matters: banks, portals and CRMs export "Excel" as HTML with the ending .xls, and Excel opens it. House numbers
# and codes are destroyed, the first 12 days of each month get another month, and nothing says so.
#
# Needs Node.js 20 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

# Of the package only this node, and of its many dependencies only those that the node loads.
printf 'n8n-nodes-base 2.41.1, @e965/xlsx 0.20.3\n\n'
npm pack --silent n8n-nodes-base@2.41.1 >/dev/null
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/SpreadsheetFile package/dist/nodes/Files package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1 @e965/xlsx@0.20.3 \
	csv-parse@7.0.2 iconv-lite@0.6.3

cat >run.cjs <<'PROGRAM'
const extract = require('./package/dist/nodes/Files/ExtractFromFile/actions/spreadsheet.operation.js');

const columns = ['ID', 'Flat', 'Item', 'Visit'];
const people = [
	['007123', '4/12', '12E5', '10/11/2026'],
	['007124', '14/2', '12F5', '16/11/2026'],
];
const html = [columns, ...people]
	.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
	.join('\n');
const files = {
	csv: [columns, ...people].map((cells) => cells.join(',')).join('\n'),
	xls: `<html><body><table>\n${html}\n</table></body></html>`,
};

async function run(operation, options) {
	const data = Buffer.from(files[operation]).toString('base64');
	const all = { operation, binaryPropertyName: 'data', options };
	const context = {
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Extract from File', typeVersion: 1.1 }),
		continueOnFail: () => false,
		helpers: { assertBinaryData: () => ({ data, fileExtension: operation }) },
	};
	const rows = await extract.execute.call(context, [{ json: {} }], 'operation');
	for (const { json } of rows) console.log(`  ${JSON.stringify(json)}`);
}

(async () => {
	console.log('.csv');
	await run('csv', {});
	console.log('.xls that is HTML');
	await run('xls', {});
	console.log('.xls that is HTML, Raw Data');
	await run('xls', { rawData: true });
})();
PROGRAM

expected='.csv
  {"ID":"007123","Flat":"4/12","Item":"12E5","Visit":"10/11/2026"}
  {"ID":"007124","Flat":"14/2","Item":"12F5","Visit":"16/11/2026"}
.xls that is HTML
  {"ID":7123,"Flat":"2001-04-12T00:00:00.000Z","Item":1200000,"Visit":"2026-10-11T00:00:00.000Z"}
  {"ID":7124,"Flat":"14/2","Item":"12F5","Visit":"16/11/2026"}
.xls that is HTML, Raw Data
  {"ID":"007123","Flat":"4/12","Item":"12E5","Visit":"10/11/2026"}
  {"ID":"007124","Flat":"14/2","Item":"12F5","Visit":"16/11/2026"}'
actual="$(TZ=UTC node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
