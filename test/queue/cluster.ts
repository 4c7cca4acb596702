import type { InstalledN8n } from '../e2e/install';
import { N8nServer } from '../e2e/n8n-server';
import { freePorts } from '../e2e/ports';
import type { Role } from '../e2e/n8n-server';
import { fs, path } from '../support/platform';
import type { Services } from './services';

/**
 * n8n in queue mode: the main process, a webhook processor and workers, each with a user folder of its own. A worker
 * that starts marks the executions as crashed that the event log in its folder shows as open, whoever runs them.
 */
export class Cluster {
	private readonly processes: N8nServer[] = [];
	private readonly workers = new Map<string, N8nServer>();
	/** Of the webhook processor. All processes give its address to services that call n8n. */
	private webhookPort: number | undefined;

	constructor(
		private readonly n8n: InstalledN8n,
		/** Holds the folders of all processes, and the package that each gets a copy of. */
		private readonly folder: string,
		private readonly services: Services,
		/** How many executions a worker runs at a time. */
		readonly concurrency: number,
		/** Settings of every process. */
		private readonly settings: Role['environment'] = {},
	) {}

	/** The first one to start, since it creates the tables of the database. */
	async startMain(): Promise<N8nServer> {
		return await this.start({ command: 'start', name: 'main', environment: {} });
	}

	async startWebhookProcessor(): Promise<N8nServer> {
		return await this.start({ command: 'webhook', name: 'webhook', environment: {} });
	}

	/** @param userFolder that of the worker of this name; by default its own */
	async startWorker(
		name: string,
		environment: Role['environment'] = {},
		userFolder = name,
	): Promise<void> {
		const limit = { N8N_CONCURRENCY_PRODUCTION_LIMIT: String(this.concurrency) };
		const role = { command: 'worker', name, environment: { ...limit, ...environment } } as const;
		this.workers.set(name, await this.start(role, userFolder));
	}

	/** Ends a worker as a power cut would. */
	async killWorker(name: string): Promise<void> {
		await this.workers.get(name)?.killHard();
	}

	/** Asks a worker to end; the code that it ended with. */
	async stopWorker(name: string): Promise<number | null | undefined> {
		return await this.workers.get(name)?.stop();
	}

	/** How often each worker has started each execution of a workflow, according to its log. */
	starts(workflowId: string): Map<string, Map<string, number>> {
		return new Map(
			[...this.workers].map(([name, worker]) => {
				const counts = new Map<string, number>();
				for (const line of worker.log().split('\n')) {
					if (!line.includes(`"workflowId":"${workflowId}"`)) continue;
					const id = /"Worker started execution (\d+)/.exec(line)?.[1];
					if (id === undefined) continue;
					counts.set(id, (counts.get(id) ?? 0) + 1);
				}
				return [name, counts];
			}),
		);
	}

	/** What n8n or a node tried to reach outside this machine. */
	refusedHosts(): string[] {
		const lines = this.processes.flatMap((each) => each.log().split('\n'));
		return [...new Set(lines.filter((line) => line.startsWith('e2e: refused')))];
	}

	/** Stops workers first, so that they still reach the others. True if nothing is left. */
	async stop(): Promise<boolean> {
		for (const each of [...this.processes].reverse()) await each.stop();
		return this.processes.every((each) => each.isGone());
	}

	kill(): void {
		for (const each of this.processes) each.kill();
	}

	private async start(role: Role, folder: string = role.name): Promise<N8nServer> {
		const { redisPort, postgresPort, database } = this.services;
		this.webhookPort ??= (await freePorts(1))[0];
		const environment = {
			EXECUTIONS_MODE: 'queue',
			WEBHOOK_URL: `http://127.0.0.1:${this.webhookPort}/`,
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgresPort),
			DB_POSTGRESDB_DATABASE: database.name,
			DB_POSTGRESDB_USER: database.user,
			DB_POSTGRESDB_PASSWORD: '',
			...this.settings,
			...role.environment,
		};
		const userFolder = path.join(this.folder, folder);
		const nodes = path.join('.n8n', 'nodes');
		fs.cpSync(path.join(this.folder, nodes), path.join(userFolder, nodes), { recursive: true });
		return await N8nServer.start(
			this.n8n,
			userFolder,
			{ ...role, environment, ...(role.command === 'webhook' && { port: this.webhookPort }) },
			(each) => this.processes.push(each),
		);
	}
}
