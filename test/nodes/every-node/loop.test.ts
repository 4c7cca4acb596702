/** A loop is not a retry: what comes round again on purpose is sent again. */
import { LeadSquaredAsyncApi } from '../../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquaredUpdateOpportunity } from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { faults, opportunityId } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { runWorkflow, updateType } from '../../support/engine';
import { inALoop, placed, roundsOf } from '../../support/rounds';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';
import { acceptancesOf, five, parameters, retrying } from './five-updates';

useVirtualTime();
const server = useSandbox();

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
			placed('Start', 'test.start'),
			placed('Update', updateType, {
				parameters,
				credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
				...retrying,
			}),
			placed('Again', 'test.again'),
		],
		connections: inALoop(['Start', 'Update', 'Again']),
		items: inputs,
		credential: credentialFor(server.sandbox),
		credentialType: new LeadSquaredAsyncApi(),
		nodeTypes: {
			[updateType]: new LeadSquaredUpdateOpportunity(),
			'test.again': roundsOf([inputs, inputs]),
		},
	});
	expect(run.status).toBe('success');
	expect(run.data.resultData.runData.Update).toHaveLength(3);
	expect(acceptancesOf(server.sandbox)).toEqual({ [opportunityId(1)]: 3, [opportunityId(2)]: 3 });
});
