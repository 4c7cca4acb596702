#!/usr/bin/env bash
# JotForm Trigger with Resolve Data: of two guests with a "Name" each, only the second one is left.
#
# A good guess: Resolve Data puts the texts of the questions in the place of JotForm's keys. Two questions with one
# text become a list, or "Name" and "Name (2)", or keep their keys.
#
# What happens: each answer is written to a field that has the question's text as its name. The later one overwrites
# the earlier one, even if it is empty.
#
# Why it matters: forms ask the same of each guest, each child, each contact person, under headings that only the
# reader of the form sees. The first person's name and phone are lost in a green run, and where only one guest comes,
# an empty text is what is left of him. Switch Resolve Data off, or give each question a text of its own.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/JotForm
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >run.cjs <<'PROGRAM'
const { JotFormTrigger } = require('./package/dist/nodes/JotForm/JotFormTrigger.node.js');

/** The questions of the form. JotForm has a name of its own for each, people see the text. */
const questions = {
	1: { name: 'company', text: 'Company' },
	3: { name: 'name3', text: 'Name' },
	4: { name: 'phone4', text: 'Phone' },
	6: { name: 'name6', text: 'Name' },
	7: { name: 'phone7', text: 'Phone' },
};

/** Gives the trigger what JotForm sends for a form that was filled in. */
async function run(resolveData, answers) {
	const all = { form: 'f1', resolveData, onlyAnswers: true };
	const context = {
		getNode: () => ({ name: 'JotForm Trigger', typeVersion: 1 }),
		getNodeParameter: (name) => all[name],
		getCredentials: async () => ({ apiKey: 'key', apiDomain: 'forms.example.com' }),
		getRequestObject: () => ({ body: { data: { rawRequest: JSON.stringify(answers) } } }),
		helpers: {
			returnJsonArray: (json) => [{ json }],
			request: async () => ({ content: questions }),
		},
	};
	const { workflowData } = await new JotFormTrigger().webhook.call(context);
	console.log(`  ${JSON.stringify(workflowData[0][0].json)}`);
}

(async () => {
	const two = {
		q1_company: 'Acme',
		q3_name3: 'Asha Rao',
		q4_phone4: '020 1234 5678',
		q6_name6: 'Ravi Iyer',
		q7_phone7: '022 8765 4321',
	};
	console.log('two guests, without and with Resolve Data');
	await run(false, two);
	await run(true, two);
	console.log('one guest, with Resolve Data');
	await run(true, { ...two, q6_name6: '', q7_phone7: '' });
})();
PROGRAM

expected='two guests, without and with Resolve Data
  {"q1_company":"Acme","q3_name3":"Asha Rao","q4_phone4":"020 1234 5678","q6_name6":"Ravi Iyer","q7_phone7":"022 8765 4321"}
  {"Company":"Acme","Name":"Ravi Iyer","Phone":"022 8765 4321"}
one guest, with Resolve Data
  {"Company":"Acme","Name":"","Phone":""}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
