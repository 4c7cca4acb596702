/** What an operation sends for its parameters: through n8n's engine to the body that LeadSquared documents. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { credentialFor } from '../../support/credential';
import { asyncType, items, runNode, type NodeRun } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';

export function useSubmissions() {
	const server = useSandbox();

	const run = async (
		parameters: INodeParameters,
		inputs: INodeExecutionData[] = items({}),
	): Promise<NodeRun> =>
		await runNode(
			{ type: asyncType, parameters, credential: credentialFor(server.sandbox) },
			inputs,
		);

	/** The one call that a run makes, and its outcome. */
	const submitted = async (parameters: INodeParameters, inputs?: INodeExecutionData[]) => {
		const { outputs, error } = await run(parameters, inputs);
		expect(error?.message).toBeUndefined();
		const [call, ...others] = server.sandbox.calls.filter(({ method }) => method === 'POST');
		expect(others).toEqual([]);
		return { ...call!, json: outputs[0]![0]!.json };
	};

	return { server, run, submitted };
}

export const rows = (...fields: INodeParameters[]) => ({ field: fields });
export const attribute = (Attribute: string, Value: string) => ({ Attribute, Value });
export const entry = (SchemaName: string, Value: string) => ({ SchemaName, Value });
