#!/usr/bin/env bash
# json-2-csv 5.6.0, then n8n's Extract From File: a lead without a phone has the phone number "undefined".
#
# A good guess: a field that only some records have is an empty cell in the rows of the others. n8n leaves empty cells
# out, so the lead comes back as it was, without a phone.
#
# What happens: json-2-csv writes what JavaScript makes of the value: undefined and null, as words. A CSV has no types,
# so whoever reads it has two texts. Only json-2-csv itself takes them back. A field that is empty text is an empty cell.
#
# Why it matters: the words are not empty, so that "Phone is not empty" holds, an upsert by e-mail finds all leads that
# have none as one lead, and a CRM overwrites a number with "undefined". The option emptyFieldValue: '' cures it.
#
# Needs Node.js 20 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

# Of n8n's package only this node, and of its many dependencies only those that the node loads.
printf 'json-2-csv 5.6.0, n8n-nodes-base 2.41.1\n\n'
npm pack --silent n8n-nodes-base@2.41.1 >/dev/null
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/SpreadsheetFile package/dist/nodes/Files package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts json-2-csv@5.6.0 n8n-workflow@2.41.0 lodash@4.18.1 \
	@e965/xlsx@0.20.3 csv-parse@7.0.2 iconv-lite@0.6.3

cat >run.cjs <<'PROGRAM'
const { json2csv } = require('json-2-csv');
const extract = require('./package/dist/nodes/Files/ExtractFromFile/actions/spreadsheet.operation.js');

/** Writes the leads as CSV and reads them with n8n's node. */
async function run(leads, options) {
	const data = Buffer.from(json2csv(leads, options)).toString('base64');
	const all = { operation: 'csv', binaryPropertyName: 'data', options: {} };
	const context = {
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Extract from File', typeVersion: 1.1 }),
		continueOnFail: () => false,
		helpers: { assertBinaryData: () => ({ data, fileExtension: 'csv' }) },
	};
	const rows = await extract.execute.call(context, [{ json: {} }], 'operation');
	console.log(`options: ${JSON.stringify(options)}`);
	for (const { json } of rows) console.log(`  ${JSON.stringify(json)}`);
}

(async () => {
	const leads = [
		{ name: 'Asha', phone: '+91 98450 00000' },
		{ name: 'Ravi' },
		{ name: 'Meera', phone: null },
		{ name: 'Kiran', phone: '' },
	];
	await run(leads, {});
	await run(leads, { emptyFieldValue: '' });
})();
PROGRAM

expected='options: {}
  {"name":"Asha","phone":"+91 98450 00000"}
  {"name":"Ravi","phone":"undefined"}
  {"name":"Meera","phone":"null"}
  {"name":"Kiran"}
options: {"emptyFieldValue":""}
  {"name":"Asha","phone":"+91 98450 00000"}
  {"name":"Ravi"}
  {"name":"Meera"}
  {"name":"Kiran"}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
