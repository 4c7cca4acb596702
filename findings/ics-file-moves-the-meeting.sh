#!/usr/bin/env bash
# Convert to File, Convert to ICS: in an n8n with TZ=Asia/Kolkata, the meeting at 15:30 there is at 21:00.
#
# A good guess: 2026-11-24T15:30:00+05:30 is an instant, and the file has it, 10:00 in UTC. What has no zone, such as
# the text that the node's date picker gives, is on the clock of UTC, and on that of the workflow with the option "Use
# Workflow Timezone".
#
# What happens: the node takes the hour that the clock of n8n's process (TZ) shows, and writes it as if it were UTC.
# With TZ=Asia/Kolkata, times that have a zone become 5:30 hours late, with TZ=America/New_York 5 hours early. The
# option has no effect: the zone that it sets is gone before the file is written. A text without a zone is always taken
# for UTC.
#
# Why it matters: who runs n8n in Docker usually sets TZ beside GENERIC_TIMEZONE. Invitations then go out with the wrong
# hour, and the same workflow is right on a server in UTC. Give the node times in UTC and without a zone.
#
# Needs Node.js 20 or later.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'Node.js %s, npm %s\n' "$(node --version)" "$(npm --version)"

# Of the package only this node, and of its many dependencies only those that the node loads.
printf 'n8n-nodes-base 2.41.1, ics 2.40.0\n\n'
npm pack --silent n8n-nodes-base@2.41.1 >/dev/null
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/ICalendar
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 ics@2.40.0 moment-timezone@0.5.48

cat >run.cjs <<'PROGRAM'
// What "Convert to ICS" runs.
const { execute } = require('./package/dist/nodes/ICalendar/createEvent.operation.js');

/** @returns when the meeting begins, as the file has it */
async function run(start, additionalFields) {
	const all = { title: 'Visit', start, end: start, allDay: false, binaryPropertyName: 'data' };
	let file;
	const context = {
		getTimezone: () => 'Asia/Kolkata',
		getNodeParameter: (name) => (name === 'additionalFields' ? { ...additionalFields } : all[name]),
		getNode: () => ({ name: 'Convert to File', typeVersion: 1.1 }),
		continueOnFail: () => false,
		helpers: { prepareBinaryData: async (buffer) => ((file = buffer.toString()), {}) },
	};
	await execute.call(context, [{ json: {} }]);
	return /DTSTART:(\w+)/.exec(file)[1];
}

(async () => {
	for (const zone of ['UTC', 'Asia/Kolkata', 'America/New_York']) {
		process.env.TZ = zone;
		console.log(`TZ=${zone}`);
		for (const start of [
			'2026-11-24T15:30:00+05:30',
			'2026-11-24T10:00:00Z',
			'2026-11-24T15:30:00',
		]) {
			const inUtc = await run(start, {});
			const inWorkflowZone = await run(start, { useWorkflowTimezone: true });
			console.log(`  ${start}: ${inUtc}, Use Workflow Timezone: ${inWorkflowZone}`);
		}
	}
})();
PROGRAM

expected='TZ=UTC
  2026-11-24T15:30:00+05:30: 20261124T100000Z, Use Workflow Timezone: 20261124T100000Z
  2026-11-24T10:00:00Z: 20261124T100000Z, Use Workflow Timezone: 20261124T100000Z
  2026-11-24T15:30:00: 20261124T153000Z, Use Workflow Timezone: 20261124T153000Z
TZ=Asia/Kolkata
  2026-11-24T15:30:00+05:30: 20261124T153000Z, Use Workflow Timezone: 20261124T153000Z
  2026-11-24T10:00:00Z: 20261124T153000Z, Use Workflow Timezone: 20261124T153000Z
  2026-11-24T15:30:00: 20261124T153000Z, Use Workflow Timezone: 20261124T153000Z
TZ=America/New_York
  2026-11-24T15:30:00+05:30: 20261124T050000Z, Use Workflow Timezone: 20261124T050000Z
  2026-11-24T10:00:00Z: 20261124T050000Z, Use Workflow Timezone: 20261124T050000Z
  2026-11-24T15:30:00: 20261124T153000Z, Use Workflow Timezone: 20261124T153000Z'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
