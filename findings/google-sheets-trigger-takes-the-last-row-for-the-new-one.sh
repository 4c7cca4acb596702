#!/usr/bin/env bash
# Google Sheets Trigger, Row Added: a row that was inserted above starts the workflow with the last row of the sheet.
#
# A good guess: "Row Added" gives the row that was added. If it knew nothing but the end of the sheet, it would see
# nothing of a row inserted elsewhere.
#
# What happens: the trigger remembers how many rows there were, and gives those behind this number. After a row was
# inserted, these are the old last ones, which were given before, and the new row is never given. If as many rows were
# deleted as were appended since the last poll, nothing is given at all.
#
# Why it matters: a sheet that is sorted, shows the newest on top, or is cleaned up by hand gives old leads twice and
# loses new ones, and each run is green. Append only, and never delete; or read the sheet on a schedule and mark what
# was done in a column.
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
const {
	GoogleSheetsTrigger,
} = require('./package/dist/nodes/Google/Sheet/GoogleSheetsTrigger.node.js');

/** What n8n keeps between polls. */
const remembered = {};

/** Polls the sheet once, with these names in it. */
async function poll(names) {
	const all = {
		authentication: 'triggerOAuth2',
		event: 'rowAdded',
		documentId: { mode: 'id', value: 'document' },
		sheetName: { mode: 'name', value: 'Leads' },
		options: {},
	};
	const context = {
		getMode: () => 'trigger',
		getWorkflowStaticData: () => remembered,
		getNodeParameter: (name, _fallback, options) => (options ? all[name].value : all[name]),
		getNode: () => ({ name: 'Google Sheets Trigger', typeVersion: 1 }),
		helpers: {
			returnJsonArray: (rows) => rows.map((json) => ({ json })),
			requestOAuth2: async (_credential, { uri }) => {
				if (!uri.includes('/values/'))
					return { sheets: [{ properties: { sheetId: 1, title: 'Leads' } }] };
				const rows = [['Name'], ...names.map((name) => [name])];
				return { values: uri.endsWith('!A1:ZZZ1') ? rows.slice(0, 1) : rows };
			},
		},
	};
	const items = await new GoogleSheetsTrigger().poll.call(context);
	return items ? items[0].map(({ json }) => json.Name).join(', ') : 'nothing';
}

(async () => {
	for (const [what, names] of [
		['first poll', ['Asha', 'Ravi']],
		['Meera appended', ['Asha', 'Ravi', 'Meera']],
		['Kiran inserted at the top', ['Kiran', 'Asha', 'Ravi', 'Meera']],
		['Ravi deleted, Divya appended', ['Kiran', 'Asha', 'Meera', 'Divya']],
	]) {
		console.log(`${what}: ${await poll(names)}`);
	}
})();
PROGRAM

expected='first poll: nothing
Meera appended: Meera
Kiran inserted at the top: Meera
Ravi deleted, Divya appended: nothing'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
