#!/usr/bin/env bash
# WooCommerce, Customer > Get Many with Return All and an e-mail: every customer of the shop comes.
#
# A good guess: filters count with Return All as they do with a limit. They do for products and orders.
#
# What happens: with a limit, the node sends what was filtered for. With Return All it sends nothing of it, neither the
# e-mail nor the order by which the customers should come, and reads page after page of all of them.
#
# Why it matters: "the customer with this e-mail" is the first item, and with Return All this is whoever comes first in
# the shop. A look-up for each order gives all customers for each order, and what follows writes to all of them,
# updates or mails, in a green run. Where a shop has one customer yet, as on a test site, it is right. Use a limit.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/WooCommerce package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1 change-case@5.4.4

cat >run.cjs <<'PROGRAM'
const { WooCommerce } = require('./package/dist/nodes/WooCommerce/WooCommerce.node.js');

const people = ['asha', 'lin', 'meera', 'ravi'];
const customers = people.map((name, index) => ({ id: index + 1, email: `${name}@example.com` }));

/** Asks for customers by e-mail, in a shop that has four. */
async function run(parameters) {
	const all = {
		resource: 'customer',
		operation: 'getAll',
		filters: { email: 'meera@example.com' },
		...parameters,
	};
	let sent;
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'WooCommerce', typeVersion: 1 }),
		getCredentials: async () => ({ url: 'https://shop.example.com' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (rows) => rows.map((json) => ({ json })),
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { qs, resolveWithFullResponse }) => {
				sent = qs;
				const body = customers.filter(({ email }) => [undefined, email].includes(qs.email));
				const headers = { link: '<https://shop.example.com>; rel="https://api.w.org/"' };
				return resolveWithFullResponse ? { headers, body } : body;
			},
		},
	};
	const [items] = await new WooCommerce().execute.call(context);
	console.log(`  sent: ${JSON.stringify(sent)}`);
	console.log(`  items: ${items.map(({ json }) => json.email).join(', ')}`);
}

(async () => {
	console.log('Limit 50');
	await run({ returnAll: false, limit: 50 });
	console.log('Return All');
	await run({ returnAll: true });
})();
PROGRAM

expected='Limit 50
  sent: {"email":"meera@example.com","per_page":50}
  items: meera@example.com
Return All
  sent: {"per_page":100}
  items: asha@example.com, lin@example.com, meera@example.com, ravi@example.com'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
