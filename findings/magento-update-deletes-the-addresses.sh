#!/usr/bin/env bash
# Magento 2, Customer > Update of an e-mail: all addresses of the customer are deleted.
#
# A good guess: the addresses are a field of "Update Fields". As long as nobody adds it, the addresses stay.
#
# What happens: without the field, the node sends an empty list of addresses. Magento deletes the saved addresses that
# are not in a list which it gets, and leaves them alone only if it gets none. With the field, those on the form
# replace all others, since it has no place for the ID of an address. Besides, the website of the customer is sent as 0
# unless it is given too.
#
# Why it matters: a CRM corrects a name or an e-mail, and the shop's customer has to type in where his orders go. The
# run is green, and the customer that comes out shows it only if one looks for a list that is empty. Use an HTTP
# Request node, and leave "addresses" out.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Magento
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 change-case@5.4.4

cat >run.cjs <<'PROGRAM'
const { Magento2 } = require('./package/dist/nodes/Magento/Magento2.node.js');

/** Updates a customer who has two addresses. Magento deletes those that are not in a list that it gets. */
async function run(updateFields) {
	const customer = {
		email: 'asha@example.com',
		addresses: [
			{ id: 1, city: 'Pune' },
			{ id: 2, city: 'Mumbai' },
		],
	};
	let sent;
	const all = {
		resource: 'customer',
		operation: 'update',
		customerId: '7',
		firstName: 'Asha',
		lastName: 'Rao',
		email: 'asha.rao@example.com',
		updateFields,
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Magento 2', typeVersion: 1 }),
		getCredentials: async () => ({ host: 'https://shop.example.com' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (json) => [{ json }],
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { body }) => {
				sent = body.customer;
				if (sent.addresses) customer.addresses = sent.addresses;
				customer.email = sent.email;
				return customer;
			},
		},
	};
	await new Magento2().execute.call(context);
	const cities = customer.addresses.map(({ city }) => city);
	console.log(`  sent: addresses ${JSON.stringify(sent.addresses)}, website_id ${sent.website_id}`);
	console.log(`  kept: ${customer.email}, addresses in ${cities.join(' and ') || 'no city'}`);
}

(async () => {
	console.log('a new e-mail');
	await run({});
	console.log('a new e-mail and one more address');
	await run({ addresses: { address: [{ street: 'MG Road 4', city: 'Nashik' }] } });
})();
PROGRAM

expected='a new e-mail
  sent: addresses [], website_id 0
  kept: asha.rao@example.com, addresses in no city
a new e-mail and one more address
  sent: addresses [{"street":["MG Road 4"],"city":"Nashik"}], website_id 0
  kept: asha.rao@example.com, addresses in Nashik'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
