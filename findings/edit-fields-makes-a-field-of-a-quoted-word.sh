#!/usr/bin/env bash
# Edit Fields 3.5 in JSON mode: a note that ends in "gold", "silver" loses its end, and there is a field "silver".
#
# A good guess: {"note": "{{ $json.note }}"} gives the note as it is. Or, since its quotation marks end the JSON text
# too early, the node says that the JSON is invalid, as it does for most notes with quotation marks.
#
# What happens: the node puts the value between the marks as it is. If the result is no JSON, it is repaired, which
# means guessed at. Where a quoted word follows a comma and ends the note, the guess is that a new field begins. The
# note ends before the comma, and the word is the name of a field that nobody asked for. The run is green.
#
# Why it matters: notes, subjects and company names come from people. Most of them have no quotation marks, some stop
# the workflow, and these go on with half of their text. A backslash is not even guessed at: C:\new becomes a line
# break. Write {{ JSON.stringify($json.note) }} without the marks around it, or use the fields of the manual mode.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Set package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { SetV2 } = require('./package/dist/nodes/Set/v2/SetV2.node.js');

/** Runs the node with this JSON for an item with this note. n8n gives the node the expression as it is. */
async function run(jsonOutput, note) {
	const all = { mode: 'raw', jsonOutput: `=${jsonOutput}`, includeOtherFields: false, options: {} };
	const context = {
		getInputData: () => [{ json: { note } }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Edit Fields', typeVersion: 3.5 }),
		getMode: () => 'trigger',
		evaluateExpression: (text) => (text.includes('JSON.stringify') ? JSON.stringify(note) : note),
		continueOnFail: () => false,
	};
	try {
		const [[{ json }]] = await new SetV2({ version: 3.5 }).execute.call(context);
		console.log(`  ${note}\n    gives ${JSON.stringify(json)}`);
	} catch ({ message }) {
		if (!message.includes('invalid JSON')) throw new Error(message);
		console.log(`  ${note}\n    is refused as invalid JSON`);
	}
}

(async () => {
	const marks = '{"note": "{{ $json.note }}", "stage": "New"}';
	console.log(marks);
	await run(marks, 'Calls back on Monday');
	await run(marks, 'wants 2" pipes, 3" bends');
	await run(marks, 'asked for "gold", "silver" or both');
	await run(marks, 'asked for "gold", "silver"');
	await run(marks, 'saved under C:\\new\\quotes.txt');
	const stringified = '{"note": {{ JSON.stringify($json.note) }}, "stage": "New"}';
	console.log(stringified);
	await run(stringified, 'asked for "gold", "silver"');
})();
PROGRAM

expected='{"note": "{{ $json.note }}", "stage": "New"}
  Calls back on Monday
    gives {"note":"Calls back on Monday","stage":"New"}
  wants 2" pipes, 3" bends
    gives {"note":"wants 2\" pipes, 3\" bends","stage":"New"}
  asked for "gold", "silver" or both
    is refused as invalid JSON
  asked for "gold", "silver"
    gives {"note":"asked for \"gold","silver":"","stage":"New"}
  saved under C:\new\quotes.txt
    gives {"note":"saved under C:\newquotes.txt","stage":"New"}
{"note": {{ JSON.stringify($json.note) }}, "stage": "New"}
  asked for "gold", "silver"
    gives {"note":"asked for \"gold\", \"silver\"","stage":"New"}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
