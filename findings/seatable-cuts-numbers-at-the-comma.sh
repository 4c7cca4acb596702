#!/usr/bin/env bash
# SeaTable 2, Row > Create: an amount of "1,250.50" is written as 1, and a duration of "1:30" as 1.
#
# A good guess: in a number column, the text becomes the number that a person reads in it. Or it is sent as it is, and
# SeaTable refuses it.
#
# What happens: the node turns each text that is meant for a number column into a number itself, by reading as far as
# it looks like one. It stops at the first comma, colon, blank or sign, and takes what it has. A text that begins
# otherwise, such as "INR 1250", is sent as null. Update does the same. What is a number in the item is sent as it is.
#
# Why it matters: a .csv file and a form give text, and amounts have commas: in India and the United States between the
# thousands, in Europe before the cents. 1,250.50 becomes 1 and 12,50 becomes 12, possible values without a message,
# while 950 is right. Make numbers of them before, by {{ Number($json.amount.replaceAll(',', '')) }} for the first
# kind.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/SeaTable package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const create = require('./package/dist/nodes/SeaTable/v2/actions/row/create.operation.js');

const columns = [
	{ name: 'Name', type: 'text' },
	{ name: 'Amount', type: 'number' },
	{ name: 'Duration', type: 'duration' },
];

/** Adds a row to a table with these columns. */
async function run(json) {
	const all = {
		tableName: 'Deals',
		fieldsToSend: 'autoMapInputData',
		inputsToIgnore: '',
		bigdata: false,
	};
	const context = {
		getInputData: () => [{ json }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'SeaTable', typeVersion: 2 }),
		getCredentials: async () => ({ environment: 'cloudHosted', token: 'token' }),
		helpers: {
			returnJsonArray: (row) => [{ json: row }],
			httpRequest: async () => ({ access_token: 'token', dtable_uuid: 'base' }),
			requestWithAuthentication: async (_credential, { method, body }) => {
				if (method === 'GET') return { metadata: { tables: [{ name: 'Deals', columns }] } };
				console.log(`${JSON.stringify(json)}: ${JSON.stringify(body.rows[0])}`);
				return { first_row: body.rows[0] };
			},
		},
	};
	await create.execute.call(context, 0);
}

(async () => {
	await run({ Name: 'A', Amount: 1250.5, Duration: 5400 });
	await run({ Name: 'B', Amount: '950', Duration: '5400' });
	await run({ Name: 'C', Amount: '1,250.50', Duration: '1:30' });
	await run({ Name: 'D', Amount: '12,50', Duration: '90 minutes' });
	await run({ Name: 'E', Amount: 'INR 1250' });
})();
PROGRAM

expected='{"Name":"A","Amount":1250.5,"Duration":5400}: {"Name":"A","Amount":1250.5,"Duration":5400}
{"Name":"B","Amount":"950","Duration":"5400"}: {"Name":"B","Amount":950,"Duration":5400}
{"Name":"C","Amount":"1,250.50","Duration":"1:30"}: {"Name":"C","Amount":1,"Duration":1}
{"Name":"D","Amount":"12,50","Duration":"90 minutes"}: {"Name":"D","Amount":12,"Duration":90}
{"Name":"E","Amount":"INR 1250"}: {"Name":"E","Amount":null}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
