#!/usr/bin/env bash
# ClickUp, Task > Set Custom Field to 1999.95: the task gets 1999.
#
# A good guess: a field of the type Number or Money takes 1999.95 as it is. If the node makes a number of the text from
# the form, it makes the same number.
#
# What happens: whatever JavaScript can read as a number is cut to a whole one. 1999.95 is 1999, 0.4 is 0, -0.5 is 0, a
# version 2.10 is 2, 1e3 is 1. Texts are met as well: 007 is 7, a phone number loses its plus, and an empty value
# becomes null. With "Value Is JSON" on, decimals are kept.
#
# Why it matters: the amounts of deals lose their cents, hours and percentages their fraction, and a rate of 0.18 is 0.
# The total of a list is too low, no single value looks wrong, and the run is green. The description of the switch
# speaks of lists only. Switch "Value Is JSON" on for numbers, and put texts into quotation marks.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/ClickUp
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 moment-timezone@0.5.48

cat >run.cjs <<'PROGRAM'
const { ClickUp } = require('./package/dist/nodes/ClickUp/ClickUp.node.js');

/** @returns the value that the node would send for the custom field */
async function run(value, jsonParse) {
	let sent;
	const all = {
		resource: 'task',
		operation: 'setCustomField',
		authentication: 'accessToken',
		task: 't1',
		field: 'f1',
		value,
		jsonParse,
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'ClickUp', typeVersion: 1 }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (json) => [{ json }],
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { body }) => {
				sent = body;
				return {};
			},
		},
	};
	await new ClickUp().execute.call(context);
	return JSON.stringify(sent);
}

(async () => {
	for (const value of [1999.95, '1999.95', '0.18', '-0.5', '2.10', '007', '+919845000001', '']) {
		console.log(`${JSON.stringify(value)}: ${await run(value, false)}`);
	}
	console.log('Value Is JSON');
	for (const value of ['1999.95', '"007"']) console.log(`${value}: ${await run(value, true)}`);
})();
PROGRAM

expected='1999.95: {"value":1999}
"1999.95": {"value":1999}
"0.18": {"value":0}
"-0.5": {"value":0}
"2.10": {"value":2}
"007": {"value":7}
"+919845000001": {"value":919845000001}
"": {"value":null}
Value Is JSON
1999.95: {"value":1999.95}
"007": {"value":"007"}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
