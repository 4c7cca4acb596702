import { leadId } from '../sandbox';
import { read } from './names';
import type { Fixture } from './fixture';

const trigger = {
	nodes: [
		{
			id: '1',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			parameters: {},
			position: [0, 0],
		},
	],
	connections: {},
};

/** The node that reads: a lead by its phone number, and that lead's opportunities with fields from the list. */
export async function checkRead(fixture: Fixture): Promise<void> {
	const { checks, editor, sandbox } = fixture;
	const { canvas, details, panel } = editor;
	checks.step('Finding a lead by its phone number');
	sandbox.reset();
	await editor.newWorkflow();
	await canvas.paste(trigger);
	await canvas.plus('Start');
	await panel.search('LeadSquared');
	await panel.choose(read.inPanel);
	await panel.root().getByText('Get a lead', { exact: true }).click();
	await details.parameters().waitFor();
	const value = details.parameter('leadValue').locator('input');
	await value.fill('+91 90000 00002');
	await value.blur();
	checks.equal('the run goes well', await details.execute(), 'success');
	await details.showJson();
	const found = await details.outputText();
	checks.that('the lead comes out', found.includes(leadId(2)), found);
	await fixture.look('read-lead', details.root());
	await details.close();

	checks.step('Getting opportunities with selected fields');
	await canvas.plus('Get a lead');
	await panel.search('LeadSquared');
	await panel.choose(read.inPanel);
	await panel.root().getByText('Get many opportunities', { exact: true }).click();
	await details.parameters().waitFor();
	const lead = details.parameters().getByTestId('resource-locator-leadId').getByTestId('rlc-input');
	const id = lead.locator('input').or(lead).last();
	await id.fill(leadId(2));
	await id.blur();
	await details.chooseFromList('opportunityType', 'Home Loan');
	await details.select('output', 'Selected Fields');
	const fields = details.parameter('selectedFields');
	await fields.scrollIntoViewIfNeeded();
	// Disabled while the fields are loaded; what is chosen lies over the input.
	await fields.locator('input:not([disabled])').first().waitFor();
	await fields.click();
	for (const name of ['Stage (mx_Custom_2)', 'Expected Deal Size (mx_Custom_6)']) {
		const option = editor.page.getByRole('option', { name, exact: true });
		await option.waitFor();
		await option.click();
	}
	await editor.page.keyboard.press('Escape');
	await fixture.sends('read', async () =>
		checks.equal('the run goes well', await details.execute(), 'success'),
	);
	await details.showJson();
	const shown = await details.outputText();
	checks.that(
		'the chosen fields come out, and no others',
		/"mx_Custom_2": ?"Prospecting", ?"mx_Custom_6"/.test(shown) && !shown.includes('mx_Custom_5'),
		shown,
	);
	await fixture.look('read-opportunities', details.root());
	await details.close();
	checks.equal('and nothing was written', sandbox.requests.size, 0);
}
