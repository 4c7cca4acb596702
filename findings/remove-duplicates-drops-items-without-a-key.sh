#!/usr/bin/env bash
# Remove Duplicates 2, items processed in previous executions: of all items without a key, the first run passes all and
# every later run none.
#
# A good guess: an item whose "Value to Dedupe On" is missing was never seen, so it passes. Or it is an error, as it is
# with the other two choices of "Keep Items Where" ("The `Value to Dedupe` On is empty").
#
# What happens: with "Value Is New", a missing or empty value is the key ''. Within a run, items with the same key all
# pass, from the next run on '' is a key that was seen. New items without a key leave at Discarded.
#
# Why it matters: "new leads since the last run", by e-mail, works in the first run and in each test that starts empty.
# Later, every lead that has no e-mail is lost, in a green run. Use a key that each row has, or give the missing ones
# one of their own.
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

/** What n8n keeps between executions for the node. Here, the keys that it was told. */
const seen = new Set();
const helpers = {
	getProcessedDataCount: async () => seen.size,
	checkProcessedAndRecord: async (keys) => {
		const fresh = keys.filter((key) => !seen.has(key));
		const processed = keys.filter((key) => seen.has(key));
		for (const key of keys) seen.add(key);
		return { new: fresh, processed };
	},
};

async function run(leads) {
	const all = {
		operation: 'removeItemsSeenInPreviousExecutions',
		logic: 'removeItemsWithAlreadySeenKeyValues',
	};
	const context = {
		helpers,
		getInputData: () => leads.map((json) => ({ json })),
		// dedupeValue is {{ $json.email }}.
		getNodeParameter: (name, item, fallback) =>
			name === 'dedupeValue' ? leads[item].email : (all[name] ?? fallback),
		getNode: () => ({ name: 'Remove Duplicates', typeVersion: 2 }),
		addExecutionHints: () => console.log('a hint'),
		continueOnFail: () => false,
	};
	const node = new RemoveDuplicatesV2({ version: [2] });
	const [kept, discarded] = (await node.execute.call(context)).map((rows) =>
		rows.map(({ json }) => json.name).join(', '),
	);
	return `kept: ${kept || 'none'}; discarded: ${discarded || 'none'}`;
}

(async () => {
	const asha = { name: 'Asha', email: 'asha@example.com' };
	console.log(`first run:  ${await run([asha, { name: 'Ravi' }, { name: 'Meera' }])}`);
	console.log(`second run: ${await run([asha, { name: 'Kiran' }, { name: 'Divya', email: null }])}`);
})();
PROGRAM

expected='first run:  kept: Asha, Ravi, Meera; discarded: none
second run: kept: none; discarded: Asha, Kiran, Divya'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
