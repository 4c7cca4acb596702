/**
 * The package in n8n's queue mode: a main process, a webhook processor and two workers on Redis and PostgreSQL; then, on
 * each line of n8n, what becomes of executions whose worker is lost.
 * `npm run queue` checks it; `npm run queue -- --measure` measures the figures of docs/queue-mode.md and writes them there.
 * E2E_CACHE and E2E_KEEP are those of the end-to-end run.
 */
import { fs, parseArgs, path, proc } from '../support/platform';
import { suite, onInterrupt } from '../e2e/suite';
import { finish, say } from '../e2e/checks';
import type { Checks } from '../e2e/checks';
import { installN8n } from '../e2e/install';
import { n8nLines } from '../e2e/lines';
import type { N8nLine } from '../e2e/lines';
import { N8nClient } from '../e2e/n8n-client';
import { installPackage } from '../e2e/package';
import { recordTested } from '../e2e/tested';
import { Cluster } from './cluster';
import { checkLostWorkers, hasty } from './lost-worker';
import { measure } from './measure';
import { startServices } from './services';
import type { Services } from './services';
import { checkKilledWorker, checkTwoWorkers } from './scenario';
import { checkMcpInQueue } from './scenario-mcp';
import { checkTriggerInQueue } from './scenario-trigger';

/** What runs now, so that an interrupted run leaves nothing behind. */
let services: Services | undefined;
let cluster: Cluster | undefined;

/** Twenty for the measurement, in which each worker serves two accounts at once; ten is n8n's default. */
const concurrencyOf = (isMeasuring: boolean) => (isMeasuring ? 20 : 10);

interface ClusterSetup {
	line: N8nLine;
	/** Holds the package that each process gets a copy of. */
	packageFolder: string;
	concurrency: number;
	settings?: Record<string, string>;
}

/** A cluster that has its main process and an owner, on services of its own, until the work is done. */
async function onCluster(
	checks: Checks,
	{ line, packageFolder, concurrency, settings }: ClusterSetup,
	work: (cluster: Cluster, client: N8nClient) => Promise<void>,
): Promise<void> {
	services = await startServices();
	const n8n = await installN8n(line, (text) => checks.say(`  ${text}`));
	const folder = fs.mkdtempSync(path.join(packageFolder, `n8n-${line.n8n}-`));
	fs.cpSync(path.join(packageFolder, '.n8n'), path.join(folder, '.n8n'), { recursive: true });
	cluster = new Cluster(n8n, folder, services, concurrency, settings);
	const main = await cluster.startMain();
	const client = new N8nClient(main.url);
	await client.setUpOwner();
	await work(cluster, client);
	checks.step('All of it stops');
	checks.equal(
		'n8n and the nodes reached for no host outside this machine',
		cluster.refusedHosts(),
		[],
	);
	checks.that('n8n ended and left no process', await cluster.stop());
	await services.stop();
}

async function checkLoad(
	checks: Checks,
	line: N8nLine,
	packageFolder: string,
	isMeasuring: boolean,
): Promise<void> {
	checks.step(`n8n ${line.n8n} in queue mode`);
	const setup = { line, packageFolder, concurrency: concurrencyOf(isMeasuring) };
	await onCluster(checks, setup, async (cluster, client) => {
		const webhook = await cluster.startWebhookProcessor();
		for (const name of ['worker-1', 'worker-2']) await cluster.startWorker(name);
		const fixture = { checks, client, cluster, webhookUrl: webhook.url };
		if (isMeasuring) {
			await measure(fixture);
		} else {
			await checkTwoWorkers(fixture);
			await checkKilledWorker(fixture);
			// With the worker that is left: each remembers for itself what LeadSquared never answered.
			await checkMcpInQueue(checks, client, webhook, line);
			await checkTriggerInQueue(checks, client, webhook, line);
		}
	});
}

/** How many checks passed on each line. */
const passed = new Map<N8nLine, number>();

async function scenario(checks: Checks, folder: string, isMeasuring: boolean): Promise<void> {
	const count = async (line: N8nLine, work: () => Promise<void>) => {
		const before = checks.passed;
		await work();
		passed.set(line, (passed.get(line) ?? 0) + checks.passed - before);
	};
	await installPackage(folder, path.join(folder, 'package.log'));
	const [newest] = n8nLines;
	if (newest === undefined) throw new Error('no n8n is named in test/e2e/lines.ts');
	await count(newest, async () => await checkLoad(checks, newest, folder, isMeasuring));
	if (isMeasuring) return;
	for (const line of n8nLines) {
		const setup = { line, packageFolder: folder, concurrency: 10, settings: hasty };
		const work = async (cluster: Cluster, client: N8nClient) =>
			await checkLostWorkers({ checks, line, client, cluster });
		await count(line, async () => await onCluster(checks, setup, work));
	}
}

/** Whatever is left after a scenario that failed. */
function kill(): void {
	cluster?.kill();
	services?.kill();
	cluster = undefined;
	services = undefined;
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { measure: { type: 'boolean', default: false } } });
	onInterrupt(kill);
	const checks = await suite('queue mode', 'n8n-queue-', async (checks, folder) => {
		try {
			await scenario(checks, folder, values.measure);
		} finally {
			kill();
		}
	});
	if (checks.failed === 0 && !values.measure) {
		for (const [line, count] of passed) recordTested(line, 'queue', count);
	}
	proc.exitCode = finish([checks]);
}

main().catch((error: unknown) => {
	say(String(error));
	proc.exitCode = 1;
});
