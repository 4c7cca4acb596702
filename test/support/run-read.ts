/** Runs the node LeadSquared. */
import type { INode, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../sandbox';
import { credentialFor } from './credential';
import { items, readType, runNode, type NodeRun } from './run-node';

/** One item by default. */
export async function runRead(
	sandbox: Sandbox,
	resource: string,
	operation: string,
	parameters: INodeParameters,
	inputs = items({}),
	settings: Partial<INode> = {},
): Promise<NodeRun> {
	return await runNode(
		{
			type: readType,
			parameters: { resource, operation, ...parameters },
			settings,
			credential: credentialFor(sandbox),
		},
		inputs,
	);
}

/** What left the node. */
export function recordsOf({ outputs, error }: NodeRun): Array<Record<string, unknown>> {
	if (error !== undefined) throw new Error(`${error.message}. ${error.description ?? ''}`);
	return (outputs[0] ?? []).map(({ json }) => json);
}
