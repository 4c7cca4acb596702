#!/usr/bin/env bash
# Filter 2.2: a row whose amount is null passes "amount is less than 100", also with strict type validation.
#
# A good guess: null is no number. A condition on numbers is not met, as in SQL, or it is an error, since strict
# validation complains about the text "50". If null were 0, it would be equal to 0.
#
# What happens: strict validation lets null through, and JavaScript's < and > take it for 0, where "is equal to" does not.
# So null is less than 100, more than -1, and not equal to 0. A missing field meets none of the three.
#
# Why it matters: Postgres and MySQL nodes give null for an empty cell, .csv and .xlsx readers leave the field out. One
# condition keeps other rows of the same table, depending on where it was read: "deals below 100" from a database
# include each deal whose amount nobody knows. Add "exists" or "is not empty" as a second condition.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Filter package/dist/utils package/dist/nodes/If
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { FilterV2 } = require('./package/dist/nodes/Filter/V2/FilterV2.node.js');
const { executeFilter } = require('n8n-workflow');

/** Runs the node on one row with one condition, as n8n's getNodeParameter evaluates it. */
async function run(json, operation, rightValue) {
	const condition = {
		id: '1',
		leftValue: json.amount,
		rightValue,
		operator: { type: 'number', operation },
	};
	const conditions = {
		combinator: 'and',
		conditions: [condition],
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
	};
	const context = {
		getInputData: () => [{ json }],
		getNodeParameter: (name, _item, fallback) =>
			name === 'conditions' ? executeFilter(conditions) : fallback,
		getNode: () => ({ name: 'Filter', typeVersion: 2.2, parameters: {} }),
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
	for (const row of [{ amount: 0 }, { amount: null }, {}, { amount: '50' }]) {
		const less = await run(row, 'lt', 100);
		const more = await run(row, 'gt', -1);
		const equal = await run(row, 'equals', 0);
		console.log(`${JSON.stringify(row)}: < 100 ${less}, > -1 ${more}, = 0 ${equal}`);
	}
})();
PROGRAM

expected='{"amount":0}: < 100 true, > -1 true, = 0 true
{"amount":null}: < 100 true, > -1 true, = 0 false
{}: < 100 false, > -1 false, = 0 false
{"amount":"50"}: < 100 error, > -1 error, = 0 error'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
