#!/usr/bin/env bash
# Google Sheets 4.7, Append or Update Row: two items with one new e-mail make two rows.
#
# A good guess: the e-mail is the "Column to match on", so afterwards the sheet has one row for it. The second item
# updates what the first has appended, as an upsert of a database does, and as it is if the row was there before.
#
# What happens: all items are compared with the sheet as it was before the run. What is not in it is appended, item by
# item. The same items again do not mend it: they all go to the first of the two rows, and the second keeps what it has.
#
# Why it matters: a form sent twice, or two events of one lead in one batch, make a duplicate in a sheet that is kept by
# key to have none. From then on one of the two rows is out of date, and a look-up may find that one. Let Remove
# Duplicates or Summarize make the key unique before, or send the items one by one with Loop Over Items.
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
const upsert = require(`${sheets}/actions/sheet/appendOrUpdate.operation.js`);

/** Runs the operation on a sheet as Google's API gives it. */
async function run(sheet, rows) {
	const all = {
		authentication: 'oAuth2',
		'columns.mappingMode': 'autoMapInputData',
		'columns.matchingColumns': ['E-mail'],
		'columns.schema': [],
		options: {},
	};
	const context = {
		getInputData: () => rows.map((json) => ({ json })),
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Google Sheets', typeVersion: 4.7 }),
		helpers: {
			requestOAuth2: async (_credential, { method, body }) => {
				if (method === 'GET') return { values: sheet.map((row) => [...row]) };
				for (const { range, values } of body.data ?? (body.values ? [body] : [])) {
					const [, column = 'A', row] = /!([A-Z])?(\d+)/.exec(range);
					values.forEach((cells, index) => {
						sheet[row - 1 + index] ??= [];
						cells.forEach((cell, x) => (sheet[row - 1 + index][column === 'A' ? x : 1] = cell));
					});
				}
				return {};
			},
		},
	};
	await upsert.execute.call(context, new GoogleSheet('document', context), 'Leads', 0);
	sheet.slice(1).forEach((row) => console.log(`  ${row.join(', ')}`));
}

(async () => {
	const sheet = [
		['E-mail', 'Stage'],
		['asha@example.com', 'New'],
	];
	for (const stages of [
		['New', 'Called'],
		['Won', 'Paid'],
	]) {
		const items = ['asha@example.com', 'ravi@example.com'].flatMap((email) =>
			stages.map((Stage) => ({ 'E-mail': email, Stage })),
		);
		console.log(`Asha and Ravi: ${stages.join(', then ')}`);
		await run(sheet, items);
	}
})();
PROGRAM

expected='Asha and Ravi: New, then Called
  asha@example.com, Called
  ravi@example.com, New
  ravi@example.com, Called
Asha and Ravi: Won, then Paid
  asha@example.com, Paid
  ravi@example.com, Paid
  ravi@example.com, Called'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
