#!/usr/bin/env bash
# Rename Keys: Contact to Name and Name to Company, in one node, leaves no contact.
#
# A good guess: all keys are renamed at once, so that {Name: Acme, Contact: Asha} becomes {Company: Acme, Name: Asha}. Or
# one after the other, so that Company is Asha. A field may get another name, but it does not vanish.
#
# What happens: each new field gets its value from the item as it came in, and then the old key is deleted from the item
# as it is by now. The second line takes Acme from the incoming Name, and deletes the Name that the first line has just
# written. In the other order both are kept. Two names that are exchanged lose one value in either order.
#
# Why it matters: the columns of an export are given a CRM's names, and one of them is on both sides. Its field is
# missing in each item, without a message, and a CRM node that leaves out missing fields updates the rest. Take the name
# away before it is given anew, or use two nodes.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/RenameKeys
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1

cat >run.cjs <<'PROGRAM'
const { RenameKeys } = require('./package/dist/nodes/RenameKeys/RenameKeys.node.js');

async function run(json, lines) {
	const keys = lines.map(([currentKey, newKey]) => ({ currentKey, newKey }));
	const context = {
		getInputData: () => [{ json }],
		getNodeParameter: (name, _item, fallback) => (name === 'keys.key' ? keys : fallback),
		getNode: () => ({ name: 'Rename Keys', typeVersion: 1 }),
		continueOnFail: () => false,
	};
	const [[item]] = await new RenameKeys().execute.call(context);
	return JSON.stringify(item.json);
}

(async () => {
	const row = { Name: 'Acme', Contact: 'Asha' };
	console.log(JSON.stringify(row));
	for (const lines of [
		[
			['Name', 'Company'],
			['Contact', 'Name'],
		],
		[
			['Contact', 'Name'],
			['Name', 'Company'],
		],
		[
			['Contact', 'Name'],
			['Name', 'Contact'],
		],
	]) {
		const what = lines.map((names) => names.join(' to ')).join(', ');
		console.log(`  ${what}: ${await run(row, lines)}`);
	}
})();
PROGRAM

expected='{"Name":"Acme","Contact":"Asha"}
  Name to Company, Contact to Name: {"Company":"Acme","Name":"Asha"}
  Contact to Name, Name to Company: {"Company":"Acme"}
  Contact to Name, Name to Contact: {"Contact":"Acme"}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
