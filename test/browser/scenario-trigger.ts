import { leadId, opportunityId } from '../sandbox';
import { triggerType } from '../e2e/workflows';
import { buttons } from './buttons';
import { credentialName } from './names';
import { until } from './until';
import type { Fixture } from './fixture';

const trigger = 'LeadSquared Trigger';

const triggerOnCanvas = {
	nodes: [
		{
			id: '1',
			name: trigger,
			type: triggerType,
			typeVersion: 1,
			parameters: { opportunityTypes: ['12000'] },
			position: [0, 0],
		},
	],
	connections: {},
};

/** The trigger in the editor: what its panel says, and an event that the editor waits for. */
export async function checkTrigger(fixture: Fixture): Promise<void> {
	const { checks, editor, sandbox } = fixture;
	const { canvas, details } = editor;
	checks.step('The trigger, while the workflow is built');
	sandbox.reset();
	await editor.newWorkflow();
	await canvas.paste(triggerOnCanvas);
	await editor.saveWorkflow();
	await canvas.open(trigger);
	await details.chooseCredential(credentialName);
	const root = details.root();
	await root.getByText('Home Loan (12000)').waitFor();
	await details.parameter('event').locator('input').click();
	const wanted = editor.page
		.getByRole('option')
		.filter({ hasText: 'An opportunity of the chosen types was changed' });
	const list = editor.page.getByRole('listbox').filter({ has: wanted });
	await wanted.waitFor();
	checks.equal('it offers eight events', await list.getByRole('option').count(), 8);
	await wanted.click();
	await wanted.waitFor({ state: 'hidden' });
	await root.getByText('When will this node trigger my flow?').click();
	await fixture.shows(
		'its panel says that LeadSquared may need two minutes',
		root.getByText(/may send them only after two minutes/),
	);
	await fixture.look('trigger-node', root);

	checks.step('Listening for an event');
	await fixture.sends('listen', async () => await listen(fixture));
	await fixture.look('trigger-output', root);
	await details.close();
}

/** Waits for an event, and gets one. */
async function listen({ checks, editor, sandbox }: Fixture): Promise<void> {
	const { details } = editor;
	const hooks = () => [...sandbox.webhooks.all.values()];
	const button = details.root().getByTestId('trigger-execute-button');
	checks.equal(
		'the button has the name of the page',
		(await button.innerText()).trim(),
		buttons.listen.button,
	);
	await button.click();
	const hook = await until(
		'LeadSquared has a webhook',
		async () => await Promise.resolve(hooks().at(0)),
	);
	checks.that('at the address for tests', hook.url.includes('/webhook-test/'), hook.url);
	const { status } = await sandbox.webhooks.deliver(hook, [
		{ ProspectActivityId: opportunityId(1), ActivityEvent: '12000', RelatedProspectId: leadId(1) },
	]);
	const text = await until('the event is shown', async () => {
		const shown = await details.outputText();
		return shown.includes(opportunityId(1)) ? shown : undefined;
	});
	checks.that('the event is answered, and shown with its opportunity', status === 200, text);
	await until(
		'LeadSquared has no webhook any more',
		async () => await Promise.resolve(hooks().length === 0),
	);
	// Before it creates one and after it has removed it, the node looks for others in each way that LeadSquared offers.
	const looks = (isAfter: boolean) => {
		const paths = sandbox.calls.map(({ path }) => path);
		const at = paths.findIndex((path) => path.endsWith(isAfter ? '/Delete' : '/Create'));
		const part = isAfter ? paths.slice(at) : paths.slice(0, at);
		return part.filter((path) => path.endsWith('Webhook.svc/Retrieve')).length;
	};
	await until(
		'the node has looked for webhooks that are left',
		async () => await Promise.resolve(looks(true) >= looks(false)),
	);
}
