#!/usr/bin/env bash
# Xero, Invoice > Update with another Contact ID: the contact is not sent, and the run is green.
#
# A good guess: "Contact ID" is one of the "Update Fields", so the invoice goes to this contact, as it does with
# Create.
#
# What happens: the node asks whether there is a field "Contact" and then takes the value of "contactId". The form has
# no field "Contact", so the question is never answered with yes, and the ID is left out of the request. All other
# fields are sent.
#
# Why it matters: duplicates are merged in the CRM, or an invoice was made for the wrong company, and a workflow puts
# it right. The new reference and the new due date are there, the customer is still the old one, and he gets the
# reminder. The contact alone is a request without any field. Use an HTTP Request node.
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
tar -xzf n8n-nodes-base-2.41.1.tgz package/dist/nodes/Xero
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >run.cjs <<'PROGRAM'
const { Xero } = require('./package/dist/nodes/Xero/Xero.node.js');

/** @returns what the node would send to Xero */
async function run(operation, parameters) {
	let sent;
	const all = { resource: 'invoice', operation, organizationId: 'o1', ...parameters };
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name, _item, fallback) => all[name] ?? fallback,
		getNode: () => ({ name: 'Xero', typeVersion: 1 }),
		continueOnFail: () => false,
		helpers: {
			returnJsonArray: (json) => [{ json }],
			constructExecutionMetaData: (items) => items,
			requestOAuth2: async (_credential, { body }) => {
				sent = body;
				return { Invoices: [{}] };
			},
		},
	};
	await new Xero().execute.call(context);
	return JSON.stringify(sent ?? {});
}

/** The names of the fields that the form offers for an update */
const offered = new Xero().description.properties
	.find(
		({ name, displayOptions }) =>
			name === 'updateFields' && displayOptions.show.resource.includes('invoice'),
	)
	.options.map(({ name }) => name)
	.filter((name) => /contact/i.test(name));

(async () => {
	console.log(`offered by the form: ${offered.join(', ')}`);
	const contactId = 'contact-2';
	const created = { type: 'ACCREC', contactId, lineItemsUi: {}, additionalFields: {} };
	console.log(`Create: ${await run('create', created)}`);
	for (const updateFields of [{ contactId, reference: 'PO 1042' }, { contactId }]) {
		const updated = await run('update', { invoiceId: 'i1', updateFields });
		console.log(`Update ${JSON.stringify(updateFields)}: ${updated}`);
	}
})();
PROGRAM

expected='offered by the form: contactId, sendToContact
Create: {"Type":"ACCREC","Contact":{"ContactID":"contact-2"}}
Update {"contactId":"contact-2","reference":"PO 1042"}: {"Reference":"PO 1042"}
Update {"contactId":"contact-2"}: {}'
actual="$(node run.cjs)"
printf '%s\n' "$actual"
if [[ "$actual" != "$expected" ]]; then
	printf '\nThe output has changed. It was:\n%s\n' "$expected"
	exit 1
fi
printf '\nStill so.\n'
