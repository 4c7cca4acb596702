#!/usr/bin/env bash
# Notion 3, Database Page > Get with Simplify: a rollup that counts is there, one that sums is not.
#
# A good guess: Simplify gives each property its plain value. A rollup is a number, a date or a list, and the node shows
# counts and lists, so it shows the sum as well. So too a customer number of the type ID.
#
# What happens: the node knows the rollups by the names of their functions, and only those that count, that look for
# empty values and that show the originals. Sum, average, smallest, largest, dates and the percentage of ticked boxes
# have no value, and the property is missing in the item. So is an ID. Simplify is on by default, also in Get Many.
#
# Why it matters: "the company's deals in total" and "last contact on" are what rollups are made for. The CRM gets
# nothing there, and a node that leaves out missing fields updates the rest in a green run. Switch Simplify off, or wrap
# the rollup in a formula: formulas are shown.
#
# Needs Node.js 20.19 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

# Of the package only this node, and of its many dependencies only those that the node loads.
printf 'n8n-nodes-base 2.41.1\n\n'
npm pack --silent n8n-nodes-base@2.41.1 >/dev/null
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Notion package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1 change-case@5.4.4 moment-timezone@0.5.48 uuid@11.1.1

cat >run.cjs <<'PROGRAM'
const { router } = require('./package/dist/nodes/Notion/v3/actions/router.js');

// What Notion gives for a company whose deals are in another database.
const rollup = (fn, value) => ({ type: 'rollup', rollup: { function: fn, ...value } });
const number = (value) => ({ type: 'number', number: value });
const properties = {
	Name: { type: 'title', title: [{ type: 'text', plain_text: 'Acme' }] },
	Employees: { type: 'number', number: 40 },
	'Deal names': rollup('show_original', {
		type: 'array',
		array: [{ type: 'rich_text', rich_text: [{ type: 'text', plain_text: 'Two rooms' }] }],
	}),
	'Deal count': rollup('count', number(3)),
	'Deal sum': rollup('sum', number(7500)),
	'Largest deal': rollup('max', number(5000)),
	'Deals won': rollup('percent_checked', number(0.667)),
	'Last deal': rollup('latest_date', { type: 'date', date: { start: '2026-11-24', end: null } }),
	'Customer number': { type: 'unique_id', unique_id: { prefix: 'CUST', number: 42 } },
};
const page = { object: 'page', id: 'p1', parent: { type: 'data_source_id' }, properties };

async function run() {
	const all = {
		resource: 'databasePage',
		operation: 'get',
		pageId: { mode: 'id', value: '3f1b0000-0000-4000-8000-000000000001' },
		simple: true,
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Notion', typeVersion: 3 }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (list) => list.map((json) => ({ json })),
			constructExecutionMetaData: (items) => items,
			httpRequestWithAuthentication: async () => page,
		},
	};
	const [[{ json }]] = await router.call(context);
	for (const [name, { type, rollup: { function: fn } = {} }] of Object.entries(properties)) {
		const value = json[`property_${name.toLowerCase().replaceAll(' ', '_')}`];
		const kind = fn === undefined ? type : `${type}, ${fn}`;
		console.log(`${name} (${kind}): ${JSON.stringify(value) ?? 'missing'}`);
	}
}

run();
PROGRAM

expected='Name (title): "Acme"
Employees (number): 40
Deal names (rollup, show_original): ["Two rooms"]
Deal count (rollup, count): 3
Deal sum (rollup, sum): missing
Largest deal (rollup, max): missing
Deals won (rollup, percent_checked): missing
Last deal (rollup, latest_date): missing
Customer number (unique_id): missing'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
