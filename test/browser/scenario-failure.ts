import { faults } from '../sandbox';
import { rows, update } from './names';
import type { Fixture } from './fixture';

/** A run that stops: what the user reads in the node. */
export async function checkFailure(fixture: Fixture): Promise<void> {
	const { checks, editor, sandbox } = fixture;
	const { canvas, details } = editor;
	checks.step('A run that stops at an item');
	sandbox.reset();
	sandbox.inject({
		path: '/opportunity/update',
		opportunityId: rows[1]?.Opportunity ?? '',
		fault: faults.mxException,
	});
	await canvas.open(update.onCanvas);
	checks.equal('the run fails', await details.execute(), 'error');
	await details.output().getByTestId('node-error-message').first().waitFor();
	const shown = (await details.output().innerText()).replace(/\s+/g, ' ');
	for (const [promise, words] of [
		['LeadSquared refused it', /LeadSquared refused/],
		["LeadSquared's own words", /MXInvalidActivityFieldsException.*mx_Custom_19/],
		['which item it was', /\[item 1\]/],
		['what to do next', /Status Comment|Correct the data/],
	] as const)
		checks.that(`the output says ${promise}`, words.test(shown), shown);
	await fixture.look('failed-item', details.root());
	sandbox.reset();
	await details.close();
}
