/** The trigger on a real n8n: its webhooks in LeadSquared, and what deliveries start. */
import { faults, leadId, opportunityId } from '../sandbox';
import type { Fault, FaultRule } from '../sandbox';
import { imported } from './example-runs';
import { credentialData, type Fixture, type SavedCredential } from './fixture';
import type { InstalledN8n } from './install';
import type { Workflow } from './n8n-client';
import { N8nServer } from './n8n-server';
import { checkBursts } from './scenario-bursts';
import { activities, activityOf, opportunities, Trigger, until } from './trigger';
import { credentialType, exampleWorkflow } from './workflows';

/** @param started called with the n8n that runs from then on */
export async function checkTrigger(
	fixture: Fixture,
	credential: SavedCredential,
	server: N8nServer,
	n8n: InstalledN8n,
	started: (server: N8nServer) => void,
): Promise<void> {
	const trigger = new Trigger(fixture, credential);
	// As users start it: before, it ran one execution at a time.
	await server.stop();
	const plain = await N8nServer.start(n8n, server.userFolder);
	started(plain);
	fixture.client.moveTo(plain.url);
	await checkLife(trigger);
	await checkNeighbours(trigger);
	await checkErrors(trigger);
	await checkCredential(trigger);
	const killed = await checkKilled(trigger, plain, n8n, started);
	await checkBursts(trigger, killed, n8n, started);
}

export async function checkLife(trigger: Trigger): Promise<void> {
	const { fixture } = trigger;
	const { checks, sandbox } = fixture;
	checks.step('Trigger: activate, deliver, deactivate');
	fixture.freshAccount();
	const workflow = await trigger.create('opportunity updated', opportunities);
	await trigger.activate(workflow, 1);
	const [hook] = trigger.hooks;
	if (hook === undefined) throw new Error('no webhook');
	checks.equal(
		'LeadSquared has one webhook, and n8n answered its handshake while it was created',
		[hook.eventName, hook.handshake, hook.statusCode],
		['Opportunity_Post_Update', 200, 0],
	);
	const payload = [
		{ ProspectActivityId: opportunityId(1), ActivityEvent: '12000', RelatedProspectId: leadId(1) },
	];
	const answers = [
		await sandbox.webhooks.deliver(hook, payload),
		await sandbox.webhooks.deliver(hook, '{"ProspectActivityId": "cut'),
		await sandbox.webhooks.deliver({ ...hook, headers: {} }, payload),
		await sandbox.webhooks.deliver(hook, ''),
		await sandbox.webhooks.deliver(hook, payload),
	];
	checks.equal(
		"what comes is answered with 200 in LeadSquared's form: good, no JSON, no secret, empty, repeated",
		answers.map(({ status, body }) => [status, (body as { Status?: string }).Status]),
		[
			[200, 'Success'],
			[200, 'Error'],
			[200, 'Error'],
			[200, 'Success'],
			[200, 'Success'],
		],
	);
	const runs = await trigger.runs(workflow, 1);
	const [[item] = []] = runs;
	checks.equal(
		'one of them started the workflow, with the opportunity as it is',
		[
			runs.length,
			item?.opportunityId,
			(item?.record as { fields?: { Status?: string } } | undefined)?.fields?.Status,
		],
		[1, opportunityId(1), 'Open'],
	);
	checks.that(
		'the log says why the others did not',
		['the body is not a JSON object', 'X-N8n-Webhook-Secret is missing or wrong'].every((words) =>
			trigger.fixture.log().includes(words),
		),
	);
	const [secret = ''] = Object.values(hook.headers);
	const everywhere = [
		fixture.log(),
		...fixture.client.replies.map(({ bytes }) => bytes.toString()),
		JSON.stringify(answers),
	];
	checks.that(
		'the secret is in no log, no reply of n8n and no answer to LeadSquared',
		secret !== '' && !everywhere.some((text) => text.includes(secret)),
	);
	await trigger.deactivate(workflow);
	checks.equal('after deactivation LeadSquared has no webhook', trigger.hooks.length, 0);
}

export async function checkStageExample(
	fixture: Fixture,
	credential: SavedCredential,
): Promise<void> {
	const { checks, client, sandbox } = fixture;
	const trigger = new Trigger(fixture, credential);
	checks.step('Example: stage-changed-to-update, started by LeadSquared');
	fixture.freshAccount();
	const example = exampleWorkflow('stage-changed-to-update');
	const workflow = await imported(fixture, credential, example);
	await trigger.activate(workflow, 1);
	const before = {
		ProspectID: leadId(1),
		EmailAddress: 'lead1@example.com',
		ProspectStage: 'Prospect',
	};
	await sandbox.webhooks.fire('Lead_Field_Change', 'ProspectStage', {
		Before: before,
		After: { ...before, ProspectStage: 'Customer', ModifiedOn: '2026-11-28 05:30:00' },
	});
	const saved = await client.runByTrigger(workflow);
	checks.equal(
		'the opportunity of the lead is updated',
		[
			saved.status,
			(saved.outputs('Check Status')[0] ?? []).length,
			sandbox.opportunities.get(opportunityId(1))?.fields.mx_Custom_1,
		],
		['success', 1, 'Home loan of customer lead1@example.com'],
	);
	await trigger.deactivate(workflow);
	checks.equal('after deactivation LeadSquared has no webhook', trigger.hooks.length, 0);
}

export async function checkNeighbours(trigger: Trigger): Promise<void> {
	const { fixture } = trigger;
	const { checks, client, sandbox } = fixture;
	checks.step('Trigger: two workflows on one event, and a copy of a workflow');
	fixture.freshAccount();
	const first = await trigger.create('first', activities);
	const second = await trigger.create('second', activities);
	await trigger.activate(first, 2);
	await trigger.activate(second, 2);
	await sandbox.webhooks.fire('LeadActivity_Post_Create', '201', [activityOf('both')]);
	const both = [await trigger.runs(first, 1), await trigger.runs(second, 1)];
	checks.equal(
		'an event starts each of them once',
		both.map((runs) => runs.map((items) => items.map(({ activityId }) => activityId))),
		[[['both']], [['both']]],
	);
	// As the API makes it: the copy has the address of the original too, which n8n refuses.
	const copy = await client.createWorkflow({
		...first,
		id: undefined,
		name: 'e2e: copy',
	} as Workflow);
	const message = await trigger.refused(copy);
	checks.that(
		'n8n refuses a copy with the same address',
		/conflict|same path|already/i.test(message ?? ''),
		message,
	);
	checks.equal('which touches no webhook', trigger.hooks.length, 4);
	await trigger.deactivate(first);
	checks.equal('deactivated, the first deletes only its own', trigger.hooks.length, 2);
	await trigger.deactivate(second);
	checks.equal('and the second deletes the rest', trigger.hooks.length, 0);
}

/** LeadSquared does what it was asked to, and answers with an error all the same. */
const unanswered = { ...faults.plain500, accept: true } as Fault;

/** n8n calls these while it activates and deactivates. */
const steps: Array<[string, Omit<FaultRule, 'fault'>]> = [
	['the list', { path: /Webhook.svc\/Retrieve$/ }],
	['the first creation', { path: /Webhook.svc\/Create$/ }],
	['the second creation', { path: /Webhook.svc\/Create$/, after: 1 }],
	['reading back', { path: /Webhook.svc\/Retrieve$/, after: 4 }],
];

export async function checkErrors(trigger: Trigger): Promise<void> {
	const { fixture } = trigger;
	const { checks, sandbox } = fixture;
	checks.step('Trigger: HTTP 500 at each step');
	for (const [step, rule] of steps) {
		fixture.freshAccount();
		const workflow = await trigger.create(`500 at ${step}`, activities);
		const end = sandbox.inject({ ...rule, fault: unanswered });
		const message = await trigger.refused(workflow);
		checks.that(
			`${step}: the activation fails, and the message says at which call`,
			/LeadSquared could not handle (Retrieve Webhooks|Create Webhook) right now/.test(
				message ?? '',
			),
			message,
		);
		checks.equal(`${step}: nothing is left`, trigger.hooks.length, 0);
		end();
		await trigger.activate(workflow, 2);
		checks.equal(`${step}: activated again, two webhooks work`, trigger.hooks.length, 2);
		await trigger.deactivate(workflow);
		checks.equal(`${step}: and none is left`, trigger.hooks.length, 0);
	}
	fixture.freshAccount();
	const workflow = await trigger.create('500 while deactivating', activities);
	await trigger.activate(workflow, 2);
	const end = sandbox.inject({ path: /Webhook.svc\/Delete$/, fault: faults.mxException });
	await trigger.deactivate(workflow);
	checks.that(
		'a webhook that cannot be deleted is named in the log',
		trigger.hooks.some(({ id }) =>
			fixture.log().includes(`the webhook ${id} could not be deleted`),
		),
	);
	end();
	await trigger.activate(workflow, 2);
	await trigger.deactivate(workflow);
	checks.equal('and is deleted with the next deactivation', trigger.hooks.length, 0);
}

export async function checkCredential(trigger: Trigger): Promise<void> {
	const { fixture, credential } = trigger;
	const { checks, client, sandbox } = fixture;
	checks.step('Trigger: the credential changes while the workflow is active');
	fixture.freshAccount();
	const workflow = await trigger.create('credential changed', opportunities);
	await trigger.activate(workflow, 1);
	const right = credentialData(sandbox);
	const change = async (data: Record<string, unknown>) =>
		await client.changeCredential(credential.id, credential.name, credentialType, data);
	await change({ ...right, secretKey: 'plainly-fake-and-wrong' });
	const [hook] = trigger.hooks;
	const { status } = await sandbox.webhooks.deliver(hook!, [
		{ ProspectActivityId: opportunityId(2), ActivityEvent: '12000' },
	]);
	const [[item] = []] = await trigger.runs(workflow, 1);
	checks.that(
		'with wrong keys an event still starts the workflow, and the item says why it has no record',
		status === 200 && String(item?.fetchError).includes('does not accept the access key'),
		item,
	);
	await trigger.deactivate(workflow);
	checks.equal('with wrong keys the webhook cannot be deleted', trigger.hooks.length, 1);
	await change(right);
	await trigger.activate(workflow, 1);
	await trigger.deactivate(workflow);
	checks.equal('with the right keys again, nothing is left', trigger.hooks.length, 0);
}

export async function checkKilled(
	trigger: Trigger,
	server: N8nServer,
	n8n: InstalledN8n,
	started: (server: N8nServer) => void,
): Promise<N8nServer> {
	const { fixture } = trigger;
	const { checks, client, sandbox } = fixture;
	checks.step('Trigger: n8n killed between creating a webhook and storing its ID');
	fixture.freshAccount();
	const workflow = await trigger.create('killed', opportunities);
	let isCreated = false;
	sandbox.inject({
		path: /Webhook.svc\/Retrieve$/,
		when: () => (isCreated = sandbox.webhooks.all.size > 0),
		times: 1,
		fault: { kind: 'hang' },
	});
	// Never answered: n8n is gone before.
	client.activateWorkflow(workflow).catch(() => undefined);
	await until('the webhook is read back', () => isCreated, Boolean);
	await server.killHard();
	checks.equal('LeadSquared has a webhook that no n8n knows of', trigger.hooks.length, 1);
	const again = await server.again(n8n);
	started(again);
	// n8n 2 takes the webhook for registered; 1.x activates the workflow anew, and answers before that is done.
	if (fixture.line.n8n.startsWith('1.')) {
		await until(
			'n8n has activated it',
			() => again.log().split('\n'),
			(lines) =>
				lines.some((line) => /Activated workflow/.test(line) && line.includes(workflow.id)),
		);
	}
	await until(
		'n8n answers for it',
		async () => await delivered(trigger),
		({ status, body }) => status === 200 && (body as { Status?: string }).Status === 'Success',
	);
	const runs = await trigger.runs(workflow, 1);
	checks.equal(
		'started again, n8n takes its events all the same, each once',
		[trigger.hooks.length, runs.map(([item]) => item?.opportunityId)],
		[1, [opportunityId(3)]],
	);
	await trigger.deactivate(workflow);
	checks.equal('deactivated, there is no webhook', trigger.hooks.length, 0);
	return again;
}

/** The same event as often as it takes: only the first one that n8n takes starts the workflow. */
async function delivered({ hooks, fixture }: Trigger): Promise<{ status: number; body: unknown }> {
	const [hook] = hooks;
	if (hook === undefined) return { status: 0, body: 'no webhook' };
	return await fixture.sandbox.webhooks.deliver(hook, [
		{ ProspectActivityId: opportunityId(3), ActivityEvent: '12000' },
	]);
}
