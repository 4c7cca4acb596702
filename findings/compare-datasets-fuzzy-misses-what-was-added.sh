#!/usr/bin/env bash
# Compare Datasets 2.3 with Fuzzy Compare: a row of B that has one field more than its row of A is "same".
#
# A good guess: Fuzzy Compare makes 3 equal to "3" and an empty text equal to a missing field. A field that only B has,
# with a value, is a difference, as it is the other way round and as it is without Fuzzy Compare.
#
# What happens: with Fuzzy Compare, the node goes through the fields of the row from A only. What B has besides is not
# looked at. The row leaves at the output for equal rows, as A has it.
#
# Why it matters: n8n's readers of .csv and .xlsx leave out empty cells, and many APIs leave out empty fields. So every
# field that was filled in since the last export is missing in A. "Stage: nothing yet, now Won" is no change, and a
# workflow that writes the changed rows to a CRM leaves it out. With the inputs exchanged it is seen.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/CompareDatasets package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const {
	CompareDatasets,
} = require('./package/dist/nodes/CompareDatasets/CompareDatasets.node.js');

const earlier = { id: 1, name: 'Asha' };
const now = { id: 1, name: 'Asha', stage: 'Won' };

/** @returns the name of the output at which the two rows leave */
async function run(a, b, fuzzyCompare) {
	const all = {
		'mergeByFields.values': [{ field1: 'id', field2: 'id' }],
		resolve: 'includeBoth',
		fuzzyCompare,
		options: {},
	};
	const context = {
		getInputData: (input) => [{ json: [a, b][input], pairedItem: { item: 0 } }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Compare Datasets', typeVersion: 2.3 }),
	};
	const outputs = await new CompareDatasets().execute.call(context);
	return ['in A only', 'same', 'different', 'in B only'][outputs.findIndex((rows) => rows.length)];
}

(async () => {
	for (const fuzzy of [false, true]) {
		console.log(`Fuzzy Compare: ${fuzzy}`);
		console.log(`  A without the stage, B with it: ${await run(earlier, now, fuzzy)}`);
		console.log(`  A with the stage, B without it: ${await run(now, earlier, fuzzy)}`);
	}
})();
PROGRAM

expected='Fuzzy Compare: false
  A without the stage, B with it: different
  A with the stage, B without it: different
Fuzzy Compare: true
  A without the stage, B with it: same
  A with the stage, B without it: different'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
