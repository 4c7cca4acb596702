import { leadId } from '../sandbox';
import { exampleNames, readExample, writes } from '../support/examples';
import type { SavedWorkflow, Workflow } from './n8n-client';
import type { SavedExecution } from './saved-execution';
import { imported, outcomes, tried } from './example-runs';
import type { SavedCredential, Fixture } from './fixture';
import type { Postgres } from './postgres';
import { checkExample } from './scenario-example';
import {
	checkAskingLater,
	checkSweeping,
	checkWaiting,
	shortWait,
	tableFor,
	withTable,
} from './scenario-later-examples';
import {
	checkChanged,
	checkConfirmed,
	checkPhone,
	withDatabase,
} from './scenario-reading-examples';
import { checkStageExample } from './scenario-trigger';
import { checkUpload, csvOf, uploaded } from './scenario-upload-example';
import { exampleWorkflow, node, triggerOf, withNode } from './workflows';

const nothing = 'n8n-nodes-base.noOp';

type Check = (fixture: Fixture, credential: SavedCredential, postgres: Postgres) => Promise<void>;

/** What each example does for real, with Check Only off. */
const checksOf: Record<string, Check> = {
	'update-and-check': checkExample,
	'submit-and-wait': checkWaiting,
	'submit-and-ask-later': checkAskingLater,
	'sweep-pending': checkSweeping,
	'collect-failures': checkTelling,
	'update-and-confirm': checkSubWorkflow,
	'form-to-capture': checkCapture,
	'sheet-to-lead-update': checkSheet,
	'call-to-activity': checkCall,
	'upload-csv': checkUpload,
	'changed-opportunities-to-database': checkChanged,
	'phone-to-opportunity': checkPhone,
	'confirm-by-reading': checkConfirmed,
	'stage-changed-to-update': checkStageExample,
};

/** Every workflow in the folder, imported as it ships and run, then for real. */
export async function checkExamples(
	fixture: Fixture,
	credential: SavedCredential,
	postgres: Postgres,
): Promise<void> {
	fixture.checks.step('Examples');
	fixture.checks.equal(
		'something says of each file in the folder, and of no other, what it does',
		Object.keys(checksOf).sort(),
		[...exampleNames].sort(),
	);
	for (const name of exampleNames) {
		await checkShipped(fixture, credential, postgres, name);
		await checksOf[name]?.(fixture, credential, postgres);
	}
}

/** The first press of a button after the import: everything runs, and nothing is sent. */
async function checkShipped(
	fixture: Fixture,
	credential: SavedCredential,
	postgres: Postgres,
	name: string,
): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step(`Example: ${name}, as it ships`);
	fixture.freshAccount();
	const own = withNode(readExample<Workflow>(name), 'Wait 5 Minutes', shortWait);
	const tabled = withTable(own, await tableFor(fixture, name));
	const shipped = await withDatabase(fixture, postgres, tabled);
	const workflow = await imported(fixture, credential, shipped);
	const saved =
		name === 'upload-csv'
			? (await uploaded(fixture, workflow, csvOf('HL-1002,"8,75,000",'))).saved
			: await client.runWorkflow(workflow, firstTrigger(workflow));
	checks.equal('it runs to its end', [saved.status, saved.error?.message], ['success', undefined]);
	const writing = workflow.nodes.filter(writes);
	const sent = writing.flatMap(({ name: node }) => saved.outputs(node)[0] ?? []);
	if (writing.length > 0) {
		checks.that(
			'each item shows what would be sent',
			sent.length > 0 && sent.every(({ json }) => 'WouldSend' in json),
			sent,
		);
	}
	const calls = sandbox.calls.filter(
		({ path }) => path.startsWith('/opportunity/') || /Async/.test(path),
	);
	checks.equal('and nothing was', [sandbox.requests.size, calls.map(({ path }) => path)], [0, []]);
}

/** Where a press of Execute workflow starts: the manual trigger, the one with pinned data, or the clock. */
function firstTrigger({ nodes, pinData }: Workflow): string {
	const ofType = (type: string) => nodes.find((one) => one.type === type)?.name;
	return (
		ofType('n8n-nodes-base.manualTrigger') ??
		Object.keys(pinData ?? {})[0] ??
		String(ofType('n8n-nodes-base.scheduleTrigger'))
	);
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
	const failures = (told?.json.failures ?? []) as Array<Record<string, string | undefined>>;
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
		'each with its own columns and its reason',
		[/MXE: Gone\./, /does not exist/, /MXE: No\./].every((reason, n) =>
			reason.test(failures[n]?.StatusReason ?? failures[n]?.error ?? ''),
		) && failures.every(({ Customer }) => Customer !== undefined),
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

/** The same with n8n's own trigger: the workflow is active, and an outside client starts it. */
async function active(
	fixture: Fixture,
	credential: SavedCredential,
	name: string,
): Promise<SavedWorkflow> {
	fixture.freshAccount();
	const workflow = await imported(fixture, credential, exampleWorkflow(name));
	await fixture.client.activateWorkflow(workflow);
	return workflow;
}

async function checkCapture(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	const captured = (saved: SavedExecution) => {
		const [item] = saved.outputs('Check Status')[0] ?? [];
		const opportunity = sandbox.opportunities.get(String(item?.json.CreatedOpportunityId));
		const lead = sandbox.leads.get(opportunity?.leadId ?? '');
		return [opportunity?.fields.mx_Custom_1, lead?.EmailAddress];
	};
	const saved = await tried(fixture, credential, 'form-to-capture');
	checks.equal('the opportunity is captured', outcomes(saved), [1, 0, 0]);
	checks.equal('its ID comes out, and it belongs to the new lead', captured(saved), [
		'Home loan of Meera Nair',
		'meera.nair@example.com',
	]);

	checks.step('Example: form-to-capture, started by a visitor of the form');
	const workflow = await active(fixture, credential, 'form-to-capture');
	const answers = { 'field-0': 'Asha Rao', 'field-1': 'asha.rao@example.com' };
	await client.visit(
		'/form/b1e00016-0000-4000-8000-00000000f0f0',
		{ ...answers, 'field-2': '+91-9000000098', 'field-3': 'A house' },
		'multipart/form-data',
	);
	checks.equal(
		'the opportunity of what the visitor wrote is captured',
		captured(await client.runByTrigger(workflow)),
		['Home loan of Asha Rao', 'asha.rao@example.com'],
	);
}

async function checkSheet(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, sandbox } = fixture;
	const saved = await tried(fixture, credential, 'sheet-to-lead-update');
	checks.equal('two leads are updated, one is not there', outcomes(saved), [2, 1, 0]);
	checks.equal('the first has its new city', sandbox.leads.get(leadId(1))?.mx_City, 'Pune');
	checks.that(
		'and automations were asked to run',
		sandbox.calls.some(({ query }) => query.postUpdatedLead === 'true'),
	);
}

async function checkCall(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client } = fixture;
	const lead = (saved: SavedExecution) => saved.outputs('Check Status')[0]?.[0]?.json.LeadId;
	const saved = await tried(fixture, credential, 'call-to-activity');
	checks.equal('the activity is on the lead with that number', lead(saved), leadId(3));

	checks.step('Example: call-to-activity, started by a telephone system');
	const workflow = await active(fixture, credential, 'call-to-activity');
	await client.visit('/webhook/leadsquared-call-ended', {
		from: '+91-9000000002',
		startedAt: '2026-11-24T10:15:00Z',
		seconds: 61,
		outcome: 'Interested',
		summary: 'Wants an offer',
	});
	const called = lead(await client.runByTrigger(workflow));
	checks.equal('the activity is on the lead with that number', called, leadId(2));
}
