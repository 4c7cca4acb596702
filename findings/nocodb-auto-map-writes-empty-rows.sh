#!/usr/bin/env bash
# NocoDB 4, Row > Create with Auto-Map Input Data: of an item {Name, Stage}, nothing is sent.
#
# A good guess: the node says that the incoming fields should be named like the columns, and that Edit Fields can rename
# them. So Name goes to Name and Stage to Stage, as it does up to version 3.
#
# What happens: the node looks only at a field "fields" of the item, since NocoDB's own rows come like that from its Get
# Many. An item without it is sent as a row without any values. Update and Upsert do the same: they change nothing.
#
# Why it matters: leads from a file, a form or a CRM become empty rows, one for each, and updates that never happened,
# unless NocoDB refuses them. The items are as many as they should be. Only a test that copies from NocoDB to NocoDB
# shows nothing. Put the columns into a field "fields", or map them by hand.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/NocoDB package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >run.cjs <<'PROGRAM'
const { router } = require('./package/dist/nodes/NocoDB/v2/actions/router.js');

/** @returns what the node would send to NocoDB for this item */
async function run(operation, json) {
	const all = {
		authentication: 'nocoDbApiToken',
		resource: 'row',
		operation,
		projectId: 'b',
		table: 't',
		id: '42',
		dataToSend: 'autoMapInputData',
		inputsToIgnore: '',
	};
	let sent;
	const context = {
		getInputData: () => [{ json }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'NocoDB', typeVersion: 4 }),
		getCredentials: async () => ({ host: 'https://nocodb.example.com' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (list) => list.map((record) => ({ json: record })),
			constructExecutionMetaData: (items) => items,
			httpRequestWithAuthentication: async (_credential, { method, body }) => {
				sent = `${method} ${JSON.stringify(body)}`;
				return { records: body };
			},
		},
	};
	await router.call(context);
	return sent;
}

(async () => {
	for (const operation of ['create', 'update', 'upsert']) {
		console.log(operation);
		for (const json of [
			{ Name: 'Asha Rao', Stage: 'Won' },
			{ fields: { Name: 'Asha Rao', Stage: 'Won' } },
		])
			console.log(`  ${JSON.stringify(json)} -> ${await run(operation, json)}`);
	}
})();
PROGRAM

expected='create
  {"Name":"Asha Rao","Stage":"Won"} -> POST [{"fields":{}}]
  {"fields":{"Name":"Asha Rao","Stage":"Won"}} -> POST [{"fields":{"Name":"Asha Rao","Stage":"Won"}}]
update
  {"Name":"Asha Rao","Stage":"Won"} -> PATCH [{"id":"42","fields":{}}]
  {"fields":{"Name":"Asha Rao","Stage":"Won"}} -> PATCH [{"id":"42","fields":{"Name":"Asha Rao","Stage":"Won"}}]
upsert
  {"Name":"Asha Rao","Stage":"Won"} -> PATCH [{"id":"42","fields":{}}]
  {"fields":{"Name":"Asha Rao","Stage":"Won"}} -> PATCH [{"id":"42","fields":{"Name":"Asha Rao","Stage":"Won"}}]'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
