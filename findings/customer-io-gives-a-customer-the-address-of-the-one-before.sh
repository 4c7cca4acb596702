#!/usr/bin/env bash
# Customer.io, Customer > Create/Update: a customer without an e-mail gets the e-mail of the customer before.
#
# A good guess: what is sent for an item is what the item gives. An empty e-mail is not sent, so that the customer
# keeps the address that he has, as when this item comes alone.
#
# What happens: there is one body for all items. A field that has a value is written to it, and one that is empty
# leaves what is there, so the address and the date of the item before are sent once more, for another ID. With JSON
# parameters all keys of the earlier items stay in the body, so the last customer collects whatever the others had.
#
# Why it matters: Customer.io takes what comes for the customer's own. Mails for two people go to one of them, the
# wrong one, and the wrong traits choose the segments, in a green run. No item shows it when it is tried alone. Send
# the items one by one with Loop Over Items, or give each field a value in every item.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/CustomerIo package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { CustomerIo } = require('./package/dist/nodes/CustomerIo/CustomerIo.node.js');

/** Sends these customers in one run, each with the fields that its item gives, and prints what is sent. */
async function run(customers, toParameters) {
	const context = {
		getInputData: () => customers.map((json) => ({ json })),
		getNodeParameter: (name, item, fallback) =>
			({
				resource: 'customer',
				operation: 'upsert',
				id: customers[item].id,
				...toParameters(customers[item]),
			})[name] ?? fallback,
		getNode: () => ({ name: 'Customer.io', typeVersion: 1 }),
		getCredentials: async () => ({ region: 'track.customer.io' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (rows) => rows.map((json) => ({ json })),
			requestWithAuthentication: async (_credential, { url, body }) =>
				console.log(`  ${url.split('/').pop()}: ${JSON.stringify(body)}`),
		},
	};
	await new CustomerIo().execute.call(context);
}

const withFields = ({ email = '', createdAt = '' }) => ({
	jsonParameters: false,
	additionalFields: { email, createdAt },
});
const withJson = ({ id, ...fields }) => ({
	jsonParameters: true,
	additionalFieldsJson: JSON.stringify(fields),
});

(async () => {
	const asha = { id: 'c-1', email: 'asha@example.com', createdAt: '2026-11-24T00:00:00Z' };
	const ravi = { id: 'c-2' };
	console.log('Additional Fields, two items');
	await run([asha, ravi], withFields);
	console.log('Additional Fields, the second item alone');
	await run([ravi], withFields);
	console.log('JSON Parameters, three items');
	await run(
		[
			{ id: 'c-1', email: 'asha@example.com', plan: 'gold' },
			{ id: 'c-2', phone: '+91 20 1234 5678' },
			{ id: 'c-3', city: 'Pune' },
		],
		withJson,
	);
})();
PROGRAM

expected='Additional Fields, two items
  c-1: {"email":"asha@example.com","created_at":1795478400}
  c-2: {"email":"asha@example.com","created_at":1795478400}
Additional Fields, the second item alone
  c-2: {}
JSON Parameters, three items
  c-1: {"email":"asha@example.com","plan":"gold"}
  c-2: {"email":"asha@example.com","plan":"gold","phone":"+91 20 1234 5678"}
  c-3: {"email":"asha@example.com","plan":"gold","phone":"+91 20 1234 5678","city":"Pune"}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
