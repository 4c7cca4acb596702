#!/usr/bin/env bash
# Microsoft Excel 365 2.2, Sheet > Update: the row for 364815720019283742 is written over that of 364815720019283741.
#
# A good guess: "Column to Match On" compares the cell with the item's value. Both are text, so the row whose cell holds
# just this text is the one. If numbers were compared, they would be so where both are numbers.
#
# What happens: two texts match too if JavaScript reads the same number from them. It keeps about 16 digits, so longer
# IDs match their neighbours. 007 is 7, and 12E1 is 120. The first row that matches in this way wins, even if a later one
# holds the very text, and it is replaced with its key.
#
# Why it matters: the IDs of ads, posts, orders and many CRMs have 17 digits or more, made one after another. One row is
# lost, the right one keeps its old values, and the run is green. Match on a column with letters at its start.
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

/** Sets the stage of the second of two rows to Won. @returns the rows that the node writes */
async function run(key1, key2) {
	const values = [
		['ID', 'Name', 'Stage'],
		[key1, 'Asha', 'New'],
		[key2, 'Ravi', 'New'],
	];
	let written;
	const all = {
		authentication: 'microsoftExcelOAuth2Api',
		workbook: 'w',
		worksheet: 's',
		range: '',
		dataMode: 'autoMap',
		columnToMatchOn: 'ID',
	};
	const items = [{ json: { ID: key2, Name: 'Ravi', Stage: 'Won' } }];
	const context = {
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Microsoft Excel 365', typeVersion: 2.2 }),
		getCredentials: async () => ({}),
		continueOnFail: () => false,
		helpers: {
			constructExecutionMetaData: (rows) => rows,
			requestOAuth2: async (_credential, { method, body }) => {
				if (method === 'PATCH') written = body.values;
				return { address: 'Leads!A1:C3', values: written ?? values };
			},
		},
	};
	await update.execute.call(context, items);
	return written
		.slice(1)
		.map((row) => `  ${row.join(', ')}`)
		.join('\n');
}

(async () => {
	for (const keys of [
		['A-364815720019283741', 'A-364815720019283742'],
		['364815720019283741', '364815720019283742'],
		['7', '007'],
		['120', '12E1'],
	]) {
		console.log(`${keys.join(' and ')}, the second one is won`);
		console.log(await run(...keys));
	}
})();
PROGRAM

expected='A-364815720019283741 and A-364815720019283742, the second one is won
  A-364815720019283741, Asha, New
  A-364815720019283742, Ravi, Won
364815720019283741 and 364815720019283742, the second one is won
  364815720019283742, Ravi, Won
  364815720019283742, Ravi, New
7 and 007, the second one is won
  007, Ravi, Won
  007, Ravi, New
120 and 12E1, the second one is won
  12E1, Ravi, Won
  12E1, Ravi, New'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
