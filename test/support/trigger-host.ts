/**
 * A small n8n around one trigger node: it registers its addresses in order, answers calls to them, and keeps its static
 * data, on n8n-core's own contexts. What is done here follows `active-workflow-manager` and `webhook-helpers` of n8n,
 * which are not in a package of their own; `npm run e2e` does the same with n8n itself.
 */
import 'reflect-metadata';

import { HookContext, WebhookContext } from 'n8n-core';
import {
	NodeApiError,
	sleep,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
	type IWebhookData,
	type IWebhookDescription,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquaredTrigger } from '../../nodes/LeadSquaredTrigger/LeadSquaredTrigger.node';
import { instanceData, nodeTypesWith, OneCredential, triggerType } from './engine';
import { http, once, randomUUID, type AddressInfo } from './platform';

const subjectName = 'LeadSquared Trigger';

const node = new LeadSquaredTrigger();

export interface TriggerSetup {
	parameters: INodeParameters;
	credential: ICredentialDataDecryptedObject;
	/** Of the node, as n8n makes it once; two hosts with one are one node. */
	webhookId?: string;
	workflowId?: string;
	/** n8n's public address; this host's own by default. */
	publicUrl?: string;
	/** Answers nothing but the node's addresses, and with an error where n8n could not start the run. */
	failsToStart?: () => boolean;
}

interface Address {
	method: string;
	description: IWebhookDescription;
}

export class TriggerHost {
	/** The items of each run that was started. */
	readonly runs: INodeExecutionData[][] = [];

	/** As n8n's database has it: what was not saved is lost when n8n ends. */
	saved: IDataObject = {};

	private readonly routes = new Map<string, IWebhookDescription>();
	private readonly server = http.createServer((request, response) => {
		void this.answer(request, response);
	});
	private readonly webhookId: string;

	private constructor(readonly setup: TriggerSetup) {
		this.webhookId = setup.webhookId ?? randomUUID();
	}

	static async start(setup: TriggerSetup): Promise<TriggerHost> {
		const host = new TriggerHost(setup);
		host.server.listen(0, '127.0.0.1');
		await once(host.server, 'listening');
		open.push(host);
		return host;
	}

	get url(): string {
		const { port } = this.server.address() as AddressInfo;
		return this.setup.publicUrl ?? `http://127.0.0.1:${port}/webhook`;
	}

	/** The address that LeadSquared is given. */
	get address(): string {
		return `${this.url}/${this.webhookId}/webhook`;
	}

	/** @returns how it ended */
	async activate(mode: WorkflowActivateMode = 'activate'): Promise<Error | undefined> {
		const workflow = this.workflow();
		try {
			for (const address of this.addresses()) await this.register(workflow, address, mode);
			this.save(workflow);
			return undefined;
		} catch (error) {
			// n8n cleans up with what its database has, not with what the node kept meanwhile.
			await this.deactivate();
			return new Error(shownBy1x(error as Error));
		}
	}

	/**
	 * The same in n8n 2, which tries again by itself: after a failure it takes down all addresses of the node, and puts up
	 * the one that failed and those after it.
	 */
	async publish(): Promise<Error | undefined> {
		const workflow = this.workflow();
		for (const address of this.addresses()) {
			for (let attempt = 0; ; attempt++) {
				try {
					await this.register(workflow, address, 'activate');
					break;
				} catch (error) {
					await this.takeDown(workflow);
					if (attempt === 4) return error as Error;
					await sleep(1_000 * 2 ** attempt);
				}
			}
		}
		this.save(workflow);
		return undefined;
	}

	async deactivate(): Promise<void> {
		await this.takeDown(this.workflow());
	}

	private addresses(): Address[] {
		return (node.description.webhooks ?? []).flatMap((description) =>
			description.httpMethod.split(',').map((method): Address => ({ method, description })),
		);
	}

	private async register(
		workflow: Workflow,
		{ method, description }: Address,
		mode: WorkflowActivateMode,
	): Promise<void> {
		this.routes.set(method, description);
		await this.hook(workflow, description, mode, async (methods, context) => {
			if (!(await methods.checkExists.call(context))) await methods.create.call(context);
		});
	}

	private async takeDown(workflow: Workflow): Promise<void> {
		for (const description of node.description.webhooks ?? []) {
			await this.hook(workflow, description, 'update', async (methods, context) => {
				await methods.delete.call(context);
			});
		}
		this.save(workflow);
		this.routes.clear();
	}

	/** n8n dies in the middle of an activation: LeadSquared has the webhooks, n8n's database knows nothing of them. */
	async activateAndDie(): Promise<void> {
		const before = structuredClone(this.saved);
		await this.activate();
		this.saved = before;
		this.routes.clear();
	}

	async close(): Promise<void> {
		this.server.close();
		this.server.closeAllConnections();
		await once(this.server, 'close');
	}

	private save(workflow: Workflow): void {
		this.saved = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
	}

	private workflow(): Workflow {
		return new Workflow({
			id: this.setup.workflowId ?? 'w',
			name: 'Follow up',
			nodes: [
				{
					id: this.webhookId,
					name: subjectName,
					type: triggerType,
					typeVersion: 1,
					position: [0, 0],
					webhookId: this.webhookId,
					parameters: this.setup.parameters,
					credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
				},
			],
			connections: {},
			active: true,
			nodeTypes: nodeTypesWith({ [triggerType]: node }),
			staticData: structuredClone(this.saved),
			settings: { timezone: 'Asia/Kolkata' },
		});
	}

	private additionalData(): IWorkflowExecuteAdditionalData {
		return {
			credentialsHelper: new OneCredential(new LeadSquaredAsyncApi(), this.setup.credential),
			...instanceData,
			webhookBaseUrl: this.url,
		} as unknown as IWorkflowExecuteAdditionalData;
	}

	private async hook(
		workflow: Workflow,
		description: IWebhookDescription,
		activation: WorkflowActivateMode,
		act: (
			methods: LeadSquaredTrigger['webhookMethods']['default'],
			context: HookContext,
		) => Promise<void>,
	): Promise<void> {
		// As in n8n, an entry without methods of its own has none to be called.
		if (description.name !== 'default') return;
		const data = this.webhookData(workflow, description);
		const mode = activation === 'manual' ? 'manual' : 'internal';
		const subject = this.subject(workflow);
		const context = new HookContext(
			workflow,
			subject,
			data.workflowExecuteAdditionalData,
			mode,
			activation,
			data,
		);
		await act(node.webhookMethods.default, context);
	}

	private webhookData(workflow: Workflow, webhookDescription: IWebhookDescription): IWebhookData {
		return {
			httpMethod: 'POST',
			node: subjectName,
			path: `${this.webhookId}/webhook`,
			webhookDescription,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: this.additionalData(),
		};
	}

	private subject(workflow: Workflow) {
		const subject = workflow.getNode(subjectName);
		if (subject === null) throw new Error('the workflow has no trigger');
		return subject;
	}

	private async answer(
		request: InstanceType<typeof http.IncomingMessage>,
		response: InstanceType<typeof http.ServerResponse>,
	): Promise<void> {
		const description = this.routes.get(request.method ?? '');
		const { pathname, searchParams } = new URL(request.url ?? '', this.url);
		const send = (status: number, body: unknown) => {
			response.statusCode = status;
			response.setHeader('Content-Type', 'application/json');
			response.end(JSON.stringify(body));
			return response;
		};
		if (description === undefined || pathname !== new URL(this.address).pathname) {
			send(404, { message: 'The requested webhook is not registered.' });
			return;
		}
		const bytes = Buffer.concat(await readAll(request));
		const workflow = this.workflow();
		const asked = workflow.expression.getSimpleParameterValue(
			this.subject(workflow),
			'={{$parameter["options"]["binaryData"]}}',
			'webhook',
			{},
			undefined,
			false,
		);
		const readRawBody = async () => void Object.assign(request, { rawBody: bytes });
		const parsed = asked === true ? undefined : parse(bytes.toString('utf8'));
		if (parsed === unreadable) {
			send(422, { message: 'Failed to parse request body' });
			return;
		}
		Object.assign(request, { readRawBody, body: parsed, query: Object.fromEntries(searchParams) });
		Object.assign(response, {
			status: (code: number) => Object.assign(response, { statusCode: code }),
			json: (body: unknown) => send(response.statusCode, body),
		});
		const additionalData = Object.assign(this.additionalData(), {
			httpRequest: request,
			httpResponse: response,
		});
		const mode: WorkflowExecuteMode = 'webhook';
		const context = new WebhookContext(
			workflow,
			this.subject(workflow),
			additionalData,
			mode,
			this.webhookData(workflow, description),
			[],
			null,
		);
		const result: IWebhookResponseData = await node.webhook.call(context);
		this.save(workflow);
		const [items] = result.workflowData ?? [];
		if (items !== undefined && this.setup.failsToStart?.() === true) {
			if (result.noWebhookResponse !== true) send(500, { message: 'Error in workflow' });
			return;
		}
		if (items !== undefined) this.runs.push(items);
		if (result.noWebhookResponse === true) {
			if (!response.headersSent) throw new Error('the caller is left without an answer');
			return;
		}
		send(200, result.webhookResponse ?? { message: 'Workflow was started' });
	}
}

/** Of an error that n8n 1 takes for one of the service's it shows the description. */
function shownBy1x(error: Error): string {
	return (error instanceof NodeApiError ? error.description : undefined) ?? error.message;
}

const unreadable = Symbol('unreadable');

function parse(text: string): unknown {
	if (text === '') return {};
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return unreadable;
	}
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	return chunks;
}

const open: TriggerHost[] = [];

/** To be called at the top of a file: closes all hosts after each test. */
export function closesHosts(): void {
	afterEach(async () => {
		await Promise.all(open.splice(0).map(async (host) => await host.close()));
	});
}
