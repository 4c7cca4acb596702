#!/usr/bin/env bash
# Microsoft Excel 365 2.2, Sheet > Update of one row: the formulas of all other rows become fixed numbers.
#
# A good guess: the node writes the cells of the row that it found. What it does not touch stays as it is.
#
# What happens: the node reads the values of the whole used range, changes them in memory and writes all of them back.
# The value of a formula's cell is its result, and writing it replaces the formula. Mapped automatically, only the row
# that was updated keeps its formula, since a column that the item lacks is sent as null, which leaves a cell alone.
# Mapped by hand, that row loses it too. "Append or Update" does the same.
#
# Why it matters: the sheet looks the same afterwards. From then on totals, taxes and look-ups do not follow their
# inputs, and what a person wrote between the reading and the writing is undone. Keep formulas in another sheet.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Microsoft/Excel package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const update = require('./package/dist/nodes/Microsoft/Excel/v2/actions/worksheet/update.operation.js');

/** Sets the amount of deal A-1 to 300 in a sheet with a formula in each row. @returns the sheet's content */
async function run(parameters) {
	const sheet = [
		['Deal', 'Amount', 'Tax'],
		['A-1', 100, '=B2*0.18'],
		['A-2', 200, '=B3*0.18'],
		['A-3', 400, '=B4*0.18'],
	];
	const result = (cell, row) => (String(cell).startsWith('=') ? sheet[row][1] * 0.18 : cell);
	const all = {
		authentication: 'microsoftExcelOAuth2Api',
		workbook: 'w',
		worksheet: 's',
		range: '',
		columnToMatchOn: 'Deal',
		...parameters,
	};
	const context = {
		getInputData: () => [{ json: { Deal: 'A-1', Amount: 300 } }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Microsoft Excel 365', typeVersion: 2.2 }),
		getCredentials: async () => ({}),
		continueOnFail: () => false,
		helpers: {
			constructExecutionMetaData: (items) => items,
			// Microsoft Graph: null leaves a cell as it is, everything else replaces its content.
			requestOAuth2: async (_credential, { method, body }) => {
				if (method === 'PATCH') {
					body.values.forEach((row, y) =>
						row.forEach((cell, x) => (sheet[y][x] = cell ?? sheet[y][x])),
					);
				}
				return {
					address: 'Deals!A1:C4',
					values: sheet.map((row, y) => row.map((cell) => result(cell, y))),
				};
			},
		},
	};
	await update.execute.call(context, context.getInputData());
	return sheet
		.slice(1)
		.map((row) => `  ${row.join(', ')}`)
		.join('\n');
}

(async () => {
	console.log(`Auto-Map Input Data to Columns\n${await run({ dataMode: 'autoMap' })}`);
	const byHand = {
		dataMode: 'define',
		valueToMatchOn: 'A-1',
		'fieldsUi.values': [{ column: 'Amount', fieldValue: 300 }],
	};
	console.log(`Map Each Column Below\n${await run(byHand)}`);
})();
PROGRAM

expected='Auto-Map Input Data to Columns
  A-1, 300, =B2*0.18
  A-2, 200, 36
  A-3, 400, 72
Map Each Column Below
  A-1, 300, 18
  A-2, 200, 36
  A-3, 400, 72'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
