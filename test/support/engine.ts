/** Runs workflows on n8n's own engine (n8n-core's WorkflowExecute), with our nodes, in this process. */
import 'reflect-metadata';

import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IConnections,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createRunExecutionData, ICredentialsHelper, NodeHelpers, Workflow } from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquaredCheckStatus } from '../../nodes/LeadSquaredCheckStatus/LeadSquaredCheckStatus.node';
import { LeadSquaredUpdateOpportunity } from '../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';

export const packageName = 'n8n-nodes-leadsquared-async';
export const updateType = `${packageName}.leadSquaredUpdateOpportunity`;
export const checkType = `${packageName}.leadSquaredCheckStatus`;

/** Hands on the items that it was started with. */
const start = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: { getInputData(): INodeExecutionData[] }) {
		return [this.getInputData()];
	},
} as unknown as INodeType;

class OneCredential extends ICredentialsHelper {
	constructor(
		private readonly type: ICredentialType,
		private readonly data: ICredentialDataDecryptedObject,
	) {
		super();
	}

	async getDecrypted() {
		return { ...this.data };
	}

	async authenticate(
		data: ICredentialDataDecryptedObject,
		_type: string,
		options: IHttpRequestOptions,
	) {
		if (typeof this.type.authenticate !== 'function') throw new Error('expected a function');
		return await this.type.authenticate(data, options);
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	async preAuthentication() {
		return undefined;
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('the engine tests hold no stored credentials');
	}

	async updateCredentials() {}

	async updateCredentialsOauthTokenData() {}

	getCredentialsProperties() {
		return [];
	}
}

const nodeTypesByName: Record<string, INodeType> = {
	'test.start': start,
	[updateType]: new LeadSquaredUpdateOpportunity(),
	[checkType]: new LeadSquaredCheckStatus(),
	// n8n offers a node to AI agents as a type of its own, with this ending.
	[`${checkType}Tool`]: new LeadSquaredCheckStatus(),
};

const nodeTypes: INodeTypes = {
	getByName: (name) => nodeTypesByName[name] as INodeType,
	getByNameAndVersion: (name, version) =>
		NodeHelpers.getVersionedNodeType(nodeTypesByName[name] as INodeType, version),
	getKnownTypes: () => ({}),
};

export interface RunSetup {
	nodes: INode[];
	connections: IConnections;
	/** Given to the node called `Start`. */
	items: INodeExecutionData[];
	credential: ICredentialDataDecryptedObject;
	/** Called with the run, to cancel it. */
	onStarted?: (cancel: () => void) => void;
	/** Called when a node has finished. */
	onNodeDone?: (name: string) => void;
	/** IANA name of the workflow's time zone. */
	timezone?: string;
}

export async function runWorkflow(setup: RunSetup): Promise<IRun> {
	const { nodes, connections } = setup;
	const workflow = new Workflow({
		id: 'w',
		nodes,
		connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', timezone: setup.timezone ?? 'Asia/Kolkata' },
	});
	const base = {
		id: 'w',
		name: 'w',
		nodes,
		connections,
		active: false,
	} as unknown as IWorkflowBase;
	const hooks = new ExecutionLifecycleHooks('manual', '1', base);
	hooks.addHandler('nodeExecuteAfter', (name) => setup.onNodeDone?.(name));
	// n8n makes addresses out of these for expressions; nothing is called.
	const url = 'http://localhost:5678';
	const additionalData = {
		hooks,
		credentialsHelper: new OneCredential(new LeadSquaredAsyncApi(), setup.credential),
		currentNodeExecutionIndex: 0,
		executionId: '1',
		variables: {},
		restApiUrl: url,
		instanceBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		formWaitingBaseUrl: url,
	} as unknown as IWorkflowExecuteAdditionalData;
	const first = workflow.getNode('Start');
	if (first === null) throw new Error('the workflow has no node called Start');
	const data: IRunExecutionData = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: first, data: { main: [setup.items] }, source: null }],
		},
	});
	const run = new WorkflowExecute(additionalData, 'manual', data).processRunExecutionData(workflow);
	setup.onStarted?.(() => run.cancel());
	return await run;
}

export interface NodeSetup {
	type: string;
	parameters?: INodeParameters;
	/** onError, retryOnFail and the like. */
	settings?: Partial<INode>;
	credential: ICredentialDataDecryptedObject;
	onStarted?: RunSetup['onStarted'];
}

export interface NodeRun {
	run: IRun;
	status: string;
	/** The error that stopped the run. */
	error:
		| { message: string; description?: string | null; context?: Record<string, unknown> }
		| undefined;
	outputs: INodeExecutionData[][];
	/** How often n8n ran the node. */
	runs: number;
}

/** Runs one node on the given items: Start → Subject. */
export async function runNode(setup: NodeSetup, items: INodeExecutionData[]): Promise<NodeRun> {
	const subject: INode = {
		id: '2',
		name: 'Subject',
		type: setup.type,
		typeVersion: 1,
		position: [0, 0],
		parameters: setup.parameters ?? {},
		credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
		...setup.settings,
	};
	const begin: INode = {
		id: '1',
		name: 'Start',
		type: 'test.start',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const run = await runWorkflow({
		nodes: [begin, subject],
		connections: { Start: { main: [[{ node: 'Subject', type: 'main', index: 0 }]] } },
		items,
		credential: setup.credential,
		...(setup.onStarted === undefined ? {} : { onStarted: setup.onStarted }),
	});
	const tasks = run.data.resultData.runData.Subject ?? [];
	return {
		run,
		status: run.status,
		error: run.data.resultData.error as NodeRun['error'],
		outputs: (tasks.at(-1)?.data?.main ?? []).map((items) => items ?? []),
		runs: tasks.length,
	};
}

export function items(...jsons: INodeExecutionData['json'][]): INodeExecutionData[] {
	return jsons.map((json) => ({ json }));
}
