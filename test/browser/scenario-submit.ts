import { shownCredentials } from './credential-select';
import { actions, check, credentialName, other, read, rows, rowsOnCanvas, update } from './names';
import { until } from './until';
import type { Fixture } from './fixture';

/** From an empty canvas to accepted updates. */
export async function checkSubmit(fixture: Fixture): Promise<void> {
	const { checks, editor, sandbox } = fixture;
	const { canvas, details, panel } = editor;
	checks.step('Looking for the nodes');
	await editor.newWorkflow();
	await canvas.paste(rowsOnCanvas);
	await canvas.plus('Split Rows');
	await panel.search('LeadSquared');
	checks.equal(
		'"LeadSquared" finds the four nodes and no other',
		await panel.found('LeadSquared'),
		[other.inPanel, check.inPanel, read.inPanel, update.inPanel].sort(),
	);
	await fixture.look('node-panel', await panel.area());
	await panel.choose(other.inPanel);
	const page = panel.root();
	await page.getByText(actions[0]).waitFor();
	const offered = (await page.innerText()).split('\n');
	for (const action of actions)
		checks.that(`it offers "${action}"`, offered.includes(action), offered);
	await panel.back();
	await panel.search('LeadSquared');

	checks.step('Filling in the update node');
	await panel.add(update.inPanel);
	await details.parameters().waitFor();
	checks.equal(
		'the only credential is chosen by itself',
		await until('a credential is chosen', async () => {
			const chosen = await shownCredentials(page.page());
			return chosen.length === 0 || chosen.includes('') ? undefined : chosen;
		}),
		[credentialName],
	);
	await fixture.shows(
		'without a type it says what to do',
		details
			.parameters()
			.getByText(/No fields are loaded\. Choose 'Opportunity Type' above, then press/),
	);
	await fixture.look('update-empty', details.root());
	await details.runPrevious();
	await details.chooseFromList('opportunityType', 'Home Loan (12000)');
	checks.equal('no field is there that nobody asked for', await details.mappedLabels(), []);
	await details.drag('Opportunity', 'opportunityId');
	const labels = await details.addMapped('Stage (mx_Custom_2)');
	checks.that(
		`fields are offered by their names: ${labels.slice(0, 8).join(', ')}…`,
		labels.includes('Stage (mx_Custom_2)') && labels.includes('Expected Deal Size (mx_Custom_6)'),
	);
	await details.addMapped('Expected Deal Size (mx_Custom_6)');
	checks.equal(
		'a drop-down offers the values of the account',
		await details.select('mx_Custom_2', 'Sanctioned'),
		['Prospecting', 'Documents Collected', 'Sanctioned', 'Disbursed', 'Invalid/ Junk'],
	);
	await details.drag('Amount', 'mx_Custom_6');
	await fixture.look('update-node', details.root());

	checks.step('Executing the step');
	checks.equal('it goes well', await details.execute(), 'success');
	const accepted = [...sandbox.requests.values()];
	checks.equal(
		'LeadSquared accepted what was entered, in order',
		accepted.map(({ body }) => withSortedFields(body)),
		rows.map(({ Opportunity, Amount }) => ({
			ProspectOpportunityId: Opportunity,
			Fields: [
				{ SchemaName: 'mx_Custom_2', Value: 'Sanctioned' },
				{ SchemaName: 'mx_Custom_6', Value: String(Amount) },
			],
		})),
	);
	const shown = await details.outputText();
	checks.that(
		'the output shows every RequestId',
		accepted.every(({ id }) => shown.includes(id)),
		shown,
	);
	await fixture.look('update-output', details.root());
	await details.close();
}

/** 1.x shows the field that was added last first. */
function withSortedFields(body: unknown): unknown {
	if (typeof body !== 'object' || body === null) return body;
	const fields: unknown = Reflect.get(body, 'Fields');
	if (!Array.isArray(fields)) return body;
	const byText = fields.map((field) => JSON.stringify(field)).sort();
	return { ...body, Fields: byText.map((text): unknown => JSON.parse(text)) };
}
