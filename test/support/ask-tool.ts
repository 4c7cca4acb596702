/** Runs one of our nodes as the tool of an AI agent or of an MCP server. */
import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquared } from '../../nodes/LeadSquared/LeadSquared.node';
import { LeadSquaredAsync } from '../../nodes/LeadSquaredAsync/LeadSquaredAsync.node';
import { LeadSquaredCheckStatus } from '../../nodes/LeadSquaredCheckStatus/LeadSquaredCheckStatus.node';
import { LeadSquaredUpdateOpportunity } from '../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import type { Sandbox } from '../sandbox';
import { toolOf, type Caller, type Step } from './callers';
import { credentialFor } from './credential';
import { asyncType, checkType, readType, runWorkflow, updateType } from './engine';

const tools: Record<string, INodeType> = {
	[asyncType]: new LeadSquaredAsync(),
	[checkType]: new LeadSquaredCheckStatus(),
	[readType]: new LeadSquared(),
	[updateType]: new LeadSquaredUpdateOpportunity(),
};

export interface Asking {
	/** Of the node. */
	type: string;
	parameters: INodeParameters;
	settings?: Partial<INode>;
	/** Changes of the credential. */
	credential?: ICredentialDataDecryptedObject;
	/** The item that the caller works on. */
	row: INodeExecutionData['json'];
}

/** @returns what the model read for each call */
export async function askTool(
	sandbox: Sandbox,
	caller: Caller,
	steps: readonly Step[],
	{ type, parameters, settings = {}, credential, row }: Asking,
): Promise<string[]> {
	const place = { typeVersion: 1, position: [0, 0] as [number, number] };
	const run = await runWorkflow({
		nodes: [
			{ id: '1', name: 'Start', type: 'test.start', parameters: {}, ...place },
			{ id: '2', name: 'Caller', type: caller.type, parameters: {}, ...place },
			{
				id: '3',
				name: 'Tool',
				type: `${type}Tool`,
				parameters,
				credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
				...place,
				...settings,
			},
		],
		connections: {
			Start: { main: [[{ node: 'Caller', type: 'main', index: 0 }]] },
			Tool: { ai_tool: [[{ node: 'Caller', type: 'ai_tool', index: 0 }]] },
		},
		items: [{ json: row }],
		credential: credentialFor(sandbox, credential),
		credentialType: new LeadSquaredAsyncApi(),
		nodeTypes: { [caller.type]: caller.node(steps), [`${type}Tool`]: toolOf(tools[type]!) },
	});
	expect(run.data.resultData.error?.message).toBeUndefined();
	const answers = run.data.resultData.runData.Caller?.at(-1)?.data?.main?.[0] ?? [];
	return answers.map(({ json }) => String(json.answer));
}
