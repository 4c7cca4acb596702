/** Runs workflows on n8n's own engine (n8n-core's WorkflowExecute) in this process. */
import 'reflect-metadata';

import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IConnections,
	IDestinationNode,
	IExecuteContextData,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
	IRunData,
	IRunExecutionData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, ICredentialsHelper, NodeHelpers, Workflow } from 'n8n-workflow';

import './patient-regex';

export const packageName = 'n8n-nodes-leadsquared-async';
export const updateType = `${packageName}.leadSquaredUpdateOpportunity`;
export const checkType = `${packageName}.leadSquaredCheckStatus`;
export const asyncType = `${packageName}.leadSquaredAsync`;
export const triggerType = `${packageName}.leadSquaredTrigger`;
export const readType = `${packageName}.leadSquared`;

/** Passes on the items that it was started with. */
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

export class OneCredential extends ICredentialsHelper {
	constructor(
		private readonly type: ICredentialType,
		private readonly data: ICredentialDataDecryptedObject,
	) {
		super();
	}

	/** As n8n's own helper does it, with the expressions of the credential evaluated for one item. */
	async getDecrypted(
		...[, , , mode, executeData, , of]: Parameters<ICredentialsHelper['getDecrypted']>
	): Promise<ICredentialDataDecryptedObject> {
		if (of === undefined) return { ...this.data };
		return of.workflow.expression.getParameterValue(
			this.data as INodeParameters,
			of.runExecutionData,
			of.runIndex,
			of.itemIndex,
			of.node.name,
			of.connectionInputData,
			mode,
			{},
			executeData,
		) as ICredentialDataDecryptedObject;
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

export function nodeTypesWith(given: Record<string, INodeType>): INodeTypes {
	const byName = (name: string): INodeType => {
		const type = name === 'test.start' ? start : given[name];
		if (type === undefined) throw new Error(`The test bench has no node type ${name}`);
		return type;
	};
	return {
		getByName: byName,
		getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(byName(name), version),
		getKnownTypes: () => ({}),
	};
}

const url = 'http://localhost:5678';

/** What n8n adds about its own instance. Expressions are given these addresses; nothing calls them. */
export const instanceData = {
	variables: {},
	restApiUrl: url,
	instanceBaseUrl: url,
	webhookBaseUrl: url,
	webhookWaitingBaseUrl: url,
	webhookTestBaseUrl: url,
	formWaitingBaseUrl: url,
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
	/** The node types of the workflow by name; `test.start` is there already. */
	nodeTypes: Record<string, INodeType>;
	credentialType: ICredentialType;
	/** For a run as the editor's buttons start it: up to this node, while `Start` has its output from an earlier run. */
	destination?: IDestinationNode;
	/** `trigger` unless given; `manual` is a run in the editor. */
	mode?: WorkflowExecuteMode;
	/** What an earlier execution kept, as n8n passes it to the retry of a saved execution. */
	contextData?: IExecuteContextData;
}

function startedWith(items: INodeExecutionData[]): IRunData {
	const times = { startTime: 0, executionTime: 0, executionIndex: 0 };
	return {
		Start: [{ ...times, executionStatus: 'success', source: [], data: { main: [items] } }],
	};
}

export async function runWorkflow(setup: RunSetup): Promise<IRun> {
	const { nodes, connections } = setup;
	const workflow = new Workflow({
		id: 'w',
		nodes,
		connections,
		active: false,
		nodeTypes: nodeTypesWith(setup.nodeTypes),
		settings: { executionOrder: 'v1', timezone: 'Asia/Kolkata' },
	});
	const base = {
		id: 'w',
		name: 'w',
		nodes,
		connections,
		active: false,
	} as unknown as IWorkflowBase;
	const { mode = 'trigger' } = setup;
	const hooks = new ExecutionLifecycleHooks(mode, '1', base);
	hooks.addHandler('nodeExecuteAfter', (name) => setup.onNodeDone?.(name));
	const additionalData = {
		hooks,
		credentialsHelper: new OneCredential(setup.credentialType, setup.credential),
		currentNodeExecutionIndex: 0,
		executionId: '1',
		...instanceData,
	} as unknown as IWorkflowExecuteAdditionalData;
	const first = workflow.getNode('Start');
	if (first === null) throw new Error('the workflow has no node called Start');
	const data: IRunExecutionData = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: first, data: { main: [setup.items] }, source: null }],
			contextData: setup.contextData ?? {},
		},
	});
	const execution = new WorkflowExecute(additionalData, mode, data);
	const run =
		setup.destination === undefined
			? execution.processRunExecutionData(workflow)
			: execution.runPartialWorkflow2(
					workflow,
					startedWith(setup.items),
					{},
					[],
					setup.destination,
				);
	setup.onStarted?.(() => run.cancel());
	return await run;
}
