#!/usr/bin/env bash
# Typeform Trigger with Simplify Answers: of the choices "Price, Service" and "other: your garden", the last one is
# lost.
#
# A good guess: the answers become pairs of a question and its answer. Where several choices were taken and something
# was written under "Other", the answer is a list with this text, or two fields.
#
# What happens: the node looks into the answer for a label, then for a list of labels, and takes the first of them that
# it finds as the whole. Typeform puts a text of one's own beside them, under "other", and there it stays behind. Where
# this text is the only answer, there is no label, and the answer is an object in place of a text.
#
# Why it matters: what customers write themselves is what a form did not think of. It is gone in a green run, for those
# who ticked something besides, and the CRM gets [object Object] or a refusal for the others. Both switches are on by
# default. Switch Simplify Answers off, and take "other" along.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Typeform package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { TypeformTrigger } = require('./package/dist/nodes/Typeform/TypeformTrigger.node.js');

/** Gives the trigger a response to the two questions of a form, as Typeform sends it. */
async function run(label, answers) {
	const all = { simplifyAnswers: true, onlyAnswers: true };
	const definition = {
		fields: [
			{ id: 'q1', title: 'What do you like?', type: 'multiple_choice' },
			{ id: 'q2', title: 'Where did you hear of us?', type: 'multiple_choice' },
		],
	};
	const context = {
		getNode: () => ({ name: 'Typeform Trigger', typeVersion: 1.1 }),
		getNodeParameter: (name) => all[name],
		getWorkflowStaticData: () => ({}),
		getRequestObject: () => ({ header: () => undefined }),
		getBodyData: () => ({ event_type: 'form_response', form_response: { definition, answers } }),
		helpers: { returnJsonArray: (rows) => rows.map((json) => ({ json })) },
	};
	const { workflowData } = await new TypeformTrigger().webhook.call(context);
	console.log(`${label}: ${JSON.stringify(workflowData[0][0].json)}`);
}

const answer = (id, type, value) => ({ type, field: { id }, [type]: value });

(async () => {
	await run('from the list', [
		answer('q1', 'choices', { labels: ['Price', 'Service'] }),
		answer('q2', 'choice', { label: 'A friend' }),
	]);
	await run('with a text of their own', [
		answer('q1', 'choices', { labels: ['Price', 'Service'], other: 'Your garden' }),
		answer('q2', 'choice', { id: 'other', other: 'The fair in Pune' }),
	]);
})();
PROGRAM

expected='from the list: {"What do you like?":["Price","Service"],"Where did you hear of us?":"A friend"}
with a text of their own: {"What do you like?":["Price","Service"],"Where did you hear of us?":{"id":"other","other":"The fair in Pune"}}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
