#!/usr/bin/env bash
# GetResponse, Contact > Update of a custom field: "Flat 4, MG Road" becomes two values, where Create sends it as one.
#
# A good guess: the field's value is what was typed in or what the expression gives, in Update as in Create. The two
# forms are the same, and neither speaks of commas.
#
# What happens: GetResponse takes a list of values for each custom field. Create makes a list of one. Update splits the
# text at its commas and takes the blanks away, so that "Flat 4, MG Road" is a list of two, and 1,250.50 is "1" and
# "250.50".
#
# Why it matters: addresses, "Rao, Asha" and amounts are the usual content of text fields. A field that holds one text
# is sent two, and whether GetResponse refuses them or takes them, it is not what the contact was made with. Contacts
# are created once and updated ever after, so that it shows late. Use an HTTP Request node for such fields.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/GetResponse
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 moment-timezone@0.5.48

cat >run.cjs <<'PROGRAM'
const { GetResponse } = require('./package/dist/nodes/GetResponse/GetResponse.node.js');

/** @returns the values that the node would send for a custom field */
async function run(operation, value) {
	let sent;
	const fields = { customFieldsUi: { customFieldValues: [{ customFieldId: 'f1', value }] } };
	const all = {
		resource: 'contact',
		operation,
		authentication: 'apiKey',
		email: 'asha@example.com',
		campaignId: 'l1',
		contactId: 'c1',
		additionalFields: fields,
		updateFields: fields,
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'GetResponse', typeVersion: 1 }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (json) => [{ json }],
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { body }) => {
				sent = body.customFieldValues[0].value;
				return {};
			},
		},
	};
	await new GetResponse().execute.call(context);
	return JSON.stringify(sent);
}

(async () => {
	for (const value of ['Pune', 'Flat 4, MG Road', 'Rao, Asha', '1,250.50']) {
		const created = await run('create', value);
		const updated = await run('update', value);
		console.log(`${value}: Create sends ${created}, Update sends ${updated}`);
	}
})();
PROGRAM

expected='Pune: Create sends ["Pune"], Update sends ["Pune"]
Flat 4, MG Road: Create sends ["Flat 4, MG Road"], Update sends ["Flat 4","MG Road"]
Rao, Asha: Create sends ["Rao, Asha"], Update sends ["Rao","Asha"]
1,250.50: Create sends ["1,250.50"], Update sends ["1","250.50"]'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
