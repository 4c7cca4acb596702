#!/usr/bin/env bash
# Remove Duplicates 2, items processed in previous executions: when the history is nearly full, every run fails.
#
# A good guess: "History Size" (10,000) is how many keys are remembered, and the oldest one makes room for the newest.
# The node's hint says so too: "Some duplicates may be not be removed since you're approaching the maximum history
# size".
#
# What happens: before it compares, the node adds the number of items to the number of remembered keys. If the sum is
# over the size, it ends with an error. Nothing is remembered then, and nothing is forgotten, so that the next run ends
# in the same way. Items that are all known count too: with 9,999 keys, two old items are too many.
#
# Why it matters: a workflow that takes up 50 records a day works for 200 days and then always fails. "Changed since",
# read with an overlap, gets there sooner, since the overlap counts in every run. Let a database keep the keys, use
# "Value Is a Date Later than Any Previous Date", or clean the history on a schedule.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Transform package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const {
	RemoveDuplicatesV2,
} = require('./package/dist/nodes/Transform/RemoveDuplicates/v2/RemoveDuplicatesV2.node.js');

/** What n8n keeps between executions for the node: the last keys, as many as the node wants. */
let seen = [];
const helpers = {
	getProcessedDataCount: async () => seen.length,
	checkProcessedAndRecord: async (keys, _scope, { maxEntries }) => {
		const fresh = keys.filter((key) => !seen.includes(key));
		const processed = keys.filter((key) => seen.includes(key));
		seen = [...seen, ...fresh].slice(-maxEntries);
		return { new: fresh, processed };
	},
};

/** Runs the node, with a history of 10 keys, on records with these IDs. */
async function run(ids) {
	const all = {
		operation: 'removeItemsSeenInPreviousExecutions',
		logic: 'removeItemsWithAlreadySeenKeyValues',
		'options.historySize': 10,
	};
	const context = {
		helpers,
		getInputData: () => ids.map((id) => ({ json: { id } })),
		getNodeParameter: (name, item, fallback) =>
			name === 'dedupeValue' ? ids[item] : (all[name] ?? fallback),
		getNode: () => ({ name: 'Remove Duplicates', typeVersion: 2 }),
		addExecutionHints: () => undefined,
		continueOnFail: () => false,
	};
	try {
		const node = new RemoveDuplicatesV2({ version: [2] });
		const [kept] = await node.execute.call(context);
		return `kept: ${kept.map(({ json }) => json.id).join(', ') || 'none'}`;
	} catch (error) {
		return `${error.name}, ${error.message.split('.')[0]}`;
	}
}

(async () => {
	for (const ids of [
		['a', 'b', 'c', 'd', 'e'],
		['f', 'g', 'h', 'i'],
		['i'],
		['h', 'i'],
		['j', 'k'],
		['j', 'k'],
	]) {
		console.log(`${seen.length} remembered, then ${ids.join(', ')}: ${await run(ids)}`);
	}
})();
PROGRAM

expected='0 remembered, then a, b, c, d, e: kept: a, b, c, d, e
5 remembered, then f, g, h, i: kept: f, g, h, i
9 remembered, then i: kept: none
9 remembered, then h, i: NodeOperationError, The number of items to be processed exceeds the maximum history size
9 remembered, then j, k: NodeOperationError, The number of items to be processed exceeds the maximum history size
9 remembered, then j, k: NodeOperationError, The number of items to be processed exceeds the maximum history size'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
