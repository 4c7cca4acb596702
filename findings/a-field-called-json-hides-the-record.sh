#!/usr/bin/env bash
# n8n-core 2.41.1: of a record with a field called "json", the item holds this field only.
#
# A good guess: an API gives a list of records, and each of them becomes the json of an item, with all its fields.
#
# What happens: more than 200 of n8n's nodes hand their records to the helper returnJsonArray. It takes a record
# whose field "json" is filled for an item that is ready: the value of this field becomes the item's json, and all other
# fields lie beside it, where expressions do not look. A record whose field is empty comes out whole.
#
# Why it matters: a column "json" is where people keep what a webhook or an API sent them. Rows with it lose their ID
# and their name, rows without it keep them, in one run and without a message. If the column holds text, the item is a
# text, and each field of it is undefined. The remedy is another name for the column.
#
# Needs Node.js 20 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

# Of the packages only this helper and this node, and of their many dependencies only what they load.
printf 'n8n-core 2.41.1, n8n-nodes-base 2.41.1\n\n'
npm pack --silent n8n-core@2.41.1 n8n-nodes-base@2.41.1 >/dev/null
helpers=package/dist/execution-engine/node-execution-context/utils
tar -xzf n8n-core-2.41.1.tgz "$helpers/return-json-array.js" "$helpers/construct-execution-metadata.js"
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Baserow
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >run.cjs <<'PROGRAM'
const helpers = './package/dist/execution-engine/node-execution-context/utils';
const { returnJsonArray } = require(`${helpers}/return-json-array.js`);
const { constructExecutionMetaData } = require(`${helpers}/construct-execution-metadata.js`);
const { Baserow } = require('./package/dist/nodes/Baserow/Baserow.node.js');

/** Runs Get Many on a table with these rows, whose columns are Name and the given one. */
async function run(column, rows) {
	const all = {
		authentication: 'databaseToken',
		operation: 'getAll',
		tableId: 1,
		returnAll: true,
		additionalOptions: {},
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Baserow', typeVersion: 1.1 }),
		getCredentials: async () => ({ host: 'https://baserow.example.com' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray,
			constructExecutionMetaData,
			requestWithAuthentication: async (_credential, { uri }) => {
				if (uri.includes('/fields/')) {
					return [
						{ id: 1, name: 'Name' },
						{ id: 2, name: column },
					];
				}
				const results = rows.map(([name, value], id) => ({ id, field_1: name, field_2: value }));
				return { results, next: null };
			},
		},
	};
	const [items] = await new Baserow().execute.call(context);
	console.log(`column "${column}"`);
	for (const { json } of items) console.log(`  ${JSON.stringify(json)}`);
}

(async () => {
	const rows = [
		['Asha', null],
		['Ravi', '{"plan":"gold"}'],
		['Meera', { plan: 'gold' }],
	];
	await run('payload', rows);
	await run('json', rows);
})();
PROGRAM

expected='column "payload"
  {"id":0,"Name":"Asha","payload":null}
  {"id":1,"Name":"Ravi","payload":"{\"plan\":\"gold\"}"}
  {"id":2,"Name":"Meera","payload":{"plan":"gold"}}
column "json"
  {"id":0,"Name":"Asha","json":null}
  "{\"plan\":\"gold\"}"
  {"plan":"gold"}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
