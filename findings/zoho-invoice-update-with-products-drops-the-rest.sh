#!/usr/bin/env bash
# Zoho CRM, Invoice > Update: with a product added, the subject, the due date and all other fields are not sent.
#
# A good guess: everything that was added under "Update Fields" is sent, products as the list Product_Details. The node
# does so for quotes, sales orders and purchase orders, and when an invoice is made.
#
# What happens: as soon as the update of an invoice has products, what is sent is the list of products in place of the
# fields. The request holds one field, named 0, with the first product in it, and no Product_Details either. Besides, a
# quantity of 0 is sent as 1.
#
# Why it matters: whether Zoho refuses such a record or leaves out the field it does not know, the invoice keeps its old
# due date and its old products. Without products the same node sends all fields, so that adding them breaks what worked.
# Send products with the HTTP Request node.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Zoho package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { ZohoCrm } = require('./package/dist/nodes/Zoho/ZohoCrm.node.js');

/** @returns the record that the node would send to Zoho */
async function run(resource, updateFields) {
	let sent;
	const all = { resource, operation: 'update', [`${resource}Id`]: '1042', updateFields };
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Zoho CRM', typeVersion: 1 }),
		getCredentials: async () => ({ oauthTokenData: {} }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (json) => [{ json }],
			constructExecutionMetaData: (items) => items,
			requestOAuth2: async (_credential, { body }) => {
				[sent] = body.data;
				return { data: [{}] };
			},
		},
	};
	await new ZohoCrm().execute.call(context);
	return JSON.stringify(sent);
}

(async () => {
	const fields = { Subject: 'Two rooms', Due_Date: '2026-11-30' };
	const withProducts = { ...fields, Product_Details: [{ id: '77', quantity: 0 }] };
	console.log(`invoice: ${await run('invoice', { ...fields })}`);
	console.log(`invoice with a product: ${await run('invoice', { ...withProducts })}`);
	console.log(`quote with a product: ${await run('quote', { ...withProducts })}`);
})();
PROGRAM

expected='invoice: {"Subject":"Two rooms","Due_Date":"2026-11-30"}
invoice with a product: {"0":{"id":"77","quantity":1,"product":{"id":"77"}}}
quote with a product: {"Subject":"Two rooms","Due_Date":"2026-11-30","Product_Details":[{"id":"77","quantity":0}]}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
