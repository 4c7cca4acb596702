#!/usr/bin/env bash
# GetResponse, Contact > Get Many with Return All: of 250 contacts come 100.
#
# A good guess: GetResponse says in the headers TotalPages and CurrentPage how many pages there are and which one came.
# The node compares the two, and asks for page after page until they are equal.
#
# What happens: the names of headers know no capitals, and Node.js gives them in small letters: totalpages,
# currentpage. The node looks for them as GetResponse writes them, finds neither, and two things that are missing are
# equal. So the first page is the last one.
#
# Why it matters: a list that has more than 100 contacts is compared with a CRM, and whoever is on the second page is
# taken for missing: unsubscribed, tagged or added once more, in a green run whose number is suspiciously round. With
# filters that leave fewer it is right, as it was when it was built. Use an HTTP Request node with its pagination.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/GetResponse
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 moment-timezone@0.5.48

cat >run.cjs <<'PROGRAM'
const http = require('node:http');
const { GetResponse } = require('./package/dist/nodes/GetResponse/GetResponse.node.js');

/** A stand-in for GetResponse with so many contacts, in pages of 100, as is its default. */
function startService(total) {
	const server = http.createServer((request, response) => {
		const page = Number(new URL(request.url, 'http://localhost').searchParams.get('page'));
		const ids = Array.from({ length: total }, (_, index) => ({ contactId: `c${index + 1}` }));
		response.setHeader('TotalPages', Math.ceil(total / 100));
		response.setHeader('CurrentPage', page);
		response.end(JSON.stringify(ids.slice(100 * (page - 1), 100 * page)));
	});
	return new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => resolve(server));
	});
}

/** Makes the request by Node.js, and gives its headers as they are. */
function request(port, query) {
	return new Promise((resolve, reject) => {
		const url = `http://127.0.0.1:${port}/v3/contacts?${new URLSearchParams(query)}`;
		http
			.get(url, async (response) => {
				let text = '';
				for await (const chunk of response) text += chunk;
				resolve({ headers: response.headers, body: JSON.parse(text) });
			})
			.on('error', reject);
	});
}

async function run(total) {
	const server = await startService(total);
	const { port } = server.address();
	const all = {
		resource: 'contact',
		operation: 'getAll',
		authentication: 'apiKey',
		returnAll: true,
		options: {},
	};
	let pages = 0;
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'GetResponse', typeVersion: 1 }),
		getTimezone: () => 'UTC',
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (rows) => rows.map((json) => ({ json })),
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { qs }) => {
				pages += 1;
				return await request(port, qs);
			},
		},
	};
	const [items] = await new GetResponse().execute.call(context);
	console.log(`${total} contacts: ${items.length} items, pages asked for: ${pages}`);
	server.close();
}

(async () => {
	await run(80);
	await run(250);
})();
PROGRAM

expected='80 contacts: 80 items, pages asked for: 1
250 contacts: 100 items, pages asked for: 1'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
