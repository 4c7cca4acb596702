#!/usr/bin/env bash
# Sort: one row without the amount, and the other rows are not in order any more.
#
# A good guess: rows without the field come first or last, as in SQL and in spreadsheets. The others are in order.
#
# What happens: a row without the field is neither less nor more than any other, and the node takes "not less" for
# "more", from both sides. The sorting stops at such a row as at a wall: the rows before it and the rows behind it are
# sorted among themselves only.
#
# Why it matters: n8n's readers of .csv and .xlsx leave empty cells out. "The largest first", followed by Limit, takes
# 900 instead of 2000. No message, no hint, and a short list may come out right by chance.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Transform package/dist/nodes/Code package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { Sort } = require('./package/dist/nodes/Transform/Sort/Sort.node.js');

/** Sorts rows with these amounts; undefined is a row without one. */
async function run(order, amounts) {
	const all = { type: 'simple', sortFieldsUi: { sortField: [{ fieldName: 'amount', order }] } };
	const context = {
		getInputData: () => amounts.map((amount) => ({ json: amount === undefined ? {} : { amount } })),
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Sort', typeVersion: 1 }),
	};
	const [rows] = await new Sort().execute.call(context);
	return rows.map(({ json }) => json.amount ?? 'none').join(', ');
}

(async () => {
	for (const amounts of [
		[100, 2000, 500, 900],
		[100, 2000, undefined, 500, 900],
	]) {
		console.log(amounts.map((amount) => amount ?? 'none').join(', '));
		console.log(`  ascending:  ${await run('ascending', amounts)}`);
		console.log(`  descending: ${await run('descending', amounts)}`);
	}
})();
PROGRAM

expected='100, 2000, 500, 900
  ascending:  100, 500, 900, 2000
  descending: 2000, 900, 500, 100
100, 2000, none, 500, 900
  ascending:  100, 2000, none, 500, 900
  descending: 900, 500, none, 2000, 100'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
