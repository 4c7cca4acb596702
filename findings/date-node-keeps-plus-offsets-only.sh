#!/usr/bin/env bash
# Date & Time 2, "Format a Date": a time with +05:00 keeps its own clock, a time with -05:00 is shown in UTC.
#
# A good guess: "Use Workflow Timezone" is off, and its description says that the timezone of the input is used then. So
# both times are formatted as they are written. Or both are shown in UTC.
#
# What happens: the node looks for a plus sign. With one, it takes the two digits behind it as the zone. Without one, it
# takes UTC. 21:00 of 24 November in New York becomes 2026-11-25, 21:00 of the same day in Karachi stays 2026-11-24.
#
# Why it matters: the result is a text without a zone, so what follows cannot see which clock it is on. West of
# Greenwich, evening times are written to the next day, and a test with a +offset does not show it.
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
	for (const date of ['2026-11-24T21:00:00+05:00', '2026-11-24T21:00:00-05:00']) {
		const formatted = await run('America/New_York', {
			operation: 'formatDate',
			date,
			format: 'custom',
			customFormat: 'yyyy-MM-dd HH:mm',
		});
		console.log(`${date}: ${formatted}`);
	}
})();
PROGRAM

expected='2026-11-24T21:00:00+05:00: 2026-11-24 21:00
2026-11-24T21:00:00-05:00: 2026-11-25 02:00'
actual="$(TZ=UTC node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
