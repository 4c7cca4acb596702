import { acceptances, untilAccepted } from '../e2e/arrivals';
import type { Checks } from '../e2e/checks';
import { credentialData, listen } from '../e2e/fixture';
import type { SavedCredential } from '../e2e/fixture';
import type { N8nLine } from '../e2e/lines';
import type { N8nClient } from '../e2e/n8n-client';
import { credentialType } from '../e2e/workflows';
import type { Row } from '../e2e/workflows';
import { opportunityId, startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { delay } from '../support/platform';
import type { Cluster } from './cluster';

export interface LostWorkerFixture {
	checks: Checks;
	line: N8nLine;
	client: N8nClient;
	/** Without a worker. */
	cluster: Cluster;
}

/** From a call's arrival to its answer. */
const answerMs = 300;
const rowsOfEach = 20;

/** s; n8n's default is 30. */
const graceSeconds = 1;

/** n8n considers a job lost after two seconds without a sign of life, and not after one to two minutes. */
const hasty = {
	QUEUE_WORKER_LOCK_DURATION: '2000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '500',
	QUEUE_WORKER_STALLED_INTERVAL: '1000',
	N8N_GRACEFUL_SHUTDOWN_TIMEOUT: String(graceSeconds),
};

/** What n8n makes of executions whose worker it loses, or that take longer than they may. */
export async function checkLostWorkers(fixture: LostWorkerFixture): Promise<void> {
	const { client, cluster } = fixture;
	const sandbox = await startSandbox({ opportunities: 10 * rowsOfEach });
	try {
		const hurry = sandbox.inject({ path: '/opportunity/update', fault: { kind: 'delay', ms: answerMs } });
		const name = 'lost workers';
		const id = await client.createCredential(name, credentialType, credentialData(sandbox));
		const work = new Work(client, sandbox, { id, name });
		await cluster.startWorker('stopped', hasty);
		if (process.env.SKIP !== '1') await checkTimeout(fixture, work);
		await checkStopped(fixture, work);
		hurry(); await checkShared(fixture, work);
		await checkRestarted(fixture, work);
	} finally {
		await sandbox.close();
	}
}

/** Executions of some updates, one after the other, each of its own rows. */
class Work {
	private count = 0;

	constructor(
		readonly client: N8nClient,
		readonly sandbox: Sandbox,
		private readonly credential: SavedCredential,
	) {}

	async start(path: string, workflowSettings?: Record<string, unknown>): Promise<Running> {
		const first = this.count * rowsOfEach + 1;
		this.count++;
		const rows = Array.from({ length: rowsOfEach }, (_, n) => ({
			opportunityId: opportunityId(first + n),
			title: `${path} ${n}`,
		}));
		const workflow = await listen(this.client, this.credential, { path, rows, workflowSettings });
		await this.client.visit(`/webhook/${path}`, {});
		const [id = ''] = await this.client.executionsOf(workflow, 1);
		await untilAccepted(this.sandbox, rows, 2);
		return { id, rows, accepted: () => acceptances(this.sandbox, rows).flat().length };
	}
}

interface Running {
	id: string;
	rows: Row[];
	/** How many of its updates were accepted so far. */
	accepted(): number;
}

async function watch(client: N8nClient, what: string, running: Running, ms: number) {
	const start = Date.now();
	let last = '';
	while (Date.now() < start + ms) {
		const status = await client.executionStatus(running.id);
		const line = `${status} ${running.accepted()}`;
		if (status !== last) console.log(what, Date.now() - start, line);
		last = status;
		await delay(100);
	}
	console.log(what, Date.now() - start, last, running.accepted());
}

async function checkTimeout({ checks, client }: LostWorkerFixture, work: Work): Promise<void> {
	checks.step("n8n's own timeout and Stop");
	const timed = await work.start('times-out', { executionTimeout: 2 });
	const stopped = await work.start('is-stopped');
	await client.stopExecution(stopped.id);
	await watch(client, 'timed', timed, 8000);
	await watch(client, 'stopped', stopped, 1000);
	for (const each of [timed, stopped]) {
		const saved = await client.ended(each.id, 1000);
		console.log(saved.status, saved.error?.message, saved.lastNode, saved.outputs('Update').flat().length, saved.outputs('Rows').flat().length, saved.outputs('Check').flat().length);
		try {
			const retried = await client.retryExecution(each.id);
			console.log('retry', retried.status, retried.error?.message, each.accepted());
		} catch (e) { console.log('retry', String(e)); }
	}
}

async function checkStopped({ checks, client, cluster }: LostWorkerFixture, work: Work): Promise<void> {
	checks.step('SIGTERM');
	const lost = await work.start('outlives');
	const before = lost.accepted();
	const at = Date.now();
	const code = await cluster.stopWorker('stopped');
	console.log('code', code, Date.now() - at, before, lost.accepted(), await client.executionStatus(lost.id));
	await cluster.startWorker('second', hasty);
	console.log('second up');
	await watch(client, 'outlives', lost, Number(process.env.WATCH ?? 15000));
	const saved = await client.ended(lost.id, 1000);
	console.log(saved.status, saved.error?.message, saved.lastNode, saved.outputs('Update').flat().length, saved.outputs('Rows').flat().length);
	try {
		const retried = await client.retryExecution(lost.id);
		console.log('retry', retried.status, retried.error?.message, lost.accepted());
	} catch (e) { console.log('retry', String(e)); }
}

async function checkShared({ checks, client, cluster }: LostWorkerFixture, work: Work): Promise<void> {
	checks.step('shared folder');
	work.sandbox.inject({ path: '/opportunity/update', fault: { kind: 'delay', ms: 1000 } });
	const shared = await work.start('shared');
	await Promise.all([cluster.startWorker('third', hasty, 'second').then(() => console.log('third up')), watch(client, 'shared', shared, 25000)]);
	const saved = await client.ended(shared.id, 1000);
	console.log(saved.status, saved.error?.message, saved.lastNode, saved.outputs('Update').flat().length, saved.outputs('Rows').flat().length);
	await cluster.stopWorker('third');
}

async function checkRestarted({ checks, client, cluster }: LostWorkerFixture, work: Work): Promise<void> {
	checks.step('restart');
	const lost = await work.start('restarted');
	await cluster.killWorker('second');
	const before = lost.accepted();
	await Promise.all([cluster.startWorker('second', hasty).then(() => console.log('second up again')), watch(client, 'restarted', lost, 30000)]);
	const saved = await client.ended(lost.id, 1000);
	console.log(saved.status, saved.error?.message, saved.lastNode, saved.outputs('Update').flat().length, saved.outputs('Rows').flat().length);
	try {
		const retried = await client.retryExecution(lost.id, 30000);
		console.log('retry', retried.status, retried.error?.message, before, lost.accepted());
	} catch (e) { console.log('retry', String(e)); }
}
