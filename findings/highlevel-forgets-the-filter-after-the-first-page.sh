#!/usr/bin/env bash
# HighLevel 2, Contact > Get Many with Return All and a query: from the 101st contact on, the query does not count.
#
# A good guess: each page is asked for with the same query, sorting and size, and with the place where the last one
# ended. n8n's own pagination keeps what was sent with the first request.
#
# What happens: after the first page, the node replaces everything in the address by the place where the page ended. The
# query, the order and the size of 100 are gone. The second page holds whichever contacts follow, 20 at a time, and the
# total that ends the loop is that of all contacts. Opportunities are read by the same code, with all their filters.
#
# Why it matters: with up to 100 matches it is right, and so is every test. Above, "send this to everybody who is tagged
# vip" reaches people who are not, in a green run. Filter the items once more behind the node.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/HighLevel
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 luxon@3.7.2

cat >run.cjs <<'PROGRAM'
const { HighLevelV2 } = require('./package/dist/nodes/HighLevel/v2/HighLevelV2.node.js');

/** Reads all contacts that match "vip" from an account with so many of them, and 15 others. */
async function run(vips) {
	const account = Array.from({ length: vips + 15 }, (_, id) => ({ id, vip: id < vips }));
	const all = { resource: 'contact', operation: 'getAll', returnAll: true };
	const context = {
		getNodeParameter: (name, fallback) => all[name] ?? fallback,
		makeRoutingRequest: async ({ options: { qs } }) => {
			console.log(`  sent: ${JSON.stringify(qs)}`);
			const matching = account.filter(({ vip }) => qs.query === undefined || vip);
			const contacts = matching
				.filter(({ id }) => id > (qs.startAfterId ?? -1))
				.slice(0, qs.limit ?? 20);
			const meta = { total: matching.length, startAfterId: contacts.at(-1)?.id };
			return [{ json: { contacts, meta } }];
		},
	};
	console.log(`${vips} contacts that match and 15 others`);
	const { pagination } = new HighLevelV2({}).description.requestOperations;
	const items = await pagination.call(context, { options: { qs: { query: 'vip' } } });
	const others = items.filter(({ json }) => !json.vip).length;
	console.log(`  items: ${items.length}, of which do not match: ${others}`);
}

(async () => {
	await run(95);
	await run(105);
})();
PROGRAM

expected='95 contacts that match and 15 others
  sent: {"query":"vip","limit":100}
  items: 95, of which do not match: 0
105 contacts that match and 15 others
  sent: {"query":"vip","limit":100}
  sent: {"startAfterId":99}
  items: 120, of which do not match: 15'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
