import { check, rows, update } from './names';
import type { Fixture } from './fixture';

/** The outcome of the updates, in a node after the update node. */
export async function checkStatus(fixture: Fixture): Promise<void> {
	const { checks, editor, sandbox } = fixture;
	const { canvas, details, panel } = editor;
	checks.step('Adding the status node');
	await canvas.plus(update.onCanvas);
	await panel.search('LeadSquared');
	await panel.add(check.inPanel);
	await details.parameters().waitFor();
	checks.that(
		'the RequestId of the item is asked about without a click',
		(await details.parameter('requestId').innerText()).includes('$json.RequestId'),
	);
	await fixture.look('status-empty', details.root());
	await details.close();

	checks.step('Running the whole workflow');
	sandbox.reset();
	checks.equal('it goes well', await editor.runWorkflow(), 'success');
	await canvas.fit();
	const drawn = await editor.page.getByTestId('canvas-wrapper').innerText();
	for (const output of ['Completed', 'Failed', 'Pending'])
		checks.that(
			`the canvas names the output "${output}"`,
			drawn.split('\n').includes(output),
			drawn,
		);
	await fixture.look('status-outputs', await canvas.area());

	await canvas.open(check.onCanvas);
	const tabs = await details.branches();
	checks.equal(
		'each output has a tab with its one item',
		['Completed', 'Failed', 'Pending'].map((name) => tabs.find((tab) => tab.startsWith(name))),
		['Completed Branch (1 item)', 'Failed Branch (1 item)', 'Pending Branch (1 item)'],
	);
	await details.showJson();
	// Calls arrive in any order, so a request is known by its opportunity.
	const idOf = (opportunity: string) =>
		[...sandbox.requests.values()].find(
			({ body }) =>
				(body as { ProspectOpportunityId?: unknown }).ProspectOpportunityId === opportunity,
		)?.id ?? '?';
	for (const [index, [branch, words]] of [
		['Completed', /"State": ?"succeeded"/],
		['Failed', /"State": ?"failed"/],
		['Pending', /"State": ?"pending"/],
	].entries() as IterableIterator<[number, [string, RegExp]]>) {
		await details.branch(branch);
		await details
			.output()
			.getByText(idOf(rows[index]?.Opportunity ?? '?'))
			.first()
			.waitFor();
		const text = await details.outputText();
		checks.that(`${branch} holds its own request and state`, words.test(text), text);
		if (branch !== 'Failed') continue;
		checks.that(
			"  and says why, in LeadSquared's words and in the node's",
			/MXInvalidEntityReference/.test(text) &&
				/does not exist/.test(text) &&
				/no record with this ID/.test(text),
			text,
		);
		await fixture.look('status-failed', details.root());
	}
	await details.close();
}
