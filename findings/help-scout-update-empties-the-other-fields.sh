#!/usr/bin/env bash
# Help Scout, Customer > Update of the job title: the name, the organization and all other fields of the customer are
# emptied.
#
# A good guess: "Update a customer" changes the fields that were added under "Update Fields", as it does in the other
# nodes. Those not added stay.
#
# What happens: Help Scout has two requests, PATCH to update a customer and PUT to overwrite one, where each field that
# is missing is taken for null. The node sends PUT with nothing but the added fields. E-mails and phones are kept
# elsewhere, and stay.
#
# Why it matters: a CRM writes job titles to Help Scout, and the people there lose their names. The node's output is
# {"success": true}, whatever was lost. Get the customer before and give back all of these fields, or use an HTTP
# Request node with PATCH.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/HelpScout package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { HelpScout } = require('./package/dist/nodes/HelpScout/HelpScout.node.js');

const fields = ['firstName', 'lastName', 'jobTitle', 'organization', 'location', 'background'];

/** Updates a customer. Help Scout's PUT takes a field that is not sent for null, its PATCH leaves it alone. */
async function run(updateFields) {
	const customer = {
		firstName: 'Asha',
		lastName: 'Rao',
		jobTitle: 'Buyer',
		organization: 'Acme',
		location: 'Pune',
		background: 'Wants no calls before ten',
	};
	const all = { resource: 'customer', operation: 'update', customerId: '7', updateFields };
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Help Scout', typeVersion: 1 }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (json) => [{ json }],
			constructExecutionMetaData: (items) => items,
			requestOAuth2: async (_credential, { method, uri, body }) => {
				console.log(`${method} ${new URL(uri).pathname} ${JSON.stringify(body)}`);
				for (const field of fields) {
					if (field in body) customer[field] = body[field];
					else if (method === 'PUT') customer[field] = null;
				}
				return { headers: {} };
			},
		},
	};
	const [[{ json }]] = await new HelpScout().execute.call(context);
	console.log(`  output: ${JSON.stringify(json)}`);
	console.log(`  kept: ${JSON.stringify(customer)}`);
}

(async () => {
	await run({ jobTitle: 'Head of Purchasing' });
	await run({ firstName: 'Asha', lastName: 'Rao', jobTitle: 'Head of Purchasing' });
})();
PROGRAM

expected='PUT /v2/customers/7 {"jobTitle":"Head of Purchasing"}
  output: {"success":true}
  kept: {"firstName":null,"lastName":null,"jobTitle":"Head of Purchasing","organization":null,"location":null,"background":null}
PUT /v2/customers/7 {"firstName":"Asha","lastName":"Rao","jobTitle":"Head of Purchasing"}
  output: {"success":true}
  kept: {"firstName":"Asha","lastName":"Rao","jobTitle":"Head of Purchasing","organization":null,"location":null,"background":null}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
