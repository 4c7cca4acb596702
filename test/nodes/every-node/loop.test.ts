/** A loop is not a retry: what comes round again on purpose is sent again. */
import type { INode, INodeExecutionData, INodeType } from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquaredUpdateOpportunity } from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { faults, opportunityId } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { runWorkflow, updateType } from '../../support/engine';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';
import { acceptancesOf, five, parameters, retrying } from './five-updates';

useVirtualTime();
const server = useSandbox();

describe('a loop is not a retry', () => {
	/** Sends its input back into the loop, until it was asked three times. */
	class Again {
		private rounds = 0;

		readonly type = {
			description: {
				displayName: 'Again',
				name: 'again',
				group: ['transform'],
				version: 1,
				description: '',
				defaults: { name: 'Again' },
				inputs: ['main'],
				outputs: ['main'],
				properties: [],
			},
			execute: async (): Promise<INodeExecutionData[][]> => [++this.rounds < 3 ? this.inputs : []],
		} as unknown as INodeType;

		constructor(private readonly inputs: INodeExecutionData[]) {}
	}

	const node = (name: string, type: string, rest: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...rest,
	});

	test('sends items again that a loop brings back: three rounds, with a retry in the second', async () => {
		server.sandbox.inject({
			opportunityId: opportunityId(2),
			fault: faults.mxException,
			after: 1,
			times: 1,
		});
		const inputs = five.slice(0, 2);
		const run = await runWorkflow({
			nodes: [
				node('Start', 'test.start'),
				node('Update', updateType, {
					parameters,
					credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
					...retrying,
				}),
				node('Again', 'test.again'),
			],
			connections: {
				Start: { main: [[{ node: 'Update', type: 'main', index: 0 }]] },
				Update: { main: [[{ node: 'Again', type: 'main', index: 0 }]] },
				Again: { main: [[{ node: 'Update', type: 'main', index: 0 }]] },
			},
			items: inputs,
			credential: credentialFor(server.sandbox),
			credentialType: new LeadSquaredAsyncApi(),
			nodeTypes: {
				[updateType]: new LeadSquaredUpdateOpportunity(),
				'test.again': new Again(inputs).type,
			},
		});
		expect(run.status).toBe('success');
		expect(run.data.resultData.runData.Update).toHaveLength(3);
		expect(acceptancesOf(server.sandbox)).toEqual({ [opportunityId(1)]: 3, [opportunityId(2)]: 3 });
	});
});
