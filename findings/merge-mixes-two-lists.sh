#!/usr/bin/env bash
# Merge 3.2, Combine by Matching Fields: tags [hot, vip] and tags [cold] become [cold, vip].
#
# A good guess: both rows have the field "tags". By default the row of the last input wins where two fields have one
# name, so the result is [cold]. If the lists were joined, it would be [hot, vip, cold].
#
# What happens: the default, Deep Merge, treats a list as an object with the keys 0, 1, 2. The first element replaces
# the first, and what is left over of the longer list stays. The result is a list that neither input had. An empty list
# changes nothing.
#
# Why it matters: tags, multi-select fields and line items come out wrong in a green run, and an emptied list keeps its
# old values. The choice that gives [cold] is Clash Handling > Merging Nested Fields > Shallow Merge, inside Options.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Merge package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const combine = require('./package/dist/nodes/Merge/v3/actions/mode/combineByFields.js');

/** Combines two rows with the same ID by the node's defaults. */
async function run(tags1, tags2, clashHandling) {
	const all = {
		advanced: false,
		fieldsToMatchString: 'id',
		joinMode: 'keepMatches',
		outputDataFrom: 'both',
		options: {},
		'options.clashHandling.values': clashHandling,
	};
	const context = {
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Merge', typeVersion: 3.2 }),
	};
	const inputs = [tags1, tags2].map((tags) => [{ json: { id: 1, tags }, pairedItem: { item: 0 } }]);
	const [[row]] = await combine.execute.call(context, inputs);
	return JSON.stringify(row.json.tags);
}

(async () => {
	const shallow = { resolveClash: 'preferLast', mergeMode: 'shallowMerge' };
	for (const [tags1, tags2] of [
		[['hot', 'vip'], ['cold']],
		[['hot', 'vip'], []],
	]) {
		console.log(`${JSON.stringify(tags1)} and ${JSON.stringify(tags2)}`);
		console.log(`  by default:    ${await run(tags1, tags2)}`);
		console.log(`  Shallow Merge: ${await run(tags1, tags2, shallow)}`);
	}
})();
PROGRAM

expected='["hot","vip"] and ["cold"]
  by default:    ["cold","vip"]
  Shallow Merge: ["cold"]
["hot","vip"] and []
  by default:    ["hot","vip"]
  Shallow Merge: []'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
