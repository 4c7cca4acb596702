import { other, rowsOnCanvas } from './names';
import type { Fixture } from './fixture';

/** The action's name in the panel, which n8n also gives to the new node. */
const action = 'Capture lead';

/** The node with resources and operations: a lead, from its action to its status. */
export async function checkAsyncNode(fixture: Fixture): Promise<void> {
	const { checks, editor, sandbox } = fixture;
	const { canvas, details, panel } = editor;
	checks.step('Capturing leads');
	sandbox.reset();
	await editor.newWorkflow();
	await canvas.paste(rowsOnCanvas);
	await canvas.plus('Split Rows');
	await panel.search('LeadSquared');
	await panel.choose(other.inPanel);
	await panel.root().getByText(action, { exact: true }).click();
	await details.parameters().waitFor();
	checks.equal(
		'the action chose resource and operation',
		[
			await details.parameter('resource').locator('input').inputValue(),
			await details.parameter('operation').locator('input').inputValue(),
		],
		['Lead', 'Capture'],
	);
	await details.runPrevious();
	// n8n loads the fields of a new node before or after it has chosen the credential.
	await details.loadFields(
		async () =>
			await fixture.shows(
				'without a credential yet it says how to see the fields',
				details
					.parameters()
					.getByText(/No fields are loaded\. Select a credential above, then press/),
			),
	);
	const offered = await details.addMapped('(FirstName)');
	checks.that(
		`the account's lead fields are offered: ${offered.slice(0, 6).join(', ')}…`,
		offered.some((label) => label.includes('EmailAddress')),
	);
	await details.drag('Customer', 'FirstName');
	await details.addMapped('(EmailAddress)');
	await details.parameter('EmailAddress').locator('input').fill('priya@example.com');
	await details.parameter('EmailAddress').locator('input').blur();
	await fixture.look('lead-capture', details.root());
	checks.equal('the run goes well', await details.execute(), 'success');
	checks.equal(
		'LeadSquared accepted three leads',
		[...sandbox.requests.values()].map(({ operation }) => operation),
		['lead/capture', 'lead/capture', 'lead/capture'],
	);
	await details.close();
}
