/** A workflow that LeadSquared starts, and its webhooks in LeadSquared. */
import { leadId } from '../sandbox';
import { delay, randomUUID } from '../support/platform';
import type { Fixture, SavedCredential } from './fixture';
import type { SavedWorkflow, Workflow } from './n8n-client';
import { node, triggerType, withCredential } from './workflows';

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

export const opportunities = { event: 'opportunityUpdated', opportunityTypes: ['12000'] };
export const activities = { event: 'activityCreated', activityTypes: ['201', '105'] };

export const activityOf = (id: string) => ({
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
