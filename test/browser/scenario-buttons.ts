import { credentialName, rows, rowsOnCanvas, update } from './names';
import type { Fixture } from './fixture';

const yesOrNo = 'Documents Complete (mx_Custom_21)';

/** What each button of the editor sends, and that a yes/no field shows what it sends. */
export async function checkButtons(fixture: Fixture): Promise<void> {
	const { checks, editor, sandbox } = fixture;
	const { canvas, details, panel } = editor;
	const sent = () => [...sandbox.requests.values()].map(({ rawBody }) => rawBody);

	checks.step('Execute previous nodes');
	sandbox.reset();
	await editor.newWorkflow();
	await canvas.paste(rowsOnCanvas);
	await canvas.plus('Split Rows');
	await panel.search('lead squared');
	await panel.add(update.inPanel);
	await details.parameters().waitFor();
	// n8n selects the credential that was used last.
	await details.chooseCredential(credentialName);
	await fixture.shows(
		'without a type the node says what to do',
		details
			.parameters()
			.getByText(/No fields are loaded\. Choose 'Opportunity Type' above, then press/),
	);
	const id = details.parameter('opportunityId').locator('input').last();
	await id.fill(rows[0]!.Opportunity);
	await id.blur();
	await details.close();
	// As soon as an earlier node has data, n8n runs this node too.
	await canvas.open('Rows');
	await details.execute();
	await details.close();
	await canvas.open(update.onCanvas);
	checks.equal('it goes well', await details.runPrevious(), 'success');
	checks.equal('and sends nothing', sent(), []);
	await fixture.shows(
		'and says so',
		details.output().getByText(/Nothing was sent, because only the previous nodes/),
	);

	checks.step('A yes/no field');
	await details.drag('Opportunity', 'opportunityId');
	await details.chooseFromList('opportunityType', 'Everything (12002)');
	await details.loadFields();
	await details.addMapped(yesOrNo);
	await details.addMapped('Source (mx_Custom_3)');
	await details.drag('Amount', 'mx_Custom_3');
	const shown = details.parameter('mx_Custom_21').locator('input');
	checks.equal('that nobody touched shows no value', await shown.inputValue(), '');
	checks.equal('the run goes well', await details.execute(), 'success');
	checks.that(
		'and sends none',
		sent().length === 3 && !sent().some((body) => body.includes('mx_Custom_21')),
		sent(),
	);
	await fixture.shows(
		'the output says that this was real',
		details.output().getByText(/a run in the editor sends for real/),
	);
	const choices = await details.select('mx_Custom_21', 'No');
	checks.equal('it offers two choices', choices, ['Yes', 'No']);
	checks.equal('and shows the chosen one', await shown.inputValue(), 'No');

	sandbox.reset();
	checks.equal('the next run goes well', await details.execute(), 'success');
	checks.that(
		'and sends the chosen value',
		sent().length === 3 && sent().every((body) => /"mx_Custom_21","Value":"false"/.test(body)),
		sent(),
	);

	checks.step('Map Automatically, with a type and an expression');
	await details.mapAutomatically();
	await details
		.parameters()
		.getByText(/In this mode, make sure the incoming data fields are named the same/)
		.waitFor();
	checks.that(
		'nothing asks for the type that is chosen',
		!(await details
			.parameters()
			.getByText(/Choose 'Opportunity Type'/)
			.isVisible()),
	);
	await details.close();
}
