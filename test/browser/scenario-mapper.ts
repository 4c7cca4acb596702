import { opportunityType, startSandbox } from '../sandbox';
import { secrets } from '../e2e/planted-secrets';
import { credentialTypeName, update } from './names';
import type { Fixture } from './fixture';

const elsewhere = 'Another account';

/** What the mapper does with an empty value, another type and another account, in a saved workflow. */
export async function checkMapper(fixture: Fixture, workflow: string): Promise<void> {
	const { checks, editor, sandbox } = fixture;
	const { canvas, details } = editor;
	checks.step('A field that is left blank');
	sandbox.reset();
	await editor.openWorkflow(workflow);
	await canvas.open(update.onCanvas);
	await details.addMapped('Description (mx_Custom_5)');
	checks.equal('the run goes well', await details.execute(), 'success');
	const sent = [...sandbox.requests.values()].map(({ rawBody }) => rawBody);
	checks.that(
		'and the blank field is not sent',
		sent.length > 0 && !sent.some((body) => body.includes('mx_Custom_5')),
		sent,
	);

	checks.step('Another opportunity type');
	// n8n empties the mapping at once, or, in a workflow just opened, keeps it until the node is opened again.
	await details.chooseFromList('opportunityType', 'Admission (12001)');
	await details.close();
	await openAgain(fixture);
	const offered = await details.addMapped('Programme (mx_Custom_10)');
	checks.that(
		"the other type's fields are offered",
		!offered.includes('Product (mx_Custom_10)'),
		offered,
	);
	if (!(await details.mappedLabels()).some((label) => label.startsWith('Stage')))
		await details.addMapped('Stage (mx_Custom_2)');
	const stages = await details.select('mx_Custom_2', 'Offer Made');
	checks.that('and its drop-down values', !stages.includes('Sanctioned'), stages);

	await details.chooseFromList('opportunityType', 'Home Loan (12000)');
	await details.close();
	await openAgain(fixture);
	if (!(await details.mappedLabels()).some((label) => label.startsWith('Expected Deal Size')))
		await details.addMapped('Expected Deal Size (mx_Custom_6)');
	await details.drag('Amount', 'mx_Custom_6');
	await details.close();

	checks.step('Another account');
	const other = await startSandbox({ keys: secrets.account });
	try {
		const type = opportunityType(12000);
		const Fields = type?.Fields.map((field) =>
			field.SchemaName === 'mx_Custom_6' ? { ...field, DisplayName: 'Ticket Size' } : field,
		);
		other.inject({
			path: /OpportunityTypeMetadata|GetOpportunityTypeMetadata/i,
			fault: { kind: 'reply', status: 200, body: { ...type, Fields } },
		});
		await editor.saveWorkflow();
		const { credential } = editor;
		await credential.create(credentialTypeName);
		await credential.rename(elsewhere);
		await credential.fill(other.url, secrets.account);
		checks.equal('its credential is tested', await credential.save(), 'OK');
		await credential.close();

		await editor.openWorkflow(workflow);
		await canvas.open(update.onCanvas);
		checks.that(
			'the mapping was saved with the workflow',
			(await details.mappedLabels()).some((label) => label.startsWith('Expected Deal Size')),
		);
		await details.chooseCredential(elsewhere);
		await details.close();
		await canvas.open(update.onCanvas);
		const label = details
			.parameters()
			.getByText(/Ticket Size/)
			.first();
		// 2.x adopts the new names by itself; 1.x warns, and has a button for it.
		const refresh = details.parameters().getByTitle('Refresh');
		await label.or(refresh).first().waitFor();
		if (await refresh.isVisible()) await refresh.click();
		await label.waitFor();
		checks.that("opened again, the node shows the other account's names", await label.isVisible());
		await details.close();
	} finally {
		await other.close();
	}
}

/** Opens the update node and waits until n8n has loaded its fields. */
async function openAgain({ editor }: Fixture): Promise<void> {
	await Promise.all([
		editor.page.waitForResponse(/resource-mapper-fields/),
		editor.canvas.open(update.onCanvas),
	]);
}
