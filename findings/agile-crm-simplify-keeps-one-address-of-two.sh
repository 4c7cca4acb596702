#!/usr/bin/env bash
# Agile CRM, Contact > Get Many with Simplify: of a work and a home e-mail, only the later one is left.
#
# A good guess: Simplify turns the list of properties into fields. Of an e-mail that is there twice, it makes a list,
# or email_work and email_home, or it takes the one for work.
#
# What happens: each property is written to a field of its name, and what was there before is overwritten. The kind,
# work or home, is dropped, so the field "email" holds whichever e-mail comes last in the contact. It is the same with
# phones, websites and addresses, and with a custom field that bears one of these names.
#
# Why it matters: the CRM at the other end gets the private address in place of the one of the company, or a mobile
# number for the switchboard. Contacts with one address each are right, so that a test shows nothing. Switch Simplify
# off, and pick by "subtype".
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/AgileCrm
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >run.cjs <<'PROGRAM'
const { AgileCrm } = require('./package/dist/nodes/AgileCrm/AgileCrm.node.js');

const property = (name, value, subtype) => ({ type: 'SYSTEM', name, subtype, value });
const contacts = [
	{
		id: 1,
		properties: [
			property('first_name', 'Asha'),
			property('email', 'asha.rao@example.com', 'work'),
			property('phone', '+91 20 1234 5678', 'work'),
			property('phone', '+91 98450 00001', 'mobile'),
			property('email', 'asha@example.org', 'home'),
		],
	},
	{
		id: 2,
		properties: [property('first_name', 'Ravi'), property('email', 'ravi@example.com', 'work')],
	},
];

async function run(simple) {
	const all = {
		resource: 'contact',
		operation: 'getAll',
		simple,
		returnAll: false,
		limit: 20,
		filterType: 'none',
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Agile CRM', typeVersion: 1 }),
		getCredentials: async () => ({ subdomain: 'acme' }),
		helpers: {
			returnJsonArray: (rows) => rows.map((json) => ({ json })),
			request: async () => structuredClone(contacts),
		},
	};
	return (await new AgileCrm().execute.call(context))[0];
}

(async () => {
	for (const { json } of await run(false)) {
		const emails = json.properties.filter(({ name }) => name === 'email');
		console.log(`as it comes: ${json.id} has ${emails.length} e-mail(s)`);
	}
	for (const { json } of await run(true)) console.log(`simplified: ${JSON.stringify(json)}`);
})();
PROGRAM

expected='as it comes: 1 has 2 e-mail(s)
as it comes: 2 has 1 e-mail(s)
simplified: {"id":1,"first_name":"Asha","email":"asha@example.org","phone":"+91 98450 00001"}
simplified: {"id":2,"first_name":"Ravi","email":"ravi@example.com"}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
