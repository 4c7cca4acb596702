#!/usr/bin/env bash
# Date & Time 2, "Add to a Date": 2026-11-23 plus one day is still 23 November.
#
# A good guess: the node gets the time zone of the workflow and gives its result in it, so it reads 2026-11-23 as that
# day there, and one day later is 2026-11-24. If it used another zone, the day would at least stay the day.
#
# What happens: the text is read as midnight on the clock of n8n's process (TZ, UTC in n8n's Docker image) and only then
# moved to the workflow's zone, where it is still the evening of the day before. With n8n's defaults (process in UTC,
# workflow in America/New_York) the day is lost without a message. With a workflow in Asia/Kolkata the same node is
# right.
#
# Why it matters: due dates, follow-ups and expected closing dates are a day early in half of the world, and a test in
# Europe or India does not show it. {{ DateTime.fromISO($json.date).plus({ days: 1 }) }} is right everywhere.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/DateTime
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 luxon@3.7.2 moment-timezone@0.5.48

cat >run.cjs <<'PROGRAM'
const { DateTimeV2 } = require('./package/dist/nodes/DateTime/V2/DateTimeV2.node.js');

/** Runs the node on one item, in a workflow with this time zone. */
async function run(timezone, parameters) {
	const all = { options: {}, outputFieldName: 'out', ...parameters };
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) =>
			name.split('.').reduce((part, key) => part?.[key], all) ?? fallback,
		getTimezone: () => timezone,
		getNode: () => ({ name: 'Date & Time', typeVersion: 2 }),
		continueOnFail: () => false,
	};
	const [[item]] = await new DateTimeV2({}).execute.call(context);
	return item.json.out;
}

(async () => {
	for (const timezone of ['Asia/Kolkata', 'America/New_York']) {
		const oneDayLater = await run(timezone, {
			operation: 'addToDate',
			magnitude: '2026-11-23',
			timeUnit: 'days',
			duration: 1,
		});
		console.log(`2026-11-23 plus 1 day, workflow in ${timezone}: ${oneDayLater}`);
	}
})();
PROGRAM

expected='2026-11-23 plus 1 day, workflow in Asia/Kolkata: 2026-11-24T05:30:00.000+05:30
2026-11-23 plus 1 day, workflow in America/New_York: 2026-11-23T19:00:00.000-05:00'
actual="$(TZ=UTC node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
