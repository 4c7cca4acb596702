#!/usr/bin/env bash
# SurveyMonkey Trigger, Resolve Data: of "Price: bad, Service: good" it makes "Price: good, Service: bad".
#
# A good guess: in a matrix question, such as a rating, each answer of the response has the ID of its row and that of
# its choice, and the node puts the texts in the place of the IDs.
#
# What happens: the node makes a list of the rows that were answered and a list of the choices that were taken, each in
# the order of the question and each text once, and then pairs the first with the first. So the best choice belongs to
# the upper row, whoever got it. A choice that two rows have is there once, so that the rows below get that of another,
# and the last ones an empty text.
#
# Why it matters: this is what customers think of price, service and delivery, and a CRM keeps it for good. The values
# are possible ones, the run is green, and a test that answers from top to bottom in the order of the choices is right.
# Switch Resolve Data off and resolve the IDs in a Code node.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/SurveyMonkey
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >run.cjs <<'PROGRAM'
const { createHmac } = require('node:crypto');
const { EventEmitter } = require('node:events');
const {
	SurveyMonkeyTrigger,
} = require('./package/dist/nodes/SurveyMonkey/SurveyMonkeyTrigger.node.js');

const texts = (...list) => list.map((text) => ({ id: `id of ${text}`, text }));
const question = {
	id: 'q1',
	family: 'matrix',
	subtype: 'rating',
	headings: [{ heading: 'How was' }],
	answers: {
		rows: texts('Price', 'Service', 'Delivery'),
		choices: texts('good', 'fair', 'bad'),
	},
};

/** Sends the event of a completed response with these answers. */
async function run(answers) {
	const event = JSON.stringify({
		event_type: 'response_completed',
		object_id: 'r1',
		resources: { survey_id: 's1' },
	});
	const request = new EventEmitter();
	const all = {
		event: 'response_completed',
		objectType: 'survey',
		authentication: 'accessToken',
		resolveData: true,
		onlyAnswers: true,
	};
	const credentials = { clientId: 'client', clientSecret: 'example' };
	const signature = createHmac('sha1', `${credentials.clientId}&${credentials.clientSecret}`);
	const context = {
		getNodeParameter: (name) => all[name],
		getCredentials: async () => credentials,
		getHeaderData: () => ({ 'sm-signature': signature.update(event).digest('base64') }),
		getRequestObject: () => request,
		getWebhookName: () => 'default',
		helpers: {
			request: async ({ uri }) =>
				uri.includes('/responses/')
					? { survey_id: 's1', pages: [{ questions: [{ id: 'q1', answers }] }] }
					: { pages: [{ questions: [question] }] },
		},
	};
	const output = new SurveyMonkeyTrigger().webhook.call(context);
	await new Promise(setImmediate);
	request.emit('data', event);
	request.emit('end');
	const { workflowData } = await output;
	return workflowData[0][0].json['How was'];
}

(async () => {
	for (const given of [
		{ Price: 'good', Service: 'fair', Delivery: 'bad' },
		{ Price: 'bad', Service: 'good' },
		{ Price: 'good', Service: 'good', Delivery: 'bad' },
	]) {
		const answers = Object.entries(given).map(([row, choice]) => ({
			row_id: `id of ${row}`,
			choice_id: `id of ${choice}`,
		}));
		console.log(`answered: ${JSON.stringify(given)}`);
		console.log(`  item: ${JSON.stringify(await run(answers))}`);
	}
})();
PROGRAM

expected='answered: {"Price":"good","Service":"fair","Delivery":"bad"}
  item: {"Price":"good","Service":"fair","Delivery":"bad"}
answered: {"Price":"bad","Service":"good"}
  item: {"Price":"good","Service":"bad","Delivery":""}
answered: {"Price":"good","Service":"good","Delivery":"bad"}
  item: {"Price":"good","Service":"bad","Delivery":""}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
