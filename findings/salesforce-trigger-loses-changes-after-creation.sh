#!/usr/bin/env bash
# Salesforce Trigger 1.1, Lead Updated, polled every hour: a lead that is changed 50 minutes after it was made is never
# given.
#
# A good guess: a lead that was made and changed between two polls might be left out, or be given as created. A change
# after the poll that saw the lead is given by the next one.
#
# What happens: each poll looks back to 15 minutes before the last poll, and asks for leads changed since then and
# created before then. A lead made at 08:50 is too young for the poll at 10:00, which looks back to 08:45. For the poll
# at 11:00, which looks back to 09:45, the change at 09:40 is too old. The node tells changes from creations by this
# alone.
#
# Why it matters: a lead is touched most in its first hour: assigned, qualified, called. With a daily poll, what happens
# to it on its first day is lost. "Lead Created" gives each lead once, as the poll found it, so that the other system
# keeps this state until the next change. Poll every minute, or query LastModifiedDate on a schedule.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Salesforce
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 luxon@3.7.2 form-data@4.0.6

cat >run.cjs <<'PROGRAM'
const { SalesforceTrigger } = require('./package/dist/nodes/Salesforce/SalesforceTrigger.node.js');

let clock;
Date.now = () => clock;
const at = (time) => Date.parse(`2026-11-24T${time}:00Z`);

/** Salesforce's answer to a query that compares CreatedDate and LastModifiedDate */
function answer(leads, query) {
	const conditions = [...query.matchAll(/(\w+Date) (<|>=) (\S+)/g)];
	return leads.filter((lead) =>
		conditions.every(([, field, operator, value]) =>
			operator === '<' ? lead[field] < Date.parse(value) : lead[field] >= Date.parse(value),
		),
	);
}

/** Polls every hour while a lead is created and then changed. */
async function run(created, changed) {
	const staticData = {};
	const all = { triggerOn: 'leadUpdated', authentication: 'oAuth2' };
	const given = [];
	for (const time of ['08:00', '09:00', '10:00', '11:00', '12:00', '13:00', '14:00']) {
		clock = at(time);
		const lead = {
			Id: '00Q1',
			CreatedDate: at(created),
			LastModifiedDate: at(changed) <= clock ? at(changed) : at(created),
		};
		const leads = at(created) <= clock ? [lead] : [];
		const context = {
			getMode: () => 'trigger',
			getNode: () => ({ name: 'Salesforce Trigger', typeVersion: 1.1 }),
			getWorkflowStaticData: () => staticData,
			getNodeParameter: (name, fallback) => all[name] ?? fallback,
			getCredentials: async () => ({
				oauthTokenData: { instance_url: 'https://acme.example.com' },
			}),
			logger: { debug() {} },
			helpers: {
				returnJsonArray: (list) => list.map((json) => ({ json })),
				requestOAuth2: async (_credential, { qs }) => ({ records: answer(leads, qs.q) }),
			},
		};
		const output = await new SalesforceTrigger().poll.call(context);
		if (output !== null) given.push(time);
	}
	console.log(`created ${created}, changed ${changed}: ${given.join(', ') || 'never given'}`);
}

(async () => {
	console.log('Lead Updated, polled at each full hour');
	await run('08:40', '09:40');
	await run('08:50', '08:55');
	await run('08:50', '09:40');
	await run('08:50', '09:50');
	await run('08:50', '12:30');
})();
PROGRAM

expected='Lead Updated, polled at each full hour
created 08:40, changed 09:40: 10:00
created 08:50, changed 08:55: never given
created 08:50, changed 09:40: never given
created 08:50, changed 09:50: 11:00
created 08:50, changed 12:30: 13:00'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
