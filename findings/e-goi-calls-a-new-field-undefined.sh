#!/usr/bin/env bash
# E-goi, Contact > Get Many with Simplify: a field that was added to the list after n8n's start is called "undefined".
#
# A good guess: Simplify gives the extra fields of a contact under their names. The names come from E-goi, in this run
# or in one a few minutes ago.
#
# What happens: the names of a list's fields are read once and kept until n8n's process ends, for all workflows, users
# and accounts. A field that is newer has no name, and JavaScript writes "undefined". Two such fields have the same
# name, so only the first one is left. A field that was renamed has its old name.
#
# Why it matters: somebody adds "Consent" and "Branch" to the list, and from then on the workflow that hands contacts
# to a CRM has one field called "undefined". A node that maps by name leaves it out. On a test instance, which is
# restarted often, all is well. Switch Simplify off, or restart n8n after each change of the fields.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Egoi
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0 moment-timezone@0.5.48

cat >run.cjs <<'PROGRAM'
const { Egoi } = require('./package/dist/nodes/Egoi/Egoi.node.js');

/** What E-goi holds: the extra fields of list 1, and a contact with a value for each of them */
const fields = [{ field_id: 1, type: 'extra', name: 'City' }];
const values = { 1: 'Pune', 2: 'yes', 3: 'North' };

/** One run of the workflow, in the process that runs all of them */
async function run(label) {
	let askedForFields = false;
	const all = {
		resource: 'contact',
		operation: 'getAll',
		list: '1',
		returnAll: false,
		limit: 50,
		simple: true,
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'E-goi', typeVersion: 1 }),
		getCredentials: async () => ({ apiKey: 'key' }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (rows) => rows.map((json) => ({ json })),
			constructExecutionMetaData: (items) => items,
			request: async ({ url }) => {
				if (url.endsWith('/fields')) {
					askedForFields = true;
					return structuredClone(fields);
				}
				const extra = fields.map(({ field_id }) => ({ field_id, value: values[field_id] }));
				return { items: [{ base: { email: 'asha@example.com' }, extra, tags: [] }] };
			},
		},
	};
	const [[{ json }]] = await new Egoi().execute.call(context);
	console.log(`${label}${askedForFields ? ' (fields are read)' : ''}: ${JSON.stringify(json)}`);
}

(async () => {
	await run('City');
	fields.push({ field_id: 2, type: 'extra', name: 'Consent' });
	await run('City, Consent');
	fields.push({ field_id: 3, type: 'extra', name: 'Branch' });
	await run('City, Consent, Branch');
	fields[0].name = 'Town';
	await run('Town, Consent, Branch');
})();
PROGRAM

expected='City (fields are read): {"email":"asha@example.com","City":"Pune","tags":[]}
City, Consent: {"email":"asha@example.com","undefined":"yes","City":"Pune","tags":[]}
City, Consent, Branch: {"email":"asha@example.com","undefined":"yes","City":"Pune","tags":[]}
Town, Consent, Branch: {"email":"asha@example.com","undefined":"yes","City":"Pune","tags":[]}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
