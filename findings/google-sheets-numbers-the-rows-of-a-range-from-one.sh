#!/usr/bin/env bash
# Google Sheets 4.7, Get Row(s) with the range A3:B, then Update Row by row_number: other rows are overwritten.
#
# A good guess: row_number is the row of the sheet. It is what Update Row offers to match on, and it is right where the
# range is found automatically and with "Specify Range (Rows)".
#
# What happens: with "Specify Range (A1 Notation)", row_number counts from the first row of the range. Update Row counts
# from the first row of the sheet. With a range from row 3 on, each row is written two rows too high.
#
# Why it matters: the first rows written are the title and the header above the table, then each record gets the values
# of the one two rows below. The run is green and the items look right. Use "Specify Range (Rows)", or match on a column.
#
# Needs Node.js 20 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

# Of the package only this node, and of its many dependencies only those that the node loads.
printf 'n8n-nodes-base 2.41.1\n\n'
npm pack --silent n8n-nodes-base@2.41.1 >/dev/null
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Google package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1 @e965/xlsx@0.20.3 \
	jsonwebtoken@9.0.3 luxon@3.7.2 moment-timezone@0.5.48 @n8n/utils@1.48.0

cat >run.cjs <<'PROGRAM'
const sheets = './package/dist/nodes/Google/Sheet/v2';
const { GoogleSheet } = require(`${sheets}/helpers/GoogleSheet.js`);
const read = require(`${sheets}/actions/sheet/read.operation.js`);
const update = require(`${sheets}/actions/sheet/update.operation.js`);

/** Runs an operation on a sheet as Google's API gives it. @returns the items */
async function run(operation, sheet, rows, parameters) {
	const all = { authentication: 'oAuth2', ...parameters };
	const context = {
		getInputData: () => rows.map((json) => ({ json })),
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Google Sheets', typeVersion: 4.7 }),
		helpers: {
			requestOAuth2: async (_credential, { method, uri, body }) => {
				if (method === 'GET') {
					const [, firstRow = 1] = /!A(\d+)/.exec(uri) ?? [];
					return { values: sheet.slice(firstRow - 1).map((row) => [...row]) };
				}
				for (const { range, values } of body.data) {
					const [, column, row] = /!([A-Z])(\d+)/.exec(range);
					sheet[row - 1][column === 'A' ? 0 : 1] = values[0][0];
				}
				return {};
			},
		},
	};
	return await operation.execute.call(context, new GoogleSheet('document', context), 'Leads', 0);
}

(async () => {
	const header = { headerRow: 3, firstDataRow: 4 };
	for (const range of [
		{ rangeDefinition: 'specifyRange', ...header },
		{ rangeDefinition: 'specifyRangeA1', range: 'A3:B' },
	]) {
		const sheet = [
			['Leads of November', ''],
			['Checked by Meera', ''],
			['Name', 'Stage'],
			['Asha', 'New'],
			['Ravi', 'New'],
		];
		const items = await run(read, sheet, [{}], {
			options: { dataLocationOnSheet: { values: range } },
		});
		console.log(`${range.rangeDefinition}: ${JSON.stringify(items.map(({ json }) => json))}`);
		const won = items.map(({ json }) => ({ ...json, Stage: 'Won' }));
		await run(update, sheet, won, {
			'columns.mappingMode': 'autoMapInputData',
			'columns.matchingColumns': ['row_number'],
			'columns.schema': [],
			options: { locationDefine: { values: header } },
		});
		sheet.forEach((row, index) =>
			console.log(`  row ${index + 1}: ${row.filter(Boolean).join(', ')}`),
		);
	}
})();
PROGRAM

expected='specifyRange: [{"row_number":4,"Name":"Asha","Stage":"New"},{"row_number":5,"Name":"Ravi","Stage":"New"}]
  row 1: Leads of November
  row 2: Checked by Meera
  row 3: Name, Stage
  row 4: Asha, Won
  row 5: Ravi, Won
specifyRangeA1: [{"row_number":2,"Name":"Asha","Stage":"New"},{"row_number":3,"Name":"Ravi","Stage":"New"}]
  row 1: Leads of November
  row 2: Asha, Won
  row 3: Ravi, Won
  row 4: Asha, New
  row 5: Ravi, New'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
