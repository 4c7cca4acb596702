/** Many events at once, while n8n restarts: each starts the workflow once, and how soon they are answered. */
import axios from 'axios';
import type { Delivered } from '../sandbox';
import { randomUUID } from '../support/platform';
import type { InstalledN8n } from './install';
import type { Workflow } from './n8n-client';
import type { N8nServer } from './n8n-server';
import { activities, activityOf, until, type Trigger } from './trigger';
import { node } from './workflows';

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

	const inBursts = noTimes();
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
		inBursts.own.push(...answers.map(({ tookMs }) => tookMs));
		const version = plainVersions[round % plainVersions.length] ?? 1;
		const others = await Promise.all(
			deliveries.map(async () => await post(plainUrl(version), activityOf('x'))),
		);
		inBursts.plain.get(version)?.push(...others.map(({ tookMs }) => tookMs));
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
	checks.say(`  in bursts, ${within95(inBursts)}`);
	const singly = noTimes();
	for (let n = 0; n < singles; n++) {
		singly.own.push((await deliver({ body: [activityOf(`single-${n}`)] })).tookMs);
		for (const [version, times] of singly.plain) {
			times.push((await post(plainUrl(version), activityOf('x'))).tookMs);
		}
	}
	checks.say(`  one by one, ${within95(singly)}`);
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

/** How long answers took, in ms. */
interface Times {
	own: number[];
	/** Of n8n's own Webhook node, by its version. */
	plain: Map<number, number[]>;
}

function noTimes(): Times {
	return { own: [], plain: new Map(plainVersions.map((version) => [version, []])) };
}

function within95(times: Times): string {
	const own = percentile(times.own, 95);
	const others = [...times.plain].map(([version, took]) => {
		const other = percentile(took, 95);
		return `${other.toFixed(0)} ms (ratio ${(own / other).toFixed(2)}) in version ${version}`;
	});
	return `95 % were answered within ${own.toFixed(0)} ms; n8n's own Webhook node within ${others.join(', ')}`;
}

function percentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
}
