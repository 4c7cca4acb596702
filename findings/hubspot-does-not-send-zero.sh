#!/usr/bin/env bash
# HubSpot 2.2, Deal > Update: an amount of 0 and an empty description are not sent, and the run is green.
#
# A good guess: a field that was added under "Update Fields" is written. An amount of 0 sets it to 0, an empty
# description clears it. n8n's Salesforce node writes both.
#
# What happens: the node looks whether the value is true in JavaScript's sense. 0, false and an empty text are not, so
# the field is left out of the request, and the run is green. Only a 0 typed in as text gets through: an expression
# gives the number.
#
# Why it matters: a deal that fell to 0 keeps its old amount, an emptied description stays, and the two systems differ
# without an error. A custom property named "amount" is sent whatever its value is.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Hubspot package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1 change-case@5.4.4 moment-timezone@0.5.48

cat >run.cjs <<'PROGRAM'
const { HubspotV2 } = require('./package/dist/nodes/Hubspot/V2/HubspotV2.node.js');

/** @returns the properties that the node would send to HubSpot */
async function run(updateFields) {
	let sent;
	const all = {
		authentication: 'appToken',
		resource: 'deal',
		operation: 'update',
		dealId: '1042',
		updateFields,
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'HubSpot', type: 'n8n-nodes-base.hubspot', typeVersion: 2.2 }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (json) => [{ json }],
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { body }) => {
				sent = body.properties;
				return {};
			},
		},
	};
	await new HubspotV2({}).execute.call(context);
	return JSON.stringify(sent);
}

(async () => {
	for (const fields of [
		{ amount: 2500, description: 'Two rooms' },
		{ amount: 0, description: '' },
		{
			customPropertiesUi: {
				customPropertiesValues: [
					{ property: 'amount', value: 0 },
					{ property: 'description', value: '' },
				],
			},
		},
	]) {
		console.log(JSON.stringify(fields));
		console.log(`  sent: ${await run(fields)}`);
	}
})();
PROGRAM

expected='{"amount":2500,"description":"Two rooms"}
  sent: [{"name":"amount","value":2500},{"name":"description","value":"Two rooms"}]
{"amount":0,"description":""}
  sent: []
{"customPropertiesUi":{"customPropertiesValues":[{"property":"amount","value":0},{"property":"description","value":""}]}}
  sent: [{"name":"amount","value":0},{"name":"description","value":""}]'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
