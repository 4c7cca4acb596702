#!/usr/bin/env bash
# RSS Feed Trigger: one item without a date, and new items come again at each poll, or never.
#
# A good guess: RSS does not demand a date, so an item without one is ignored, or given once. The trigger goes by the
# newest date that it has seen, and one item does not change that for the others.
#
# What happens: an item without a date wins the search for the newest one, whatever it is compared with, and the search
# starts anew behind it. With an undated item in the middle, the newest date is one of the older items, and what is above
# is given at each poll. With an undated item at the end, no date is remembered, so each poll looks for items that are
# newer than the poll itself, and there are none.
#
# Why it matters: feeds of portals and job boards hold a pinned or sponsored item without a date. Depending on its place,
# each lead is taken up every few minutes, or the workflow never starts. Put Remove Duplicates behind it, or read the
# feed on a schedule.
#
# Needs Node.js 20 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

# Of the package only this node, and of its many dependencies only those that the node loads.
printf 'n8n-nodes-base 2.41.1, rss-parser 3.13.0\n\n'
npm pack --silent n8n-nodes-base@2.41.1 >/dev/null
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/RssFeedRead
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 moment-timezone@0.5.48 rss-parser@3.13.0

cat >run.cjs <<'PROGRAM'
const {
	RssFeedReadTrigger,
} = require('./package/dist/nodes/RssFeedRead/RssFeedReadTrigger.node.js');

/** Polls a feed with these items, once for each list, as one workflow does. */
async function run(feeds) {
	const remembered = {};
	for (const feed of feeds) {
		const items = feed.map(([title, date]) => {
			const pubDate = date ? `<pubDate>${new Date(date).toUTCString()}</pubDate>` : '';
			return `<item><title>${title}</title>${pubDate}</item>`;
		});
		const xml = `<rss version="2.0"><channel><title>Leads</title>${items.join('')}</channel></rss>`;
		const context = {
			getMode: () => 'trigger',
			getWorkflowStaticData: () => remembered,
			getNodeParameter: () => 'https://feed.example.com',
			getNode: () => ({ name: 'RSS Feed Trigger', typeVersion: 1 }),
			helpers: {
				httpRequest: async () => xml,
				returnJsonArray: (rows) => rows.map((json) => ({ json })),
			},
		};
		const given = await new RssFeedReadTrigger().poll.call(context);
		const titles = given ? given[0].map(({ json }) => json.title).join(', ') : 'nothing';
		console.log(`  ${feed.map(([title]) => title).join(', ')}: ${titles}`);
	}
}

(async () => {
	const old = [
		['Asha', '2025-11-23T10:00:00Z'],
		['Ravi', '2025-11-22T10:00:00Z'],
	];
	const fresh = ['Meera', '2025-11-24T10:00:00Z'];
	const pinned = ['pinned'];
	console.log('no undated item');
	await run([old, [fresh, ...old], [fresh, ...old], [fresh, ...old]]);
	console.log('undated item in the middle');
	const middle = [fresh, pinned, ...old];
	await run([[pinned, ...old], middle, middle, middle]);
	console.log('undated item at the end');
	const end = [fresh, ...old, pinned];
	await run([[...old, pinned], end, end, end]);
})();
PROGRAM

expected='no undated item
  Asha, Ravi: nothing
  Meera, Asha, Ravi: Meera
  Meera, Asha, Ravi: nothing
  Meera, Asha, Ravi: nothing
undated item in the middle
  pinned, Asha, Ravi: nothing
  Meera, pinned, Asha, Ravi: Meera
  Meera, pinned, Asha, Ravi: Meera
  Meera, pinned, Asha, Ravi: Meera
undated item at the end
  Asha, Ravi, pinned: nothing
  Meera, Asha, Ravi, pinned: nothing
  Meera, Asha, Ravi, pinned: nothing
  Meera, Asha, Ravi, pinned: nothing'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
