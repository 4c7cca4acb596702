#!/usr/bin/env bash
# Mailchimp, Member > Create with "Opt-in Timestamp" 15:42:37: what is sent is 15:11:00, in November, whatever the
# minute.
#
# A good guess: the moment is sent as it is, or in the time zone of the workflow. If it were rounded, it would be so to
# the minute or the hour.
#
# What happens: the node writes the time with a pattern that has the letters of the month where the minutes belong, and
# those of the fractions of a second where the seconds belong. In November each time ends in :11:00, in December in
# :12:00. The signup timestamp and the operation Update have the same pattern. The hour is that of the process's clock.
#
# Why it matters: the opt-in time is the proof of consent, and an import from a CRM is where it is set. A hundred
# people who confirmed within an hour have all confirmed in the same second, some of them before they signed up. The
# values are possible ones, so that nobody is warned. Send members with the HTTP Request node where the time counts.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Mailchimp
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 moment-timezone@0.5.48

cat >run.cjs <<'PROGRAM'
process.env.TZ = 'UTC';
const { Mailchimp } = require('./package/dist/nodes/Mailchimp/Mailchimp.node.js');

/** Adds a member, or updates one, and gives the two times that are sent. */
async function run(operation, timestampSignup, timestampOpt) {
	let sent;
	const all = {
		resource: 'member',
		operation,
		authentication: 'apiKey',
		list: 'l1',
		email: 'asha@example.com',
		status: 'subscribed',
		jsonParameters: false,
		[operation === 'create' ? 'options' : 'updateFields']: { timestampSignup, timestampOpt },
		locationFieldsUi: {},
		mergeFieldsUi: {},
		groupsUi: {},
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Mailchimp', typeVersion: 1 }),
		getCredentials: async () => ({ apiKey: 'key-us1' }),
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
	await new Mailchimp().execute.call(context);
	console.log(`${operation}: signed up ${timestampSignup}, opted in ${timestampOpt}`);
	console.log(`  sent: signed up ${sent.timestamp_signup}, opted in ${sent.timestamp_opt}`);
}

(async () => {
	await run('create', '2026-11-24T15:40:05Z', '2026-11-24T15:42:37Z');
	await run('create', '2026-11-24T15:03:00Z', '2026-11-24T15:59:59Z');
	await run('update', '2026-11-30T23:58:00Z', '2026-12-01T00:01:00Z');
})();
PROGRAM

expected='create: signed up 2026-11-24T15:40:05Z, opted in 2026-11-24T15:42:37Z
  sent: signed up 2026-11-24 15:11:00, opted in 2026-11-24 15:11:00
create: signed up 2026-11-24T15:03:00Z, opted in 2026-11-24T15:59:59Z
  sent: signed up 2026-11-24 15:11:00, opted in 2026-11-24 15:11:00
update: signed up 2026-11-30T23:58:00Z, opted in 2026-12-01T00:01:00Z
  sent: signed up 2026-11-30 23:11:00, opted in 2026-12-01 00:12:00'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
