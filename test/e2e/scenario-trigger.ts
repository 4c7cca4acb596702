/** The trigger on a real n8n: its webhooks in LeadSquared, and what deliveries start. */
import axios from 'axios';
import { faults, leadId, opportunityId } from '../sandbox';
import type { Delivered, Fault, FaultRule } from '../sandbox';
import { Buffer, delay, randomUUID } from '../support/platform';
import { imported } from './example-runs';
import type { InstalledN8n } from './install';
import { N8nServer } from './n8n-server';
import type { SavedWorkflow, Workflow } from './n8n-client';
import { credentialData, type Fixture, type SavedCredential } from './fixture';
import { credentialType, exampleWorkflow, node, triggerType, withCredential } from './workflows';

/** A workflow that starts with the event and ends at once. */
export function triggerWorkflow(name: string, parameters: Record<string, unknown>): Workflow {
	return {
		name: `e2e: ${name}`,
		settings: { executionOrder: 'v1' },
		nodes: [
			{ ...node('Event', triggerType, 1, parameters), webhookId: randomUUID() },
			node('Got', 'n8n-nodes-base.noOp', 1, {}),
		],
		connections: { Event: { main: [[{ node: 'Got', type: 'main', index: 0 }]] } },
	};
}

const opportunities = { event: 'opportunityUpdated', opportunityTypes: ['12000'] };
const activities = { event: 'activityCreated', activityTypes: ['201', '105'] };

const activityOf = (id: string) => ({
	ProspectActivityId: id,
	ActivityEvent: '201',
	RelatedProspectId: leadId(1),
	CreatedOn: '2026-11-28 05:30:00',
	Data: { Note: id },
});

/** n8n 2 takes up work that a killed process has begun after a minute or two. */
const patienceMs = 300_000;

export async function until<T>(
	what: string,
	look: () => T | Promise<T>,
	isRight: (seen: T) => boolean,
	shown: (seen: T) => string = JSON.stringify,
) {
	const deadline = Date.now() + patienceMs;
	for (;;) {
		const seen = await look();
		if (isRight(seen)) return seen;
		if (Date.now() > deadline) throw new Error(`${what}: ${shown(seen).slice(0, 500)}`);
		await delay(100);
	}
}

export class Trigger {
	constructor(
		readonly fixture: Fixture,
		readonly credential: SavedCredential,
	) {}

	get hooks() {
		return [...this.fixture.sandbox.webhooks.all.values()];
	}

	async create(name: string, parameters: Record<string, unknown>): Promise<SavedWorkflow> {
		const { id, name: credentialName } = this.credential;
		const workflow = withCredential(triggerWorkflow(name, parameters), id, credentialName);
		return await this.fixture.client.createWorkflow(workflow);
	}

	/** Activates it, and LeadSquared has so many webhooks that work for it. */
	async activate(workflow: SavedWorkflow, hooks: number): Promise<void> {
		const message = await this.refused(workflow);
		if (message !== undefined) throw new Error(message);
		await this.fixture.sandbox.webhooks.settled();
		const found = this.hooksOf(workflow).filter(({ statusCode }) => statusCode === 0);
		if (found.length !== hooks)
			throw new Error(`${found.length} webhooks of ${workflow.name} work, not ${hooks}`);
	}

	/** Those at the address of the workflow's trigger. */
	hooksOf({ nodes }: SavedWorkflow) {
		return this.hooks.filter(({ url }) =>
			nodes.some(({ webhookId }) => url.includes(String(webhookId))),
		);
	}

	/** @returns the message of an activation that fails */
	async refused(workflow: SavedWorkflow): Promise<string | undefined> {
		const { client } = this.fixture;
		try {
			await client.activateWorkflow(workflow);
		} catch (error) {
			return error instanceof Error ? error.message : String(error);
		}
		return await client.published(workflow, patienceMs);
	}

	async deactivate(workflow: SavedWorkflow): Promise<void> {
		await this.fixture.client.deactivateWorkflow(workflow);
		await this.fixture.client.published(workflow, patienceMs);
	}

	/** The workflow's executions, once there are so many and all have ended. */
	async ended(workflow: SavedWorkflow, count: number): Promise<Array<{ id: string }>> {
		const isUnfinished = ({ status }: { status: string }) => ['new', 'running'].includes(status);
		return await until(
			`the workflow ran ${count} times`,
			async () => await this.fixture.client.allExecutionsOf(workflow),
			(seen) => seen.length >= count && !seen.some(isUnfinished),
			(seen) => JSON.stringify({ count: seen.length, unfinished: seen.filter(isUnfinished) }),
		);
	}

	/** The items of the workflow's executions, once there are so many. */
	async runs(workflow: SavedWorkflow, count: number): Promise<Array<Record<string, unknown>[]>> {
		const { client } = this.fixture;
		const listed = await this.ended(workflow, count);
		const saved = [];
		for (const { id } of listed) saved.push(await client.ended(id, patienceMs));
		return saved.map((one) => (one.outputs('Event')[0] ?? []).map(({ json }) => json));
	}
}

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

const burst = 50;
const bursts = 20;
const singles = 40;

export async function checkBursts(
	trigger: Trigger,
	server: N8nServer,
	n8n: InstalledN8n,
	started: (server: N8nServer) => void,
): Promise<void> {
	const { fixture } = trigger;
	const { checks, client, sandbox } = fixture;
	checks.step(
		`Trigger: ${burst * bursts} deliveries in bursts of ${burst}, n8n restarts in the middle of one`,
	);
	fixture.freshAccount();
	const workflow = await trigger.create('bursts', { ...activities, activityTypes: ['201'] });
	await trigger.activate(workflow, 1);
	// For version 2 n8n prepares less than for any other trigger, such as an environment for expressions.
	const plain = await Promise.all(
		plainVersions.map(async (version) => await client.createWorkflow(plainWebhook(version))),
	);
	for (const workflow of plain) await client.activateWorkflow(workflow);
	const plainUrl = (version: number) => `${client.url}/webhook/e2e-plain-${version}`;
	const plainAnswers = async () => {
		for (const version of plainVersions) {
			await until(
				'the plain webhook answers',
				async () => await post(plainUrl(version), {}),
				({ status }) => status === 200,
			);
		}
	};
	await plainAnswers();

	const ours: number[] = [];
	const theirs = new Map<number, number[]>(plainVersions.map((version) => [version, []]));
	const all: Delivery[] = [];
	/** Not answered by the node, so that they came again. */
	const cameAgain: Delivery[] = [];
	const refusals: Delivered[] = [];
	/** Those of the burst in which n8n stopped. */
	let atRisk = new Set<string>();
	/** How many executions there were when n8n had started again. */
	let before = 0;
	let running = server;
	const deliver = async ({ body }: Delivery) => {
		const [hook] = trigger.hooks;
		if (hook === undefined) throw new Error('no webhook');
		return await sandbox.webhooks.deliver(hook, body);
	};
	for (let round = 0; round < bursts; round++) {
		const deliveries = deliveriesOf(round);
		const isRestart = round === bursts / 2;
		// n8n answers before it saves an execution: what waits when it stops is lost.
		if (isRestart) before = (await trigger.ended(workflow, idsOf(all).size)).length;
		all.push(...deliveries);
		const pending = deliveries.map(deliver);
		if (isRestart) {
			await Promise.race(pending);
			await running.stop();
		}
		const answers = await Promise.all(pending);
		if (isRestart) {
			running = await running.again(n8n);
			started(running);
			await plainAnswers();
		}
		// While it stops, n8n refuses in many ways. What it refused comes again, and must start the workflow once.
		if (!isRestart) refusals.push(...answers.filter(({ status }) => status !== 200));
		const again = deliveries.filter((_, at) => answers[at]?.status !== 200);
		cameAgain.push(...again);
		for (const one of again) {
			await until(
				'n8n takes it',
				async () => await deliver(one),
				({ status }) => status === 200,
			);
		}
		if (isRestart) {
			atRisk = idsOf(deliveries);
			before = (await trigger.ended(workflow, before + idsOf(again).size)).length;
			continue;
		}
		ours.push(...answers.map(({ tookMs }) => tookMs));
		const version = plainVersions[round % plainVersions.length] ?? 1;
		const others = await Promise.all(
			deliveries.map(async () => await post(plainUrl(version), activityOf('x'))),
		);
		theirs.get(version)?.push(...others.map(({ tookMs }) => tookMs));
		// 1.x answers before it saves the execution, and loses it when SQLite has too much to do.
		for (const one of [workflow, ...plain]) {
			await until('n8n has ended its executions', async () => await client.isIdle(one), Boolean);
		}
	}
	checks.equal(
		`${all.length} deliveries: the node answered with 200. ${cameAgain.length} came again, because n8n stopped, had no database or could not save the execution`,
		refusals.filter((one) => !isOfN8n(one)).map(({ status, body }) => [status, body]),
		[],
	);
	const sent = idsOf(all);
	const later = idsOf(all.slice((bursts / 2 + 1) * burst));
	const runs = await trigger.runs(workflow, before + later.size);
	const seen = runs.flat().map(({ activityId }) => String(activityId));
	const twice = seen.filter((id, at) => seen.indexOf(id) !== at);
	const missing = [...sent].filter((id) => !seen.includes(id));
	checks.that(
		`each of the ${sent.size} events started the workflow once; n8n lost ${missing.length} of the ${atRisk.size} that it had taken when it stopped`,
		missing.every((id) => atRisk.has(id)),
		missing,
	);
	const doubtful = idsOf(cameAgain);
	checks.that(
		`only what n8n had not answered started it twice (${twice.length})`,
		twice.every((id) => doubtful.has(id)),
		twice,
	);
	checks.say(`  in bursts, ${within95(ours, theirs)}`);
	ours.length = 0;
	for (const times of theirs.values()) times.length = 0;
	for (let n = 0; n < singles; n++) {
		ours.push((await deliver({ body: [activityOf(`single-${n}`)] })).tookMs);
		for (const [version, times] of theirs) {
			times.push((await post(plainUrl(version), activityOf('x'))).tookMs);
		}
	}
	checks.say(`  one by one, ${within95(ours, theirs)}`);
	await trigger.deactivate(workflow);
	for (const one of plain) await client.deactivateWorkflow(one);
}

/** No answer of the node's: 1.x has no database yet, or 2.x could not save what the node returned. */
function isOfN8n({ status, body }: Delivered): boolean {
	const said = JSON.stringify(body);
	return (
		(status === 503 && said.includes('Database is not ready')) ||
		(status === 500 && said.includes('There was a problem executing the workflow'))
	);
}

interface Delivery {
	/** Of the event; none where the body is malformed. */
	id?: string;
	body: unknown;
}

/** One in ten is sent a second time, together with the first, and one in twenty is malformed. */
function deliveriesOf(round: number): Delivery[] {
	return Array.from({ length: burst }, (_, n): Delivery => {
		const at = round * burst + n;
		if (at % 20 === 19) return { body: '[{"ProspectActivityId": "cut' };
		const id = `burst-${at % 10 === 5 ? at - 1 : at}`;
		return { id, body: [activityOf(id)] };
	});
}

function idsOf(deliveries: readonly Delivery[]): Set<string> {
	return new Set(deliveries.flatMap(({ id }) => (id === undefined ? [] : [id])));
}

const plainVersions = [1, 2];

function plainWebhook(version: number): Workflow {
	return {
		name: `e2e: plain webhook ${version}`,
		settings: { executionOrder: 'v1' },
		nodes: [
			{
				...node('Webhook', 'n8n-nodes-base.webhook', version, {
					httpMethod: 'POST',
					path: `e2e-plain-${version}`,
					options: {},
				}),
				webhookId: randomUUID(),
			},
			node('Got', 'n8n-nodes-base.noOp', 1, {}),
		],
		connections: { Webhook: { main: [[{ node: 'Got', type: 'main', index: 0 }]] } },
	};
}

async function post(url: string, body: unknown): Promise<{ status: number; tookMs: number }> {
	const startedAt = performance.now();
	const { status } = await axios
		.post<Buffer>(url, body, { proxy: false, validateStatus: () => true })
		.catch(() => ({ status: 0 }));
	return { status, tookMs: performance.now() - startedAt };
}

/** @param theirs those of n8n's own Webhook node, by its version */
function within95(ours: readonly number[], theirs: ReadonlyMap<number, readonly number[]>): string {
	const own = percentile(ours, 95);
	const others = [...theirs].map(([version, times]) => {
		const other = percentile(times, 95);
		return `${other.toFixed(0)} ms (ratio ${(own / other).toFixed(2)}) in version ${version}`;
	});
	return `95 % were answered within ${own.toFixed(0)} ms; n8n's own Webhook node within ${others.join(', ')}`;
}

function percentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
}
