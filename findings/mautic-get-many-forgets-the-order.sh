#!/usr/bin/env bash
# Mautic, Contact > Get Many, ordered by points, descending: the items come ordered by ID.
#
# A good guess: the node has Order By, Mautic sorts, so the first item is the contact with the most points.
#
# What happens: Mautic answers with an object whose keys are the IDs, in the order that was asked for. JavaScript keeps
# keys that are whole numbers in ascending order, whatever their order in the text. So parsing alone undoes the sorting.
# With a limit, the right contacts come, in the wrong order.
#
# Why it matters: the first item is taken for the most active person, and a Limit node behind keeps the oldest contacts.
# With a limit of 1, as in a first test, it is right, and with few contacts it may be so by chance. Put a Sort node
# behind.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Mautic package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 change-case@5.4.4

cat >run.cjs <<'PROGRAM'
const { Mautic } = require('./package/dist/nodes/Mautic/Mautic.node.js');

const people = [
	{ id: 7, name: 'Asha', points: 40 },
	{ id: 19, name: 'Ravi', points: 90 },
	{ id: 23, name: 'Lin', points: 10 },
	{ id: 61, name: 'Meera', points: 70 },
];

/** The body of Mautic's answer, as text: an object in the order that was asked for, with the IDs as keys */
function answer({ orderBy, orderByDir, limit }) {
	const sign = orderByDir === 'desc' ? -1 : 1;
	const sorted = [...people].sort((a, b) => sign * (a[orderBy] - b[orderBy])).slice(0, limit);
	const contacts = sorted.map((person) => {
		return `"${person.id}":${JSON.stringify({ id: person.id, fields: { all: person } })}`;
	});
	return `{"total":"${people.length}","contacts":{${contacts.join(',')}}}`;
}

async function run(limit) {
	const all = {
		authentication: 'credentials',
		resource: 'contact',
		operation: 'getAll',
		returnAll: false,
		limit,
		options: { orderBy: 'points', orderByDir: 'desc', rawData: false },
	};
	let body;
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Mautic', typeVersion: 1 }),
		getCredentials: async () => ({ url: 'https://mautic.example.com' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (list) => list.map((json) => ({ json })),
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { qs }) => {
				body = answer(qs);
				return JSON.parse(body);
			},
		},
	};
	const [items] = await new Mautic().execute.call(context);
	const sent = [...body.matchAll(/"name":"(\w+)","points":(\d+)/g)];
	console.log(`Limit ${limit}, order by points, descending`);
	console.log(
		`  sent by Mautic: ${sent.map(([, name, points]) => `${name} ${points}`).join(', ')}`,
	);
	console.log(`  items: ${items.map(({ json }) => `${json.name} ${json.points}`).join(', ')}`);
}

(async () => {
	await run(1);
	await run(4);
})();
PROGRAM

expected='Limit 1, order by points, descending
  sent by Mautic: Ravi 90
  items: Ravi 90
Limit 4, order by points, descending
  sent by Mautic: Ravi 90, Meera 70, Asha 40, Lin 10
  items: Asha 40, Ravi 90, Lin 10, Meera 70'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
