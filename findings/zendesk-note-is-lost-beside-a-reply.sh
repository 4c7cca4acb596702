#!/usr/bin/env bash
# Zendesk, Ticket > Update with an internal note and a public reply: the note is not sent.
#
# A good guess: both are fields of one update, so both are written to the ticket. If Zendesk takes one comment at a
# time, the node sends two updates, or says that only one of them can be given.
#
# What happens: both fields set the same "comment" of the request, the reply after the note. The note is gone before
# the request leaves. There is no message, and the ticket that comes out looks right.
#
# Why it matters: the reply tells the customer that somebody takes care, the note tells the colleague what to do: the
# order's number, the risk, the limit of a discount. The customer waits, and nobody knows for what. An update with one
# of the two works, and so does each test of it. Use two nodes, the note first.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Zendesk
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >run.cjs <<'PROGRAM'
const { Zendesk } = require('./package/dist/nodes/Zendesk/Zendesk.node.js');

/** Updates a ticket and prints what is sent to Zendesk. */
async function run(updateFields) {
	const all = {
		resource: 'ticket',
		operation: 'update',
		authentication: 'apiToken',
		id: '7',
		jsonParameters: false,
		updateFields,
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Zendesk', typeVersion: 1 }),
		getCredentials: async () => ({ subdomain: 'acme' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (json) => [{ json }],
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { body }) => {
				console.log(`  sent: ${JSON.stringify(body.ticket)}`);
				return { ticket: { id: 7 } };
			},
		},
	};
	await new Zendesk().execute.call(context);
}

(async () => {
	const internalNote = 'Order 1042, refund at most 500';
	const publicReply = 'We are looking into it.';
	console.log('Internal Note');
	await run({ status: 'pending', internalNote });
	console.log('Public Reply');
	await run({ status: 'pending', publicReply });
	console.log('Internal Note and Public Reply');
	await run({ status: 'pending', internalNote, publicReply });
})();
PROGRAM

expected='Internal Note
  sent: {"status":"pending","comment":{"html_body":"Order 1042, refund at most 500","public":false}}
Public Reply
  sent: {"status":"pending","comment":{"body":"We are looking into it.","public":true}}
Internal Note and Public Reply
  sent: {"status":"pending","comment":{"body":"We are looking into it.","public":true}}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
