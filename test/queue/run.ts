/**
 * The package in n8n's queue mode: a main process, a webhook processor and two workers on Redis and PostgreSQL.
 * `npm run queue` checks it; `npm run queue -- --measure` measures the figures of docs/queue-mode.md and writes them there.
 * E2E_CACHE and E2E_KEEP are those of the end-to-end run.
 */
import { parseArgs, path, proc } from '../support/platform';
import { suite, onInterrupt } from '../e2e/suite';
import { finish, say } from '../e2e/checks';
import type { Checks } from '../e2e/checks';
import { installN8n } from '../e2e/install';
import { n8nLines } from '../e2e/lines';
import { N8nClient } from '../e2e/n8n-client';
import { installPackage } from '../e2e/package';
import { recordTested } from '../e2e/tested';
import { Cluster } from './cluster';
import { measure } from './measure';
import { startServices } from './services';
import type { Services } from './services';
import { checkKilledWorker, checkTwoWorkers } from './scenario';
import { checkTriggerInQueue } from './scenario-trigger';

/** What runs now, so that an interrupted run leaves nothing behind. */
let services: Services | undefined;
let cluster: Cluster | undefined;

/** Twenty for the measurement, in which each worker serves two accounts at once; ten is n8n's default. */
const concurrencyOf = (isMeasuring: boolean) => (isMeasuring ? 20 : 10);

async function scenario(checks: Checks, folder: string, isMeasuring: boolean): Promise<void> {
	const [line] = n8nLines;
	if (line === undefined) throw new Error('no n8n is named in test/e2e/lines.ts');
	checks.step(`n8n ${line.n8n} in queue mode`);
	services = await startServices();
	const n8n = await installN8n(line, (text) => checks.say(`  ${text}`));
	await installPackage(folder, path.join(folder, 'package.log'));
	cluster = new Cluster(n8n, folder, services, concurrencyOf(isMeasuring));
	const main = await cluster.startMain();
	const client = new N8nClient(main.url);
	await client.setUpOwner();
	const webhook = await cluster.startWebhookProcessor();
	for (const name of ['worker-1', 'worker-2']) await cluster.startWorker(name);
	const fixture = { checks, client, cluster, webhookUrl: webhook.url };
	if (isMeasuring) {
		await measure(fixture);
	} else {
		await checkTwoWorkers(fixture);
		await checkKilledWorker(fixture);
		await checkTriggerInQueue(checks, client, webhook, line);
	}
	checks.step('All of it stops');
	checks.equal(
		'n8n and the nodes reached for no host outside this machine',
		cluster.refusedHosts(),
		[],
	);
	checks.that('n8n ended and left no process', await cluster.stop());
	await services.stop();
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
	const [line] = n8nLines;
	if (line !== undefined && checks.failed === 0 && !values.measure) {
		recordTested(line, 'queue', checks.passed);
	}
	proc.exitCode = finish([checks]);
}

main().catch((error: unknown) => {
	say(String(error));
	proc.exitCode = 1;
});
