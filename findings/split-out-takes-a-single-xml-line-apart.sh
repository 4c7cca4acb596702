#!/usr/bin/env bash
# XML to JSON, then Split Out of the order's lines: two lines give two items, one line gives as many as it has fields.
#
# A good guess: an order with one line gives one item. Or Split Out says that "order.line" is no list.
#
# What happens: XML knows no lists, so the XML node makes one only where an element is repeated. A single line is an
# object, and Split Out goes through the values of an object as through a list, one item each, without a hint.
#
# Why it matters: it works until the first order with a single line. Then "A-1" and "2" are lines of the order, and what
# follows finds neither sku nor quantity. The XML node's option Explicit Array makes lists of all elements.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Xml package/dist/nodes/Transform package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1 xml2js@0.6.2

cat >run.cjs <<'PROGRAM'
const { Xml } = require('./package/dist/nodes/Xml/Xml.node.js');
const { SplitOut } = require('./package/dist/nodes/Transform/SplitOut/SplitOut.node.js');

async function run(node, rows, all) {
	const context = {
		getInputData: () => rows.map((json) => ({ json })),
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: node.description.displayName, typeVersion: 1 }),
		addExecutionHints: () => console.log('a hint'),
		continueOnFail: () => false,
	};
	const [items] = await node.execute.call(context);
	return items.map(({ json }) => json);
}

(async () => {
	const line = (sku, quantity) => `<line><sku>${sku}</sku><quantity>${quantity}</quantity></line>`;
	for (const lines of [[line('A-1', 2), line('B-7', 1)], [line('A-1', 2)]]) {
		const data = `<order>${lines.join('')}</order>`;
		const parsed = await run(new Xml(), [{ data }], {
			mode: 'xmlToJson',
			dataPropertyName: 'data',
			options: {},
		});
		const items = await run(new SplitOut(), parsed, {
			fieldToSplitOut: 'order.line',
			include: 'noOtherFields',
		});
		console.log(`lines: ${lines.length}, items: ${items.length}`);
		for (const item of items) console.log(`  ${JSON.stringify(item)}`);
	}
})();
PROGRAM

expected='lines: 2, items: 2
  {"sku":"A-1","quantity":"2"}
  {"sku":"B-7","quantity":"1"}
lines: 1, items: 2
  {"order.line":"A-1"}
  {"order.line":"2"}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
