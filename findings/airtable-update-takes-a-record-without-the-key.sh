#!/usr/bin/env bash
# Airtable 2.2, Record > Update matched by e-mail: an item without an e-mail overwrites the first record without one.
#
# A good guess: the item matches no record, and the node says so, "Record matching provided keys was not found". It does
# for an e-mail that no record has, and for one that is an empty text.
#
# What happens: Airtable leaves empty fields out of its records, and n8n's readers of files leave empty cells out of
# their items. The node compares missing with missing, and this is equal. The first such record gets all the fields of
# the item. With "Update All Matches", all records without an e-mail become this person.
#
# Why it matters: one row of an export lacks the e-mail, and somebody else's record is lost in a green run. Two such
# rows overwrite the same record one after the other. Filter on "Email exists" before.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Airtable package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const update = require('./package/dist/nodes/Airtable/v2/actions/record/update.operation.js');

/** Updates a table of three people by e-mail. Airtable leaves out the fields of a record that are empty. */
async function run(item, options) {
	const table = [
		{ id: 'rec1', fields: { Name: 'Asha Rao', Email: 'asha@example.com', Stage: 'New' } },
		{ id: 'rec2', fields: { Name: 'Ravi Iyer', Stage: 'New' } },
		{ id: 'rec3', fields: { Name: 'Lin Ma', Stage: 'New' } },
	];
	const all = {
		authentication: 'airtableTokenApi',
		'columns.mappingMode': 'autoMapInputData',
		'columns.matchingColumns': ['Email'],
		options,
	};
	const context = {
		getNode: () => ({ name: 'Airtable', typeVersion: 2.2 }),
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		continueOnFail: () => false,
		helpers: {
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { method, body, qs }) => {
				if (method === 'GET') {
					const pick = ([name]) => qs.fields.includes(name);
					return {
						records: table.map(({ id, fields }) => ({
							id,
							fields: Object.fromEntries(Object.entries(fields).filter(pick)),
						})),
					};
				}
				for (const { id, fields } of body.records)
					Object.assign(table.find((record) => record.id === id).fields, fields);
				return { records: body.records };
			},
		},
	};
	console.log(`${JSON.stringify(item)}, options ${JSON.stringify(options)}`);
	try {
		await update.execute.call(context, [{ json: item }], 'base', 'table');
	} catch ({ message }) {
		console.log(`  ${message}`);
		return;
	}
	for (const { id, fields } of table) console.log(`  ${id}: ${Object.values(fields).join(', ')}`);
}

(async () => {
	await run({ Name: 'Meera Nair', Email: 'meera@example.com', Stage: 'Won' }, {});
	await run({ Name: 'Meera Nair', Email: '', Stage: 'Won' }, {});
	await run({ Name: 'Meera Nair', Stage: 'Won' }, {});
	await run({ Name: 'Meera Nair', Stage: 'Won' }, { updateAllMatches: true });
})();
PROGRAM

expected='{"Name":"Meera Nair","Email":"meera@example.com","Stage":"Won"}, options {}
  Record matching provided keys was not found
{"Name":"Meera Nair","Email":"","Stage":"Won"}, options {}
  Record matching provided keys was not found
{"Name":"Meera Nair","Stage":"Won"}, options {}
  rec1: Asha Rao, asha@example.com, New
  rec2: Meera Nair, Won
  rec3: Lin Ma, New
{"Name":"Meera Nair","Stage":"Won"}, options {"updateAllMatches":true}
  rec1: Asha Rao, asha@example.com, New
  rec2: Meera Nair, Won
  rec3: Meera Nair, Won'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
