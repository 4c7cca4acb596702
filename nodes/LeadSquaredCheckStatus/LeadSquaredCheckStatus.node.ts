import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { testAccount } from '../shared/credential-test';
import { openForRun, readItems } from '../shared/items';
import { checkItems } from './check-items';
import { deal, isTool, outputsExpression } from './outputs';
import { properties } from './properties';
import { readQuestion } from './read-item';

export class LeadSquaredCheckStatus implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LeadSquared Check Status',
		name: 'leadSquaredCheckStatus',
		icon: {
			light: 'file:../../icons/leadSquaredStatus.svg',
			dark: 'file:../../icons/leadSquaredStatus.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["waitForCompletion"] ? "wait for completion" : "look once" }}',
		description:
			"Looks up what became of requests to LeadSquared's Async API, by their RequestId: succeeded, failed or still pending",
		defaults: { name: 'LeadSquared Check Status' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		credentials: [
			{ name: 'leadSquaredAsyncApi', required: true, testedBy: 'leadSquaredAsyncApiTest' },
		],
		properties,
	};

	methods = { credentialTest: { leadSquaredAsyncApiTest: testAccount } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const splits = this.getNodeParameter('splitOutputs', 0, true) !== false && !isTool(this);
		const readings = readItems(this, (itemIndex) => readQuestion(this, itemIndex));
		const waits = this.getNodeParameter('waitForCompletion', 0, false) === true;
		// While it waits, the next round is the next try.
		const ready = await openForRun(this, readings, waits ? { maxTries: 1 } : {});
		const checked =
			'client' in ready
				? await checkItems(this, ready.client, readings, waits)
				: ready.failures.map((item) => ({ item }));
		return deal(checked, splits);
	}
}
