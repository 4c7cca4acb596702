#!/usr/bin/env bash
# Microsoft Dynamics CRM, Account > Get Many with Return All: of 2,500 accounts come 100.
#
# A good guess: Return All reads page by page until the service gives no @odata.nextLink any more. The node does look
# for it.
#
# What happens: the node asks for pages of 100 by $top=100. In OData, $top is not the size of a page but the number of
# rows of the whole result (4.01, Protocol, 11.2.6.3); Dataverse wants the size in the header Prefer: odata.maxpagesize.
# After 100 rows the result is complete, so there is no link, and the node is content. Without $top, Dataverse would
# have given up to 5,000 rows at once.
#
# Why it matters: up to 100 accounts it is right. Above, what is compared with the list takes the others for missing and
# makes them again, and the run is green with a round number of items. Ask by the HTTP Request node, or with filters
# that give fewer.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Microsoft/Dynamics
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >run.cjs <<'PROGRAM'
const {
	MicrosoftDynamicsCrm,
} = require('./package/dist/nodes/Microsoft/Dynamics/MicrosoftDynamicsCrm.node.js');

/** Dataverse's answer: $top ends the result, and only a result that goes on has a link. It has 5,000 rows a page. */
function serve(accounts, { uri, qs }) {
	const size = Math.min(accounts, qs.$top ?? Infinity);
	const start = Number(new URL(uri).searchParams.get('$skiptoken') ?? 0);
	const end = Math.min(start + 5000, size);
	const value = Array.from({ length: end - start }, (_, i) => ({ accountid: start + i }));
	return end < size ? { value, '@odata.nextLink': `${uri}?$skiptoken=${end}` } : { value };
}

async function run(accounts) {
	const all = {
		resource: 'account',
		operation: 'getAll',
		returnAll: true,
		options: {},
		filters: {},
	};
	const sent = [];
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Microsoft Dynamics CRM', typeVersion: 1 }),
		getCredentials: async () => ({ subdomain: 'acme', region: 'crm.dynamics.com' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (list) => list.map((json) => ({ json })),
			constructExecutionMetaData: (items) => items,
			requestOAuth2: async (_credential, options) => {
				sent.push(JSON.stringify(options.qs));
				return serve(accounts, options);
			},
		},
	};
	const [items] = await new MicrosoftDynamicsCrm().execute.call(context);
	console.log(`${accounts} accounts, Return All: sent ${sent.join(', ')}; ${items.length} items`);
}

(async () => {
	for (const accounts of [80, 101, 2500]) await run(accounts);
})();
PROGRAM

expected='80 accounts, Return All: sent {"$top":100}; 80 items
101 accounts, Return All: sent {"$top":100}; 100 items
2500 accounts, Return All: sent {"$top":100}; 100 items'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
