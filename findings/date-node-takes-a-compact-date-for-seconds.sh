#!/usr/bin/env bash
# Date & Time 2, "Format a Date": 20261124 is formatted as 1970-08-23.
#
# A good guess: 20261124 is a date of ISO 8601, moment and Luxon both read it, and the node says that it recognizes
# formats by itself. So the result is 2026-11-24, or an error that asks for "From Date Format".
#
# What happens: every text of digits is a number to the node, and every whole number of fewer than 12 digits is a count
# of seconds since 1970. 20261124 is a day in August 1970, and the year 2026 is 1 January 1970. There is no message.
#
# Why it matters: exports of banks and of SAP write dates like that. "From Date Format" (yyyyMMdd) cures it, but nothing
# asks for it. A column that holds both forms comes out half right.
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
	for (const date of ['2026-11-24', '20261124', '2026']) {
		const formatted = await run('UTC', { operation: 'formatDate', date, format: 'yyyy-MM-dd' });
		console.log(`${date} as yyyy-MM-dd: ${formatted}`);
	}
	const options = { fromFormat: 'yyyyMMdd' };
	const named = await run('UTC', {
		operation: 'formatDate',
		date: '20261124',
		format: 'yyyy-MM-dd',
		options,
	});
	console.log(`20261124 with From Date Format yyyyMMdd: ${named}`);
})();
PROGRAM

expected='2026-11-24 as yyyy-MM-dd: 2026-11-24
20261124 as yyyy-MM-dd: 1970-08-23
2026 as yyyy-MM-dd: 1970-01-01
20261124 with From Date Format yyyyMMdd: 2026-11-24'
actual="$(TZ=UTC node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
