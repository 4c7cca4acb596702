#!/usr/bin/env bash
# Monica CRM, Contact > Update of a nickname: the birthday is deleted, and who was dead is alive.
#
# A good guess: "Update Fields" holds what is to be changed. The node even reads the contact before, to send what
# Monica demands and the user has not given.
#
# What happens: Monica demands to be told whether the birthday and the date of death are known. Unless the user gives
# both again, the node says "not known" and "not deceased", though it has just read them. Monica then deletes the
# birthday, its reminder and the date of death.
#
# Why it matters: a workflow that writes nicknames, last names or genders empties the birthdays one contact after the
# other, and what should have come as a reminder does not come. The run is green, and the answer of the node shows it
# only if one looks for it. Read the contact before, and give Birthdate, Is Deceased and Deceased Date each time.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/MonicaCrm
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >run.cjs <<'PROGRAM'
const { MonicaCrm } = require('./package/dist/nodes/MonicaCrm/MonicaCrm.node.js');

/** Updates a contact and prints what the node read before and what it sent. */
async function run(contact, updateFields) {
	const all = { resource: 'contact', operation: 'update', contactId: '7', updateFields };
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Monica CRM', typeVersion: 1 }),
		getCredentials: async () => ({ environment: 'cloudHosted', apiToken: 'token' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (json) => [{ json }],
			constructExecutionMetaData: (items) => items,
			request: async ({ method, body }) => {
				if (method === 'GET') console.log(`  read: ${JSON.stringify(contact)}`);
				else console.log(`  sent: ${JSON.stringify(body)}`);
				return { data: contact };
			},
		},
	};
	await new MonicaCrm().execute.call(context);
}

(async () => {
	const dates = (birthdate, deceased_date) => ({
		information: {
			dates: { birthdate: { date: birthdate }, deceased_date: { date: deceased_date } },
		},
	});
	console.log('Nickname, of somebody who has a birthday');
	const asha = { first_name: 'Asha', is_dead: false, ...dates('1990-05-14', null) };
	await run(asha, { nickname: 'Ash' });
	console.log('Nickname, of somebody who has died');
	const ravi = { first_name: 'Ravi', is_dead: true, ...dates(null, '2024-02-03') };
	await run(ravi, { nickname: 'Rav' });
	console.log('Nickname and Birthdate');
	await run(asha, { nickname: 'Ash', birthdate: '1990-05-14T00:00:00' });
})();
PROGRAM

expected='Nickname, of somebody who has a birthday
  read: {"first_name":"Asha","is_dead":false,"information":{"dates":{"birthdate":{"date":"1990-05-14"},"deceased_date":{"date":null}}}}
  sent: {"first_name":"Asha","is_birthdate_known":false,"is_deceased":false,"is_deceased_date_known":false,"nickname":"Ash"}
Nickname, of somebody who has died
  read: {"first_name":"Ravi","is_dead":true,"information":{"dates":{"birthdate":{"date":null},"deceased_date":{"date":"2024-02-03"}}}}
  sent: {"first_name":"Ravi","is_birthdate_known":false,"is_deceased":false,"is_deceased_date_known":false,"nickname":"Rav"}
Nickname and Birthdate
  read: {"first_name":"Asha","is_dead":false,"information":{"dates":{"birthdate":{"date":"1990-05-14"},"deceased_date":{"date":null}}}}
  sent: {"first_name":"Asha","is_birthdate_known":true,"is_deceased":false,"is_deceased_date_known":false,"birthdate_day":14,"birthdate_month":5,"birthdate_year":1990,"nickname":"Ash"}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
