import { leadId } from '../sandbox';
import type { ContentType } from './deliver';
import type { SavedWorkflow, Workflow } from './n8n-client';
import type { SavedExecution } from './saved-execution';
import type { SavedCredential, Fixture } from './fixture';
import { exampleWorkflow, node, triggerOf, withCredential, withNode } from './workflows';

/** The example rows: two opportunities that exist, and one unknown to LeadSquared. */
const rows = 3;
const nothing = 'n8n-nodes-base.noOp';

/** The workflows for waiting that ship, each imported as it is and run. */
export async function checkExamples(fixture: Fixture, credential: SavedCredential): Promise<void> {
	await checkWaiting(fixture, credential);
	await checkAskingLater(fixture, credential);
	await checkSweeping(fixture, credential);
	await checkTelling(fixture, credential);
	await checkSubWorkflow(fixture, credential);
	await checkOtherOperations(fixture, credential);
	await checkTriggers(fixture, credential);
}

async function imported(
	{ client }: Fixture,
	credential: SavedCredential,
	workflow: Workflow,
): Promise<SavedWorkflow> {
	return await client.createWorkflow(withCredential(workflow, credential.id, credential.name));
}

const counts = (saved: SavedExecution, ...names: string[]) =>
	names.map((name) => saved.outputs(name)[0]?.length ?? 0);

async function checkWaiting(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client } = fixture;
	checks.step('Example: submit-and-wait');
	fixture.freshAccount();
	const workflow = await imported(fixture, credential, exampleWorkflow('submit-and-wait'));
	const saved = await client.runWorkflow(workflow, triggerOf(workflow));
	checks.equal('it runs to its end', [saved.status, saved.error?.message], ['success', undefined]);
	checks.equal(
		'two are completed, one failed, none is left',
		counts(saved, 'Completed', 'Failed', 'Pending', 'Not Accepted'),
		[2, 1, 0, 0],
	);
}

async function checkAskingLater(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step(
		'Example: submit-and-ask-later, with a wait of a second and LeadSquared undecided at first',
	);
	fixture.freshAccount();
	// No request is final for as long as this holds; the queue itself is left alone.
	let undecided = 9;
	const release = sandbox.inject({
		path: /status$/,
		when: () => undecided-- > 0,
		fault: {
			kind: 'reply',
			status: 200,
			body: { TaskStatus: { TaskType: 'Opportunity Update', Status: 'In-Queue' } },
		},
	});
	const example = exampleWorkflow('submit-and-ask-later');
	const short = withNode(example, 'Wait 5 Minutes', { parameters: { amount: 1, unit: 'seconds' } });
	const workflow = await imported(fixture, credential, short);
	const saved = await client.runWorkflow(workflow, triggerOf(workflow));
	checks.equal('it runs to its end', [saved.status, saved.error?.message], ['success', undefined]);
	const last = saved.outputs('Check Status');
	checks.equal(
		'after three rounds without an answer the fourth has all',
		[...last.map((items) => items.length), ...new Set(last.flat().map(({ json }) => json.Polls))],
		[2, 1, 0, 4],
	);

	undecided = Infinity;
	const all = await client.runWorkflow(workflow, triggerOf(workflow));
	release();
	checks.equal('what stays queued is asked about twelve times', counts(all, 'Still Queued'), [
		rows,
	]);
	const looks = sandbox.calls.filter(({ path }) => path.endsWith('/status')).length;
	checks.equal('and not once more', looks, rows * (4 + 12));
	checks.equal('each opportunity was submitted once in each run', sandbox.requests.size, 2 * rows);
}

async function checkSweeping(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('Example: sweep-pending, with a Data Table');
	fixture.freshAccount();
	const text = [
		'RequestId',
		'Operation',
		'Opportunity',
		'SubmittedAt',
		'State',
		'Reason',
		'CheckedAt',
	];
	const id = await client.createDataTable('LeadSquared requests (e2e)', [
		...text.map((name) => ({ name, type: 'string' as const })),
		{ name: 'Polls', type: 'number' },
	]);
	const dataTableId = { __rl: true, mode: 'id', value: id };
	const chosen = ['Save Request', 'Pending Requests', 'Save State', 'Could Not Check'].reduce(
		(workflow, name) => withNode(workflow, name, { parameters: { dataTableId } }),
		exampleWorkflow('sweep-pending'),
	);
	const workflow = await imported(fixture, credential, chosen);
	await client.runWorkflow(workflow, triggerOf(workflow));
	const kept = await client.dataTableRows(id);
	checks.equal(
		'each request is kept as pending',
		kept.map(({ State }) => State),
		['pending', 'pending', 'pending'],
	);
	const release = sandbox.inject({
		path: /status$/,
		when: ({ query }) => query.RequestID === kept[0]?.RequestId,
		fault: { kind: 'reply', status: 404, body: 'Not Found' },
	});
	const swept = await client.runWorkflow(workflow, 'Every 15 Minutes');
	release();
	checks.equal(
		'the sweep runs to its end',
		[swept.status, swept.error?.message],
		['success', undefined],
	);
	const [unasked] = await client.dataTableRows(id);
	checks.that(
		'what could not be asked about stays pending, counted and with the reason',
		unasked?.State === 'pending' && unasked.Polls === 1 && /404/.test(String(unasked.Reason)),
		unasked,
	);
	await client.runWorkflow(workflow, 'Every 15 Minutes');
	const done = await client.dataTableRows(id);
	checks.equal(
		'it keeps the outcome of each',
		done.map(({ State, Polls }) => [State, Polls]),
		[
			['succeeded', 2],
			['succeeded', 1],
			['failed', 1],
		],
	);
	checks.that(
		"and LeadSquared's reason",
		String(done[2]?.Reason).includes('MXInvalidEntityReferenceException'),
		done[2],
	);
	const again = await client.runWorkflow(workflow, 'Every 15 Minutes');
	checks.equal('what is final is not asked about again', again.outputs('Check Status'), []);
}

async function checkTelling(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('Example: collect-failures, with nothing in place of the mail');
	fixture.freshAccount();
	sandbox.inject({
		path: '/opportunity/update',
		opportunityId: 'HL-1002',
		fault: { kind: 'reply', status: 400, body: { ExceptionType: 'MXE', ExceptionMessage: 'No.' } },
	});
	const lost = '5ca5b042-51ea-4699-b6f0-84c40ab12770';
	sandbox.inject({
		path: /\/status$/,
		when: ({ query }) =>
			sandbox.requests.get(String(query.RequestID))?.rawBody.includes(lost) === true,
		fault: {
			kind: 'reply',
			status: 404,
			body: { ExceptionType: 'MXE', ExceptionMessage: 'Gone.' },
		},
	});
	const example = exampleWorkflow('collect-failures');
	const workflow = await imported(
		fixture,
		credential,
		withNode(example, 'Notify Someone', { type: nothing }),
	);
	const saved = await client.runWorkflow(workflow, triggerOf(workflow));
	const [told, ...others] = saved.outputs('Notify Someone')[0] ?? [];
	const failures = (told?.json.failures ?? []) as Array<Record<string, string>>;
	checks.equal('there is one mail', others.length, 0);
	checks.equal(
		'it names the update that cannot be asked about, the one that failed later and the one that was not accepted',
		failures.map(({ Opportunity }) => Opportunity),
		[lost, '00000000-0000-4000-8000-00000000dead', 'HL-1002'],
	);
	checks.that(
		'those that were accepted with their RequestId',
		failures.slice(0, 2).every(({ RequestId = '' }) => sandbox.requests.has(RequestId)),
		failures,
	);
	checks.that(
		'each with its reason',
		[/MXE: Gone\./, /does not exist/, /MXE: No\./].every((reason, n) =>
			reason.test(failures[n]?.Reason ?? ''),
		),
		failures,
	);
}

async function checkSubWorkflow(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('Example: update-and-confirm, called from another workflow');
	fixture.freshAccount();
	sandbox.inject({
		path: '/opportunity/update',
		opportunityId: 'HL-1003',
		fault: { kind: 'reply', status: 400, body: { ExceptionType: 'MXE', ExceptionMessage: 'No.' } },
	});
	const called = await imported(fixture, credential, exampleWorkflow('update-and-confirm'));
	const calling: Workflow = {
		name: 'e2e: calls update and confirm',
		settings: { executionOrder: 'v1' },
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Input', 'n8n-nodes-base.set', 3.4, {
				mode: 'raw',
				jsonOutput: JSON.stringify({ ids: ['HL-1002', 'HL-1003', 'HL-1004'] }),
				options: {},
			}),
			node('Rows', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'ids', options: {} }),
			node('Inputs', 'n8n-nodes-base.set', 3.4, {
				mode: 'raw',
				jsonOutput:
					'={{ { opportunityId: $json.ids, fields: { mx_Custom_1: "Confirmed" }, note: "" } }}',
				options: {},
			}),
			node('Call', 'n8n-nodes-base.executeWorkflow', 1.1, {
				workflowId: { __rl: true, mode: 'id', value: called.id },
				options: {},
			}),
		].map((one) => (one.name === 'Call' ? { ...one, retryOnFail: true, maxTries: 3 } : one)),
		connections: {
			Start: { main: [[{ node: 'Input', type: 'main', index: 0 }]] },
			Input: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] },
			Rows: { main: [[{ node: 'Inputs', type: 'main', index: 0 }]] },
			Inputs: { main: [[{ node: 'Call', type: 'main', index: 0 }]] },
		},
	};
	const workflow = await client.createWorkflow(calling);
	const saved = await client.runWorkflow(workflow, triggerOf(workflow));
	const answers = (saved.outputs('Call')[0] ?? []).map(({ json }) => json);
	checks.equal(
		'the caller learns of each what became of it, although one was refused',
		[saved.status, saved.error?.message, answers.map(({ State }) => State)],
		['success', undefined, ['succeeded', 'failed', 'succeeded']],
	);
	checks.that(
		'with the reason',
		answers[0]?.Reason === 'Request was successfully completed' &&
			/MXE: No\./.test(String(answers[1]?.Reason)),
		answers,
	);
	checks.equal(
		'and its RequestId',
		answers.map(({ RequestId }) => sandbox.requests.has(String(RequestId))),
		[true, false, true],
	);
	checks.equal('Retry On Fail of the calling node sends nothing twice', sandbox.requests.size, 2);
}

/** The workflows of the other operations, each from the trigger with which a user tries it. */
async function checkOtherOperations(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	const run = async (name: string, trigger: string) => {
		checks.step(`Example: ${name}`);
		fixture.freshAccount();
		const workflow = await imported(fixture, credential, exampleWorkflow(name));
		const saved = await client.runWorkflow(workflow, trigger);
		checks.equal(
			'it runs to its end',
			[saved.status, saved.error?.message],
			['success', undefined],
		);
		return saved;
	};
	const ends = ['Completed', 'Failed', 'Pending', 'Not Accepted'];

	const form = await run('form-to-capture', 'Try It');
	checks.equal('the opportunity is captured', counts(form, ...ends), [1, 0, 0, 0]);
	const [captured] = form.outputs('Completed')[0] ?? [];
	const opportunity = sandbox.opportunities.get(String(captured?.json.CreatedOpportunityId));
	const lead = sandbox.leads.get(opportunity?.leadId ?? '');
	checks.equal(
		'its ID comes out, and it belongs to the new lead',
		[opportunity?.fields.mx_Custom_1, lead?.EmailAddress],
		['Home loan of Meera Nair', 'meera.nair@example.com'],
	);

	const sheet = await run('sheet-to-lead-update', 'Start');
	checks.equal('two leads are updated, one is not there', counts(sheet, ...ends), [2, 1, 0, 0]);
	checks.equal('the first has its new city', sandbox.leads.get(leadId(1))?.mx_City, 'Pune');
	checks.that(
		'and automations were asked to run',
		sandbox.calls.some(({ query }) => query.postUpdatedLead === 'true'),
	);

	const call = await run('call-to-activity', 'Try It');
	const [posted] = call.outputs('Completed')[0] ?? [];
	checks.equal('the activity is on the lead with that number', posted?.json.LeadId, leadId(3));
}

/** The same with n8n's own triggers: the workflow is active, and an outside client starts it. */
async function checkTriggers(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	const visited = async (name: string, path: string, answer: object, contentType?: ContentType) => {
		fixture.freshAccount();
		const workflow = await imported(fixture, credential, exampleWorkflow(name));
		await client.activateWorkflow(workflow);
		await client.visit(path, answer, contentType);
		return await client.runByTrigger(workflow);
	};

	checks.step('Example: form-to-capture, started by a visitor of the form');
	const form = await visited(
		'form-to-capture',
		'/form/b1e00016-0000-4000-8000-00000000f0f0',
		{
			'field-0': 'Asha Rao',
			'field-1': 'asha.rao@example.com',
			'field-2': '+91-9000000098',
			'field-3': 'A house',
		},
		'multipart/form-data',
	);
	const [captured] = form.outputs('Completed')[0] ?? [];
	const opportunity = sandbox.opportunities.get(String(captured?.json.CreatedOpportunityId));
	checks.equal(
		'the opportunity of what the visitor wrote is captured',
		[opportunity?.fields.mx_Custom_1, sandbox.leads.get(opportunity?.leadId ?? '')?.EmailAddress],
		['Home loan of Asha Rao', 'asha.rao@example.com'],
	);

	checks.step('Example: call-to-activity, started by a telephone system');
	const call = await visited('call-to-activity', '/webhook/leadsquared-call-ended', {
		from: '+91-9000000002',
		startedAt: '2026-11-24T10:15:00Z',
		seconds: 61,
		outcome: 'Interested',
		summary: 'Wants an offer',
	});
	const [posted] = call.outputs('Completed')[0] ?? [];
	checks.equal('the activity is on the lead with that number', posted?.json.LeadId, leadId(2));
}
