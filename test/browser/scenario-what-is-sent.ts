import { faults, opportunityId } from '../sandbox';
import { credentialData } from '../e2e/fixture';
import type { Workflow } from '../e2e/n8n-client';
import { credentialType, updateWorkflow, withCredential, withNode } from '../e2e/workflows';
import { patienceMs } from './browser';
import type { Fixture } from './fixture';

const account = 'LeadSquared, counted';

const rows = [1, 2, 3].map((n) => ({ opportunityId: opportunityId(n), title: `Row ${n}` }));

/** Three rows, the update node with a mapped field, and Check Status, as someone has saved them. */
function flow(options: Record<string, unknown> = {}): Workflow {
	const plain = updateWorkflow('What is sent', rows, {}, options);
	const field = {
		id: 'mx_Custom_1',
		displayName: 'Opportunity Name (mx_Custom_1)',
		type: 'string',
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		readOnly: false,
		removed: false,
	};
	const mapped = withNode(plain, 'Update', {
		parameters: {
			fieldsMode: 'mapped',
			opportunityType: { __rl: true, mode: 'list', value: '12000', cachedResultName: 'Home Loan' },
			mappedFields: {
				mappingMode: 'defineBelow',
				value: { mx_Custom_1: '={{ $json.title }}' },
				matchingColumns: [],
				schema: [field],
			},
		},
	});
	const nodes = mapped.nodes.map((node, index) => ({ ...node, position: [index * 220, 0] }));
	// Without pinData n8n 2.41.1 cannot run a step.
	return { ...mapped, nodes, pinData: {} };
}

/** Each button of the editor that runs something, and what LeadSquared got. */
export async function checkWhatIsSent(fixture: Fixture): Promise<void> {
	const { checks, client, editor, sandbox } = fixture;
	const { canvas, credential, details, page } = editor;
	checks.step('What each button sends');
	sandbox.reset();
	const id = await client.createCredential(account, credentialType, credentialData(sandbox));
	const saved = await client.createWorkflow(withCredential(flow(), id, account));
	const address = `${editor.url}/workflow/${saved.id}`;
	/** Nothing has run, as after any reload. */
	const reload = async () => {
		await page.goto('about:blank');
		await editor.openWorkflow(address);
	};
	const runs = async (run: () => Promise<string>) =>
		checks.equal('    it goes well', await run(), 'success');
	const step = async () => await runs(async () => await details.execute());
	const workflow = async () => await runs(async () => await editor.runWorkflow());

	await fixture.sends('test', async () => {
		await credential.open(account);
		checks.equal('    the credential passes', await credential.retry(), 'OK');
	});
	await credential.close();

	await reload();
	await canvas.open('Update');
	await fixture.sends('types', async () => await details.openList('opportunityType'));
	await page.getByTestId('tab-params').click();
	await fixture.sends('fields', async () => await details.refreshFields());
	await fixture.sends('previous', async () => await runs(async () => await details.runPrevious()));
	await fixture.sends('step', step);
	await details.close();

	await canvas.open('Check');
	await fixture.sends('laterStep', step);
	await details.close();
	await canvas.open('Update');
	await details.parameter('note').locator('textarea').fill('Another note');
	await details.parameter('note').locator('textarea').blur();
	await details.close();
	await canvas.open('Check');
	await fixture.sends('laterStepAfterChange', step);
	await details.close();
	await editor.saveWorkflow();

	await reload();
	await canvas.open('Check');
	await fixture.sends('laterStepAfterReload', step);
	await details.close();

	await fixture.sends(
		'stepOnCanvas',
		async () => await runs(async () => await canvas.execute('Update')),
	);
	await fixture.sends('workflow', workflow);

	await canvas.open('Update');
	await details.pin();
	await details.close();
	await fixture.sends('workflowPinned', workflow);
	await editor.saveWorkflow();
	await reload();
	await canvas.open('Check');
	await fixture.sends('laterStepPinned', step);
	await details.close();

	const checking = await client.createWorkflow(
		withCredential(flow({ checkOnly: true }), id, account),
	);
	await editor.openWorkflow(`${editor.url}/workflow/${checking.id}`);
	await canvas.open('Update');
	await fixture.sends('checkOnly', step);
	await details.close();

	await checkRetry(fixture, id);
}

/** A run that LeadSquared refused at its last row: two were accepted, and a retry sends the third. */
async function checkRetry({ checks, client, editor, sandbox, sends }: Fixture, id: string) {
	const saved = await client.createWorkflow(withCredential(flow(), id, account));
	const heal = sandbox.inject({
		path: '/opportunity/update',
		opportunityId: rows.at(-1)?.opportunityId ?? '',
		fault: faults.mxException,
	});
	const failed = await client.runWorkflow(saved, 'Start');
	heal();
	checks.equal('    a run fails at its last row', failed.status, 'error');
	await editor.openExecutions(saved.id);
	await sends('retry', async () => {
		await editor.retryExecution();
		const [newest = ''] = await client.executionsOf(saved, 2);
		const { status } = await client.ended(newest, patienceMs);
		checks.equal('    its retry goes well', status, 'success');
	});
}
