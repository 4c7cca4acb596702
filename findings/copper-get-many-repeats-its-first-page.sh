#!/usr/bin/env bash
# Copper, Lead > Get Many with Return All: of 250 leads come 400 items, and 50 leads are missing.
#
# A good guess: Return All asks for page 1, 2 and so on until Copper's total is reached, and filters go where Copper's
# search wants them, into the body of the POST request.
#
# What happens: the node asks until it has as many items as the total says, but never for another page, so the first 200
# leads come again and again. A limit above 200 is filled in the same way. A filter is sent in the address instead of the
# body, and so is the page's size. People, companies and opportunities are read by the same code.
#
# Why it matters: as long as one page holds all, nothing is wrong. Above, everything that follows is done twice to some
# leads and never to others, in a green run whose number of items looks right. Use an HTTP Request node with page_number.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Copper package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { Copper } = require('./package/dist/nodes/Copper/Copper.node.js');

/** Runs Get Many on an account with so many leads, where the page's size and number count wherever they are sent. */
async function run(total, parameters) {
	const all = { resource: 'lead', operation: 'getAll', ...parameters };
	const bodies = new Set();
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Copper', typeVersion: 1 }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (rows) => rows.map((json) => ({ json })),
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { qs = {}, body = {} }) => {
				bodies.add(JSON.stringify(body));
				const { page_size: size, page_number: page } = {
					page_size: 20,
					page_number: 1,
					...qs,
					...body,
				};
				const ids = Array.from({ length: total }, (_, id) => ({ id }));
				return {
					headers: { 'x-pw-total': total },
					body: ids.slice(size * (page - 1), size * page),
				};
			},
		},
	};
	const [items] = await new Copper().execute.call(context);
	const different = new Set(items.map(({ json }) => json.id)).size;
	return `${items.length} items, ${different} different leads; bodies sent: ${[...bodies].join(' ')}`;
}

(async () => {
	const filterFields = { name: 'Asha' };
	console.log(`150 leads, Return All: ${await run(150, { returnAll: true, filterFields })}`);
	console.log(`250 leads, Return All: ${await run(250, { returnAll: true, filterFields })}`);
	console.log(
		`250 leads, Limit 250:  ${await run(250, { returnAll: false, limit: 250, filterFields })}`,
	);
})();
PROGRAM

expected='150 leads, Return All: 150 items, 150 different leads; bodies sent: {}
250 leads, Return All: 400 items, 200 different leads; bodies sent: {}
250 leads, Limit 250:  250 items, 200 different leads; bodies sent: {}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
