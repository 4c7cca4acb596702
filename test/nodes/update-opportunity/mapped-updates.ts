/** Updates of one opportunity with mapped fields, each test against an account of its own. */
import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { opportunityId } from '../../sandbox';
import { mapped, updateOf } from '../../support/mapper';
import { runUpdate, type NodeRun } from '../../support/run-node';
import { useNewSandbox } from '../../support/use-sandbox';

/** The one opportunity of the type that has a field of every kind. */
export const id = opportunityId(300);
export const code = '12002';

export function useMappedUpdates() {
	const server = useNewSandbox();

	const run = async (
		parameters: INodeParameters,
		inputs?: INodeExecutionData[],
		settings?: Partial<INode>,
	): Promise<NodeRun> => await runUpdate(server.sandbox, parameters, inputs, settings);

	const map = async (
		value: Record<string, unknown>,
		options?: INodeParameters,
		inputs?: INodeExecutionData[],
	): Promise<NodeRun> => await run(updateOf(id, code, mapped(value), options), inputs);

	const callsTo = (name: string) => server.sandbox.calls.filter(({ path }) => path.endsWith(name));
	/** The fields of each update that was sent. */
	const sent = () =>
		callsTo('/opportunity/update').map(({ body }) => (body as { Fields: unknown[] }).Fields);

	return { server, run, map, callsTo, sent };
}
