#!/usr/bin/env bash
# Summarize 1.1: the sum of amounts that are text is 0, and their average is NaN.
#
# A good guess: the items come from the Postgres or MySQL node, which give NUMERIC and DECIMAL as text, or from a CSV.
# The sum of "200000.50" and "100000.25" is 300000.75. If the node does not convert text, it says so, as it does for a
# field that it does not find.
#
# What happens: sum and average leave out everything that is not a JavaScript number. Where all values are text, the sum
# is 0 and the average is 0 / 0, which JSON writes as null. Where some are, these are missing from the total. No
# message, no hint. Max compares the same values as text, so that "9500" is more than "120000".
#
# Why it matters: a total of deals or payments is 0 or too low in a green run. Convert first, for example with Edit
# Fields and a field of the type Number.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Transform/Summarize
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { Summarize } = require('./package/dist/nodes/Transform/Summarize/Summarize.node.js');

/** Runs the node on items with these amounts. */
async function run(amounts) {
	const hints = [];
	const values = ['sum', 'average', 'max'].map((aggregation) => ({ aggregation, field: 'amount' }));
	const all = { options: {}, fieldsToSplitBy: '', 'fieldsToSummarize.values': values };
	const context = {
		getInputData: () => amounts.map((amount) => ({ json: { amount } })),
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Summarize', typeVersion: 1.1 }),
		addExecutionHints: (...more) => hints.push(...more),
	};
	const [[item]] = await new Summarize().execute.call(context);
	return `${JSON.stringify(item.json)}, hints: ${hints.length}`;
}

(async () => {
	for (const amounts of [
		[9500, 120000],
		['9500', '120000'],
		[9500, '120000'],
	]) {
		console.log(`${JSON.stringify(amounts)}: ${await run(amounts)}`);
	}
})();
PROGRAM

expected='[9500,120000]: {"sum_amount":129500,"average_amount":64750,"max_amount":120000}, hints: 0
["9500","120000"]: {"sum_amount":0,"average_amount":null,"max_amount":"9500"}, hints: 0
[9500,"120000"]: {"sum_amount":9500,"average_amount":9500,"max_amount":"120000"}, hints: 0'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
