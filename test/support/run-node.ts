/** Runs one of our nodes, from its source, on n8n's engine: what nearly every test does. */
import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
} from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquared } from '../../nodes/LeadSquared/LeadSquared.node';
import { LeadSquaredAsync } from '../../nodes/LeadSquaredAsync/LeadSquaredAsync.node';
import { LeadSquaredCheckStatus } from '../../nodes/LeadSquaredCheckStatus/LeadSquaredCheckStatus.node';
import { LeadSquaredUpdateOpportunity } from '../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import type { Sandbox } from '../sandbox';
import { credentialFor } from './credential';
import { asyncType, checkType, readType, runWorkflow, updateType, type RunSetup } from './engine';

export { asyncType, checkType, readType, updateType };

const nodeTypes: Record<string, INodeType> = {
	[updateType]: new LeadSquaredUpdateOpportunity(),
	[checkType]: new LeadSquaredCheckStatus(),
	[asyncType]: new LeadSquaredAsync(),
	[readType]: new LeadSquared(),
	// n8n offers a node to AI agents as a type of its own, with this ending.
	[`${checkType}Tool`]: new LeadSquaredCheckStatus(),
	[`${readType}Tool`]: new LeadSquared(),
};

export interface NodeSetup {
	type: string;
	parameters?: INodeParameters;
	/** onError, retryOnFail and the like. */
	settings?: Partial<INode>;
	credential: ICredentialDataDecryptedObject;
	onStarted?: RunSetup['onStarted'];
	contextData?: RunSetup['contextData'];
	mode?: RunSetup['mode'];
	destination?: RunSetup['destination'];
	/** Other nodes of the workflow, to which nothing leads. */
	beside?: INode[];
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
	/** What n8n shows beside the output. */
	hints: string[];
}

/** Tests that write schema names by hand mean that mode; the node's own default is the mapper. */
function withMode(parameters: INodeParameters): INodeParameters {
	return 'fields' in parameters ? { fieldsMode: 'manual', ...parameters } : parameters;
}

/** Runs one node on the given items: Start → Subject; with Check Status after it where a button of the editor is pressed. */
export async function runNode(setup: NodeSetup, items: INodeExecutionData[]): Promise<NodeRun> {
	const subject: INode = {
		id: '2',
		name: 'Subject',
		type: setup.type,
		typeVersion: 1,
		position: [0, 0],
		parameters: withMode(setup.parameters ?? {}),
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
	const later: INode = { ...subject, id: '3', name: 'Later', type: checkType, parameters: {} };
	const run = await runWorkflow({
		nodes: [
			begin,
			subject,
			...(setup.destination === undefined ? [] : [later]),
			...(setup.beside ?? []),
		],
		connections: {
			Start: { main: [[{ node: 'Subject', type: 'main', index: 0 }]] },
			...(setup.destination && {
				Subject: { main: [[{ node: 'Later', type: 'main', index: 0 }]] },
			}),
		},
		items,
		credential: setup.credential,
		credentialType: new LeadSquaredAsyncApi(),
		nodeTypes,
		...(setup.onStarted === undefined ? {} : { onStarted: setup.onStarted }),
		...(setup.contextData === undefined ? {} : { contextData: setup.contextData }),
		...(setup.mode === undefined ? {} : { mode: setup.mode }),
		...(setup.destination === undefined ? {} : { destination: setup.destination }),
	});
	const tasks = run.data.resultData.runData.Subject ?? [];
	return {
		run,
		status: run.status,
		error: run.data.resultData.error as NodeRun['error'],
		outputs: (tasks.at(-1)?.data?.main ?? []).map((items) => items ?? []),
		runs: tasks.length,
		hints: (tasks.at(-1)?.hints ?? []).map(({ message }) => message),
	};
}

export function items(...jsons: INodeExecutionData['json'][]): INodeExecutionData[] {
	return jsons.map((json) => ({ json }));
}

/** The opportunity parameter, by id. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A row of the fields parameter. */
export const field = (schemaName: string, value: unknown) =>
	({ schemaName, value }) as INodeParameters;

/** Runs the update node against a sandbox, one item by default. */
export async function runUpdate(
	sandbox: Sandbox,
	parameters: INodeParameters,
	inputs = items({}),
	settings: Partial<INode> = {},
): Promise<NodeRun> {
	return await runNode(
		{ type: updateType, parameters, settings, credential: credentialFor(sandbox) },
		inputs,
	);
}
