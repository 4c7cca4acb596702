#!/usr/bin/env bash
# Keap, Contact > Get Many by e-mail: an item without an e-mail gets the contact of the item before it.
#
# A good guess: the options are read for each item. With an empty e-mail there is no filter, so all contacts come, as
# they do for a single item. Or none.
#
# What happens: there is one query for all items. An option that is not empty is written to it, and an empty one leaves
# what is there. So the e-mail of the item before counts, and the contact is paired with the wrong item. Names and dates
# are kept in the same way.
#
# Why it matters: a list of leads is looked up, and what is found gets a tag, a note or a deal. A lead without an e-mail
# gives all of this to the person above it in the list, in a green run, and no item shows it when it is tried alone.
# Filter on "Email is not empty" before.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Keap
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 change-case@5.4.4 moment-timezone@0.5.48

cat >run.cjs <<'PROGRAM'
const { Keap } = require('./package/dist/nodes/Keap/Keap.node.js');

const people = [
	{ id: 11, given_name: 'Asha', email: 'asha@example.com' },
	{ id: 12, given_name: 'Ravi', email: 'ravi@example.com' },
	{ id: 13, given_name: 'Lin', email: 'lin@example.com' },
];

/** Get Many for each e-mail, with Return All */
async function run(emails) {
	const all = { resource: 'contact', operation: 'getAll', returnAll: true };
	const context = {
		getInputData: () => emails.map((email) => ({ json: { email } })),
		getNodeParameter: (name, item, fallback) =>
			name === 'options' ? { email: emails[item] } : (all[name] ?? fallback),
		getNode: () => ({ name: 'Keap', typeVersion: 1 }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (list) => list.map((json) => ({ json })),
			constructExecutionMetaData: (items, { itemData }) =>
				items.map((item) => ({ ...item, pairedItem: itemData })),
			requestOAuth2: async (_credential, { qs }) => {
				const contacts = people.filter(({ email }) => !qs.email || email === qs.email);
				return { contacts, count: contacts.length };
			},
		},
	};
	const [items] = await new Keap().execute.call(context);
	emails.forEach((email, index) => {
		const found = items.filter(({ pairedItem }) => pairedItem.item === index);
		console.log(`  ${email || '(empty)'}: ${found.map(({ json }) => json.given_name).join(', ')}`);
	});
}

(async () => {
	for (const emails of [[''], ['ravi@example.com', '', 'lin@example.com', '']]) {
		console.log(`${emails.length} ${emails.length > 1 ? 'items' : 'item'}`);
		await run(emails);
	}
})();
PROGRAM

expected='1 item
  (empty): Asha, Ravi, Lin
4 items
  ravi@example.com: Ravi
  (empty): Ravi
  lin@example.com: Lin
  (empty): Lin'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
