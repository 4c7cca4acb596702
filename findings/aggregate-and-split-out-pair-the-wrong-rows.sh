#!/usr/bin/env bash
# Aggregate, then Split Out, both by name and e-mail: one person without an e-mail gets that of the next person.
#
# A good guess: Aggregate makes a list of each field, Split Out with two fields puts the elements with one index into one
# row. So the second node undoes the first, and an absent e-mail stays absent.
#
# What happens: by default, Aggregate leaves missing and null values out of its lists. The list of e-mails is shorter
# than that of names, and from the gap on all rows are shifted. The last ones have no e-mail.
#
# Why it matters: the two nodes stand around a call that takes many records at once. Afterwards people have the e-mail of
# somebody else, in a green run. The remedy is Options > Keep Missing And Null Values, or Aggregate > All Item Data.
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
const { Aggregate } = require('./package/dist/nodes/Transform/Aggregate/Aggregate.node.js');
const { SplitOut } = require('./package/dist/nodes/Transform/SplitOut/SplitOut.node.js');

async function run(node, rows, all) {
	const context = {
		getInputData: () => rows.map((json) => ({ json })),
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: node.description.displayName, typeVersion: 1 }),
		addExecutionHints: () => console.log('a hint'),
	};
	const [items] = await node.execute.call(context);
	return items.map(({ json }) => json);
}

(async () => {
	const people = [
		{ name: 'Asha', email: 'asha@example.com' },
		{ name: 'Ravi' },
		{ name: 'Meera', email: 'meera@example.com' },
	];
	for (const keepMissing of [false, true]) {
		const lists = await run(new Aggregate(), people, {
			aggregate: 'aggregateIndividualFields',
			'fieldsToAggregate.fieldToAggregate': [
				{ fieldToAggregate: 'name' },
				{ fieldToAggregate: 'email' },
			],
			'options.keepMissing': keepMissing,
		});
		const rows = await run(new SplitOut(), lists, {
			fieldToSplitOut: 'name, email',
			include: 'noOtherFields',
		});
		console.log(`Keep Missing And Null Values: ${keepMissing}`);
		for (const { name, email } of rows) console.log(`  ${name}: ${email ?? 'none'}`);
	}
})();
PROGRAM

expected='Keep Missing And Null Values: false
  Asha: asha@example.com
  Ravi: meera@example.com
  Meera: none
Keep Missing And Null Values: true
  Asha: asha@example.com
  Ravi: none
  Meera: meera@example.com'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
