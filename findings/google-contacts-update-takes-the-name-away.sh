#!/usr/bin/env bash
# Google Contacts, Contact > Update of a phone number: the contact loses its name.
#
# A good guess: only the fields that were added under "Update Fields" are changed. The node sends Google a list of
# them, and Google leaves all others alone.
#
# What happens: the list always has "names" in it, and if no part of the name was added, an empty name is sent. Google
# replaces each listed field as a whole, so the contact has a new phone number and no name. With one part of the name
# added, the other parts go.
#
# Why it matters: the address book keeps its numbers, and nobody knows whose they are, on every phone that is kept in
# step with it. The run is green. Add the given name and the family name to each update, or use an HTTP Request node
# with updatePersonFields.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Google/Contacts
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 moment-timezone@0.5.48

cat >run.cjs <<'PROGRAM'
const { GoogleContacts } = require('./package/dist/nodes/Google/Contacts/GoogleContacts.node.js');

/** Updates a contact. Google replaces the fields that updatePersonFields lists, each as a whole. */
async function run(updateFields) {
	const contact = {
		names: [{ givenName: 'Asha', familyName: 'Rao' }],
		phoneNumbers: [{ type: 'work', value: '+91 20 1234 5678' }],
	};
	const all = {
		resource: 'contact',
		operation: 'update',
		contactId: 'c1',
		fields: ['names'],
		updateFields,
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Google Contacts', typeVersion: 1 }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (json) => [{ json }],
			constructExecutionMetaData: (items) => items,
			requestOAuth2: async (_credential, { method, body, qs }) => {
				if (method === 'PATCH') {
					console.log(`  updatePersonFields=${qs.updatePersonFields}`);
					for (const field of qs.updatePersonFields.split(',')) contact[field] = body[field];
				}
				return { etag: 'e1', resourceName: 'people/c1', ...contact };
			},
		},
	};
	await new GoogleContacts().execute.call(context);
	console.log(`  ${JSON.stringify(contact)}`);
}

(async () => {
	console.log('Phone');
	await run({ phoneUi: { phoneValues: [{ type: 'work', value: '+91 20 8765 4321' }] } });
	console.log('Family Name');
	await run({ familyName: 'Iyer' });
	console.log('Given Name and Family Name');
	await run({ givenName: 'Asha', familyName: 'Iyer' });
})();
PROGRAM

expected='Phone
  updatePersonFields=phoneNumbers,names
  {"names":[{}],"phoneNumbers":[{"type":"work","value":"+91 20 8765 4321"}]}
Family Name
  updatePersonFields=names
  {"names":[{"familyName":"Iyer"}],"phoneNumbers":[{"type":"work","value":"+91 20 1234 5678"}]}
Given Name and Family Name
  updatePersonFields=names
  {"names":[{"givenName":"Asha","familyName":"Iyer"}],"phoneNumbers":[{"type":"work","value":"+91 20 1234 5678"}]}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
