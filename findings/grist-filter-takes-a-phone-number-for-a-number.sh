#!/usr/bin/env bash
# Grist, Row > Get Many filtered by phone "+919845000001": Grist is asked for the number 919845000001.
#
# A good guess: the filter's value is a text in the form, and Grist compares it with what is in the column. In a text
# column that is the text. Several values are separated by commas, as the description says.
#
# What happens: whatever JavaScript can read as a number is sent as one: +91... without its plus, 007 as 7, 12E3 as
# 12000 and an empty text as 0. Commas separate nothing, "New, Won" is one value. Sort and limit are sent as they
# should be.
#
# Why it matters: phone numbers, postal codes and customer numbers are kept as text for their plus and their zeros, and
# are what one looks a person up by. No row is found, or that of 7 in place of 007, and the workflow takes the person
# for new. A look-up without a phone asks for 0. Filter behind the node, or add a line for each value and a letter to
# IDs.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Grist package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { Grist } = require('./package/dist/nodes/Grist/Grist.node.js');

/** Asks for the rows with this value, and prints the filter that is sent to Grist. */
async function run(field, values) {
	const all = {
		operation: 'getAll',
		authentication: 'apiKey',
		docId: 'd1',
		tableId: 'People',
		returnAll: true,
		additionalOptions: { filter: { filterProperties: [{ field, values }] } },
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Grist', typeVersion: 1 }),
		getCredentials: async () => ({ url: 'https://docs.example.com', apiKey: 'key' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (rows) => rows.map((json) => ({ json })),
			constructExecutionMetaData: (items) => items,
			request: async ({ qs }) => {
				console.log(`${field} ${JSON.stringify(values)}: filter=${qs.filter}`);
				return { records: [] };
			},
		},
	};
	await new Grist().execute.call(context);
}

(async () => {
	const [{ description }] = new Grist().description.properties
		.find(({ name }) => name === 'additionalOptions')
		.options.find(({ name }) => name === 'filter')
		.options[0].values.filter(({ name }) => name === 'values');
	console.log(description);
	await run('Phone', '020 1234 5678');
	await run('Phone', '+919845000001');
	await run('Customer', '007');
	await run('Item', '12E3');
	await run('Stage', 'New, Won');
	await run('Phone', '');
})();
PROGRAM

expected='Comma-separated list of values to search for in the filtered column
Phone "020 1234 5678": filter={"Phone":["020 1234 5678"]}
Phone "+919845000001": filter={"Phone":[919845000001]}
Customer "007": filter={"Customer":[7]}
Item "12E3": filter={"Item":[12000]}
Stage "New, Won": filter={"Stage":["New, Won"]}
Phone "": filter={"Phone":[0]}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
