#!/usr/bin/env bash
# Extract From File, Extract From ICS: in an n8n with TZ=Asia/Kolkata, an all-day event on 24 November begins on the
# 23rd.
#
# A good guess: DTSTART;VALUE=DATE:20261124 is a day without a clock. The item has 2026-11-24, or midnight of this day
# in UTC, as it has in a fresh n8n.
#
# What happens: the day becomes midnight on the clock of n8n's process (TZ), and the item shows this moment in UTC.
# East of Greenwich this is the day before, at half past six in the evening for India. West of it the day is right,
# with a time of its own. Times with a zone are right everywhere, and times without one are taken for UTC wherever the
# process stands.
#
# Why it matters: birthdays, holidays and deadlines are all-day events. Whoever takes the date from the front of the
# text has them a day early, in Europe, Asia and Australia, as soon as TZ is set to where people live. The item says
# "type": "DATE" as it should. Take the day by DateTime.fromISO(...).setZone(zone of TZ).
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Files/ExtractFromFile package/dist/utils
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
	n8n-workflow@2.41.0 lodash@4.18.1 iconv-lite@0.6.3 ts-ics@1.2.2 date-fns@2.30.0 zod@3.25.76

cat >run.cjs <<'PROGRAM'
const {
	execute,
} = require('./package/dist/nodes/Files/ExtractFromFile/actions/moveTo.operation.js');

const event = (summary, start) => [
	'BEGIN:VEVENT',
	`UID:${summary}@example.com`,
	'DTSTAMP:20261120T100000Z',
	start,
	`SUMMARY:${summary}`,
	'END:VEVENT',
];
const file = [
	'BEGIN:VCALENDAR',
	'VERSION:2.0',
	'PRODID:-//Acme//Calendar//EN',
	...event('fair', 'DTSTART;VALUE=DATE:20261124'),
	...event('call', 'DTSTART:20261124T100000Z'),
	'END:VCALENDAR',
	'',
].join('\r\n');

(async () => {
	const all = {
		operation: 'fromIcs',
		binaryPropertyName: 'data',
		destinationKey: 'data',
		options: {},
	};
	const context = {
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Extract From File', typeVersion: 1.1 }),
		getWorkflowSettings: () => ({}),
		continueOnFail: () => false,
		helpers: {
			assertBinaryData: () => ({}),
			getBinaryDataBuffer: async () => Buffer.from(file),
			detectBinaryEncoding: () => 'utf8',
		},
	};
	const [{ json }] = await execute.call(context, [{ json: {}, binary: {} }], 'fromIcs');
	const starts = json.data.events.map(
		({ summary, start }) => `${summary} ${JSON.stringify(start)}`,
	);
	console.log(`TZ=${process.env.TZ}: ${starts.join(', ')}`);
})();
PROGRAM

expected='TZ=UTC: fair {"date":"2026-11-24T00:00:00.000Z","type":"DATE"}, call {"date":"2026-11-24T10:00:00.000Z","type":"DATE-TIME"}
TZ=Europe/Berlin: fair {"date":"2026-11-23T23:00:00.000Z","type":"DATE"}, call {"date":"2026-11-24T10:00:00.000Z","type":"DATE-TIME"}
TZ=Asia/Kolkata: fair {"date":"2026-11-23T18:30:00.000Z","type":"DATE"}, call {"date":"2026-11-24T10:00:00.000Z","type":"DATE-TIME"}
TZ=America/New_York: fair {"date":"2026-11-24T05:00:00.000Z","type":"DATE"}, call {"date":"2026-11-24T10:00:00.000Z","type":"DATE-TIME"}'
actual="$(for zone in UTC Europe/Berlin Asia/Kolkata America/New_York; do TZ="$zone" node run.cjs; done)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
