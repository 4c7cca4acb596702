import type { Sandbox } from '../sandbox';
import type { Checks } from './checks';
import type { N8nLine } from './lines';
import type { N8nClient, SavedWorkflow, WorkflowNode } from './n8n-client';
import type { SavedExecution } from './saved-execution';
import { node, triggerOf, updateWorkflow, withCredential, withNode } from './workflows';
import type { Row } from './workflows';

export interface SavedCredential {
	id: string;
	name: string;
}

/** What each part of the scenario works with. */
export class Fixture {
	/** What the sandbox saw over the whole run; each `reset` of it forgets. */
	private readonly before = { leaks: [] as string[], requestIds: [] as string[] };

	/** RequestIds that n8n saves in no execution. */
	private readonly unsaved = new Set<string>();

	constructor(
		readonly checks: Checks,
		readonly client: N8nClient,
		readonly sandbox: Sandbox,
		readonly line: N8nLine,
		/** Everything that n8n wrote. */
		readonly log: () => string,
	) {}

	/** An account without calls, requests, changes or faults. */
	freshAccount(): void {
		this.before.leaks.push(...this.sandbox.leaks);
		this.before.requestIds.push(...this.sandbox.requests.keys());
		this.sandbox.reset();
	}

	/** n8n saves none of these RequestIds: by default, all that the account has given since it was fresh. */
	forgetRequests(ids: Iterable<string> = this.sandbox.requests.keys()): void {
		for (const id of ids) this.unsaved.add(id);
	}

	leaks(): string[] {
		return [...this.before.leaks, ...this.sandbox.leaks];
	}

	/** Those that n8n saves in an execution. */
	requestIds(): string[] {
		const all = [...this.before.requestIds, ...this.sandbox.requests.keys()];
		return all.filter((id) => !this.unsaved.has(id));
	}
}

/** How the credential names the sandbox. */
export function credentialData(sandbox: Sandbox): Record<string, unknown> {
	return {
		region: 'custom',
		asyncHost: sandbox.url,
		apiHost: sandbox.url,
		...sandbox.keys,
		callsPerWindow: 25,
	};
}

interface UpdateRun {
	name: string;
	rows: Row[];
	/** The update node's. */
	settings?: Partial<WorkflowNode>;
	options?: Record<string, unknown>;
	/** The workflow's. */
	workflowSettings?: Record<string, unknown>;
}

/** Starts the plain workflow over rows; the execution's id. */
export async function startUpdates(
	{ client }: Fixture,
	credential: SavedCredential,
	{ name, rows, settings, options, workflowSettings }: UpdateRun,
): Promise<string> {
	const plain = updateWorkflow(`e2e: ${name}`, rows, settings, options);
	const whole = { ...plain, settings: { ...plain.settings, ...workflowSettings } };
	const workflow = await client.createWorkflow(
		withCredential(whole, credential.id, credential.name),
	);
	return await client.startWorkflow(workflow, triggerOf(workflow));
}

/** The same, to its end. */
export async function runUpdates(
	fixture: Fixture,
	credential: SavedCredential,
	run: UpdateRun,
): Promise<SavedExecution> {
	const id = await startUpdates(fixture, credential, run);
	return await fixture.client.ended(id, 120_000);
}

/** Activates the plain workflow, one update at a time, with a webhook for its trigger. */
export async function listen(
	client: N8nClient,
	credential: SavedCredential,
	{ path, rows, workflowSettings }: ListeningWorkflow,
): Promise<SavedWorkflow> {
	const parameters = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
	const webhook = node('Start', 'n8n-nodes-base.webhook', 2, parameters);
	const plain = updateWorkflow(`e2e: ${path}`, rows, {}, { maxConcurrency: 1 });
	const whole = { ...plain, settings: { ...plain.settings, ...workflowSettings } };
	const workflow = await client.createWorkflow(
		withCredential(
			withNode(whole, 'Start', { ...webhook, webhookId: path }),
			credential.id,
			credential.name,
		),
	);
	await client.activateWorkflow(workflow);
	return workflow;
}

interface ListeningWorkflow {
	/** Of the webhook. */
	path: string;
	rows: Row[];
	/** The workflow's. */
	workflowSettings?: Record<string, unknown>;
}
