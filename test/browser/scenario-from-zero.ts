import { check, rows, update } from './names';
import type { Fixture } from './fixture';

/** What a first user needed when the editor was built: 41, and two failed runs. */
const mostPresses = 30;

/** The last row would stay in LeadSquared's queue. */
const [updated, refused] = rows;

/**
 * From an empty canvas to the rows that failed, by mouse: rows, the update, its status, and a node on the output
 * Failed. The credential is there. Every press of a mouse button counts; typing does not.
 */
export async function checkFromZero(fixture: Fixture): Promise<void> {
	const { checks, editor, sandbox, tab } = fixture;
	const { canvas, details, panel, page } = editor;
	checks.step('The whole flow from an empty canvas, by mouse');
	sandbox.reset();
	await editor.newWorkflow();
	const before = tab.presses;
	const runsBefore = tab.ended.length;

	await page.getByTestId('canvas-add-button').click();
	await panel.choose('Trigger manually');
	await canvas.nodes().first().waitFor();
	await canvas.openFirst();
	await details.setMockData([updated, refused]);
	await details.close();

	await canvas.plusOf(0);
	await panel.search('opportunity update');
	await panel.add(update.inPanel);
	await details.parameters().waitFor();
	await details.chooseFromList('opportunityType', 'Home Loan (12000)');
	await details.addMapped('Expected Deal Size (mx_Custom_6)');
	await details.drag('Amount', 'mx_Custom_6', false);
	await details.drag('Opportunity', 'opportunityId', false);
	await details.close();

	await canvas.plus(update.onCanvas);
	await panel.search('check status');
	await panel.add(check.inPanel);
	await details.parameters().waitFor();
	await details.switchOn('waitForCompletion');
	await details.close();

	// Completed, Failed, Pending.
	await canvas.plus(check.onCanvas, 1);
	await panel.search('Edit Fields');
	await panel.choose('Edit Fields (Set)');
	await details.parameters().waitFor();
	await details.switchOn('includeOtherFields');

	checks.equal('it runs well at the first try', await details.execute(), 'success');
	const presses = tab.presses - before;
	checks.that(
		`${presses} presses of the mouse, at most ${mostPresses}`,
		presses > 10 && presses <= mostPresses,
		presses,
	);
	checks.equal('no run failed', tab.ended.slice(runsBefore), ['success']);
	checks.equal('each row was sent once', sandbox.requests.size, 2);
	await details.showJson();
	const shown = await details.outputText();
	checks.that(
		'the row that LeadSquared refused is in the last node, with the reason',
		shown.includes(String(refused?.Opportunity)) && /does not exist/.test(shown),
		shown,
	);
	await fixture.look('from-zero', details.root());
	await details.close();
}
