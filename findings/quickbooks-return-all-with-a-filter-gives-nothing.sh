#!/usr/bin/env bash
# QuickBooks Online, Customer > Get Many with Return All and a query: three customers match, and no item comes.
#
# A good guess: Return All gives all customers that match, as with a limit, only without the limit.
#
# What happens: the node counts all customers without the query, and asks for pages until it has as many. After the last
# match, QuickBooks answers without a list. The node takes this error for "there are none", and what it had is dropped.
# It is so whenever one customer does not match. Invoices, bills, items and the others are read by the same code.
#
# Why it matters: "all with an open balance" and "all changed since yesterday" are empty, and the run is green and stops
# there. What compares both systems takes every customer for missing. Without the query, or with a limit, it is right.
# Give a limit that is high enough.
#
# Needs Node.js 20.19 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

# Of the package only this node, and of its many dependencies only those that the node loads.
printf 'n8n-nodes-base 2.41.1\n\n'
npm pack --silent n8n-nodes-base@2.41.1 >/dev/null
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/QuickBooks
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1 change-case@5.4.4

cat >run.cjs <<'PROGRAM'
const { QuickBooks } = require('./package/dist/nodes/QuickBooks/QuickBooks.node.js');

const customers = [
	{ DisplayName: 'Asha', Taxable: true },
	{ DisplayName: 'Ravi', Taxable: false },
	{ DisplayName: 'Lin', Taxable: true },
	{ DisplayName: 'Meera', Taxable: true },
];

/** QuickBooks' answer. Where nothing is found, there is no list. */
function answer(query) {
	const matching = customers.filter(({ Taxable }) => !query.includes('WHERE') || Taxable);
	if (query.includes('COUNT(*)')) return { QueryResponse: { totalCount: matching.length } };
	const [, size] = /MAXRESULTS (\d+)/.exec(query);
	const [, start] = /STARTPOSITION (\d+)/.exec(query) ?? [, 1];
	const Customer = matching.slice(start - 1, start - 1 + Number(size));
	return { QueryResponse: Customer.length > 0 ? { Customer } : {} };
}

async function run(query, returnAll) {
	console.log(`query "${query}", ${returnAll ? 'Return All' : 'limit 50'}`);
	const all = {
		resource: 'customer',
		operation: 'getAll',
		returnAll,
		limit: 50,
		filters: { query },
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'QuickBooks Online', typeVersion: 1 }),
		getCredentials: async () => ({ oauthTokenData: { callbackQueryString: { realmId: '1' } } }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (list) => list.map((json) => ({ json })),
			constructExecutionMetaData: (items) => items,
			requestOAuth2: async (_credential, { qs }) => {
				console.log(`  sent: ${qs.query}`);
				return answer(qs.query);
			},
		},
	};
	const [items] = await new QuickBooks().execute.call(context);
	console.log(`  items: ${items.map(({ json }) => json.DisplayName).join(', ') || 'none'}`);
}

(async () => {
	await run('', true);
	await run('WHERE Taxable = true', false);
	await run('WHERE Taxable = true', true);
})();
PROGRAM

expected='query "", Return All
  sent: SELECT COUNT(*) FROM customer
  sent: SELECT * FROM customer MAXRESULTS 1000 STARTPOSITION 1
  items: Asha, Ravi, Lin, Meera
query "WHERE Taxable = true", limit 50
  sent: SELECT * FROM customer WHERE Taxable = true MAXRESULTS 50
  items: Asha, Lin, Meera
query "WHERE Taxable = true", Return All
  sent: SELECT COUNT(*) FROM customer
  sent: SELECT * FROM customer WHERE Taxable = true MAXRESULTS 1000 STARTPOSITION 1
  sent: SELECT * FROM customer WHERE Taxable = true MAXRESULTS 1000 STARTPOSITION 1001
  items: none'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
