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
	/** With `hasty`, and without a worker. */
	cluster: Cluster;
}

/**
 * n8n waits a second for its executions, not half a minute, and considers one lost after two seconds without a sign of
 * life of its worker, not after a minute.
 */
export const hasty = {
	N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '1',
	QUEUE_WORKER_LOCK_DURATION: '2000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '500',
	QUEUE_WORKER_STALLED_INTERVAL: '1000',
};

/** Updates of each execution, sent one after the other. */
const updates = 40;
/** An execution lasts twenty seconds. */
const answerMs = 500;
/** A minute, for one that must outlast the start of a worker. */
const slowAnswerMs = 1_500;
/** Of an execution that n8n is to end. */
const timeoutMs = 3_000;
const patienceMs = 60_000;

/** What n8n makes of executions that it stops, and of those that it loses with their worker. */
export async function checkLostWorkers(fixture: LostWorkerFixture): Promise<void> {
	const { client, cluster, checks, line } = fixture;
	checks.step(`n8n ${line.n8n} in queue mode, with one worker`);
	const sandbox = await startSandbox({ opportunities: 10 * updates });
	try {
		const name = 'lost workers';
		const id = await client.createCredential(name, credentialType, credentialData(sandbox));
		const work = new Work(client, sandbox, { id, name });
		await cluster.startWorker('stopped');
		const stopped = await checkStops(fixture, work);
		await checkStoppedWorker(fixture, work);
		await checkSharedFolder(fixture, work);
		const restarted = await checkRestartedWorker(fixture, work);
		if (is1(line)) await checkNoSecondRun(fixture, work);
		checks.step('Until now');
		checks.that(
			'the nodes of the stopped executions have sent no more',
			stopped.every((each) => each.accepted() < updates),
			stopped.map((each) => each.accepted()),
		);
		checks.that(
			'and nobody has run the execution of the restarted worker again',
			restarted.accepted() < updates,
			restarted.accepted(),
		);
		checks.equal('no key travelled where nothing asks for it', sandbox.leaks, []);
	} finally {
		await sandbox.close();
	}
}

const is1 = ({ n8n }: N8nLine) => n8n.startsWith('1.');

/** Executions of updates, each of its own opportunities. */
class Work {
	private count = 0;

	constructor(
		private readonly client: N8nClient,
		private readonly sandbox: Sandbox,
		private readonly credential: SavedCredential,
	) {}

	/** Returns when the execution's first update is accepted. */
	async start(path: string, workflowSettings?: Record<string, unknown>): Promise<Running> {
		const first = this.count * updates + 1;
		this.count++;
		const rows = Array.from({ length: updates }, (_, n) => ({
			opportunityId: opportunityId(first + n),
			title: `${path} ${n}`,
		}));
		const workflow = await listen(this.client, this.credential, { path, rows, workflowSettings });
		await this.client.visit(`/webhook/${path}`, {});
		const [id = ''] = await this.client.executionsOf(workflow, 1);
		await this.untilAccepted(rows, 1);
		return { id, rows, accepted: () => acceptances(this.sandbox, rows).flat().length };
	}

	/**
	 * @param ms from a call's arrival to its answer, so that executions last
	 * @returns a function after which answers come at once
	 */
	slowly(ms = answerMs): () => void {
		const fault = { kind: 'delay', ms } as const;
		return this.sandbox.inject({ path: '/opportunity/update', fault });
	}

	async untilAccepted(rows: Row[], count: number): Promise<void> {
		await untilAccepted(this.sandbox, rows, count);
	}
}

interface Running {
	id: string;
	rows: Row[];
	/** How many of its updates were accepted so far; more than there are if some were accepted twice. */
	accepted(): number;
}

/** Both at once: n8n's own timeout, and the button "Stop". */
async function checkStops({ checks, client, line }: LostWorkerFixture, work: Work) {
	checks.step("n8n's own timeout, and Stop, while the update node runs on a worker");
	const hurry = work.slowly();
	const timedOut = await work.start('times-out', { executionTimeout: timeoutMs / 1_000 });
	const stopped = await work.start('is-stopped');
	await client.stopExecution(stopped.id);
	const stoppedRun = await client.ended(stopped.id, patienceMs);
	checks.equal(
		'stopped: it is canceled in the middle, and n8n saves nothing of the node that was at work',
		[stoppedRun.status, stopped.accepted() < updates, stoppedRun.outputs('Update').flat()],
		['canceled', true, []],
	);
	if (is1(line)) {
		// Sent one after the other, these take longer than the timeout.
		await work.untilAccepted(timedOut.rows, (2 * timeoutMs) / answerMs);
		hurry();
		const run = await client.ended(timedOut.id, patienceMs);
		checks.equal(
			'timed out: 1.x lets the node that is at work send all, keeps its RequestIds, and runs no other',
			[run.status, timedOut.accepted(), run.outputs('Update').flat().length, run.outputs('Check')],
			['canceled', updates, updates, []],
		);
		return [stopped];
	}
	const run = await client.ended(timedOut.id, patienceMs);
	checks.equal(
		'timed out: 2.x cancels it in the middle, and saves nothing of the node that was at work',
		[run.status, timedOut.accepted() < updates, run.outputs('Update').flat()],
		['canceled', true, []],
	);
	hurry();
	return [timedOut, stopped];
}

async function checkStoppedWorker(
	{ checks, client, cluster, line }: LostWorkerFixture,
	work: Work,
): Promise<void> {
	checks.step('The worker gets SIGTERM, and its execution outlives N8N_GRACEFUL_SHUTDOWN_TIMEOUT');
	const hurry = work.slowly();
	const lost = await work.start('outlives');
	const atSignal = lost.accepted();
	const [atExit] = await Promise.all([
		cluster.stopWorker('stopped').then(async (code) => ({
			code,
			accepted: lost.accepted(),
			status: await client.executionStatus(lost.id),
		})),
		cluster.startWorker('second'),
	]);
	hurry();
	checks.equal(
		'n8n shows it as running when the worker is gone',
		[atExit.code, atExit.status],
		[1, 'running'],
	);
	checks.that(
		`the node went on until then: ${atExit.accepted} of ${updates} are accepted`,
		atExit.accepted > atSignal && atExit.accepted < updates,
	);
	const run = await client.ended(lost.id, patienceMs);
	if (is1(line)) {
		checks.that(
			`1.x runs it again on another worker, from its start: ${lost.accepted() - updates} are sent twice, and it succeeds`,
			run.status === 'success' && lost.accepted() >= atExit.accepted + updates,
			[run.status, lost.accepted()],
		);
		return;
	}
	checks.that(
		'2.x ends it with an error that does not name the worker, and has none of its data',
		run.status === 'error' &&
			/too many times/.test(run.error?.message ?? '') &&
			run.outputs('Rows').length === 0,
		[run.status, run.error?.message],
	);
	const before = lost.accepted();
	const retried = await client.retryExecution(lost.id);
	checks.equal('a retry of it sends nothing', [retried.status, lost.accepted()], ['error', before]);
}

async function checkSharedFolder(
	{ checks, client, cluster }: LostWorkerFixture,
	work: Work,
): Promise<void> {
	checks.step('Another worker starts in the user folder of one that is at work');
	const hurry = work.slowly(slowAnswerMs);
	const running = await work.start('shared');
	const [crashed] = await Promise.all([
		client.ended(running.id, patienceMs),
		cluster.startWorker('third', {}, 'second'),
	]);
	const atCrash = running.accepted();
	checks.that(
		`n8n shows its execution as crashed, after ${atCrash} of ${updates}`,
		crashed.status === 'crashed' && atCrash < updates,
		[crashed.status, atCrash],
	);
	hurry();
	await untilStatus(client, running, 'success');
	const run = await client.ended(running.id, 0);
	checks.equal(
		'it still runs, and is a success in the end',
		[run.status, running.accepted(), run.outputs('Update').flat().length],
		['success', updates, updates],
	);
}

async function checkRestartedWorker(
	{ checks, client, cluster, line }: LostWorkerFixture,
	work: Work,
): Promise<Running> {
	checks.step('The worker is killed and started again in its own user folder');
	const hurry = work.slowly(slowAnswerMs);
	const lost = await work.start('restarted');
	await Promise.all([cluster.killWorker('second'), cluster.killWorker('third')]);
	const [run] = await Promise.all([
		client.ended(lost.id, patienceMs),
		cluster.startWorker('second'),
	]);
	hurry();
	checks.equal(
		'its execution is crashed, and n8n has nothing of the node that was at work',
		[run.status, run.outputs('Update').flat()],
		['crashed', []],
	);
	if (!is1(line)) {
		await untilStatus(client, lost, 'error');
		const error = (await client.ended(lost.id, 0)).error?.message ?? '';
		checks.that(
			'2.x changes that to the error of a lost worker in the end',
			/too many times/.test(error),
			error,
		);
	}
	return lost;
}

async function checkNoSecondRun(
	{ checks, client, cluster }: LostWorkerFixture,
	work: Work,
): Promise<void> {
	checks.step('QUEUE_WORKER_MAX_STALLED_COUNT=0, and the worker is killed');
	const hurry = work.slowly();
	const lost = await work.start('not-again');
	await cluster.killWorker('second');
	hurry();
	await cluster.startWorker('fourth', { QUEUE_WORKER_MAX_STALLED_COUNT: '0' });
	const run = await client.ended(lost.id, patienceMs);
	checks.that(
		'1.x does not run it again, and ends it with an error that does not name the worker',
		run.status === 'error' &&
			/too many times/.test(run.error?.message ?? '') &&
			lost.accepted() < updates,
		[run.status, run.error?.message, lost.accepted()],
	);
}

async function untilStatus(client: N8nClient, { id }: Running, wanted: string): Promise<void> {
	const deadline = Date.now() + patienceMs;
	for (;;) {
		const status = await client.executionStatus(id);
		if (status === wanted) return;
		if (Date.now() > deadline) throw new Error(`execution ${id} is ${status}, not ${wanted}`);
		await delay(100);
	}
}
