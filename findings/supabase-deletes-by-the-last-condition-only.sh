#!/usr/bin/env bash
# Supabase, Row > Delete, all filters: of "since 1 November" and "before 8 November", only the last one counts.
#
# A good guess: Delete takes the same conditions as Get Many, and "Must Match: All Filters" means all of them. So one
# looks at the rows with Get Many first, and then deletes them.
#
# What happens: Get Many sends both conditions, in one "and". Delete and Update keep one condition for each column, the
# last. Everything before 8 November is deleted, however old. Conditions on two columns are both sent, and so is each of
# several with "Any Filter".
#
# Why it matters: a range of dates, amounts or IDs is always two conditions on one column. What goes too is gone, and
# the run is green. The rows that were deleted are the output, so at least there one sees it, afterwards. Use "Filter:
# String" with "created_at=gte.2026-11-01&created_at=lt.2026-11-08".
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Supabase
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >run.cjs <<'PROGRAM'
const { Supabase } = require('./package/dist/nodes/Supabase/Supabase.node.js');

const leads = ['2025-03-02', '2026-10-31', '2026-11-01', '2026-11-07', '2026-11-08'];

/** What Supabase's API finds with these parameters of the address: column=operator.value, or several in one "and" */
function find({ limit, offset, ...parameters }) {
	const conditions = Object.entries(parameters).flatMap(([key, value]) =>
		key === 'and' ? value.slice(1, -1).split(',') : [`${key}.${value}`],
	);
	return leads.filter((day) =>
		conditions.every((condition) => {
			const [, operator, value] = condition.split('.');
			return operator === 'gte' ? day >= value : day < value;
		}),
	);
}

async function run(operation) {
	const all = {
		resource: 'row',
		operation,
		tableId: 'leads',
		returnAll: true,
		filterType: 'manual',
		matchType: 'allFilters',
		'filters.conditions': [
			{ keyName: 'created_at', condition: 'gte', keyValue: '2026-11-01' },
			{ keyName: 'created_at', condition: 'lt', keyValue: '2026-11-08' },
		],
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Supabase', typeVersion: 1 }),
		getCredentials: async () => ({ host: 'https://acme.example.com' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (list) => list.map((json) => ({ json })),
			constructExecutionMetaData: (items) => items,
			requestWithAuthentication: async (_credential, { method, qs }) => {
				console.log(`${method} ${decodeURIComponent(new URLSearchParams(qs))}`);
				return find(qs).map((created_at) => ({ created_at }));
			},
		},
	};
	const [items] = await new Supabase().execute.call(context);
	console.log(`  ${items.map(({ json }) => json.created_at).join(', ')}`);
}

(async () => {
	await run('getAll');
	await run('delete');
})();
PROGRAM

expected='GET and=(created_at.gte.2026-11-01,created_at.lt.2026-11-08)
  2026-11-01, 2026-11-07
DELETE created_at=lt.2026-11-08
  2025-03-02, 2026-10-31, 2026-11-01, 2026-11-07'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
