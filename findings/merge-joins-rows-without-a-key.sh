#!/usr/bin/env bash
# Merge 3.2, Combine by Matching Fields: all rows whose e-mail is null are joined with one another.
#
# A good guess: the node's own words are "inner join" and "left join". In SQL, NULL equals nothing, so a row without an
# e-mail has no match. The node agrees where the field is missing.
#
# What happens: null is compared as a value. Each row with null of input 1 is joined with each row with null of input 2,
# and takes its fields. An empty text is a value too.
#
# Why it matters: the Postgres and MySQL nodes give null for an empty cell, .csv files leave the field out. The same
# table is joined rightly from a file, and from a database one person without an e-mail gets the owner of another. 100
# such rows on both sides make 10,000. Filter the rows before, or join in SQL.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Merge package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const combine = require('./package/dist/nodes/Merge/v3/actions/mode/combineByFields.js');

/** Joins leads with their owners by e-mail, with the node's defaults. */
async function run(absent) {
	const all = {
		advanced: false,
		fieldsToMatchString: 'email',
		joinMode: 'keepMatches',
		outputDataFrom: 'both',
		options: {},
	};
	const context = {
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Merge', typeVersion: 3.2 }),
	};
	const leads = [{ lead: 'Asha', email: 'asha@example.com' }, { lead: 'Ravi', ...absent }];
	const owners = [{ owner: 'Meera', email: 'asha@example.com' }, { owner: 'Kiran', ...absent }];
	const asItems = (rows) => rows.map((json, item) => ({ json, pairedItem: { item } }));
	const [rows] = await combine.execute.call(context, [asItems(leads), asItems(owners)]);
	return rows.map(({ json }) => `${json.lead}: ${json.owner}`).join(', ');
}

(async () => {
	console.log(`e-mail missing: ${await run({})}`);
	console.log(`e-mail null:    ${await run({ email: null })}`);
	console.log(`e-mail '':      ${await run({ email: '' })}`);
})();
PROGRAM

expected='e-mail missing: Asha: Meera
e-mail null:    Asha: Meera, Ravi: Kiran
e-mail '\'''\'':      Asha: Meera, Ravi: Kiran'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
