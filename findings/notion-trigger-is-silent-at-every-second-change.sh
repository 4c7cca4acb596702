#!/usr/bin/env bash
# Notion Trigger 1.1, Page Updated in Database: of two changes of one page, the second starts nothing.
#
# A good guess: each poll gives the pages that were changed since the last one. Notion's times are exact to the minute,
# so a change at the edge might be given twice, or be missed once.
#
# What happens: to avoid giving a page twice, the trigger keeps the IDs of the pages that it gave last, and leaves them
# out of the next poll that finds a change, whatever the time of this change is. Polls without a change keep the list as
# it is. So after "Offer", which starts the workflow, "Won" does not, hours or weeks later, and "Paid" does again. If
# another page is changed too, it alone is given.
#
# Why it matters: a deal moves through its stages, and every second one does not reach the CRM. The workflow is active,
# has no errors, and each test that changes one page once succeeds. Poll the database with a Schedule Trigger and
# compare last_edited_time instead.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Notion package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 lodash@4.18.1 change-case@5.4.4 moment-timezone@0.5.48 uuid@11.1.1

cat >run.cjs <<'PROGRAM'
const { NotionTrigger } = require('./package/dist/nodes/Notion/NotionTrigger.node.js');

let clock;
Date.now = () => clock;
const at = (time) => Date.parse(`2026-11-24T${time}Z`);
const rao = { object: 'page', id: 'Rao', parent: { type: 'data_source_id' } };
const iyer = { object: 'page', id: 'Iyer', parent: { type: 'data_source_id' } };
let pages = [];
const staticData = {};

/** Notion's answer: changed since, the latest first, with times that are exact to the minute */
function query({ filter, page_size }) {
	const since = Date.parse(filter.last_edited_time.on_or_after);
	const results = pages
		.filter(({ last_edited_time }) => Date.parse(last_edited_time) >= since)
		.sort((a, b) => b.last_edited_time.localeCompare(a.last_edited_time))
		.slice(0, page_size);
	return { results, has_more: false, next_cursor: null };
}

const all = { event: 'pagedUpdatedInDatabase', simple: false, dataSourceId: 'd' };
const context = {
	getNode: () => ({ name: 'Notion Trigger', typeVersion: 1.1 }),
	getMode: () => 'trigger',
	getWorkflowStaticData: () => staticData,
	getNodeParameter: (name, fallback) => all[name] ?? fallback,
	helpers: {
		returnJsonArray: (records) => records.map((json) => ({ json })),
		httpRequestWithAuthentication: async (_credential, { body }) => query(body),
	},
};

async function poll(time) {
	clock = at(time);
	const output = await new NotionTrigger().poll.call(context);
	const ids = (output?.[0] ?? []).map(({ json }) => `${json.id} (${json.Stage})`);
	console.log(`${time} poll: ${ids.join(', ') || 'nothing'}`);
}
function change(page, time, Stage) {
	pages = pages.filter(({ id }) => id !== page.id);
	pages.push({ ...page, Stage, last_edited_time: `2026-11-24T${time.slice(0, 5)}:00.000Z` });
	console.log(`${time} ${page.id} is set to ${Stage}`);
}

(async () => {
	await poll('10:00:30');
	change(rao, '10:02:10', 'Offer');
	await poll('10:05:30');
	await poll('10:10:30');
	change(rao, '15:02:10', 'Won');
	await poll('15:05:30');
	await poll('15:10:30');
	change(rao, '15:12:10', 'Paid');
	await poll('15:15:30');
	change(iyer, '15:16:10', 'Offer');
	change(rao, '15:17:10', 'Closed');
	await poll('15:20:30');
})();
PROGRAM

expected='10:00:30 poll: nothing
10:02:10 Rao is set to Offer
10:05:30 poll: Rao (Offer)
10:10:30 poll: nothing
15:02:10 Rao is set to Won
15:05:30 poll: nothing
15:10:30 poll: nothing
15:12:10 Rao is set to Paid
15:15:30 poll: Rao (Paid)
15:16:10 Iyer is set to Offer
15:17:10 Rao is set to Closed
15:20:30 poll: Iyer (Offer)'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
