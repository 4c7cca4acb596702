import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { Buffer, delay } from '../support/platform';
import { deliver, textOf } from './deliver';
import type { ContentType } from './deliver';
import { readExecution } from './saved-execution';
import type { SavedExecution } from './saved-execution';

export interface Workflow {
	id?: string;
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	pinData?: Record<string, unknown>;
}

export type SavedWorkflow = Workflow & { id: string; versionId?: string };

export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[key: string]: unknown;
}

export interface CredentialTest {
	status: 'OK' | 'Error';
	message?: string;
}

export interface TypeDescription {
	name: string;
	displayName: string;
	iconUrl?: string | { light: string; dark: string };
	[key: string]: unknown;
}

/** The account of the instance's owner, clearly fake. */
export const owner = {
	email: 'owner@example.com',
	firstName: 'E2E',
	lastName: 'Owner',
	password: 'Plainly-fake-1',
};

interface ListedExecution {
	id: string;
	status: string;
}

type Method = 'GET' | 'POST' | 'PATCH';

/** n8n's REST API as its editor uses it, by the instance's owner. */
export class N8nClient {
	/** Every reply's body, with the request that it answered, for the search for secrets. */
	readonly replies: Array<{ place: string; bytes: Buffer }> = [];

	private cookie = '';

	private readonly http: AxiosInstance;

	constructor(url: string) {
		this.http = axios.create({
			baseURL: url,
			// n8n answers a retry only when the execution has ended.
			timeout: 120_000,
			proxy: false,
			responseType: 'arraybuffer',
			validateStatus: () => true,
		});
	}

	/** The address of n8n. */
	get url(): string {
		return String(this.http.defaults.baseURL);
	}

	/** Makes the owner's account, as a new n8n's first page does, and stays signed in. */
	async setUpOwner(): Promise<void> {
		await this.call('POST', '/rest/owner/setup', owner);
		if (this.cookie === '') throw new Error('n8n gave no cookie after the owner was set up');
	}

	/** Signs in as the owner, who has an account. */
	async signIn({ email, password }: { email: string; password: string }): Promise<void> {
		await this.call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		if (this.cookie === '') throw new Error('n8n gave no cookie for the e-mail and password');
	}

	async version(): Promise<string> {
		return (await this.call<{ versionCli: string }>('GET', '/rest/settings')).versionCli;
	}

	async nodeTypes(): Promise<TypeDescription[]> {
		return JSON.parse((await this.file('/types/nodes.json')).toString()) as TypeDescription[];
	}

	async credentialTypes(): Promise<TypeDescription[]> {
		return JSON.parse((await this.file('/types/credentials.json')).toString()) as TypeDescription[];
	}

	/** The bytes behind an address of the editor, such as an icon's. */
	async file(address: string): Promise<Buffer> {
		const path = address.startsWith('/') ? address : `/${address}`;
		return Buffer.from((await this.request('GET', path)).data);
	}

	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<string> {
		const reply = await this.call<{ id: string }>('POST', '/rest/credentials', {
			name,
			type,
			data,
		});
		return reply.id;
	}

	/** The button "Test" of a saved credential, with the form's present values. */
	async testCredential(
		id: string,
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<CredentialTest> {
		return await this.call('POST', '/rest/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/** What the editor keeps of a mapper's fields beside its values. */
	async mapperFields(
		{ name, type, typeVersion, parameters, credentials }: WorkflowNode,
		mapper: { parameter: string; method: string },
	): Promise<unknown[]> {
		const { fields } = await this.call<{ fields: unknown[] }>(
			'POST',
			'/rest/dynamic-node-parameters/resource-mapper-fields',
			{
				path: `parameters.${mapper.parameter}`,
				methodName: mapper.method,
				nodeTypeAndVersion: { name: type, version: typeVersion },
				currentNodeParameters: parameters,
				credentials,
			},
		);
		if (fields.length === 0) throw new Error(`The mapper of ${name} has no fields`);
		return fields;
	}

	async credentials(): Promise<Array<{ id: string; name: string; type: string }>> {
		return await this.call('GET', '/rest/credentials');
	}

	async workflows(): Promise<Array<{ id: string; name: string }>> {
		return await this.call('GET', '/rest/workflows');
	}

	async workflow(id: string): Promise<SavedWorkflow> {
		return await this.call('GET', `/rest/workflows/${id}`);
	}

	async createWorkflow(workflow: Workflow): Promise<SavedWorkflow> {
		// The editor always says whether it is active; 1.x has no default for it.
		return await this.call('POST', '/rest/workflows', { ...workflow, active: false });
	}

	/** The editor's "Publish" of n8n 2, or its switch "Active" of 1.x: from then on its triggers listen. */
	async activateWorkflow({ id, versionId }: SavedWorkflow): Promise<void> {
		if ((await this.version()).startsWith('1.'))
			await this.call('PATCH', `/rest/workflows/${id}`, { versionId, active: true });
		else await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	/** The editor's "Unpublish" of n8n 2, or the same switch of 1.x. */
	async deactivateWorkflow({ id, versionId }: SavedWorkflow): Promise<void> {
		if ((await this.version()).startsWith('1.'))
			await this.call('PATCH', `/rest/workflows/${id}`, { versionId, active: false });
		else await this.call('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/**
	 * How an activation or a deactivation ended. n8n 2 answers before it has asked the triggers, and skips what is taken
	 * back until then; 1.x has ended when it answers.
	 *
	 * @returns what went wrong, if anything
	 */
	async published({ id }: SavedWorkflow, timeoutMs = 300_000): Promise<string | undefined> {
		if ((await this.version()).startsWith('1.')) return undefined;
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const { status, triggers } = await this.call<{
				status: string;
				triggers: Array<{ errorMessage: string | null }>;
			}>('GET', `/rest/workflows/${id}/publication-status`);
			if (status !== 'in_progress')
				return status === 'failed' ? triggers.map((one) => one.errorMessage).join() : undefined;
			if (Date.now() > deadline)
				throw new Error(`Workflow ${id} is still being published after ${timeoutMs} ms`);
			await delay(100);
		}
	}

	/** What someone changes in the dialog of a credential. */
	async changeCredential(
		id: string,
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<void> {
		await this.call('PATCH', `/rest/credentials/${id}`, { name, type, data });
	}

	/** All executions of a workflow, with their status. */
	async allExecutionsOf({ id }: SavedWorkflow): Promise<ListedExecution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const list = async (range: string) =>
			await this.call<{ results: ListedExecution[]; nextCursor?: string | null }>(
				'GET',
				`/rest/executions?filter=${filter}&limit=100${range}`,
			);
		const all: ListedExecution[] = [];
		if ((await this.version()).startsWith('1.')) {
			// 1.x orders a page by time and finds the next one by ID, which leaves some out: so each page is of 100 IDs.
			const newest = Math.max(0, ...(await list('')).results.map((one) => Number(one.id)));
			for (let last = newest + 100; last > 0; last -= 100) {
				all.push(...(await list(`&firstId=${last - 101}&lastId=${last}`)).results);
			}
			return all;
		}
		for (let cursor = ''; ; ) {
			const { results, nextCursor } = await list(cursor);
			all.push(...results);
			if (results.length < 100 || !nextCursor) return all;
			cursor = `&cursor=${nextCursor}`;
		}
	}

	/** Whether none of its executions runs or waits for its turn. */
	async isIdle({ id }: SavedWorkflow): Promise<boolean> {
		const filter = JSON.stringify({ workflowId: id, status: ['new', 'running'] });
		const { results } = await this.call<{ results: unknown[] }>(
			'GET',
			`/rest/executions?filter=${encodeURIComponent(filter)}&limit=1`,
		);
		return results.length === 0;
	}

	/** What someone without an account sends to a webhook or a form of an active workflow. */
	async visit<T>(path: string, answer: object, contentType?: ContentType): Promise<T> {
		const reply = await deliver(`${this.url}${path}`, answer, contentType);
		this.keep(`POST ${path}`, reply);
		const text = Buffer.from(reply.data).toString();
		return (text.startsWith('{') ? JSON.parse(text) : text) as T;
	}

	/** What n8n saved of the newest execution of a workflow that a trigger of its own started. */
	async runByTrigger(workflow: SavedWorkflow, timeoutMs = 120_000): Promise<SavedExecution> {
		const [newest = ''] = await this.executionsOf(workflow, 1, timeoutMs);
		return await this.ended(newest, timeoutMs);
	}

	/** The executions of a workflow, the newest first, once there are so many. */
	async executionsOf({ id }: SavedWorkflow, count: number, timeoutMs = 30_000): Promise<string[]> {
		const deadline = Date.now() + timeoutMs;
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		for (;;) {
			const { results } = await this.call<{ results: Array<{ id: string }> }>(
				'GET',
				`/rest/executions?filter=${filter}`,
			);
			if (results.length >= count) return results.map((execution) => execution.id);
			if (Date.now() > deadline)
				throw new Error(`Workflow ${id} has ${results.length} executions, not ${count}`);
			await delay(200);
		}
	}

	/** The status of an execution. */
	async executionStatus(id: string): Promise<string> {
		return (await this.call<{ status: string }>('GET', `/rest/executions/${id}`)).status;
	}

	/** When an execution ended, ms since the epoch. */
	async stoppedAt(id: string): Promise<number> {
		const path = `/rest/executions/${id}`;
		return Date.parse((await this.call<{ stoppedAt: string }>('GET', path)).stoppedAt);
	}

	/** Runs a workflow from one of its triggers and returns what n8n saved. */
	async runWorkflow(
		workflow: SavedWorkflow,
		trigger: string,
		timeoutMs = 120_000,
	): Promise<SavedExecution> {
		return await this.ended(await this.startWorkflow(workflow, trigger), timeoutMs);
	}

	/** Starts a workflow from one of its triggers; the execution's id. */
	async startWorkflow(workflow: SavedWorkflow, trigger: string): Promise<string> {
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/rest/workflows/${workflow.id}/run`,
			// 1.x runs the workflow that it is given; 2.x runs the saved one and ignores this.
			{ workflowData: workflow, triggerToStartFrom: { name: trigger } },
		);
		return executionId;
	}

	/** The editor's "Stop" of a running execution. */
	async stopExecution(id: string): Promise<void> {
		await this.call('POST', `/rest/executions/${id}/stop`, {});
	}

	/** What someone changes in a workflow, and saves. */
	async changeWorkflow({ id }: SavedWorkflow, changed: Workflow): Promise<void> {
		const { versionId } = await this.workflow(id);
		await this.call('PATCH', `/rest/workflows/${id}`, { ...changed, versionId });
	}

	/**
	 * The editor's "Retry" on a saved failed execution.
	 *
	 * @param loadWorkflow true for "Retry with currently saved workflow"; else with the workflow as it was saved then
	 */
	async retryExecution(
		id: string,
		{ timeoutMs = 120_000, loadWorkflow = false } = {},
	): Promise<SavedExecution> {
		const reply = await this.call<{ id: string }>('POST', `/rest/executions/${id}/retry`, {
			loadWorkflow,
		});
		return await this.ended(reply.id, timeoutMs);
	}

	/** What n8n saved of an execution, once it has ended. */
	async ended(id: string, timeoutMs: number): Promise<SavedExecution> {
		return await this.untilNot(['new', 'running', 'waiting'], id, timeoutMs);
	}

	/** What n8n saved of an execution, once it waits or has ended. */
	async waits(id: string, timeoutMs: number): Promise<SavedExecution> {
		return await this.untilNot(['new', 'running'], id, timeoutMs);
	}

	private async untilNot(
		statuses: readonly string[],
		id: string,
		timeoutMs: number,
	): Promise<SavedExecution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const reply = await this.call<{ status: string; data: string }>(
				'GET',
				`/rest/executions/${id}`,
			);
			if (!statuses.includes(reply.status)) return readExecution(id, reply.status, reply.data);
			if (Date.now() > deadline)
				throw new Error(`Execution ${id} is still ${reply.status} after ${timeoutMs} ms`);
			await delay(200);
		}
	}

	/** Creates a Data Table in the owner's own project. */
	async createDataTable(
		name: string,
		columns: ReadonlyArray<{ name: string; type: 'string' | 'number' | 'boolean' | 'date' }>,
	): Promise<string> {
		const tables = await this.dataTables();
		return (await this.call<{ id: string }>('POST', tables, { name, columns })).id;
	}

	/** The dialog "Create data table" with a CSV file: n8n reads its columns, and the user keeps their types. */
	async importDataTable(name: string, csv: Buffer): Promise<string> {
		const form = new FormData();
		form.append('file', new Blob([new Uint8Array(csv)], { type: 'text/csv' }), `${name}.csv`);
		form.append('hasHeaders', 'true');
		const { id, columns } = await this.call<{
			id: string;
			columns: Array<{ name: string; type: string }>;
		}>('POST', '/rest/data-tables/uploads', form);
		const body = {
			name,
			columns: columns.map((column) => ({ name: column.name, type: column.type })),
			fileId: id,
			hasHeaders: true,
		};
		return (await this.call<{ id: string }>('POST', await this.dataTables(), body)).id;
	}

	async dataTableRows(id: string): Promise<Array<Record<string, unknown>>> {
		const rows = `${await this.dataTables()}/${id}/rows`;
		return (await this.call<{ data: Array<Record<string, unknown>> }>('GET', rows)).data;
	}

	private async dataTables(): Promise<string> {
		const project = await this.call<{ id: string }>('GET', '/rest/projects/personal');
		return `/rest/projects/${project.id}/data-tables`;
	}

	/** The same n8n, started again at another address: its sessions outlive it. */
	moveTo(url: string): void {
		this.http.defaults.baseURL = url;
	}

	/** A call whose reply is `{ data }`; anything but a 2xx is an error. */
	private async call<T>(method: Method, path: string, body?: unknown): Promise<T> {
		const reply = await this.request(method, path, body);
		if (reply.status >= 300)
			throw new Error(`${method} ${path} answered ${reply.status}: ${textOf(reply)}`);
		return (JSON.parse(Buffer.from(reply.data).toString()) as { data: T }).data;
	}

	private async request(
		method: Method,
		path: string,
		body?: unknown,
	): Promise<AxiosResponse<ArrayBuffer>> {
		// n8n binds the session to the browser that opened it.
		const headers = { 'browser-id': 'e2e', ...(this.cookie ? { cookie: this.cookie } : {}) };
		const reply = await this.http.request<ArrayBuffer>({ method, url: path, data: body, headers });
		this.keep(`${method} ${path}`, reply);
		for (const line of reply.headers['set-cookie'] ?? []) {
			if (line.startsWith('n8n-auth=')) this.cookie = line.split(';')[0] ?? '';
		}
		return reply;
	}

	private keep(place: string, reply: AxiosResponse<ArrayBuffer>): void {
		this.replies.push({ place, bytes: Buffer.from(reply.data) });
	}
}
