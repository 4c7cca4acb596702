#!/usr/bin/env bash
# Edit Fields 3.5, Include in Output > Selected Input Fields "name, company.name": the person's name is the company's.
#
# A good guess: the item keeps its shape, {name, company: {name}}, as it does with "All Input Fields Except". If a nested
# field were lifted up, it would be under its path, "company.name".
#
# What happens: a nested field is put on the top level under the last part of its path. Two fields with one last part
# are one field, and the later one in the list wins. It wins even if the item does not have it: then the name is missing.
#
# Why it matters: what APIs of CRMs give is nested, and "id", "name" and "email" are in each part of it. A deal gets the
# ID of its owner, or a person the name of a company, in a green run. An item without a company loses its name. Set the
# nested fields as fields of their own.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Set package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { SetV2 } = require('./package/dist/nodes/Set/v2/SetV2.node.js');

async function run(json, parameters) {
	const all = {
		mode: 'manual',
		assignments: { assignments: [] },
		includeOtherFields: true,
		options: {},
		...parameters,
	};
	const context = {
		getInputData: () => [{ json }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Edit Fields', typeVersion: 3.5 }),
		getMode: () => 'trigger',
		getWorkflowSettings: () => ({}),
		continueOnFail: () => false,
	};
	const [[item]] = await new SetV2({}).execute.call(context);
	return JSON.stringify(item.json);
}

(async () => {
	for (const person of [
		{ name: 'Asha', phone: '1', company: { name: 'Acme' } },
		{ name: 'Ravi', phone: '2', company: null },
	]) {
		console.log(JSON.stringify(person));
		const except = { include: 'except', excludeFields: 'phone' };
		console.log(`  all except phone: ${await run(person, except)}`);
		const selected = { include: 'selected', includeFields: 'name, company.name' };
		console.log(`  name, company.name: ${await run(person, selected)}`);
	}
})();
PROGRAM

expected='{"name":"Asha","phone":"1","company":{"name":"Acme"}}
  all except phone: {"name":"Asha","company":{"name":"Acme"}}
  name, company.name: {"name":"Acme"}
{"name":"Ravi","phone":"2","company":null}
  all except phone: {"name":"Ravi","company":null}
  name, company.name: {}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
